"""PostgreSQL: the table is loaded beforehand (`load`), which is not counted. The server's address is in YIJU_TEST_POSTGRES."""
import os
import sys
import psycopg
from common import PARQUET, batches, show, sql

table = "bench_" + "".join(c if c.isalnum() else "_" for c in os.path.basename(PARQUET.rstrip("/")))
with psycopg.connect(os.environ["YIJU_TEST_POSTGRES"], autocommit=True) as connection:
    if len(sys.argv) > 3 and sys.argv[3] == "load":
        connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute(f"CREATE UNLOGGED TABLE {table} (region BIGINT, employer BIGINT, risk_class BIGINT, wage_fen BIGINT)")
        with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for batch in batches():
                rows = zip(*(c.to_pylist() for c in batch.columns))
                copy.write("".join(f"{a}\t{b}\t{c}\t{d}\n" for a, b, c, d in rows))
        connection.execute(f"VACUUM ANALYZE {table}")
    elif len(sys.argv) > 3 and sys.argv[3] == "drop":
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    else:
        connection.execute("SET work_mem = '1GB'")
        show(*connection.execute(sql(table, "/")).fetchone())
