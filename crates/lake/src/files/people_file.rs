//! The two files of a region's month, written employer by employer: `people.parquet` and `employers.parquet`.

use parquet::data_type::ByteArray;
use yiju_terms::Region;

use super::fresh::{Fresh, Place};
use super::manifest::{EMPLOYERS, PEOPLE};
use super::month_folder;
use super::sheet::{Column, GROUP_ROWS, Holds, Sheet};
use crate::Stop;
use crate::law::number;

/// The files of one region and month while they are written.
pub struct MonthFiles {
    region: i32,
    people: Sheet,
    employers: Sheet,
    next: i32,
}

fn place(region: &Region, month: &str, table: &str) -> Place {
    Place {
        path: format!("{}/{table}.parquet", month_folder(region.code(), month)),
        table: table.to_owned(),
        region: region.clone(),
        month: Some(month.to_owned()),
    }
}

impl MonthFiles {
    pub fn begin(
        fresh: &Fresh,
        region: &Region,
        month: &str,
        group_rows: usize,
    ) -> Result<MonthFiles, Stop> {
        let people = vec![
            Column::new("region", Holds::Number),
            Column::new("employer", Holds::Number),
            Column::new("risk_class", Holds::Small),
            Column::new("experience_tier", Holds::Short),
            Column::new("wage_fen", Holds::Long),
        ];
        let employers = vec![
            Column::new("employer", Holds::Number),
            Column::new("id", Holds::Text),
            Column::new("risk_class", Holds::Small),
            Column::new("experience_tier", Holds::Short),
            Column::new("people", Holds::Long),
        ];
        let place = |table| place(region, month, table);
        Ok(MonthFiles {
            region: number(region),
            people: Sheet::begin(fresh, place(PEOPLE), people, group_rows)?,
            employers: Sheet::begin(fresh, place(EMPLOYERS), employers, GROUP_ROWS)?,
            next: 0,
        })
    }

    /// Writes an employer with its people: number in the register, risk class, tier, wages in fen (at least one).
    pub fn employer(&mut self, id: &str, class: i32, tier: i32, wages: &[i64]) -> Result<(), Stop> {
        let count = wages.len();
        for (at, value) in [self.region, self.next, class, tier]
            .into_iter()
            .enumerate()
        {
            let cells = &mut self.people.cells[at].numbers;
            cells.resize(cells.len() + count, value);
        }
        self.people.cells[4].longs.extend_from_slice(wages);
        self.people.rows(count)?;
        let cells = &mut self.employers.cells;
        cells[0].numbers.push(self.next);
        cells[1].texts.push(ByteArray::from(id));
        cells[2].numbers.push(class);
        cells[3].numbers.push(tier);
        cells[4].longs.push(count as i64);
        self.next += 1;
        self.employers.rows(1)
    }

    /// Gives the number of people.
    pub fn finish(self, fresh: &Fresh) -> Result<u64, Stop> {
        self.employers.finish(fresh)?;
        self.people.finish(fresh)
    }
}
