//! 工伤办件: injuries, what happened to them, determinations, their lines and bills.

table! {
    /// 工伤事故备案: an accident reported to the office.
    InjuryRow = "injury" {
        region: String,
        id: String,
        seq: i64,
        person_id: String,
        cover_kind: String,
        cover_id: String,
        injured_on: String,
        noticed_on: String,
        cause: String,
        body_part: String,
        severity: String,
        place: String,
        summary: String,
    } "PRIMARY KEY (region, id), CHECK (noticed_on >= injured_on),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// An edge in the life of an injury: recognition, appraisal, admission, discharge, relapse, death … `detail` is JSON.
    CaseEventRow = "case_event" {
        region: String,
        injury_id: String,
        number: i64,
        seq: i64,
        kind: String,
        happened_on: String,
        document: Option<String>,
        article: Option<String>,
        detail: String,
    } "PRIMARY KEY (region, injury_id, number),
  FOREIGN KEY (region, injury_id) REFERENCES injury (region, id),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// 待遇核定: versioned; `facts` is the JSON of the calculation case, so replaying it gives the same bytes.
    DeterminationRow = "determination" {
        region: String,
        id: i64,
        seq: i64,
        subject_kind: String,
        subject_id: String,
        person_id: String,
        version: i64,
        decided_on: String,
        facts: String,
        law_digest: String,
        trace_digest: String,
        provisional: i64,
    } "PRIMARY KEY (region, id), UNIQUE (region, subject_kind, subject_id, version), CHECK (subject_kind IN ('injury', 'legacy')),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    BenefitLineRow = "benefit_line" {
        region: String,
        determination_id: i64,
        line: i64,
        seq: i64,
        benefit: String,
        payer: String,
        paid: String,
        amount_fen: i64,
        from_month: Option<String>,
        until_month: Option<String>,
        dependent: Option<i64>,
        cite: String,
        provisional: i64,
    } "PRIMARY KEY (region, determination_id, line),
  FOREIGN KEY (region, determination_id) REFERENCES determination (region, id),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// A bill that was decided on, so that it is paid once.
    BillRow = "bill" {
        region: String,
        number: String,
        seq: i64,
        determination_id: i64,
    } "PRIMARY KEY (region, number), FOREIGN KEY (region, determination_id) REFERENCES determination (region, id),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}
