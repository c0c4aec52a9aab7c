//! 账: department budget, pay batches, vouchers and postings, closed periods.

table! {
    /// A line of the department's budget: `stage` is `prior_outturn`, `initial` or `adjustment`.
    BudgetRow = "budget" {
        region: String,
        year: i64,
        line: String,
        seq: i64,
        stage: String,
        amount_fen: i64,
        reason: String,
        document: String,
    } "PRIMARY KEY (region, year, line, stage, seq), CHECK (stage IN ('prior_outturn', 'initial', 'adjustment')),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    PayBatchRow = "pay_batch" {
        region: String,
        id: i64,
        seq: i64,
        month: String,
        paid_on: String,
        payments: i64,
        amount_fen: i64,
        voucher_id: i64,
    } "PRIMARY KEY (region, id),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    VoucherRow = "voucher" {
        region: String,
        ledger: String,
        id: i64,
        seq: i64,
        booked_on: String,
        pattern: String,
        summary: String,
        reverses: Option<i64>,
        reason: Option<String>,
    } "PRIMARY KEY (region, ledger, id), CHECK (ledger IN ('fund', 'department')),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// One side of an entry. Debit and credit are fen; a reversal is negative on the same side (red ink).
    PostingRow = "posting" {
        region: String,
        ledger: String,
        voucher_id: i64,
        line: i64,
        seq: i64,
        booked_on: String,
        account: String,
        debit_fen: i64,
        credit_fen: i64,
        employer_id: Option<String>,
        person_id: Option<String>,
        benefit: Option<String>,
        month: Option<String>,
        project_id: Option<String>,
        legacy: Option<String>,
        payment_id: Option<String>,
        budget_line: Option<String>,
        procurement: Option<String>,
    } "PRIMARY KEY (region, ledger, voucher_id, line), CHECK (debit_fen = 0 OR credit_fen = 0),
  FOREIGN KEY (region, ledger, voucher_id) REFERENCES voucher (region, ledger, id),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// One benefit payment to one payee; `subject` as in the determination. Counted as one 人次.
    PaymentRow = "payment" {
        region: String,
        id: i64,
        seq: i64,
        batch_id: i64,
        determination_id: i64,
        line: i64,
        person_id: String,
        benefit: String,
        month: String,
        amount_fen: i64,
        account_tail: String,
        legacy: i64,
    } "PRIMARY KEY (region, id), UNIQUE (region, determination_id, line, month), CHECK (amount_fen > 0),
  FOREIGN KEY (region, determination_id, line) REFERENCES benefit_line (region, determination_id, line),
  FOREIGN KEY (region, batch_id) REFERENCES pay_batch (region, id),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// A closed month of a ledger (`2023-05`, or `2023` for the year): no entry is booked into it any more.
    PeriodCloseRow = "period_close" {
        region: String,
        ledger: String,
        period: String,
        seq: i64,
        closed_on: String,
    } "PRIMARY KEY (region, ledger, period),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}
