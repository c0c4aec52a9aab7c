//! Service to the public: training, surveys, and service records that leave no other trace.

table! {
    /// 工伤预防培训: one session.
    TrainingRow = "training" {
        region: String,
        id: i64,
        seq: i64,
        held_on: String,
        employer_id: Option<String>,
        topic: String,
        attendees: i64,
        chosen_because: String,
    } "PRIMARY KEY (region, id), CHECK (attendees > 0),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// A satisfaction survey of one period: how it was asked, how many answered, how many were satisfied.
    SurveyRow = "survey" {
        region: String,
        id: i64,
        seq: i64,
        held_on: String,
        method: String,
        asked: i64,
        answered: i64,
        satisfied: i64,
    } "PRIMARY KEY (region, id), CHECK (satisfied <= answered AND answered <= asked),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// A service done for a person or employer (records printed, account changed, eligibility confirmed …).
    ServiceRecordRow = "service_record" {
        region: String,
        id: i64,
        seq: i64,
        kind: String,
        subject_kind: String,
        subject_id: String,
        done_on: String,
        note: String,
    } "PRIMARY KEY (region, id),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}
