"""Polars, lazily, on its streaming engine."""
import polars as pl
from common import CEILING, FLOOR, PARQUET, rate_rows, show

rates = dict(rate_rows())
base = pl.col("wage_fen").clip(FLOOR, CEILING)
ppm = pl.col("risk_class").replace_strict(rates, return_dtype=pl.Int64)
grouped = (
    pl.scan_parquet(PARQUET)
    .with_columns(base_fen=base)
    .with_columns(amount_fen=(pl.col("base_fen") * ppm + 500_000) // 1_000_000)
    .group_by("region", "employer")
    .agg(people=pl.len(), base_fen=pl.col("base_fen").sum(), amount_fen=pl.col("amount_fen").sum())
    .collect(engine="streaming")
)
weight = (pl.col("employer").cast(pl.Int64) * 7 + pl.col("region")) % 1009 + 1
show(*grouped.select(
    pl.len(), pl.col("people").sum(), pl.col("base_fen").sum(), pl.col("amount_fen").sum(),
    weighted=(pl.col("amount_fen") * weight).sum(),
).row(0))
