#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures against the limits and appends the table to bench/results.md.

    bench.py [--only PART[,PART]] [--rounds N] [--no-keep] [--list]

A limit and what is held against it are measured in turns in the same run; the table shows
medians. Other work on the machine distorts rates and latencies; times of a processor, said
to be such, hardly."""
import argparse
import contextlib
import datetime
import hashlib
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bench"))
import pages  # noqa: E402

BUILD = ROOT / "build-bench"
PROGRAMS = BUILD / "bench"
MATTERS = 2000   # opened and moved on by act; bench/fill.py copies them
COPIES = 499     # a million in all
ROUND_SECONDS = 2
TICK = os.sysconf("SC_CLK_TCK")
rows, notes = [], []


def row(work, limit, reached, ratio=None, goal="", met=None):
    rows.append((work, limit, reached, "" if ratio is None else f"{ratio:.2f}", goal,
                 "" if met is None else "met" if met else "missed"))
    print("  " + " | ".join(str(x) for x in rows[-1] if x != ""), flush=True)


def median(values):
    return statistics.median(values)


def program(name, *args):
    return [str(PROGRAMS / f"bench_{name}"), *map(str, args)]


# ---- programs that state their rows themselves ----
def own_rows(*command):
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", cwd=ROOT)
    found = False
    for line in done.stdout.splitlines():
        if line.startswith("row\t"):
            work, limit, reached, ratio, goal, met = line.split("\t")[1:7]
            row(work, limit, reached, float(ratio) if ratio else None, goal, None if not goal else met == "met")
            found = True
        else:
            notes.append(line)
    if done.returncode and not found:
        sys.exit(f"{' '.join(command)}: {done.stderr.strip()}")


def part_text(args):
    own_rows(*program("text", "clean", *pages.texts()))
    own_rows(*program("extract", *pages.texts()))
    folder = BUILD / "pages"
    subprocess.run([sys.executable, ROOT / "bench/pages.py", folder], check=True)
    own_rows(*program("text", "damaged", *sorted(folder.glob("*.txt"))))


def part_classify(args):
    import classify
    classify.measure(PROGRAMS / "bench_classify", row, notes)
    classify.speed(PROGRAMS / "bench_classify", row, notes)


def part_calendar(args):
    own_rows(*program("calendar"))


def part_composite(args):
    own_rows(*program("composite"))


def part_score(args):
    own_rows(*program("score"))


def part_guard(args):
    own_rows(*program("guard"))


def part_core(args):
    own_rows(*program("core", args.folder))


def part_store(args):
    own_rows(*program("store", args.folder))


# ---- a million dates made again ----
def part_again(args):
    seeds, real, bare = 1000, args.folder / "real.db", args.folder / "bare.db"
    print("  filling a million matters whose clocks run over New Year", flush=True)
    subprocess.run(program("again", "make", real, seeds), check=True)
    subprocess.run([sys.executable, ROOT / "bench/fill.py", real, str(max(1, args.again // seeds - 1)), "rows"], check=True,
                   stdout=subprocess.DEVNULL)
    for end in ("", ".key"):
        shutil.copy(f"{real}{end}", f"{bare}{end}")
    own_rows(*program("again", "run", real, bare))


# ---- servers ----
class Server:
    def __init__(self, command, **more):
        self.began = time.monotonic()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **more)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{' '.join(map(str, command))} did not start")
        self.port = int(line.strip().rsplit(":" if "//" in line else " ", 1)[1].rstrip("/"))

    def processor_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory_mb(self, what):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(what + ":"):
                return int(line.split()[1]) / 1024
        return 0

    def ready_after(self):
        while True:
            with contextlib.suppress(OSError):
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz") as answer:
                    if answer.status == 200:
                        return (time.monotonic() - self.began) * 1000
            time.sleep(0.001)

    def sign_in(self):
        body = json.dumps({"login": "bench", "password": "measured-2026"}).encode()
        ask = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/v1/session", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(ask) as answer:
            return json.load(answer)["token"]

    def load(self, *more, clients=64, seconds=ROUND_SECONDS, warm=0.5):
        before = self.processor_seconds()
        out = subprocess.run(program("http_load", "--port", self.port, "--clients", clients, "--seconds", seconds,
                                     "--warm", warm, *more), capture_output=True, check=True).stdout
        seen = json.loads(out.decode(errors="replace"))
        # the warming up is in the processor's time, not among the requests
        share = seconds / (seconds + warm)
        if seen["errors"]:
            notes.append(f"{seen['errors']} errors, the first: {seen['first_error']}")
        seen["cpu_us"] = (self.processor_seconds() - before) * share / max(1, seen["requests"]) * 1e6
        return seen

    def stop(self):
        self.process.terminate() if self.process.args[1] == "serve" else self.process.stdin.close()
        self.process.wait(30)


def serve(database):
    return Server([str(BUILD / "luoshi"), "serve", "--db", str(database), "--listen", "127.0.0.1:0"], stderr=subprocess.DEVNULL)


# ---- creating ----
def part_create(args):
    bare_db, real_db = args.folder / "bare.db", args.folder / "real.db"
    for db in (bare_db, real_db):
        subprocess.run(program("create", "make", db), check=True)
    bodies = args.folder / "bodies"
    bodies.write_bytes(subprocess.run(program("create", "forms", real_db), capture_output=True, check=True).stdout)
    bare, real = Server(program("create", "bare", bare_db)), serve(real_db)
    sends = ["--method", "POST", "--path", "/api/v1/matters", "--key", "--bodies", bodies, "--header",
             "Content-Type: application/json", "--header", f"Authorization: Bearer {real.sign_in()}"]
    same = ["--method", "POST", "--path", "/", "--key", "--bodies", bodies, "--header", "Content-Type: application/json"]
    a, b, one_a, one_b = [], [], [], []
    for _ in range(args.rounds):
        a.append(bare.load(*same))
        b.append(real.load(*sends))
        one_a.append(bare.load(*same, clients=1, seconds=1, warm=0.2))
        one_b.append(real.load(*sends, clients=1, seconds=1, warm=0.2))
    memory = real.memory_mb("VmHWM")
    bare.stop()
    real.stop()
    many = json.loads(subprocess.run(program("create", "hundred", bare_db, 2), capture_output=True, check=True).stdout)
    of = lambda runs, what: median([run[what] for run in runs])  # noqa: E731
    pairs = lambda x, y, what: median([p[what] / q[what] for p, q in zip(x, y)])  # noqa: E731
    ratio = pairs(b, a, "rate")
    errors = sum(run["errors"] for run in a + b + one_a + one_b)
    row("durable create through HTTP, 64 clients", f"bare {of(a, 'rate'):.0f}/s", f"{of(b, 'rate'):.0f}/s", ratio, "0.6",
        ratio >= 0.6)
    ratio = pairs(a, b, "cpu_us")
    row("the same in the server's processor time", f"bare {of(a, 'cpu_us'):.0f} us", f"{of(b, 'cpu_us'):.0f} us", ratio, "0.6",
        ratio >= 0.6)
    ratio = pairs(b, a, "p99_ms")
    row("p99 of it", f"bare {of(a, 'p99_ms'):.1f} ms", f"{of(b, 'p99_ms'):.1f} ms", ratio, "within 2", ratio <= 2)
    row("errors of it", "", errors, None, "0", errors == 0)
    row("the same against 100 matters in a transaction", f"{many['rate']:.0f}/s, {many['statements']} statements each",
        f"{of(b, 'rate'):.0f}/s", of(b, "rate") / many["rate"])
    ratio = pairs(one_b, one_a, "rate")
    row("durable create through HTTP, 1 client", f"bare {of(one_a, 'rate'):.0f}/s", f"{of(one_b, 'rate'):.0f}/s", ratio)
    row("memory while creating, 64 clients", "", f"{memory:.0f} MB", None, "128 MB", memory < 128)


# ---- a million ----
def million(args):
    """The filled database, kept in the build folder as long as the schema stays."""
    made_by = b"".join((ROOT / p).read_bytes() for p in ("core/schema.c", "bench/fill.py", "bench/district.c"))
    kept = BUILD / f"million-{hashlib.sha256(made_by).hexdigest()[:12]}" / "district.db"
    if args.database:
        return args.database
    if not kept.with_suffix(".done").exists():
        for old in BUILD.glob("million-*"):
            shutil.rmtree(old)
        kept.parent.mkdir(parents=True)
        print("  filling a million matters; this takes some minutes, once", flush=True)
        subprocess.run(program("create", "real", kept, MATTERS), check=True, stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, ROOT / "bench/fill.py", kept, str(COPIES)], check=True, stdout=subprocess.DEVNULL)
        filled = subprocess.run(program("search", "fill", kept), check=True, capture_output=True).stdout
        kept.with_suffix(".index").write_bytes(filled)
        kept.with_suffix(".done").touch()
    return kept


def cursors_of(database, count):
    """Places all through the ledger, newest change first."""
    import sqlite3
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    low, high = db.execute("SELECT min(changed), max(changed) FROM matter_unit WHERE region = 370499 AND unit = 0").fetchone()
    find = ("SELECT changed, matter FROM matter_unit WHERE region = 370499 AND unit = 0 AND changed <= ?"
            " ORDER BY changed DESC, matter DESC LIMIT 1")
    places = (low + (high - low) * (i + 1) // (count + 1) for i in range(count))
    return ["%d.%d" % db.execute(find, (at,)).fetchone() for at in places]


def part_million(args):
    database = million(args)
    deep = cursors_of(database, 200)
    cursors, first, web_pages, json_pages = (args.folder / name for name in ("cursors", "first", "pages", "json"))
    cursors.write_text("\n".join(deep) + "\n")
    first.write_text("/matters\n")
    web_pages.write_text("\n".join(f"/matters?c={c}" for c in deep) + "\n")
    json_pages.write_text("\n".join(f"/api/v1/matters?c={c}" for c in deep) + "\n")
    starts = []
    for _ in range(5):
        server = serve(database)
        starts.append(server.ready_after())
        server.stop()
    row("start with a million matters", "", f"{median(starts):.0f} ms", None, "200 ms", median(starts) < 200)
    alone, seen = [], {}
    for turn in range(args.rounds):
        alone.append(json.loads(subprocess.run(program("list", database, cursors), capture_output=True, check=True).stdout))
        server = serve(database)
        server.ready_after()
        if not turn:
            time.sleep(1)
            idle = server.memory_mb("VmRSS")
        token = server.sign_in()
        header = ["--header", f"Authorization: Bearer {token}", "--header", f"Cookie: luoshi={token}"]
        for name, file, clients in (("deep", web_pages, 1), ("json", json_pages, 1), ("first", first, 1), ("eight", web_pages, 8)):
            seen.setdefault(name, []).append(server.load("--paths", file, *header, clients=clients, warm=0.3))
        if turn + 1 < args.rounds:
            server.stop()
    row("memory idle, a million matters", "", f"{idle:.0f} MB", None, "32 MB", idle < 32)
    of = lambda name, what: median([run[what] for run in seen[name]])  # noqa: E731
    errors = sum(run["errors"] for runs in seen.values() for run in runs)
    query, page = median([one["bare_us"] for one in alone]), of("deep", "p50_ms") * 1e3
    ratio = median([one["bare_us"] / run["p50_ms"] / 1e3 for one, run in zip(alone, seen["deep"])])
    row("page of 50 of a million: query, render, HTTP", f"the query alone {query:.0f} us", f"{page:.0f} us", ratio, "0.70",
        ratio >= 0.7)
    ratio = median([one["bare_cpu_us"] / run["cpu_us"] for one, run in zip(alone, seen["deep"])])
    row("the same in processor time", f"{median([one['bare_cpu_us'] for one in alone]):.0f} us", f"{of('deep', 'cpu_us'):.0f} us",
        ratio, "0.70", ratio >= 0.7)
    row("the same as JSON", f"the query alone {query:.0f} us", f"{of('json', 'p50_ms') * 1e3:.0f} us",
        query / of("json", "p50_ms") / 1e3)
    row("matter_list in core, no render, no HTTP", f"the query alone {query:.0f} us", f"{median([one['list_us'] for one in alone]):.0f} us",
        median([one["bare_us"] / one["list_us"] for one in alone]))
    for name, said in (("deep", "deep pages, 1 client"), ("first", "first page, 1 client"), ("eight", "deep pages, 8 clients")):
        row(f"p99 of {said}", "", f"{of(name, 'p99_ms'):.1f} ms (p50 {of(name, 'p50_ms'):.2f}, {of(name, 'cpu_us'):.0f} us of the server)",
            None, "10 ms", of(name, "p99_ms") < 10)
    server.load("--paths", web_pages, *header, clients=64)
    busy = server.memory_mb("VmHWM")
    row("memory under load, 64 clients reading", "", f"{busy:.0f} MB", None, "128 MB", busy < 128)
    row("errors of these pages", "", errors, None, "0", errors == 0)
    for name in ("l=red", "r=unreported", "o=due", "q=雨污分流"):
        one = server.load("--path", "/matters?" + urllib.request.quote(name, safe="="), *header, clients=1, seconds=1, warm=0.2)
        row(f"ledger with {name}", "", f"p50 {one['p50_ms']:.1f}, p99 {one['p99_ms']:.1f} ms")
    for path in ("/", "/?tab=done", "/?tab=closed", "/matters?view=board", "/matters?view=gantt", "/matters?view=calendar"):
        one = server.load("--path", path, *header, clients=1, seconds=1, warm=0.2)
        row(f"page {path}", "", f"p50 {one['p50_ms']:.1f}, p99 {one['p99_ms']:.1f} ms", None, "10 ms" if path == "/" else "",
            one["p99_ms"] < 10 if path == "/" else None)
    server.stop()


# ---- a workbook ----
def part_export(args):
    database, cells = args.folder / "district.db", args.folder / "cells"
    subprocess.run(program("create", "real", database, 1000), check=True, stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, ROOT / "bench/fill.py", database, "99", "rows"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(program("export", "cells", database, cells), check=True)
    one = lambda what, source: json.loads(  # noqa: E731
        subprocess.run(program("export", what, source, args.folder / f"{what}.xlsx"), capture_output=True, check=True).stdout)
    if not subprocess.run(program("export", "alone", cells, args.folder / "alone.xlsx"), capture_output=True).stdout.startswith(b"{"):
        notes.append("export: libxlsxwriter is not installed, nothing to measure against")
        return
    seen = [(one("alone", cells), one("ours", cells), one("list", database)) for _ in range(args.rounds)]
    alone, ours, listed = zip(*seen)
    of = lambda runs, what: median([run[what] for run in runs])  # noqa: E731
    size = lambda what: (args.folder / f"{what}.xlsx").stat().st_size / 2**20  # noqa: E731
    limit = f"libxlsxwriter alone {of(alone, 'seconds'):.2f} s"
    ratio = median([b["seconds"] / a["seconds"] for a, _, b in seen])
    row("workbook of 100 000 x 10, read from the record", limit, f"{of(listed, 'seconds'):.2f} s", ratio, "within 1.5", ratio <= 1.5)
    row("the same in processor time", f"libxlsxwriter alone {of(alone, 'cpu'):.2f} s", f"{of(listed, 'cpu'):.2f} s",
        median([b["cpu"] / a["cpu"] for a, _, b in seen]))
    row("these cells without reading the record", limit, f"{of(ours, 'seconds'):.2f} s",
        median([b["seconds"] / a["seconds"] for a, b, _ in seen]))
    row("size of it", f"libxlsxwriter {size('alone'):.1f} MB", f"{size('list'):.1f} MB", size("list") / size("alone"))
    grown = max((run["peak_kb"] - run["idle_kb"]) / 1024 for run in listed)
    row("memory of it above idle", "", f"{grown:.1f} MB", None, "32 MB", grown < 32)



# ---- search ----
def part_search(args):
    database = million(args)
    filled = database.with_suffix(".index") if not args.database else None
    if filled and filled.exists():
        one = json.loads(filled.read_text())
        grown = one["mb_after"] - one["mb_before"]
        row("index of a million matters", f"{one['mb_before']:.0f} MB without", f"{grown:.0f} MB more, made in {one['seconds']:.0f} s")
    for clients in (1, 8):
        said = subprocess.run(program("search", "ask", database, str(clients)), check=True, capture_output=True, text=True).stdout
        for one in map(json.loads, said.splitlines()):
            what = "that stand nowhere" if one["absent"] else "of titles"
            row(f"search at a million, {one['length']} characters {what}, {clients} client{'s' * (clients > 1)}", "",
                f"p50 {one['p50_us'] / 1e3:.1f}, p99 {one['p99_us'] / 1e3:.1f} ms", None, "p99 10 ms", one["p99_us"] < 10000)
    rates = {False: [], True: []}
    for turn in range(args.rounds):
        for indexed in (False, True):
            new = args.folder / f"search-{turn}-{indexed}.db"
            more = ["index"] if indexed else []
            out = subprocess.run(program("search", "create", new, "5", *more), check=True, capture_output=True, text=True).stdout
            rates[indexed].append(json.loads(out))
    of = lambda indexed, name: median([one[name] for one in rates[indexed]])  # noqa: E731
    row("creates by act, 64 threads, with the index kept up", f"without {of(False, 'rate'):.0f}/s, p99 {of(False, 'p99_us') / 1e3:.1f} ms",
        f"{of(True, 'rate'):.0f}/s, p99 {of(True, 'p99_us') / 1e3:.1f} ms, {of(True, 'behind'):.0f} events behind",
        of(True, "rate") / of(False, "rate"))


# ---- similar requests ----
def similar_on(args, engine, database, env):
    many = 1000000
    said = lambda *rest: json.loads(subprocess.run(program("similar", *rest), check=True, capture_output=True, env={**os.environ, **env}).stdout)  # noqa: E731
    one = said("fill", database, many)
    row(f"similar requests: a million put into the index, {engine}", "", f"{one['rate']:.0f}/s" + (f", {one['bytes_each']:.0f} bytes each" if one["bytes_each"] else ""))
    for what in ("cold", "warm"):
        if what == "cold" and env:
            continue
        one = said("ask", database, many, 300, *["cold"] * (what == "cold"))
        row(f"similar_find at a million, {engine}, {what}, 1 client", "", f"p50 {one['p50_ms']:.1f}, p95 {one['p95_ms']:.1f}, p99 {one['p99_ms']:.1f} ms"
            f" (processor {one['cpu_p50_ms']:.1f}, {one['cpu_p99_ms']:.1f})", None, "p95 50 ms", one["p95_ms"] < 50)


def part_similar(args):
    similar_on(args, "SQLite", args.folder / "similar.db", {})


def part_similar_pg(args):
    """The same behind PostgreSQL, a private server on a socket of its own."""
    folder = tempfile.mkdtemp(prefix="luoshi-pg-")  # the server's own user must be able to walk there
    url = subprocess.run([ROOT / "tests/pg.sh", "start", folder], check=True, capture_output=True, text=True).stdout.strip().splitlines()[-1]
    try:
        similar_on(args, "PostgreSQL", url, {"LUOSHI_BENCH_KEY": str(args.folder / "similar-pg.key")})
    finally:
        subprocess.run([ROOT / "tests/pg.sh", "stop", folder], check=False)


PARTS = {"calendar": part_calendar, "composite": part_composite, "score": part_score, "guard": part_guard, "text": part_text, "classify": part_classify, "store": part_store, "core": part_core, "create": part_create,
         "million": part_million, "search": part_search, "similar": part_similar, "similar-pg": part_similar_pg, "again": part_again, "export": part_export}


# ---- the whole ----
def build():
    if not (BUILD / "build.ninja").exists():
        subprocess.run(["meson", "setup", BUILD, "-Dbench=true", "--buildtype=release", "-Db_ndebug=false"], cwd=ROOT, check=True,
                       stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", BUILD, "--quiet"], check=True)


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    return f"{os.cpu_count()} cores, {model}, Linux {platform.release()}"


def commit():
    git = lambda *a: subprocess.run(["git", *a], cwd=ROOT, capture_output=True, text=True).stdout.strip()  # noqa: E731
    return git("rev-parse", "--short=12", "HEAD") + (" and changes" if git("status", "--porcelain", "-uno") else "")


def table():
    head = ("work", "limit", "reached", "ratio", "goal", "")
    lines = [head, *[tuple(map(str, r)) for r in rows]]
    wide = [max(len(line[i]) for line in lines) for i in range(6)]
    put = lambda line: "| " + " | ".join(x.ljust(w) for x, w in zip(line, wide)) + " |"  # noqa: E731
    return "\n".join([put(head), "|" + "|".join("-" * (w + 2) for w in wide) + "|", *map(put, lines[1:])])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-keep", action="store_true", help="do not append to bench/results.md")
    parser.add_argument("--database", type=pathlib.Path, help="a filled database instead of the one in build-bench")
    parser.add_argument("--again", type=int, default=1000000, metavar="N", help="how many dates are made again after a notice")
    parser.add_argument("--list", action="store_true")
    args = parser.parse_args()
    if args.list:
        print(*PARTS)
        return
    build()
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        for name in args.only.split(","):
            print(name, flush=True)
            args.folder = pathlib.Path(folder) / name
            args.folder.mkdir()
            PARTS[name](args)
    when = datetime.datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %z")
    head = f"## {when}, {commit()}\n\n{machine()}; load when it began {busy:.1f}.\n"
    print("\n" + head + "\n" + table())
    if not args.no_keep:
        file = ROOT / "bench/results.md"
        with file.open("a", encoding="utf-8") as out:
            out.write("\n" + head + "\n" + table() + "\n")
    for line in notes:
        print(line)


if __name__ == "__main__":
    main()
