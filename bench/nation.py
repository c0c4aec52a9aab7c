"""The arithmetic for 300 million people: what was measured, multiplied. No figure of it is typed in."""
import math

from harness import HUNDRED_MILLION, load

NATION = 300_000_000
# Hours within which an office wants a step done, once it has all data: the load once, a month's work in an hour, the year's overnight.
WINDOWS = {"load (people)": 24, "the year's figures": 8, "the year's self-evaluations (bytes)": 8, "verify (rows)": 8}
USUAL = 1


def provinces():
    kept = [record["rows"][0] for record in map(load, ("province-sqlite", HUNDRED_MILLION, "province-postgres")) if record]
    return {f"{row['engine']}, from {row['people'] / 1e6:.0f} million": row for row in kept}


def hours(seconds, people):
    return seconds * NATION / people / 3600


def section(print_table, parquet, journal):
    found = provinces()
    if not found:
        return
    print("## 300 million people, by multiplication\n")
    print(
        "The seconds of the provinces above times 300 million over their people: hours of one such machine of two cores, working as it did\n"
        "above; and how many such machines do it within the hours named, as counties do not wait for each other. Not measured: more than one\n"
        "machine, more rows than above. What breaks first is said in [the arithmetic for 300 million people](../concepts/scale.md).\n"
    )
    rows = []
    engines = list(found)
    for step in found[engines[0]]["steps"]:
        window = WINDOWS.get(step["step"], USUAL)
        cells = [step["step"]]
        for engine in engines:
            row = found[engine]
            of = next((one for one in row["steps"] if one["step"] == step["step"]), None)
            took = hours(of["seconds"], row["people"]) if of else None
            cells.append(f"{took:.2f} h; {math.ceil(took / window)}" if of else "")
        rows.append((*cells, f"{window} h"))
    print_table(["step", *(f"{engine}: hours of one machine; machines needed" for engine in engines), "within"], rows)
    storage = [
        (f"{engine}: one state of everybody, before history", f"{row['bytes'] / row['people']:.0f} bytes a person", gigabytes(row["bytes"] / row["people"]))
        for engine, row in found.items()
    ]
    for row in parquet[-1:]:
        if "bytes" in row:
            storage.append(("a month of everybody as Parquet", f"{row['bytes'] / row['people']:.1f} bytes a person", gigabytes(row["bytes"] / row["people"])))
            storage.append(("its assessment by `yiju lake assess`", f"{row['seconds']:.2f} s for {row['people']:,} people".replace(",", " "), f"{row['seconds'] * NATION / row['people']:.1f} s"))
    for row in journal[:1]:
        if "bytes" in row:
            storage.append(("a voucher with two postings for everybody, each year", f"{row['bytes'] / 1e6:.0f} bytes", gigabytes(row["bytes"] / 1e6)))
    print_table(["", "measured", "300 million"], storage)


def gigabytes(bytes_each):
    return f"{bytes_each * NATION / 1e9:.0f} GB"
