//! The table of contents: every page and every answer of the server, one line each.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::desk::App;
use crate::pages::{
    assets, balances, calculator_benefits, calculator_contribution, case, case_states, cases,
    check, dashboard, due, employer, employers, figure, figures, law, legacy, letters, matter,
    matters, missing, pay_proof, people, project, projects, report, settled, settlement,
    statements, verify, voucher, vouchers,
};
use crate::{api, guard};

/// All routes, with the frame of `guard` around them.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/", get(dashboard::show)) //                       the year at a glance
        .route("/due", get(due::show)) //                          到期事项: overdue, today, this week
        .route("/matters", get(matters::list)) //                  办件 with their clocks
        .route("/matters/{id}", get(matter::show)) //              one matter: steps, materials, effect
        .route("/employers", get(employers::list)) //              参保单位
        .route("/employers/{id}", get(employer::show)) //          one employer: cover, assessments, receipts, accidents
        .route("/people", get(people::find)) //                    参保人员, by number or name
        .route("/projects", get(projects::list)) //                建设项目
        .route("/projects/{id}", get(project::show)) //            one project
        .route("/cases", get(cases::list)) //                      工伤案件
        .route("/cases/states", get(case_states::show)) //        the table of states, drawn
        .route("/cases/{id}", get(case::show)) //                  one injury as a time line
        .route("/legacy", get(legacy::list)) //                    老工伤台账
        .route("/legacy/{id}", get(legacy::show)) //               one old injury and what it is paid
        .route("/vouchers", get(vouchers::list)) //                凭证 of both ledgers
        .route("/vouchers/{ledger}/{id}", get(voucher::show)) //   one voucher: postings, matter, persons
        .route("/settlement", get(settlement::show)) //            重算结算: differences, reasons, vouchers, letters
        .route("/settlement/{id}", get(settled::show)) //          one that was carried through
        .route("/pay-proof", get(pay_proof::show)) //              支付前重核 of a month
        .route("/statements", get(statements::show)) //            资产负债表, 收支表, budget execution
        .route("/balances", get(balances::show)) //                科目余额表 of a book
        .route("/balances.xlsx", get(balances::file)) //           the same as a workbook
        .route("/figures", get(figures::list)) //                  指标 of a year
        .route("/figures/{stem}", get(figure::show)) //            one figure down to its records
        .route("/reports", get(report::latest)) //                 the report of the last year
        .route("/reports/{year}", get(report::show)) //            绩效自评报告, each number open to its basis
        .route("/letters/{kind}/{*reference}", get(letters::file)) // a letter as docx, PDF or HTML
        .route("/law", get(law::show)) //                          parameters in force on a day
        .route("/calc/benefits", get(calculator_benefits::show)) //         工伤保险待遇计算器, for everybody
        .route("/calc/contribution", get(calculator_contribution::show)) // 工伤保险费计算器, for everybody
        .route("/verify", get(verify::form)) //                    文书核对: a code typed in, for everybody
        .route("/verify/{code}", get(verify::show)) //             whether a letter is genuine
        .route("/healthz", get(api::health)) //                    200 when the store answers
        .route("/api/openapi.json", get(api::openapi)) //          what programs may ask
        .route("/api/dashboard", get(api::dashboard)) //           the year's main figures
        .route("/api/figures/{stem}", get(api::figure)) //         one figure with its basis
        .merge(calculators())
        .merge(checker())
        .route("/style.css", get(assets::style))
        .route("/report.css", get(assets::report_style))
        .route("/check.css", get(assets::check_style))
        .route("/favicon.svg", get(assets::icon))
        .fallback(missing::show)
        .layer(from_fn_with_state(app.clone(), guard::frame))
        .with_state(app)
}

/// The largest case the calculators read, in bytes: some hundred bills or dependents.
pub const CASE_BYTES: usize = 64 * 1024;

/// A case in JSON comes as the body; nothing is stored.
fn calculators() -> Router<App> {
    Router::new()
        .route("/api/calc/benefits", post(calculator_benefits::answer))
        .route(
            "/api/calc/contribution",
            post(calculator_contribution::answer),
        )
        .layer(DefaultBodyLimit::max(CASE_BYTES))
}

/// The largest report the page takes, in bytes.
pub const REPORT_BYTES: usize = 20 * 1024 * 1024;

/// The page of findings hands the report back as text, a third longer, with its name and the wish beside it.
const UPLOAD_BYTES: usize = REPORT_BYTES / 3 * 4 + 64 * 1024;

/// 绩效自评报告核对, for everybody; nothing is kept.
fn checker() -> Router<App> {
    Router::new()
        .route("/check", get(check::form).post(check::answer))
        .route("/api/check", post(check::json))
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES))
}
