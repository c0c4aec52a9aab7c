//! 参保登记: employers, projects, people, cover, wages, assessments, receipts. Rows are only added.

table! {
    /// An employer as it holds from `valid_from`. `state` is `active` or `cancelled`.
    EmployerRow = "employer" {
        region: String,
        id: String,
        valid_from: String,
        seq: i64,
        name: String,
        credit_code: Option<String>,
        kind: String,
        industry_code: String,
        industry_edition: String,
        risk_class: i64,
        experience_tier: i64,
        state: String,
    } "PRIMARY KEY (region, id, valid_from, seq), CHECK (risk_class BETWEEN 1 AND 8), CHECK (state IN ('active', 'cancelled')),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// A construction project insured by its cost, from `starts_on` to `ends_on`.
    ProjectRow = "project" {
        region: String,
        id: String,
        valid_from: String,
        seq: i64,
        name: String,
        contractor: String,
        cost_fen: i64,
        starts_on: String,
        ends_on: String,
        state: String,
    } "PRIMARY KEY (region, id, valid_from, seq), CHECK (cost_fen > 0), CHECK (starts_on <= ends_on),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    EmployeeRow = "employee" {
        region: String,
        id: String,
        valid_from: String,
        seq: i64,
        name: String,
        id_number: String,
        birth: String,
        sex: String,
        migrant_worker: i64,
    } "PRIMARY KEY (region, id, valid_from, seq), CHECK (sex IN ('male', 'female')),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// Cover of a person at an employer (`cover_kind` = `employer`) or on a project (`project`): `on` from a day, `off` from a day.
    EnrollmentRow = "enrollment" {
        region: String,
        cover_kind: String,
        cover_id: String,
        person_id: String,
        valid_from: String,
        seq: i64,
        state: String,
        reason: Option<String>,
    } "PRIMARY KEY (region, cover_kind, cover_id, person_id, valid_from, seq), CHECK (state IN ('on', 'off')), CHECK (cover_kind IN ('employer', 'project')),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// The monthly wage an employer declares for a person from a month on (unclipped).
    WageRow = "wage_declaration" {
        region: String,
        employer_id: String,
        person_id: String,
        valid_from: String,
        seq: i64,
        wage_fen: i64,
    } "PRIMARY KEY (region, employer_id, person_id, valid_from, seq), CHECK (wage_fen >= 0),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// 缴费核定 of one payer for one month (a project: one fee, in its first month). Rates in ppm.
    AssessmentRow = "assessment" {
        region: String,
        payer_kind: String,
        payer_id: String,
        month: String,
        seq: i64,
        persons: i64,
        base_fen: i64,
        base_rate_ppm: i64,
        reference_rate_ppm: i64,
        rate_ppm: i64,
        amount_fen: i64,
        relief_local_fen: i64,
        relief_temporary_fen: i64,
        provisional: i64,
        law_digest: String,
        known_seq: i64,
    } "PRIMARY KEY (region, payer_kind, payer_id, month, seq), CHECK (payer_kind IN ('employer', 'project')),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// Money that arrived for an assessed month (cash basis: the day it arrived counts).
    ReceiptRow = "receipt" {
        region: String,
        id: i64,
        seq: i64,
        payer_kind: String,
        payer_id: String,
        month: String,
        received_on: String,
        amount_fen: i64,
        channel: String,
        voucher_id: i64,
    } "PRIMARY KEY (region, id), CHECK (amount_fen > 0),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}
