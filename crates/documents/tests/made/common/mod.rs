//! One model with every kind of block, set in the manner of a county's self-evaluation.

#![allow(dead_code, reason = "each test program uses a part")]

use std::collections::BTreeMap;

use yiju_documents::basis::{FigureBasis, Records};
use yiju_documents::charts::{self, Series};
use yiju_documents::{Block, Cell, Chart, Document, Level, Opening, Outline, Span, Table};
use yiju_terms::{Date, Lang};

pub fn document() -> Document {
    let date = Date::constant(2024, 4, 8);
    let mut document = Document::new(
        "2023年度示范县工伤保险服务中心\n部门整体支出绩效自评报告",
        Lang::Zh,
        date,
    );
    document.organization = Some("示范县工伤保险服务中心".to_owned());
    document.date_line = Some("2024年4月8日".to_owned());
    document.notice = Some("合成数据，仅供演示".to_owned());
    document.opening = Opening::Cover;
    let mut outline = Outline::new(Lang::Zh);
    document
        .push(outline.heading(Level::One, "基本情况"))
        .push(outline.heading(Level::Two, "机构、人员构成"))
        .push(Block::paragraph(
            "示范县工伤保险服务中心为县人力资源和社会保障局所属副科级公益类事业单位，核定全额事业编制8名。中心纳入了财政预算，年末实有在职人员8人。",
        ))
        .push(outline.heading(Level::Two, "目标完成情况"))
        .push(Block::paragraph(vec![
            Span::text("全县参保单位"),
            Span::figure("533", "insured_employers"),
            Span::text("户，参保人数"),
            Span::figure("17,320", "insured_people"),
            Span::text("人，工伤保险费征缴收入"),
            Span::figure("361", "contributions_received"),
            Span::text("万元，享受工伤保险待遇188人次；参保单位 <A&B> 与“{=SUM(1)}#[x] $y$ *z* _w_ @k \\\\n”照原样印出。"),
        ]))
        .push(outline.heading(Level::Three, "形式多样，加大工伤预防宣传。"))
        .push(outline.heading(Level::Four, "送服务进企业"))
        .push(Block::paragraph("开展了以“精准工伤预防，护航企业安全”为主题的精准式工伤预防培训。"));
    document
        .push(Block::attachment(
            "附件2",
            "2023年度部门整体支出绩效评价基础数据表",
        ))
        .push(base_data())
        .push(Block::note(
            "说明：“公用经费”填报基本支出中的一般商品和服务支出。",
        ))
        .push(Block::note(
            "填表人：张三　　填报日期：2024年4月8日　　单位负责人签字：李四",
        ))
        .push(Block::attachment("附件3", "2023年度部门整体支出绩效自评表"))
        .push(department())
        .push(Block::PageBreak)
        .push(outline.heading(Level::One, "其他需要说明的情况"))
        .push(Block::paragraph("无其他需要说明的情况。"))
        .push(chart());
    document
}

pub fn chart() -> Chart {
    const MONTHS: [&str; 12] = [
        "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月",
    ];
    let series = [
        Series {
            name: "征缴收入",
            values: &[
                31.2, 24.8, 33.5, 29.9, 28.4, 30.6, 27.7, 31.9, 30.2, 29.5, 32.8, 30.5,
            ],
        },
        Series {
            name: "基金支出",
            values: &[
                18.3, 14.9, 27.6, 22.4, 25.1, 31.8, 24.7, 29.3, 26.0, 27.9, 28.8, 27.2,
            ],
        },
    ];
    Chart {
        svg: charts::monthly_bars("2023年基金收支（按月）", "万元", &MONTHS, &series),
        alt: "每月征缴收入与基金支出，收入多在28万至33万元之间".to_owned(),
        caption: Some("图1　2023年基金收支".to_owned()),
    }
}

