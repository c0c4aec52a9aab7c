"""SQLite: the table is loaded beforehand (`load`), which is not counted."""
import sqlite3
import sys
from common import PARQUET, batches, show, sql

database = PARQUET.rstrip("/") + ".sqlite"
connection = sqlite3.connect(database)
if len(sys.argv) > 3 and sys.argv[3] == "load":
    connection.executescript("DROP TABLE IF EXISTS person; CREATE TABLE person (region INT, employer INT, risk_class INT, wage_fen INT)")
    for batch in batches():
        connection.executemany("INSERT INTO person VALUES (?, ?, ?, ?)", zip(*(c.to_pylist() for c in batch.columns)))
    connection.commit()
else:
    connection.execute("PRAGMA mmap_size = 4000000000")
    show(*connection.execute(sql("person", "/")).fetchone())
