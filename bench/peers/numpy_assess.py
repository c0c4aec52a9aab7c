"""NumPy over columns read by PyArrow; groups by sorting the keys."""
import numpy as np
import pyarrow.parquet as pq
from common import CEILING, FLOOR, PARQUET, rate_rows, show

table = pq.read_table(PARQUET, columns=["region", "employer", "risk_class", "wage_fen"])
column = {name: table[name].to_numpy() for name in table.column_names}
ppm_of = np.zeros(9, np.int64)
for risk_class, ppm in rate_rows():
    ppm_of[risk_class] = ppm
base = np.clip(column["wage_fen"], FLOOR, CEILING)
amount = (base * ppm_of[column["risk_class"]] + 500_000) // 1_000_000
key = column["region"].astype(np.int64) << 32 | column["employer"].astype(np.int64)
order = np.argsort(key, kind="stable")
key, base, amount = key[order], base[order], amount[order]
starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
bases, amounts, keys = np.add.reduceat(base, starts), np.add.reduceat(amount, starts), key[starts]
weight = ((keys & 0xFFFFFFFF) * 7 + (keys >> 32)) % 1009 + 1
show(len(starts), len(key), bases.sum(), amounts.sum(), (amounts * weight).sum())