pub fn base_data() -> Table {
    let label = |text: &str| Cell::label(text);
    let line = |name: &str, a: &str, b: &str, c: &str| {
        vec![
            Cell::new(name).start().span(2, 1),
            Cell::new(a).span(2, 1),
            Cell::new(b).span(2, 1),
            Cell::new(Span::figure(c, "outturn")),
        ]
    };
    Table {
        name: "基础数据表".to_owned(),
        caption: None,
        unit: Some("单位：万元".to_owned()),
        columns: vec![20, 20, 10, 10, 10, 10, 20],
        header_rows: 0,
        rows: vec![
            vec![
                label("财政供养人员情况（人）").span(2, 2),
                label("编制数").span(2, 1),
                label("2023年实际在职人数").span(2, 1),
                label("控制率"),
            ],
            vec![
                Cell::new("8").span(2, 1),
                Cell::new("8").span(2, 1),
                Cell::new("100%"),
            ],
            vec![
                label("经费控制情况（万元）").span(2, 1),
                label("2022年决算数").span(2, 1),
                label("2023年预算数").span(2, 1),
                label("2023年决算数"),
            ],
            line("一、部门基本支出", "80.75", "80.59", "80.59"),
            line("　其中：公用经费", "11.08", "9.01", "9.01"),
            line("　　其中：办公费", "1.09", "1.50", "1.48"),
            line("　　三公经费", "1.27", "1.30", "1.02"),
            line("二、项目支出小计", "0", "2", "1.99"),
            line("政府采购金额", "——", "2", "2.98"),
            vec![
                label("厉行节约保障措施").span(2, 1),
                Cell::new("1、提高认识，增强落实厉行节约要求的责任感\n2、规范公务接待、严格控制各类考察和学习等活动\n3、强化日常管理，切实加强监督").start().span(5, 1),
            ],
        ],
    }
}

pub fn department() -> Table {
    let indicator = |name: &str, target: &str, actual: &str| {
        vec![
            Cell::new(name).start(),
            Cell::new(target),
            Cell::new(actual),
            Cell::new("10"),
            Cell::new("10"),
            Cell::empty(),
        ]
    };
    let mut first = vec![
        Cell::label("产出指标（30分）").span(1, 3),
        Cell::new("重点工作任务完成").span(1, 3),
    ];
    first.extend(indicator("工伤保险扩面参保", "1.67万人", "1.73万人"));
    Table {
        name: "自评表".to_owned(),
        caption: None,
        unit: None,
        columns: vec![9, 9, 12, 24, 13, 13, 7, 7, 14],
        header_rows: 1,
        rows: vec![
            vec![
                Cell::label("县级预算部门名称").span(3, 1),
                Cell::new("示范县工伤保险服务中心").span(6, 1),
            ],
            {
                let mut row = vec![Cell::label("绩效指标").span(1, 5)];
                row.extend(
                    [
                        "一级指标",
                        "二级指标",
                        "三级指标",
                        "年度指标值",
                        "实际完成值",
                        "分值",
                        "得分",
                        "偏差原因分析及改进措施",
                    ]
                    .map(Cell::label),
                );
                row
            },
            first,
            indicator("基金安全事故率", "0事故", "0事故"),
            indicator("基金待遇发放", "按时发放", "按时发放"),
            {
                let mut row = vec![Cell::label("满意度（10分）"), Cell::new("服务对象满意度")];
                row.extend(indicator(
                    "基金业务经办满意度（样本120份，电话回访）",
                    "≥95%",
                    "96.7%",
                ));
                row
            },
            vec![
                Cell::label("总分").span(6, 1),
                Cell::new("100"),
                Cell::new(Span::figure("100", "points")),
                Cell::empty(),
            ],
        ],
    }
}

pub fn bases() -> BTreeMap<String, FigureBasis> {
    let basis = |name: &str, value: &str, unit: &str| FigureBasis {
        name: name.to_owned(),
        value: value.to_owned(),
        unit: unit.to_owned(),
        definition: "年末登记在册、状态为参保的单位数（时点数，2023年12月31日）".to_owned(),
        formula: "登记台账中参保起止日覆盖截止日的单位计数".to_owned(),
        records: Records {
            headers: vec![
                "单位编号".to_owned(),
                "单位名称".to_owned(),
                "参保日期".to_owned(),
            ],
            rows: vec![
                vec![
                    "DW0001".to_owned(),
                    "<script>alert(1)</script>".to_owned(),
                    "2019-03-01".to_owned(),
                ],
                vec![
                    "DW0002".to_owned(),
                    "示范木业有限公司".to_owned(),
                    "2020-07-01".to_owned(),
                ],
            ],
            total: 533,
        },
        vouchers: vec!["记-2023-12-001".into()],
        articles: vec!["工伤保险条例 @ 2011 § 10".into()],
        remarks: Vec::new(),
    };
    [
        ("insured_employers", basis("参保单位数", "533", "户")),
        ("insured_people", basis("参保人数", "17,320", "人")),
        ("contributions_received", basis("征缴收入", "361", "万元")),
        ("outturn", basis("决算数", "80.59", "万元")),
        ("points", basis("自评得分", "100", "分")),
    ]
    .into_iter()
    .map(|(key, basis)| (key.to_owned(), basis))
    .collect()
}
