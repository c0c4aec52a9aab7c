//! A month's assessment as one plan: clip, group by employer, add up; then the amounts of each employer.

use std::collections::BTreeMap;
use std::path::Path;

use datafusion::arrow::array::{Array, AsArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::error::DataFusionError;
use datafusion::execution::{FunctionRegistry, SendableRecordBatchStream};
use datafusion::functions_aggregate::expr_fn::{count, sum};
use datafusion::prelude::{DataFrame, SessionConfig, SessionContext, cast, col, lit};
use futures::StreamExt;
use parquet::data_type::ByteArray;
use yiju_lawbook::Lawbook;
use yiju_terms::{Month, Refusal, Region};

use super::collect::Collected;
use super::functions::{AMOUNTS, BASE, PROVISIONAL};
use super::{Lake, Reach, failed, session};
use crate::files::fresh::Fresh;
use crate::files::manifest::{EMPLOYERS, PEOPLE, ResultEntry};
use crate::files::{FileEntry, Kind, Manifest, fault};
use crate::law::LawText;
use crate::own::write_result;
use crate::totals::Line;
use crate::{Done, Stop, Totals};

/// What is assessed, opened and ready.
pub struct Job {
    pub lake: Lake,
    pub month: Month,
    pub law: LawText,
}

impl Job {
    /// Refused: a folder without a manifest, a month it does not hold, a figure of the law that is missing.
    pub async fn open(
        context: &SessionContext,
        (reach, folder): (&Reach, &str),
        month: Month,
        book: &Lawbook,
    ) -> Result<Job, Stop> {
        let lake = Lake::open(context, reach, folder).await?;
        let text = month.to_string();
        if lake.manifest.files_of(PEOPLE, Some(&text)).next().is_none() {
            return Err(Refusal::new("lake_month_missing")
                .with("month", month)
                .with("held", lake.manifest.months().join("、"))
                .into());
        }
        let law = LawText::of(&lake.manifest, month, book);
        // Whatever the law lacks is said here, in words, not by a worker.
        law.prepare(book)?;
        Ok(Job { lake, month, law })
    }

    fn files(&self, table: &'static str) -> Vec<&FileEntry> {
        let month = self.month.to_string();
        let all = self.lake.manifest.files.iter();
        all.filter(|file| file.table == table && file.month.as_deref() == Some(&month))
            .collect()
    }

    fn both(&self) -> Vec<&FileEntry> {
        let mut files = self.files(PEOPLE);
        files.extend(self.files(EMPLOYERS));
        files
    }

    /// Refused: files that are missing or not as long as the manifest says.
    pub async fn sizes(&self) -> Result<(), Stop> {
        self.lake.sizes(&self.both()).await
    }

    /// The plan as a frame of the session: its own engine's, or one whose plans run on a cluster.
    pub async fn frame(&self, context: &SessionContext) -> Result<DataFrame, Stop> {
        let people = self.files(PEOPLE);
        self.lake
            .register(context, PEOPLE, people.into_iter())
            .await?;
        let plan = self.plan(context).await;
        plan.map_err(|error| failed("planning", &error))
    }

    /// Runs the plan in the session and gives the checked lines. What another machine keeps is read for its digests first.
    pub async fn lines(
        &self,
        context: &SessionContext,
        rows: &mut dyn FnMut(usize),
    ) -> Result<Vec<(Region, Vec<Line>)>, Stop> {
        match self.lake.place.is_remote() {
            true => self.lake.digests(&self.both(), None).await?,
            false => self.sizes().await?,
        }
        let stream = self.frame(context).await?.execute_stream().await;
        let stream = stream.map_err(|error| failed("assessing", &error))?;
        self.checked(stream, rows).await
    }

    /// Brings the rows together and checks them against the manifest.
    pub async fn checked(
        &self,
        mut stream: SendableRecordBatchStream,
        rows: &mut dyn FnMut(usize),
    ) -> Result<Vec<(Region, Vec<Line>)>, Stop> {
        let (mut collected, mut count) = (Collected::default(), 0);
        while let Some(batch) = stream.next().await {
            let batch = batch.map_err(|error| failed("assessing", &error))?;
            collected.take(&batch)?;
            count += batch.num_rows();
            rows(count);
        }
        collected.checked(&self.lake.manifest, &self.month.to_string())
    }

    /// Only grouping and adding is the engine's; every amount comes from a function of ours.
    async fn plan(&self, context: &SessionContext) -> Result<DataFrame, DataFusionError> {
        let law = serde_json::to_string(&self.law)
            .map_err(|error| DataFusionError::Execution(error.to_string()))?;
        let call = |name: &str, columns: &[&str]| {
            let mut arguments = vec![lit(law.clone())];
            arguments.extend(columns.iter().map(|name| col(*name)));
            context.udf(name).map(|function| function.call(arguments))
        };
        let of_employer = ["region", "employer", "risk_class", "experience_tier"];
        let group = of_employer.map(col).to_vec();
        let sums = vec![
            count(lit(1)).alias("people"),
            sum(col("wage_fen")).alias("wages_fen"),
            sum(call(BASE, &["region", "wage_fen"])?).alias("base_fen"),
        ];
        let mut shown = ["region", "employer", "people", "wages_fen", "base_fen"]
            .map(col)
            .to_vec();
        for name in AMOUNTS {
            let columns = ["region", "risk_class", "experience_tier", "base_fen"];
            shown.push(call(name, &columns)?);
        }
        shown.push(call(PROVISIONAL, &["region", "risk_class"])?);
        shown
            .extend(["risk_class", "experience_tier"].map(|name| cast(col(name), DataType::Int64)));
        let employers = context.table(PEOPLE).await?.aggregate(group, sums)?;
        employers.select(shown)
    }

    /// The numbers of the employers in the register, by region.
    async fn ids(
        &self,
        context: &SessionContext,
    ) -> Result<BTreeMap<String, Vec<ByteArray>>, Stop> {
        let mut found = BTreeMap::new();
        for file in self.files(EMPLOYERS) {
            let table = "employers_of_one";
            self.lake
                .register(context, table, std::iter::once(file))
                .await?;
            let wrong = |error| failed("reading employers", &error);
            let frame = context.table(table).await.map_err(wrong)?;
            let by_number = col("employer").sort(true, false);
            let id = cast(col("id"), DataType::Utf8);
            let frame = frame.sort(vec![by_number]).map_err(wrong)?;
            let frame = frame.select(vec![id]).map_err(wrong)?;
            let mut ids = Vec::new();
            for batch in frame.collect().await.map_err(wrong)? {
                let texts = batch.column(0).as_string::<i32>();
                ids.extend((0..texts.len()).map(|row| ByteArray::from(texts.value(row))));
            }
            context.deregister_table(table).map_err(wrong)?;
            found.insert(file.region.code().to_owned(), ids);
        }
        Ok(found)
    }

    /// Adds the lines up; with `root`, writes them there as an attempt and makes them visible.
    pub async fn finish(
        &self,
        context: &SessionContext,
        lines: &[(Region, Vec<Line>)],
        root: Option<&Path>,
        engine: &'static str,
    ) -> Result<Done, Stop> {
        let mut totals = Totals::default();
        for line in lines.iter().flat_map(|(_, lines)| lines) {
            totals.add(line);
        }
        if let Some(root) = root {
            self.write(context, lines, root, (engine, totals)).await?;
        }
        Ok(Done {
            totals,
            engine,
            synthetic: self.lake.manifest.synthetic,
            made_under: self.lake.manifest.law.clone(),
        })
    }

    async fn write(
        &self,
        context: &SessionContext,
        lines: &[(Region, Vec<Line>)],
        root: &Path,
        (engine, totals): (&str, Totals),
    ) -> Result<(), Stop> {
        let ids = self.ids(context).await?;
        let (fresh, attempt) = Fresh::attempt(root)?;
        let month = self.month.to_string();
        for (region, lines) in lines {
            let ids = ids.get(region.code()).map_or(&[][..], Vec::as_slice);
            if ids.len() != lines.len() {
                return Err(fault("writing a result", format!("{region}: other employers")).into());
            }
            write_result(&fresh, region, &month, lines, ids)?;
            // Whoever calls the job off is heard between two regions.
            tokio::task::yield_now().await;
        }
        fresh.publish(Manifest {
            kind: Kind::Assessment,
            law: self.law.law.clone(),
            result: Some(ResultEntry {
                month,
                engine: engine.to_owned(),
                attempt,
                source: self.lake.digest.clone(),
                totals,
            }),
            files: Vec::new(),
            ..self.lake.manifest.clone()
        })?;
        Ok(())
    }
}

/// The month's assessment of a folder on the engine in this process.
pub async fn assess(
    folder: &str,
    month: Month,
    book: &Lawbook,
    reach: &Reach,
    out: Option<&Path>,
) -> Result<Done, Stop> {
    let context = session(SessionConfig::new(), book, reach)?;
    let job = Job::open(&context, (reach, folder), month, book).await?;
    let lines = job.lines(&context, &mut |_| {}).await?;
    job.finish(&context, &lines, out, "datafusion").await
}
