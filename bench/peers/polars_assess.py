"""Polars, lazily, on its streaming engine."""
import polars as pl
from common import CEILING, FLOOR, PARQUET, rate_rows, show

rates = dict(rate_rows())
base = pl.col("wage_fen").clip(FLOOR, CEILING)
ppm = pl.col("risk_class").replace_strict(rates, return_dtype=pl.Int64)
grouped = (
    pl.scan_parquet(PARQUET)
    .group_by("region", "employer")
    .agg(people=pl.len(), base_fen=base.sum(), risk_class=pl.col("risk_class").first())
    .with_columns(amount_fen=(pl.col("base_fen") * ppm + 500_000) // 1_000_000)
    .collect(engine="streaming")
)
weight = (pl.col("employer").cast(pl.Int64) * 7 + pl.col("region")) % 1009 + 1
show(*grouped.select(
    pl.len(), pl.col("people").sum(), pl.col("base_fen").sum(), pl.col("amount_fen").sum(),
    weighted=(pl.col("amount_fen") * weight).sum(),
).row(0))
