//! Every page on a small office, without a browser: status, what must be said, and HTML that holds together.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use crate::common::ask::{ask, check_citations, check_html, check_words};
use crate::common::{HOSTILE, ID_NUMBER, INJURED};

/// Every page, in both languages, and what each must say in Chinese.
const PAGES: &[(&str, &[&str])] = &[
    (
        "/",
        &[
            "2023年总览",
            "<svg",
            "制造业",
            "48,156.75",
            "/figures/persons_insured?year=2023",
        ],
    ),
    ("/figures", &["/figures/persons_insured"]),
    (
        "/figures/persons_insured?year=2023",
        &["id=\"records\"", "《工伤保险条例》第十条："],
    ),
    ("/employers", &["甲机械厂", "E0001", "2"]),
    ("/employers?text=E0001", &["甲机械厂", "第 1–1 条，共 1 条"]),
    ("/employers?text=%E6%9C%BA%E6%A2%B0&class=4", &["甲机械厂"]),
    ("/employers?class=7", &["没有符合条件的记录"]),
    (
        "/employers/E0001",
        &[
            "甲机械厂",
            "2023年1月",
            "0.70%",
            "70.00",
            "基金-1",
            "G2023-001",
            "制造业",
        ],
    ),
    ("/people", &["参保人员", "name=\"q\""]),
    ("/people?q=999999", &["没有符合条件的记录"]),
    ("/people?q=P00000001", &["P00000001"]),
    ("/projects", &["新区桥梁工程", "38,650,000.00"]),
    ("/projects/X0001", &["乙建筑公司", "2024-06-30"]),
    (
        "/matters",
        &["职工参保登记", "等待复核", "退回", "不予办理", "即办"],
    ),
    ("/matters?late=1", &["共 1 条", "已超期 42 天"]),
    ("/matters?state=returned", &["共 1 条", "缴费工资申报"]),
    ("/matters?item=opening", &["期初数据导入"]),
    (
        "/matters/1",
        &[
            "赵受理",
            "钱初审",
            "孙复核",
            "李审批",
            "营业执照",
            "sm3:",
            "单位 2",
        ],
    ),
    ("/cases", &["王**", "G2023-001", "已支付", "48,156.75"]),
    ("/cases?severity=fatal", &["没有符合条件的记录"]),
    (
        "/cases/G2023-001",
        &[
            "王**",
            "431123********0019",
            "冲压车间",
            "认字〔2023〕1号",
            "一次性伤残补助金",
            "48,156.75",
            "《工伤保险条例》第三十七条",
            "基金-2",
            "尾号 0123",
            "受伤后第 2 天备案",
        ],
    ),
    (
        "/legacy",
        &["已纳入统筹小计", "未纳入统筹小计", "原单位已破产"],
    ),
    ("/pay-proof", &["支付前重核", "能否审批"]),
    ("/legacy?pool=in", &["共 1 条"]),
    ("/legacy/L0001", &["原县农机厂", "纳入工伤保险统筹"]),
    ("/vouchers", &["支付工伤待遇", "48,156.75", "财政专户存款"]),
    ("/vouchers?period=2023-02", &["甲机械厂缴费到账", "共 1 条"]),
    (
        "/vouchers?account=benefit_expenditure",
        &["支付工伤待遇", "共 1 条"],
    ),
    ("/vouchers?ledger=department", &["部门预算账"]),
    (
        "/vouchers/fund/2",
        &[
            "借贷平衡",
            "支出户存款",
            "王**",
            "G2023-001",
            "李审批",
            "sm3:",
        ],
    ),
    (
        "/vouchers/fund/1",
        &["甲机械厂", "2023年1月", "国库存款", "70.00"],
    ),
    (
        "/statements",
        &["勾稽关系", "成立", "更换服务器", "2,980.00"],
    ),
    ("/statements?period=2023-02", &["70.00"]),
    (
        "/balances",
        &["科目余额表", "国库存款", "48,156.75", "末级科目合计"],
    ),
    ("/balances?period=2023-02", &["70.00", "2023-02", "暂定"]),
    ("/balances?ledger=department", &["部门预算账"]),
    ("/law", &["工伤保险条例", "已核实"]),
    (
        "/law?on=2023-06-01&text=disability_lump_sum",
        &["2023-06-01", "《", "条"],
    ),
];

/// Of a voucher of many postings a window is shown; the sums stay those of all. Beyond the last one there is a way back.
#[test]
fn a_voucher_is_added_up_whatever_window_is_shown() {
    for place in crate::common::places("voucher_window") {
        let app = crate::common::app(&place);
        let answer = ask(&app, "/vouchers/fund/1?page=2");
        assert_eq!(answer.status, StatusCode::OK);
        assert!(!answer.body.contains("国库存款"), "{}", answer.body);
        for text in [
            "70.00",
            "借贷平衡",
            "共 2 条，这一页已没有",
            "/vouchers/fund/1?page=1",
        ] {
            assert!(answer.body.contains(text), "{}", answer.body);
        }
        check_html("/vouchers/fund/1?page=2", &answer.body);
    }
}

