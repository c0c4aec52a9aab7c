//! Sums of points over the groups of an indicator table, read as nested or as side by side.

use crate::report::{Decimal, Group, Indicator, ScoreTable, Value};

/// Which column is summed. An enum, not a function: the addresses of functions are not kept apart by the optimizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    Weight,
    Score,
}

impl Pick {
    fn of(self, indicator: &Indicator) -> &Value {
        match self {
            Pick::Weight => &indicator.weight,
            Pick::Score => &indicator.score,
        }
    }
}

/// The sum over the rows that stand directly in a group.
pub fn own(table: &ScoreTable, group: usize, pick: Pick) -> Decimal {
    parts(table, group, pick).into_iter().sum()
}

pub fn parts(table: &ScoreTable, group: usize, pick: Pick) -> Vec<Decimal> {
    table
        .indicators
        .iter()
        .filter(|indicator| indicator.group == group)
        .filter_map(|indicator| pick.of(indicator).number)
        .collect()
}

/// Groups with points of their own inside a level-1 heading.
pub fn inner(table: &ScoreTable, group: usize) -> Vec<usize> {
    let inside = |(_, inner): &(usize, &Group)| inner.inside == Some(group);
    table
        .groups
        .iter()
        .enumerate()
        .filter(inside)
        .map(|(index, _)| index)
        .collect()
}

/// The sum over everything below a level-1 heading.
pub fn nested(table: &ScoreTable, group: usize, pick: Pick) -> Decimal {
    let inner = inner(table, group).into_iter();
    own(table, group, pick) + inner.map(|index| own(table, index, pick)).sum()
}

/// The addends of the whole table as a person would write them down: the execution row, then one sum per heading.
pub fn addends(table: &ScoreTable, pick: Pick) -> Vec<Decimal> {
    let execution = table.total_fund().and_then(|funds| match pick {
        Pick::Weight => funds.weight.number,
        Pick::Score => funds.score.number,
    });
    let mut addends: Vec<Decimal> = execution.into_iter().collect();
    for (index, group) in table.groups.iter().enumerate() {
        let holds_nested =
            |outer: usize| table.groups[outer].points == Some(nested(table, outer, Pick::Weight));
        match group.inside {
            Some(outer) if holds_nested(outer) => {}
            None if !inner(table, index).is_empty() && holds_nested(index) => {
                addends.push(nested(table, index, pick));
            }
            _ if parts(table, index, pick).is_empty() => {}
            _ => addends.push(own(table, index, pick)),
        }
    }
    addends
}
