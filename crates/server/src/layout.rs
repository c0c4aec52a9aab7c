//! The frame of every page: notice, navigation, language switch, footer. And the parts that many pages share.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use yiju_store::tables::OfficeRow;
use yiju_store::views::Window;
use yiju_terms::Lang;
use yiju_terms::words::{text, word};

use crate::error::Trouble;
use crate::format::count;
use crate::visit::Visit;

/// The navigation: stem of its word and address.
const SECTIONS: [(&str, &str); 14] = [
    ("dashboard", "/"),
    ("due", "/due"),
    ("matters", "/matters"),
    ("employers", "/employers"),
    ("cases", "/cases"),
    ("legacy", "/legacy"),
    ("settlement", "/settlement"),
    ("vouchers", "/vouchers"),
    ("statements", "/statements"),
    ("figures", "/figures"),
    ("report", "/reports"),
    ("law", "/law"),
    ("calculator", "/calc/benefits"),
    ("check", "/check"),
];

/// What a page hands to the frame.
pub struct Page {
    pub title: String,
    /// The stem of its section.
    pub section: &'static str,
    /// Where the page hangs: words and addresses, outermost first.
    pub crumbs: Vec<(String, String)>,
    pub lead: Option<String>,
    pub body: Markup,
}

impl Page {
    pub fn new(section: &'static str, title: impl Into<String>, body: Markup) -> Page {
        Page {
            title: title.into(),
            section,
            crumbs: Vec::new(),
            lead: None,
            body,
        }
    }

    pub fn lead(mut self, lead: impl Into<String>) -> Page {
        self.lead = Some(lead.into());
        self
    }

    pub fn under(mut self, name: impl Into<String>, href: impl Into<String>) -> Page {
        self.crumbs.push((name.into(), href.into()));
        self
    }
}

/// The page as an answer.
pub fn response(office: &OfficeRow, visit: &Visit, page: Page) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (headers, frame(office, visit, &page).into_string()).into_response()
}

/// The page of a trouble, with its status.
pub fn trouble(office: &OfficeRow, visit: &Visit, trouble: &Trouble) -> Response {
    let say = |part: &str| trouble.say(part, visit.lang);
    let body = html! {
        div.card {
            p { (say("lead")) }
            @if let Trouble::Refused(refusals) = trouble {
                ul { @for refusal in refusals { li { (refusal.message(visit.lang)) } } }
            }
            p { (say("next")) }
            p { a href="/" { (word(visit.lang, "server.trouble.home")) } }
        }
    };
    let page = Page::new("", say("title"), body);
    let mut answer = response(office, visit, page);
    *answer.status_mut() = trouble.status();
    answer
}

fn frame(office: &OfficeRow, visit: &Visit, page: &Page) -> Markup {
    let lang = visit.lang;
    html! {
        (DOCTYPE)
        html lang=(if lang == Lang::Zh { "zh-CN" } else { "en" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title) " · " (word(lang, "server.brand")) }
                link rel="icon" href="/favicon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/style.css";
            }
            body {
                a.skip href="#main" { (word(lang, "server.skip")) }
                @if !office.notice.is_empty() { p.notice role="note" { (office.notice) } }
                header.top {
                    div.bar {
                        a.brand href="/" { (word(lang, "server.brand")) }
                        span.office { (office.name) }
                        (switch(visit))
                    }
                    (navigation(lang, page.section))
                }
                main #main {
                    @if !page.crumbs.is_empty() { (crumbs(page)) }
                    h1 { (page.title) }
                    @if let Some(lead) = &page.lead { p.lead { (lead) } }
                    (page.body)
                }
                footer {
                    @if !office.notice.is_empty() { p { (office.notice) } }
                    p { (word(lang, "server.no_sign_in")) }
                    p { a href="/verify" { (word(lang, "server.verify.title")) } }
                }
            }
        }
    }
}

fn switch(visit: &Visit) -> Markup {
    let other = if visit.lang == Lang::Zh {
        Lang::En
    } else {
        Lang::Zh
    };
    html! {
        a.switch href=(visit.in_language(other)) hreflang=(other.stem()) lang=(other.stem()) {
            (word(visit.lang, "server.other_language"))
        }
    }
}

fn navigation(lang: Lang, section: &str) -> Markup {
    html! {
        nav aria-label=(word(lang, "server.navigation")) {
            @for (stem, href) in SECTIONS {
                a href=(href) aria-current=[(stem == section).then_some("page")] {
                    (word(lang, &format!("server.section.{stem}")))
                }
            }
        }
    }
}

fn crumbs(page: &Page) -> Markup {
    html! {
        p.crumbs {
            @for (name, href) in &page.crumbs { a href=(href) { (name) } " › " }
            (page.title)
        }
    }
}

/// A box with a heading.
pub fn card(heading: &str, body: Markup) -> Markup {
    html! { section.card { h2 { (heading) } (body) } }
}

/// Facts as pairs of name and value; empty values are left out by the caller.
pub fn facts(pairs: &[(String, Markup)]) -> Markup {
    html! {
        dl.facts {
            @for (name, value) in pairs { div { dt { (name) } dd { (value) } } }
        }
    }
}

/// A table that scrolls in its own box on narrow screens.
pub fn table(headers: &[(String, &str)], rows: Markup, foot: Option<Markup>) -> Markup {
    html! {
        div.scroll tabindex="0" {
            table {
                thead { tr { @for (header, class) in headers {
                    th scope="col" class=[(!class.is_empty()).then_some(*class)] { (header) }
                } } }
                tbody { (rows) }
                @if let Some(foot) = foot { tfoot { (foot) } }
            }
        }
    }
}

/// What a list says when it holds nothing.
pub fn nothing(lang: Lang) -> Markup {
    html! { p.nothing { (word(lang, "server.nothing")) } }
}

/// How many there are, and the way to the other windows of a list. `address` ends where `page=N` is to be added.
pub fn pager(lang: Lang, address: &str, window: Window, total: i64) -> Markup {
    let pages = (total + window.size - 1) / window.size;
    let to = |number: i64| {
        let sign = if address.contains('?') { '&' } else { '?' };
        format!("{address}{sign}page={number}")
    };
    let from = (window.offset() + 1).min(total);
    let until = (window.offset() + window.size).min(total);
    let is_beyond = window.number > pages.max(1);
    let said = text(
        lang,
        if is_beyond {
            "server.pager.beyond"
        } else {
            "server.pager.said"
        },
        &[
            ("from", &count(from)),
            ("until", &count(until)),
            ("total", &count(total)),
        ],
    );
    html! {
        p.pager {
            span { (said) }
            @if window.number > 1 {
                a rel="prev" href=(to((window.number - 1).min(pages.max(1)))) { (word(lang, "server.pager.before")) }
            }
            @if window.number < pages {
                a rel="next" href=(to(window.number + 1)) { (word(lang, "server.pager.after")) }
            }
        }
    }
}

/// An option of a filter.
pub fn choice(value: &str, label: &str, chosen: &str) -> Markup {
    html! { option value=(value) selected[value == chosen] { (label) } }
}
