//! `docs/reference/case_states.md`: the table of states as a page, made from the law folder.

use std::fmt::Write as _;

use yiju_lawbook::Lawbook;
use yiju_lawbook::life::{LifeEdge, LifeEvent, StateName};
use yiju_terms::Lang;
use yiju_terms::words::word;

use crate::tidy::root;

fn zh(key: &str) -> String {
    word(Lang::Zh, key)
}

fn states(names: &[StateName]) -> String {
    let words: Vec<String> = names
        .iter()
        .map(|name| zh(&format!("life.state.{}.{}", name.track, name.state)))
        .collect();
    words.join("、")
}

fn clock(edge: &LifeEdge) -> String {
    let mut parts = Vec::new();
    if let Some(code) = &edge.deadline {
        let duty = if edge.duty { "（须办）" } else { "" };
        let longer = if edge.extended { "（延长后）" } else { "" };
        parts.push(format!("{code}{longer}{duty}"));
    }
    parts.extend(edge.bar.as_ref().map(|code| format!("{code}（关）")));
    parts.extend(
        edge.later_than
            .as_ref()
            .map(|field| zh(&format!("life.field.{field}"))),
    );
    parts.join("；")
}

fn row(event: &LifeEvent, edge: &LifeEdge) -> String {
    let document = event
        .document
        .as_ref()
        .map(|d| zh(&format!("life.document.{d}")));
    let also: Vec<StateName> = edge.also.iter().map(|(_, to)| to.clone()).collect();
    let life = Lawbook::builtin().case_life();
    let clocks: Vec<&str> = life.clocks_of(&event.kind).collect();
    let benefits = |stems: &[String]| -> String {
        let words: Vec<String> = stems
            .iter()
            .map(|stem| zh(&format!("benefit.{stem}")))
            .collect();
        words.join("、")
    };
    let columns = [
        format!(
            "{} `{}`",
            zh(&format!("life.event.{}", event.kind)),
            event.kind
        ),
        states(&edge.from),
        [states(std::slice::from_ref(&edge.to)), states(&also)]
            .join(" ")
            .trim()
            .to_owned(),
        states(&edge.needs),
        zh(&format!("life.actor.{}", event.by)),
        document.unwrap_or_default(),
        clock(edge),
        [clocks.join("、"), benefits(&edge.starts)]
            .join(" ")
            .trim()
            .to_owned(),
        benefits(&edge.stops),
        edge.citation.to_string(),
    ];
    format!("| {} |\n", columns.join(" | "))
}

fn page() -> String {
    let life = Lawbook::builtin().case_life();
    let mut page = format!(
        "# 工伤案件的状态与步骤\n\nMade from `law/national/case_life.toml`; \
         `YIJU_BLESS=1 cargo test -p yiju-tests --test house case_states` writes it anew. {} tracks, {} states, {} steps, {} edges.\n",
        life.tracks.len(),
        life.state_count(),
        life.events.len(),
        life.edge_count()
    );
    for track in &life.tracks {
        let names: Vec<String> = track
            .states
            .iter()
            .map(|state| zh(&format!("life.state.{}.{state}", track.stem)))
            .collect();
        write!(
            page,
            "\n## {} `{}`\n\n{}\n\n| 步骤 | 从 | 到 | 同时须有 | 由谁办 | 文书 | 期限 | 起算、开始 | 停止 | 依据 |\n|---|---|---|---|---|---|---|---|---|---|\n",
            zh(&format!("life.track.{}", track.stem)),
            track.stem,
            names.join(" · ")
        )
        .expect("a text grows");
        for event in &life.events {
            for edge in event
                .edges
                .iter()
                .filter(|edge| edge.to.track == track.stem)
            {
                page.push_str(&row(event, edge));
            }
        }
    }
    page
}

#[test]
fn the_page_of_case_states_is_fresh() {
    let (path, page) = (root().join("docs/reference/case_states.md"), page());
    if std::env::var_os("YIJU_BLESS").is_some() {
        std::fs::write(&path, &page).expect("docs/reference can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/reference/case_states.md is stale: run with YIJU_BLESS=1"
    );
}
