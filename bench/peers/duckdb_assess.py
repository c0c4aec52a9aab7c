"""DuckDB over the Parquet files."""
import duckdb
from common import PARQUET, show, sql

show(*duckdb.sql(sql(f"read_parquet('{PARQUET}')")).fetchall()[0])
