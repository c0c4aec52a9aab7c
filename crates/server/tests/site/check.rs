//! The page that checks a report handed in: what `yiju check` finds, nothing kept, every trouble said in words.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::Value;
use yiju_documents::{Block, Document, Fonts};
use yiju_evaluation::check_bytes;
use yiju_terms::Lang;

use crate::common::ask::{Answer, ask, check_html, check_words, post, send};
use crate::common::{app, place};

const FAULTS: &str = include_str!("../../../evaluation/tests/reports/faults.txt");
const CLEAN: &str = include_str!("../../../evaluation/tests/reports/clean.txt");

/// Hands a file in as a browser does.
fn upload(uri: &str, bytes: &[u8], format: &str) -> Answer {
    let mut body = Vec::new();
    body.extend_from_slice(
        "--line\r\nContent-Disposition: form-data; name=\"report\"; filename=\"自评.txt\"\r\n\r\n"
            .as_bytes(),
    );
    body.extend_from_slice(bytes);
    let rest = format!(
        "\r\n--line\r\nContent-Disposition: form-data; name=\"format\"\r\n\r\n{format}\r\n--line--\r\n"
    );
    body.extend_from_slice(rest.as_bytes());
    let request = Request::post(uri)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
        .body(Body::from(body))
        .expect("a request");
    send(&app(&place()), request)
}

