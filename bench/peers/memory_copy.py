"""The limit: the same columns, decoded, copied once from memory to memory. Says the seconds of the copy alone."""
import json
import time
import numpy as np
import pyarrow.parquet as pq
from common import PARQUET

table = pq.read_table(PARQUET, columns=["region", "employer", "risk_class", "wage_fen"])
columns = [np.ascontiguousarray(table[name].to_numpy()) for name in table.column_names]
targets = [np.empty_like(column) for column in columns]
for target in targets:
    target.fill(1)
seconds = []
for _ in range(7):
    start = time.perf_counter()
    for target, column in zip(targets, columns):
        np.copyto(target, column)
    seconds.append(time.perf_counter() - start)
print(json.dumps({"seconds": sorted(seconds)[3], "bytes": sum(column.nbytes for column in columns)}))
