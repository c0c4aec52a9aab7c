"""How long every kind of page takes: `python3 bench/pages.py DATABASE [REGION]` prints a table, `province.py` keeps it.

The pages are found by following the links from the first one; pages that differ in their last words or their answers to a
form only are one kind, and the first one met stands for it; each figure is a kind. A page is asked for once, with nothing
remembered of it, then five times more. A page that refuses (a report without targets) is timed too and its status kept.
"""
import html
import re
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

ADDRESS = "127.0.0.1:8097"
AGAIN = 5
LINK = re.compile(r'href="(/[^"#]*)')
# A file to download, and the other language, are no pages of their own.
LEFT_OUT = re.compile(r"\.(css|svg)$|^/balances\.xlsx|^/letters/|[?&](lang|format)=")


def kind(link):
    """`/employers/E000001?year=2023` → `/employers/*?year`."""
    parts = urllib.parse.urlsplit(link)
    words = parts.path.split("/")
    path = parts.path if words[1] == "figures" else "/".join(words[:2] + ["*"] * (len(words) - 2))
    asked = "&".join(sorted(urllib.parse.parse_qs(parts.query)))
    return path + (f"?{asked}" if asked else "")


def ask(link):
    """Milliseconds until the whole page is there, its status, its bytes, and its text."""
    start = time.perf_counter()
    try:
        answer = urllib.request.urlopen(f"http://{ADDRESS}{link}", timeout=600)
    except urllib.error.HTTPError as refused:
        answer = refused
    with answer:
        text = answer.read()
    return (time.perf_counter() - start) * 1000, answer.status, len(text), text.decode(errors="replace")


def crawl(looked_up):
    """Every kind of page: link, status, milliseconds first and again, bytes, the slowest first."""
    waiting, seen, rows = ["/"] + [f"/people?q={urllib.parse.quote(text)}" for text in looked_up], set(), []
    while waiting:
        link = waiting.pop(0)
        if kind(link) in seen or LEFT_OUT.search(link):
            continue
        seen.add(kind(link))
        first, status, size, text = ask(link)
        if status >= 500:
            raise SystemExit(f"{link}: {status}")
        again = statistics.median(ask(link)[0] for _ in range(AGAIN))
        rows.append({"link": link, "status": status, "first": first, "again": again, "bytes": size})
        waiting += [html.unescape(found) for found in LINK.findall(text)]
    return sorted(rows, key=lambda row: -row["first"])


def measure(yiju, database, region=None, looked_up=("P00000037",)):
    command = [yiju, "--db", database, "serve", "--listen", ADDRESS] + (["--region", region] if region else [])
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            time.sleep(0.05)
            try:
                ask("/healthz")
                break
            except urllib.error.URLError:
                continue
        return crawl(looked_up), command
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    import growth_store
    for row in measure(growth_store.YIJU, *sys.argv[1:3])[0]:
        print(f"{row['first']:9.1f} {row['again']:9.1f} {row['bytes']:9} {row['status']} {row['link']}")