/// Hands in the fields of a form that carries its file as text.
fn form_of(parts: &[(&str, String)]) -> Answer {
    let mut body = String::new();
    for (name, value) in parts {
        body += &format!(
            "--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    let request = Request::post("/check")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
        .body(Body::from(body + "--line--\r\n"))
        .expect("a request");
    send(&app(&place()), request)
}

#[test]
fn a_report_comes_back_with_its_findings() {
    let expected = check_bytes("自评.txt", FAULTS.as_bytes(), None, Lang::Zh).unwrap();
    assert!(expected.counts.high > 0);
    for uri in ["/check", "/check?lang=en"] {
        let page = upload(uri, FAULTS.as_bytes(), "page");
        assert_eq!(page.status, StatusCode::OK);
        check_html(uri, &page.body);
        check_words(uri, &page.body);
        // Every finding has its place on the page.
        let last = format!("id=\"f{}\"", expected.findings.len());
        assert!(page.body.contains(&last), "{last} is missing");
        assert!(page.body.contains("/check.css") && !page.body.contains("<style"));
    }
    let style = ask(&app(&place()), "/check.css");
    assert_eq!(style.status, StatusCode::OK);
}

#[test]
fn downloads_and_the_interface_say_the_same() {
    let expected = check_bytes("自评.txt", FAULTS.as_bytes(), None, Lang::Zh).unwrap();
    let expected = serde_json::to_value(&expected).unwrap();
    let json = upload("/check", FAULTS.as_bytes(), "json");
    let mut found = serde_json::from_str::<Value>(&json.body).unwrap();
    let gate = found.as_object_mut().unwrap().remove("gate").unwrap();
    assert_eq!(found, expected);
    // What F07 found is taken out of the copy; every other grave finding stays in it.
    let findings = expected["findings"].as_array().unwrap();
    let grave = |finding: &&Value| finding["severity"] == "high" && finding["rule"] != "F07";
    let graves = findings.iter().filter(grave).count();
    assert!(graves < expected["counts"]["high"].as_u64().unwrap() as usize);
    assert_eq!(gate["high"].as_array().unwrap().len(), graves);
    let disposition = json.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(disposition.starts_with("attachment"));
    let html = upload("/check", FAULTS.as_bytes(), "html");
    assert!(html.body.contains("<style") && html.headers.contains_key(header::CONTENT_DISPOSITION));
    let answer = post(&app(&place()), "/api/check", FAULTS);
    assert_eq!(answer.status, StatusCode::OK);
    let found: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(found["findings"], expected["findings"]);
    assert_eq!(found["counts"], expected["counts"]);
    let clean = post(&app(&place()), "/api/check", CLEAN);
    let clean: Value = serde_json::from_str(&clean.body).unwrap();
    assert_eq!(clean["counts"]["high"], 0);
    assert_eq!(clean["gate"]["verdict"], "pass");
}

/// The page of findings hands the report back for each download: nothing is kept between two requests.
#[test]
fn the_page_of_findings_has_its_own_downloads() {
    let day = jiff::civil::date(2024, 3, 1);
    let mut report = Document::new(
        "某县工伤保险服务中心2023年度部门整体支出绩效自评报告",
        Lang::Zh,
        day,
    );
    let text = "全年预算100万元，支出80万元，预算执行率为90%。";
    report.push(Block::paragraph(text));
    let word = yiju_documents::docx::render(&report, &Fonts::default());
    for (bytes, formats) in [
        (word.as_slice(), &["docx", "html", "json"][..]),
        (FAULTS.as_bytes(), &["html", "json"][..]),
    ] {
        let page = upload("/check", bytes, "page");
        let (_, form) = page.body.split_once("id=\"downloads\"").expect("downloads");
        let (form, _) = form.split_once("</form>").expect("a form");
        let value = |name: &str| {
            let (_, tail) = form
                .split_once(&format!("name=\"{name}\" value=\""))
                .expect(name);
            tail.split('"').next().expect("a value").to_owned()
        };
        let offered: Vec<&str> = ["docx", "html", "json"]
            .into_iter()
            .filter(|format| form.contains(&format!("name=\"format\" value=\"{format}\"")))
            .collect();
        assert_eq!(offered, formats);
        assert_eq!(value("name"), "自评.txt");
        for format in offered {
            let parts = [
                ("name", value("name")),
                ("carried", value("carried")),
                ("format", format.to_owned()),
            ];
            let again = form_of(&parts);
            let first = upload("/check", bytes, format);
            assert_eq!(again.status, StatusCode::OK);
            assert_eq!(again.bytes, first.bytes, "{format}");
            assert!(again.headers.contains_key(header::CONTENT_DISPOSITION));
        }
    }
    let garbled = form_of(&[("carried", "no base64!".to_owned())]);
    assert_eq!(garbled.status, StatusCode::UNPROCESSABLE_ENTITY);
    check_words("/check", &garbled.body);
}

#[test]
fn the_gate_gives_its_verdict_and_never_the_number() {
    let mobile = format!("139{:08}", 0);
    let personal = format!("{CLEAN}\n联系人手机：{mobile}\n");
    for (report, verdict) in [
        (CLEAN, "pass"),
        (&personal, "pass_after_removal"),
        (FAULTS, "needs_reason"),
    ] {
        for uri in ["/check", "/check?lang=en"] {
            let page = upload(uri, report.as_bytes(), "page");
            check_html(uri, &page.body);
            check_words(uri, &page.body);
            assert!(
                page.body.contains(&format!("data-verdict=\"{verdict}\"")),
                "{verdict}"
            );
            assert!(!page.body.contains(&mobile));
        }
        let answer = post(&app(&place()), "/api/check", report);
        let found: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(found["gate"]["verdict"], verdict);
    }
    let answer = post(&app(&place()), "/api/check", &personal);
    let found: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(found["gate"]["removed"][0]["masked"], "139******00");
}

#[test]
fn a_word_file_comes_back_with_comments() {
    let day = jiff::civil::date(2024, 3, 1);
    let title = "某县工伤保险服务中心2023年度部门整体支出绩效自评报告";
    let mut report = Document::new(title, Lang::Zh, day);
    report.push(Block::paragraph(
        "全年预算100万元，支出80万元，预算执行率为90%。",
    ));
    let bytes = yiju_documents::docx::render(&report, &Fonts::default());
    let copy = upload("/check", &bytes, "docx");
    assert_eq!(copy.status, StatusCode::OK);
    let disposition = copy.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(disposition.ends_with("\"check.docx\""), "{disposition}");
    let check = |bytes: &[u8]| check_bytes("x.docx", bytes, None, Lang::Zh).expect("a report");
    assert_eq!(check(&copy.bytes), check(&bytes));
    let name = b"word/comments.xml";
    let has = |bytes: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    assert!(has(&copy.bytes));
    assert_ne!(copy.bytes, bytes);
    let other = upload("/check", FAULTS.as_bytes(), "docx");
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.body.contains("另存为 docx"));
}

#[test]
fn what_cannot_be_checked_is_said() {
    let empty = ask(&app(&place()), "/check");
    assert_eq!(empty.status, StatusCode::OK);
    check_html("/check", &empty.body);
    check_words("/check", &ask(&app(&place()), "/check?lang=en").body);
    for (bytes, says) in [
        (&b""[..], "没有收到文件"),
        (&b"PK\x03\x04broken"[..], "没有核对"),
        ("只有一句话".as_bytes(), "没有核对"),
    ] {
        let page = upload("/check", bytes, "page");
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains(says), "{says}");
        check_html("/check", &page.body);
        check_words("/check", &page.body);
    }
    let large = vec![b' '; 20 * 1024 * 1024 + 1];
    let page = upload("/check", &large, "page");
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.body.contains("20 MB"));
    let answer = post(&app(&place()), "/api/check", "只有一句话");
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("unreadable_report"));
    let bare = post(&app(&place()), "/check", "no form");
    assert_eq!(bare.status, StatusCode::BAD_REQUEST);
}
