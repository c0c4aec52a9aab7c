//! 老工伤台账: old injuries, their dependants, whether the payees live, and head counts as others state them.

table! {
    /// 老工伤台账: an injury from before the insurance, in the pool (`pooled` = 1) or not, and why. `items` are the stems of the
    /// benefits the person may have, separated by commas.
    LegacyInjuryRow = "legacy_injury" {
        region: String,
        id: String,
        valid_from: String,
        seq: i64,
        person_id: String,
        employer_name: String,
        injured_on: String,
        grade: Option<i64>,
        pooled: i64,
        pooled_on: Option<String>,
        reason: String,
        funding_source: String,
        evidence: String,
        items: String,
    } "PRIMARY KEY (region, id, valid_from, seq), CHECK (pooled IN (0, 1)), CHECK (pooled = 0 OR pooled_on IS NOT NULL),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// 供养亲属 of an old injury.
    LegacyDependentRow = "legacy_dependent" {
        region: String,
        legacy_id: String,
        number: i64,
        seq: i64,
        name: String,
        relation: String,
        birth: String,
        no_capacity: i64,
    } "PRIMARY KEY (region, legacy_id, number),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// 领取待遇资格核验: whether a person of the roster was found alive, when and how.
    LegacyCheckRow = "legacy_check" {
        region: String,
        legacy_id: String,
        checked_on: String,
        seq: i64,
        outcome: String,
        method: String,
        document: String,
    } "PRIMARY KEY (region, legacy_id, checked_on, seq), CHECK (outcome IN ('alive', 'dead', 'not_found')),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}

table! {
    /// A head count as some source states it on a day. Sources that contradict each other stand side by side: nothing adds
    /// them up, and the roster is never made to fit them.
    LegacyCountRow = "legacy_count" {
        region: String,
        measure: String,
        source: String,
        counted_on: String,
        seq: i64,
        people: i64,
        document: String,
        note: String,
    } "PRIMARY KEY (region, measure, source, counted_on, seq), CHECK (people >= 0), CHECK (measure IN ('pooled', 'unpooled', 'all')),
  FOREIGN KEY (region, seq) REFERENCES journal (region, seq) DEFERRABLE INITIALLY DEFERRED"
}
