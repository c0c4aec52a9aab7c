//! The office itself: its people, its matters and their steps, the journal.

table! {
    /// One agency. `mode` is the fund's operating mode (`tiered` or `reimbursed`); `notice` marks synthetic data.
    OfficeRow = "office" {
        region: String,
        name: String,
        department: String,
        mode: String,
        authorized_posts: i64,
        notice: String,
    } "PRIMARY KEY (region)"
}

table! {
    /// A member of staff. `role` names the rights (see the permissions table of the actions room).
    ActorRow = "actor" {
        region: String,
        id: String,
        name: String,
        role: String,
        since: String,
    } "PRIMARY KEY (region, id), FOREIGN KEY (region) REFERENCES office (region)"
}

table! {
    /// 办件: the unit of work. `proposal` is the JSON of what shall happen once approved.
    MatterRow = "matter" {
        region: String,
        id: i64,
        item: String,
        applicant_kind: String,
        applicant_id: String,
        subject: String,
        persons: i64,
        received_on: String,
        due_on: Option<String>,
        materials: String,
        proposal: String,
        request_key: String,
    } "PRIMARY KEY (region, id), UNIQUE (region, request_key), CHECK (persons >= 0), FOREIGN KEY (region) REFERENCES office (region)"
}

table! {
    /// Who holds which step of a matter. The primary key is what makes one person unable to hold two.
    StepHolderRow = "step_holder" {
        region: String,
        matter_id: i64,
        actor_id: String,
        kind: String,
    } "PRIMARY KEY (region, matter_id, actor_id), UNIQUE (region, matter_id, actor_id, kind),
  CHECK (kind IN ('accept', 'review', 'second_review', 'approve')),
  FOREIGN KEY (region, matter_id) REFERENCES matter (region, id),
  FOREIGN KEY (region, actor_id) REFERENCES actor (region, id)"
}

table! {
    /// A step taken: 受理, 初审, 复核, 审批; `outcome` says whether it passed, went back or was refused.
    StepRow = "step" {
        region: String,
        matter_id: i64,
        number: i64,
        kind: String,
        actor_id: String,
        done_on: String,
        outcome: String,
        reason: Option<String>,
    } "PRIMARY KEY (region, matter_id, number),
  CHECK (outcome IN ('pass', 'return', 'refuse')),
  CHECK (outcome = 'pass' OR reason IS NOT NULL),
  FOREIGN KEY (region, matter_id, actor_id, kind) REFERENCES step_holder (region, matter_id, actor_id, kind)"
}

table! {
    /// An approved matter names its four persons. Without this row no effect can be journaled.
    ApprovalRow = "approval" {
        region: String,
        matter_id: i64,
        approved_on: String,
        accepted_by: String,
        accept_kind: String,
        reviewed_by: String,
        review_kind: String,
        second_reviewed_by: String,
        second_review_kind: String,
        approved_by: String,
        approve_kind: String,
    } "PRIMARY KEY (region, matter_id),
  CHECK (accept_kind = 'accept'), CHECK (review_kind = 'review'),
  CHECK (second_review_kind = 'second_review'), CHECK (approve_kind = 'approve'),
  FOREIGN KEY (region, matter_id, accepted_by, accept_kind) REFERENCES step_holder (region, matter_id, actor_id, kind),
  FOREIGN KEY (region, matter_id, reviewed_by, review_kind) REFERENCES step_holder (region, matter_id, actor_id, kind),
  FOREIGN KEY (region, matter_id, second_reviewed_by, second_review_kind) REFERENCES step_holder (region, matter_id, actor_id, kind),
  FOREIGN KEY (region, matter_id, approved_by, approve_kind) REFERENCES step_holder (region, matter_id, actor_id, kind)"
}

table! {
    /// The chain: one row per effect, with the digest of its bytes and of the row before.
    JournalRow = "journal" {
        region: String,
        seq: i64,
        matter_id: i64,
        effect: String,
        recorded_on: String,
        rows: i64,
        rows_digest: String,
        previous_digest: String,
        digest: String,
    } "PRIMARY KEY (region, seq), UNIQUE (region, digest),
  FOREIGN KEY (region, matter_id) REFERENCES approval (region, matter_id)"
}

table! {
    /// A figure of the law the office confirmed with a document (provisional or empty in the law folder).
    ConfirmationRow = "confirmation" {
        region: String,
        parameter: String,
        period: String,
        seq: i64,
        value: String,
        document: String,
    } "PRIMARY KEY (region, parameter, period, seq), FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// A yearly target for a figure; `operator` is `at_least` or `at_most`, `value` is in the figure's own unit (fen, count, ppm).
    TargetRow = "target" {
        region: String,
        year: i64,
        figure: String,
        seq: i64,
        operator: String,
        value: i64,
        document: String,
    } "PRIMARY KEY (region, year, figure, seq), FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}