/// What was decided cannot be worked out again without the papers it needs: the page names them all instead of guessing.
#[test]
fn a_settlement_without_its_papers_names_them() {
    let place = crate::common::place();
    let answer = ask(&crate::common::app(&place), "/settlement");
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let paper = "average_wage_for_contributions，2023";
    assert!(answer.body.contains(paper), "{}", answer.body);
}

#[test]
fn every_page_says_what_it_must() {
    for place in crate::common::places("pages") {
        let app = crate::common::app(&place);
        for (uri, expected) in PAGES {
            let asked = format!("{uri} on {}", place.engine);
            let answer = ask(&app, uri);
            assert_eq!(answer.status, StatusCode::OK, "{asked}");
            for text in *expected {
                assert!(answer.body.contains(text), "{asked} does not say {text:?}");
            }
            for common in ["合成数据，仅供演示", "登录功能尚未启用"] {
                assert!(
                    answer.body.contains(common),
                    "{asked} does not say {common:?}"
                );
            }
            check_html(uri, &answer.body);
            check_words(uri, &answer.body);
            check_citations(uri, &answer.body);
            let sign = if uri.contains('?') { '&' } else { '?' };
            let english = ask(&app, &format!("{uri}{sign}lang=en"));
            assert!(english.body.contains("sign-in is not there yet"), "{asked}");
            check_html(uri, &english.body);
            check_words(uri, &english.body);
            check_citations(uri, &english.body);
        }
    }
}

#[test]
fn a_report_without_targets_is_refused_with_every_reason() {
    for place in crate::common::places("no_targets") {
        let app = crate::common::app(&place);
        let answer = ask(&app, "/reports/2023");
        assert_eq!(answer.status, StatusCode::CONFLICT);
        for figure in crate::common::targets::figures() {
            assert!(answer.body.contains(&figure), "{figure}");
        }
        check_html("/reports/2023", &answer.body);
        assert_eq!(
            ask(&app, "/reports/1999").status,
            StatusCode::NOT_FOUND,
            "a year without books"
        );
    }
}

#[test]
fn every_number_of_the_report_opens_on_the_page() {
    for mut place in crate::common::places("report_page") {
        crate::common::targets::set(&mut place.store);
        let app = crate::common::app(&place);
        let answer = ask(&app, "/reports/2023");
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        check_html("/reports/2023", &answer.body);
        assert!(answer.body.contains("合成数据，仅供演示"));
        let links: BTreeSet<&str> = answer
            .body
            .split("href=\"#")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(links.len() > 30, "{} links", links.len());
        for link in links {
            let id = format!("id=\"{link}\"");
            assert!(answer.body.contains(&id), "{link} leads nowhere");
        }
        assert!(answer.body.contains("/vouchers/fund/"));
        assert!(!answer.body.contains(INJURED));
    }
}

#[test]
fn people_are_masked_everywhere() {
    let place = crate::common::place();
    let app = crate::common::app(&place);
    for (uri, _) in PAGES {
        let body = ask(&app, uri).body;
        assert!(!body.contains(INJURED), "{uri} names an injured person");
        assert!(!body.contains(ID_NUMBER), "{uri} shows an ID number");
        assert!(!body.contains("1980-05-06"), "{uri} shows a birth date");
    }
}

#[test]
fn data_never_becomes_markup() {
    let place = crate::common::place();
    let app = crate::common::app(&place);
    for uri in [
        "/employers",
        "/employers/E0002",
        "/employers?text=%3Cscript%3E%22",
        "/law?text=%3Cscript%3E",
    ] {
        let answer = ask(&app, uri);
        assert_eq!(answer.status, StatusCode::OK, "{uri}");
        assert!(!answer.body.contains("<script"), "{uri}");
        check_html(uri, &answer.body);
    }
    let escaped = HOSTILE
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let shown = ask(&app, "/employers/E0002").body;
    assert!(
        shown.contains(&escaped.replace('"', "&quot;")),
        "the name is shown as it is written"
    );
}

#[test]
fn balanced_books_pass_their_checks() {
    let place = crate::common::place();
    let app = crate::common::app(&place);
    for uri in [
        "/statements",
        "/statements?period=2023-02",
        "/statements?period=2023-09",
        "/balances",
        "/balances?period=2023-02",
    ] {
        let body = ask(&app, uri).body;
        assert!(body.contains("成立") && !body.contains("不成立"), "{uri}");
    }
}
