"""NumPy over columns read by PyArrow; groups by sorting the keys."""
import numpy as np
from common import CEILING, FLOOR, people, rate_rows, show

table = people()
column = {name: table[name].to_numpy() for name in table.column_names}
ppm_of = np.zeros(9, np.int64)
for risk_class, ppm in rate_rows():
    ppm_of[risk_class] = ppm
base = np.clip(column["wage_fen"], FLOOR, CEILING)
key = column["region"].astype(np.int64) << 32 | column["employer"].astype(np.int64)
order = np.argsort(key, kind="stable")
key, base, risk_class = key[order], base[order], column["risk_class"][order]
starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
bases, keys = np.add.reduceat(base, starts), key[starts]
amounts = (bases * ppm_of[risk_class[starts]] + 500_000) // 1_000_000
weight = ((keys & 0xFFFFFFFF) * 7 + (keys >> 32)) % 1009 + 1
show(len(starts), len(key), bases.sum(), amounts.sum(), (amounts * weight).sum())
