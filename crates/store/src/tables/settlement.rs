//! 重算结算: facts corrected later, what a settlement found and replaced, money that came back or was given back.

table! {
    /// The facts of a determination as they should have been; the determination itself stays as it was decided.
    FactCorrectionRow = "fact_correction" {
        region: String,
        determination_id: i64,
        seq: i64,
        facts: String,
        reason: String,
        document: String,
    } "PRIMARY KEY (region, determination_id, seq), FOREIGN KEY (region, determination_id) REFERENCES determination (region, id),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// One settlement of what was decided against what is known now, for the months through `through`.
    SettlementRow = "settlement" {
        region: String,
        id: i64,
        seq: i64,
        through: String,
        settled_on: String,
        document: String,
        known_seq: i64,
    } "PRIMARY KEY (region, id),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// A determination that takes the place of an earlier one. Months through `through` stay with the earlier one and are
    /// evened out by its top-up lines; later months are paid by the new one.
    ReplacementRow = "replacement" {
        region: String,
        determination_id: i64,
        seq: i64,
        settlement_id: i64,
        replaces: i64,
        through: String,
    } "PRIMARY KEY (region, determination_id), UNIQUE (region, replaces),
  FOREIGN KEY (region, determination_id) REFERENCES determination (region, id),
  FOREIGN KEY (region, replaces) REFERENCES determination (region, id),
  FOREIGN KEY (region, settlement_id) REFERENCES settlement (region, id),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// One difference: of a benefit for a month, or of an employer's contribution for a month.
    SettlementLineRow = "settlement_line" {
        region: String,
        settlement_id: i64,
        line: i64,
        seq: i64,
        kind: String,
        determination_id: Option<i64>,
        person_id: Option<String>,
        benefit: Option<String>,
        dependent: Option<i64>,
        payer: Option<String>,
        employer_id: Option<String>,
        month: String,
        before_fen: i64,
        after_fen: i64,
    } "PRIMARY KEY (region, settlement_id, line), CHECK (before_fen <> after_fen),
  CHECK (kind IN ('top_up', 'recovery', 'back_payment', 'credit')),
  FOREIGN KEY (region, settlement_id) REFERENCES settlement (region, id),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// 追回到账: money a person gave back of what a settlement asked for.
    RecoveryReceiptRow = "recovery_receipt" {
        region: String,
        id: i64,
        seq: i64,
        settlement_id: i64,
        determination_id: i64,
        benefit: String,
        received_on: String,
        amount_fen: i64,
        voucher_id: i64,
    } "PRIMARY KEY (region, id), CHECK (amount_fen > 0), FOREIGN KEY (region, settlement_id) REFERENCES settlement (region, id),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// 退费: a contribution that was too much goes back to its payer.
    RefundRow = "refund" {
        region: String,
        id: i64,
        seq: i64,
        payer_kind: String,
        payer_id: String,
        month: String,
        refunded_on: String,
        amount_fen: i64,
        voucher_id: i64,
    } "PRIMARY KEY (region, id), CHECK (amount_fen > 0), CHECK (payer_kind IN ('employer', 'project')),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}
