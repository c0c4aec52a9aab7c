//! Letters on the pages: their files for staff; for everybody whether one is genuine, and nothing that tells who it is about.

use axum::http::{StatusCode, header};
use yiju_lawbook::Lawbook;
use yiju_letters::{Desk, Kind, compose};
use yiju_terms::Lang;

use crate::common::ask::{ask, check_html, check_words};
use crate::common::{INJURED, Place, REGION, app, place};

/// The code printed on the letter.
pub fn code(place: &mut Place, kind: Kind, reference: &str) -> String {
    let region = REGION.parse().unwrap();
    let mut desk = Desk {
        store: &mut place.store,
        book: Lawbook::builtin(),
        region: &region,
        lang: Lang::Zh,
    };
    let letter = compose(&mut desk, kind, reference).unwrap();
    letter.seal.code().unwrap().to_string()
}

#[test]
fn a_genuine_letter_shows_what_its_code_covers_and_no_name() {
    let mut place = place();
    let code = code(&mut place, Kind::Determination, "1");
    let app = app(&place);
    for uri in [
        format!("/verify/{code}"),
        format!("/verify/{}", code.to_lowercase().replace('-', "")),
        format!("/verify?code={code}"),
    ] {
        for (uri, says) in [
            (
                uri.clone(),
                ["真实", "工伤保险待遇核定通知书", "一次性伤残补助金"],
            ),
            (
                format!("{uri}{}lang=en", if uri.contains('?') { '&' } else { '?' }),
                ["Genuine", "benefits determined", "Disability lump sum"],
            ),
        ] {
            let page = ask(&app, &uri);
            assert_eq!(page.status, StatusCode::OK, "{uri}");
            for text in says.iter().chain(&["48,156.75", "王**", "2023-08-20"]) {
                assert!(page.body.contains(text), "{uri} does not say {text}");
            }
            assert!(!page.body.contains(INJURED), "{uri} tells the name");
            check_html(&uri, &page.body);
            check_words(&uri, &page.body);
        }
    }
}

#[test]
fn what_is_not_genuine_or_mistyped_is_said() {
    let mut place = place();
    let code = code(&mut place, Kind::Determination, "1");
    let app = app(&place);
    let mistyped = code.replacen('D', "E", 1);
    for (typed, status, zh, en) in [
        (
            mistyped.as_str(),
            StatusCode::UNPROCESSABLE_ENTITY,
            "验证码抄错了",
            "mistyped",
        ),
        (
            "x",
            StatusCode::UNPROCESSABLE_ENTITY,
            "验证码抄错了",
            "mistyped",
        ),
        (
            "%3Cscript%3E",
            StatusCode::UNPROCESSABLE_ENTITY,
            "&lt;script&gt;",
            "mistyped",
        ),
        // Another office's letter: the check sign is right, no record here gives it.
        (
            "D000-01A0-1000-0000-000V",
            StatusCode::NOT_FOUND,
            "没有这份文书",
            "No such letter",
        ),
    ] {
        let typed = if status == StatusCode::NOT_FOUND {
            foreign(typed)
        } else {
            typed.to_owned()
        };
        let page = ask(&app, &format!("/verify/{typed}"));
        assert_eq!(page.status, status, "{typed}");
        assert!(page.body.contains(zh), "{typed}: {zh}");
        check_html("/verify", &page.body);
        let english = ask(&app, &format!("/verify/{typed}?lang=en"));
        assert!(english.body.contains(en), "{typed}: {en}");
        check_words("/verify", &english.body);
    }
    let empty = ask(&app, "/verify");
    assert_eq!(empty.status, StatusCode::OK);
    check_html("/verify", &empty.body);
}

/// The code with the one last sign that makes it readable.
fn foreign(code: &str) -> String {
    let body = &code[..code.len() - 1];
    let mut all = "0123456789ABCDEFGHJKMNPQRSTVWXY"
        .chars()
        .map(|sign| format!("{body}{sign}"));
    all.find(|code| yiju_letters::Code::read(code).is_some())
        .unwrap()
}

#[test]
fn the_files_of_a_letter() {
    let app = app(&place());
    for (format, head) in [("docx", "PK"), ("html", "<!DOCTYPE html>")] {
        let file = ask(&app, &format!("/letters/determination/1?format={format}"));
        assert_eq!(file.status, StatusCode::OK, "{format}");
        assert!(file.bytes.starts_with(head.as_bytes()), "{format}");
        let name = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert_eq!(
            name,
            format!("attachment; filename=\"determination-1.{format}\"")
        );
    }
    let page = ask(&app, "/letters/determination/1?format=html&lang=en").body;
    assert!(
        page.contains("48,156.75")
            && page.contains("Regulations on Work-Injury Insurance, article 37"),
        "{page}"
    );
    // A PDF where the program can make one; otherwise the reason, and no empty file.
    let pdf = ask(&app, "/letters/determination/1?format=pdf");
    match pdf.status {
        StatusCode::OK => assert!(pdf.bytes.starts_with(b"%PDF")),
        other => assert!(other == StatusCode::CONFLICT && pdf.body.contains("docx")),
    }
    for (uri, status) in [
        ("/letters/determination/99", StatusCode::NOT_FOUND),
        ("/letters/other/1", StatusCode::NOT_FOUND),
        ("/letters/rate/E0001/2023-07", StatusCode::NOT_FOUND),
        (
            "/letters/determination/1?format=exe",
            StatusCode::BAD_REQUEST,
        ),
    ] {
        assert_eq!(ask(&app, uri).status, status, "{uri}");
    }
}

#[test]
fn the_pages_lead_to_their_letters() {
    let app = app(&place());
    for (uri, links) in [
        (
            "/cases/G2023-001",
            &[
                "/letters/determination/1?format=docx",
                "/letters/determination/1?format=pdf",
            ][..],
        ),
        (
            "/employers/E0001",
            &["/letters/rate/E0001/2023-01/2?format=docx"][..],
        ),
    ] {
        let page = ask(&app, uri).body;
        for link in links {
            assert!(page.contains(link), "{uri} does not lead to {link}");
            assert_eq!(
                ask(&app, &link.replace("pdf", "html")).status,
                StatusCode::OK,
                "{link}"
            );
        }
        assert!(page.contains("href=\"/verify\""));
    }
    let matters = ask(&app, "/matters?state=refused").body;
    assert!(matters.contains("/matters/"), "a refused matter is listed");
}

/// By hand: class 4 at 1.40 % and tier 100 of 10,000.00 is 140.00; the small office assessed half of that by a lower local
/// rate which the law at hand does not hold, so the page says that the assessment holds. Tier 120 gives 168.00, 28.00 more.
#[test]
fn an_employer_sees_why_its_rate_is_this_and_what_would_change_it() {
    let app = app(&place());
    let page = ask(&app, "/employers/E0001").body;
    for text in [
        "怎样会变",
        "行业基准费率",
        "浮动档次为120%时，费率1.68%",
        "168.00",
        "+28.00",
        "以核定为准",
        "《关于调整工伤保险费率政策的通知》",
    ] {
        assert!(page.contains(text), "the page does not say {text}");
    }
    let english = ask(&app, "/employers/E0001?lang=en").body;
    assert!(english.contains("what would change it") && english.contains("+28.00"));
    check_words("/employers/E0001", &english);
    // An employer that was never assessed has no such card.
    assert!(!ask(&app, "/employers/E0002").body.contains("怎样会变"));
}
