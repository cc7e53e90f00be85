#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Multiplies the matters of a database that bench_create made: fill.py DB COPIES [rows]

Each copy is the rows of real matters, as act wrote them, with ids, numbers and sequence of
their own and all instants some time earlier. Only the hashes of the copied events do not
continue the chain, so `luoshi check` would complain of such a database. Opening a million
one by one takes far longer. With `rows` the copies have no events and files at all."""
import sqlite3
import sys

YEARS_MS = 2 * 365 * 86400 * 1000
MATTERS = "k.n * :stride"  # how far back the ids of copy n stand
MOVED = {
    "matter": {"id": f"t.id - {MATTERS}", "number": "rtrim(t.number, '0123456789') || printf('%07d', "
               "CAST(substr(t.number, length(rtrim(t.number, '0123456789')) + 1) AS INTEGER) + k.n * :matters)",
               "opened": "t.opened - k.n * :step", "changed": "t.changed - k.n * :step",
               "reported": "CASE WHEN t.reported > 0 THEN t.reported - k.n * :step ELSE t.reported END"},
    "matter_unit": {"matter": f"t.matter - {MATTERS}", "changed": "t.changed - k.n * :step"},
    "matter_key": {"matter": f"t.matter - {MATTERS}"},
    "clock_span": {"matter": f"t.matter - {MATTERS}"},
    "acted": {"matter": f"t.matter - {MATTERS}"},
    "evidence": {"matter": f"t.matter - {MATTERS}", "event": f"t.event - {MATTERS}", "at": "t.at - k.n * :step"},
    "event": {"seq": "t.seq + k.n * :events", "id": f"t.id - {MATTERS}", "entity_id": f"t.entity_id - {MATTERS}",
              "at": "t.at - k.n * :step"},
}
# Copies are made in the order of the table's key where that is the order of the copies
# anyway (ids fall with n, sequence numbers rise), else sorted.
ORDER = {"matter_unit": "ORDER BY unit, matter", "matter_key": "ORDER BY field, value, matter",
         "acted": "ORDER BY person, closed, rank, matter"}


def multiply(db, table, where, args):
    columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    indexes = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
                         (table,)).fetchall()
    for name, _ in indexes:
        db.execute(f"DROP INDEX {name}")
    k = "(SELECT n FROM temp.k ORDER BY n%s)" % ("" if table == "event" else " DESC")
    terms = ", ".join(f"{MOVED[table].get(c, 't.' + c)} AS {c}" for c in columns)
    db.execute(f"INSERT INTO {table} SELECT {terms} FROM {k} k CROSS JOIN {table} t {where} {ORDER.get(table, '')}", args)
    for _, sql in indexes:
        db.execute(sql)


def main():
    db = sqlite3.connect(sys.argv[1], isolation_level=None)
    copies = int(sys.argv[2])
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -262144", "threads = 2"):
        db.execute("PRAGMA " + pragma)
    low, high, matters = db.execute("SELECT min(id), max(id), count(*) FROM matter").fetchone()
    events, low_event, high_event = db.execute("SELECT max(seq), min(id), max(id) FROM event").fetchone()
    args = {"stride": max(high, high_event) - min(low, low_event) + 64, "matters": matters, "events": events,
            "step": YEARS_MS // (copies + 1)}
    db.execute("BEGIN")
    db.execute("CREATE TEMP TABLE k(n INTEGER)")
    db.executemany("INSERT INTO k VALUES(?)", ((n,) for n in range(1, copies + 1)))
    for table in MOVED:
        if len(sys.argv) > 3 and table in ("event", "evidence"):
            continue
        multiply(db, table, "WHERE t.entity = 1" if table == "event" else "", args)
    db.execute("UPDATE counter SET n = n * ?", (copies + 1,))
    db.execute("UPDATE number_counter SET n = n * ?", (copies + 1,))
    db.execute("COMMIT")
    db.execute("PRAGMA journal_mode = WAL")
    print(db.execute("SELECT count(*) FROM matter").fetchone()[0], "matters")


if __name__ == "__main__":
    main()
