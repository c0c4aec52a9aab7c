//! Pieces of `SELECT`s that several figures share, so that "insured" means the same everywhere.
//!
//! They are macros because `concat!` joins literals only; each stands in a `WITH` list.

/// The name of a person as last registered: one look into the key, where a join of two derived tables would compare
/// every row of one with every row of the other.
macro_rules! person_name {
    ($id:literal) => {
        concat!(
            "(SELECT n.name FROM employee n WHERE n.region = :region AND n.id = ",
            $id,
            " ORDER BY n.valid_from DESC, n.seq DESC LIMIT 1)"
        )
    };
}

/// The ID number of a person as last registered.
macro_rules! person_number {
    ($id:literal) => {
        concat!(
            "(SELECT n.id_number FROM employee n WHERE n.region = :region AND n.id = ",
            $id,
            " ORDER BY n.valid_from DESC, n.seq DESC LIMIT 1)"
        )
    };
}

/// Employers and projects as last registered up to `:to`.
macro_rules! latest_cover {
    () => {
        "latest_employer AS (
  SELECT id, seq, name, industry_code, risk_class, state,
         ROW_NUMBER() OVER (PARTITION BY id ORDER BY valid_from DESC, seq DESC) AS place
  FROM employer WHERE region = :region AND valid_from <= :to),
latest_project AS (
  SELECT id, seq, name, contractor, cost_fen, starts_on, ends_on, state,
         ROW_NUMBER() OVER (PARTITION BY id ORDER BY valid_from DESC, seq DESC) AS place
  FROM project WHERE region = :region AND valid_from <= :to)"
    };
}

/// Valid cover at 24:00 of `:to`: the last enrollment row says `on`, and the employer is active or the project running.
///
/// The last row is the one no later one follows, which is one look into the key for each; numbering the rows of a person
/// backwards would sort the whole register.
macro_rules! covered {
    () => {
        concat!(
            latest_cover!(),
            ",
covered AS (
  SELECT cover_kind, cover_id, person_id, valid_from, seq FROM enrollment e
  WHERE region = :region AND valid_from <= :to AND state = 'on' AND NOT EXISTS (
    SELECT 1 FROM enrollment later
    WHERE later.region = e.region AND later.cover_kind = e.cover_kind AND later.cover_id = e.cover_id
      AND later.person_id = e.person_id AND later.valid_from <= :to
      AND (later.valid_from > e.valid_from OR (later.valid_from = e.valid_from AND later.seq > e.seq))) AND (
    (cover_kind = 'employer' AND cover_id IN (SELECT id FROM latest_employer WHERE place = 1 AND state = 'active'))
    OR (cover_kind = 'project' AND cover_id IN (
      SELECT id FROM latest_project WHERE place = 1 AND state <> 'cancelled' AND starts_on <= :to AND ends_on >= :to))))"
        )
    };
}

/// 缴费核定 of the year's months, the last version of each.
macro_rules! assessed {
    () => {
        "latest_assessment AS (
  SELECT payer_kind, payer_id, month, seq, persons, base_fen, base_rate_ppm, reference_rate_ppm, rate_ppm, amount_fen,
         relief_local_fen, relief_temporary_fen,
         ROW_NUMBER() OVER (PARTITION BY payer_kind, payer_id, month ORDER BY seq DESC) AS place
  FROM assessment WHERE region = :region AND month <= substr(:to, 1, 7))"
    };
}

/// 老工伤 as on the roster at `:to`, with whether they are in the pool by then.
macro_rules! roster {
    () => {
        concat!(
            "latest_legacy AS (
  SELECT id, seq, person_id, employer_name, injured_on, grade, pooled, pooled_on, reason, funding_source, evidence,
         ROW_NUMBER() OVER (PARTITION BY id ORDER BY valid_from DESC, seq DESC) AS place
  FROM legacy_injury WHERE region = :region AND valid_from <= :to),
roster AS (
  SELECT l.id, l.seq, ",
            person_name!("l.person_id"),
            " AS name, ",
            person_number!("l.person_id"),
            " AS id_number, l.employer_name, l.injured_on, l.grade, l.pooled_on, l.reason,
         l.funding_source, l.evidence,
         CASE WHEN l.pooled = 1 AND l.pooled_on <= :to THEN 'pooled' ELSE 'unpooled' END AS standing
  FROM latest_legacy l
  WHERE l.place = 1)"
        )
    };
}

/// Payments of batches paid in the year, with the person.
macro_rules! paid {
    () => {
        concat!(
            "paid AS (
  SELECT y.id, y.seq, y.person_id, ",
            person_name!("y.person_id"),
            " AS name, ",
            person_number!("y.person_id"),
            " AS id_number, y.benefit, y.month, y.amount_fen, y.legacy, b.paid_on
  FROM payment y
  JOIN pay_batch b ON b.region = y.region AND b.id = y.batch_id
  WHERE y.region = :region AND b.paid_on >= :from AND b.paid_on <= :to)"
        )
    };
}

/// Vouchers of the fund on one family of accounts, net on the side where it grows; the closing of the year (E22) empties
/// these accounts and is not income or expenditure.
macro_rules! fund_vouchers {
    ($side:literal, $accounts:literal) => {
        concat!(
            "SELECT v.seq AS seq, v.ledger AS ledger, v.id AS number, v.booked_on AS booked_on, v.summary AS summary,
       CAST(SUM(",
            $side,
            ") AS BIGINT) AS amount
FROM voucher v JOIN posting p ON p.region = v.region AND p.ledger = v.ledger AND p.voucher_id = v.id
WHERE v.region = :region AND v.ledger = 'fund' AND v.booked_on >= :from AND v.booked_on <= :to AND v.pattern <> 'E22'
  AND (",
            $accounts,
            ")
GROUP BY v.seq, v.ledger, v.id, v.booked_on, v.summary ORDER BY v.booked_on, v.id"
        )
    };
}
