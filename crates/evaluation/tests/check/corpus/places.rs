//! Every finding says where: file, table, row, column, page, and how sure the reading is.

use yiju_evaluation::checks::{check_bytes, note};
use yiju_terms::Lang;

use super::carriers::Carrier;
use super::read;

#[test]
fn a_finding_has_its_place_in_every_carrier() {
    let pages = read("tests/corpus");
    let page = pages.iter().find(|page| page.name == "a05-hundred-for-96");
    let page = page.expect("a document of the corpus");
    for carrier in Carrier::ALL {
        let name = format!("report.{}", carrier.ending());
        let bytes = carrier.write(&page.blocks);
        let outcome = check_bytes(&name, &bytes, None, Lang::Zh).expect("a report");
        let json = serde_json::to_value(&outcome).expect("JSON");
        assert_eq!(json["file"], name.as_str());
        let findings = json["findings"].as_array().expect("findings");
        let place = &findings.iter().find(|f| f["rule"] == "A05").expect("A05")["place"];
        assert_eq!(place["text"], "100%", "{name}");
        assert!(place["table"].as_str().expect("a table").contains("自评表"));
        assert!(place["row"].is_u64() && place["column"].is_u64(), "{name}");
        let (page, confidence) = match carrier {
            Carrier::Pdf => (Some(1), "rebuilt"),
            _ => (None, "as_written"),
        };
        assert_eq!(place["page"].as_u64(), page, "{name}");
        assert_eq!(place["confidence"], confidence, "{name}");
        let said = note::note(&outcome, Lang::Zh);
        assert_eq!(said.contains("原件第1页"), page.is_some(), "{name}");
    }
}
