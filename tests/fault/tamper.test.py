# SPDX-License-Identifier: Apache-2.0
"""Changing the record behind its back: whatever is done to events, rows, counters, keys and
files, `luoshi check` finds it and names it; erased keys are accepted. A tail rebuilt with
all its hashes, by an implementation of docs/event-format.md that shares no code with the
program, is found by a checkpoint older than itself."""
import glob
import hashlib
import os
import re
import shutil
import sqlite3
import sys

import kit

COLUMNS = "region, seq, id, entity, entity_id, version, at, actor, unit, action, effects, args, sealed, reason, alg, hash"


# ---- docs/event-format.md ----------------------------------------------------------
def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    size = next(s for s in (1, 2, 4, 8) if n < 1 << 8 * s)
    return bytes([major << 5 | 24 + (1, 2, 4, 8).index(size)]) + n.to_bytes(size, "big")


def cbor(v):
    if isinstance(v, int):
        return head(0, v) if v >= 0 else head(1, -1 - v)
    if isinstance(v, str):
        return head(3, len(v.encode())) + v.encode()
    return head(2, len(v)) + v


def hash_of(e, previous):
    """e: a row of COLUMNS."""
    region, seq, id, entity, entity_id, version, at, actor, unit, action, effects, args, _, reason, alg, _ = e
    parts = [1, alg, region, seq, id, entity, entity_id, version, at, actor, unit, action, effects, args, reason, previous]
    return hashlib.sha256(b"\0" + head(4, 16) + b"".join(map(cbor, parts))).digest()


def at(seq):
    """The number by itself."""
    return rf"(?<![\d-]){seq}(?!\d)"


class Record:
    """A copy of the district, open to Python."""

    def __init__(self, tests, name):
        self.db = os.path.join(tests.home, f"{name}.db")
        kit.copy_database(tests.base, self.db)
        self.sql = sqlite3.connect(self.db, isolation_level=None)

    def do(self, statement, *args):
        done = self.sql.execute(statement, args)
        kit.must(done.rowcount != 0, f"nothing was changed by {statement}")

    def one(self, statement, *args):
        return self.sql.execute(statement, args).fetchone()

    def events(self):
        return [list(r) for r in self.sql.execute(f"SELECT {COLUMNS} FROM event ORDER BY seq")]

    def flip(self, column, where, at=0):
        """The lowest bit of one byte of a blob."""
        table, condition = where
        value, = self.one(f"SELECT {column} FROM {table} WHERE {condition}")
        changed = bytearray(value)
        changed[at % len(changed)] ^= 1
        self.do(f"UPDATE {table} SET {column} = ? WHERE {condition}", bytes(changed))

    def rewrite(self, events, first):
        """Stores the events with hashes that fit, from `first` on."""
        previous = events[first - 2][-1] if first > 1 else bytes(32)
        self.do("DELETE FROM event WHERE seq >= ?", first)
        for seq, e in enumerate(events[first - 1:], first):
            e[1] = seq
            e[-1] = previous = hash_of(e, previous)
            self.do(f"INSERT INTO event({COLUMNS}) VALUES({', '.join('?' * 16)})", *e)


class Tests:
    def __init__(self, options, home):
        self.options, self.home = options, home
        self.base = kit.base_of(options, home)
        self.last = kit.rows(self.base, "SELECT MAX(seq) FROM event")[0][0]
        self.broken, self.tried = [], 0

    def case(self, name, harm, noticed):
        """harm(record), then check must fail and say `noticed` (a pattern, in Chinese)."""
        self.tried += 1
        r = Record(self, f"case{self.tried}")
        says = harm(r) or noticed
        r.sql.close()
        got = kit.run(self.options.binary, "check", "--db", r.db)
        if got.status != 1 or not re.search(says, got.out + got.said):
            self.broken.append(name)
            print(f"broken: {name}: exit {got.status}, wanted “{says}”: {(got.out + got.said)[:600]}", flush=True)

    def accepted(self, name, harm):
        self.tried += 1
        r = Record(self, f"case{self.tried}")
        harm(r)
        r.sql.close()
        kit.holds(self.options.binary, r.db, name)

    # ---- events
    def flips(self):
        n = self.last
        for seq in sorted({1, 2, n // 3, n // 2, n - 1, n}):
            for column in ("effects", "hash"):
                self.case(f"a bit of {column} of event {seq}", lambda r: r.flip(column, ("event", f"seq = {seq}"), seq * 7), at(seq))
            for column in ("at", "actor", "unit", "entity_id", "id"):
                self.case(f"{column} of event {seq}", lambda r: r.do(f"UPDATE event SET {column} = {column} + 1 WHERE seq = ?", seq), at(seq))
            self.case(f"the action of event {seq}", lambda r: r.do("UPDATE event SET action = action || 'x' WHERE seq = ?", seq), at(seq))
            self.case(f"the reason of event {seq}", lambda r: r.do("UPDATE event SET reason = reason || '。' WHERE seq = ?", seq), at(seq))

    def order(self):
        n = self.last
        for seq in (1, n // 2, n - 1):
            self.case(f"event {seq} dropped", lambda r: r.do("DELETE FROM event WHERE seq = ?", seq), at(seq + 1))

            def insert(r):
                events = r.events()
                forged = list(events[seq - 1])
                forged[2], forged[4], forged[5] = forged[2] + 1, forged[4] + 1, 1
                r.do("UPDATE event SET seq = -seq WHERE seq > ?", seq)
                r.do("UPDATE event SET seq = 1 - seq WHERE seq < 0")
                forged[1] = seq + 1
                r.do(f"INSERT INTO event({COLUMNS}) VALUES({', '.join('?' * 16)})", *forged)
            self.case(f"an event inserted after {seq}", insert, at(seq + 1))

            def swap(r):
                r.do("UPDATE event SET seq = -1 WHERE seq = ?", seq)
                r.do("UPDATE event SET seq = ? WHERE seq = ?", seq, seq + 1)
                r.do("UPDATE event SET seq = ? WHERE seq = -1", seq + 1)
            self.case(f"events {seq} and {seq + 1} exchanged", swap, at(seq))
        for cut in (1, 5, n // 2):
            # what the lost events had done stands in the rows, or a checkpoint is past the end
            self.case(f"the last {cut} events cut off", lambda r: r.do("DELETE FROM event WHERE seq > ?", n - cut), "督〔|文〔|人员|检查点|末尾|流水")

    # ---- rows
    def rows(self):
        number = "督〔2026〕0001"
        for column, value in (("title", "title || '改'"), ("state", "'closed'"), ("due", "due + 86400000"), ("light", "light + 1"),
                              ("share", "share + 1"), ("lead", "lead + 1"), ("version", "version + 1"), ("number", "number || '9'")):
            says = column if column != "number" else number
            self.case(f"{column} of a matter", lambda r: r.do(f"UPDATE matter SET {column} = {value} WHERE number = ?", number),
                      f"{number}.*{says}|{says}")
        self.case("a matter taken away", lambda r: r.do("DELETE FROM matter WHERE number = ?", number), number)
        self.case("a row of the ledger of a unit", lambda r:
                  r.do("DELETE FROM matter_unit WHERE matter = (SELECT id FROM matter WHERE number = ?)", number), number)
        self.case("a counter", lambda r: r.do("UPDATE counter SET n = n + 1 WHERE n = (SELECT MAX(n) FROM counter)"), "计数|统计|数")
        self.case("a document", lambda r: r.do("UPDATE document SET title = title || '改' WHERE number LIKE '%001'"), "文〔2026〕001")
        self.case("the text of a document", lambda r: r.do("UPDATE document_text SET text = text || '。'"), "文〔2026〕001")
        self.case("a proposal", lambda r: r.do("UPDATE document_proposal SET state = 1 - state WHERE state < 2"), "文〔2026〕")

    # ---- keys and files
    def keys(self):
        self.case("a key of a person", lambda r: r.flip("wrapped", ("key_seal", "owner = (SELECT id FROM person LIMIT 1)"), 20), "密钥|钥|加密|打不开|解开")
        self.case("a key put in another's place", lambda r: r.do("UPDATE key_seal SET wrapped = (SELECT wrapped FROM key_seal ORDER BY owner DESC LIMIT 1)"
                  " WHERE owner = (SELECT MIN(owner) FROM key_seal)"), "钥|加密|打不开|解开")
        self.case("a sealed value", lambda r: r.flip("sealed", ("event", "seq = (SELECT MAX(seq) FROM event WHERE sealed IS NOT NULL)"), 30), "")

        def master(r):
            with open(f"{r.db}.key", "r+") as f:
                c = f.read(1)
                f.seek(0)
                f.write("1" if c != "1" else "2")
        self.case("the master key", master, "钥|key")

        def erase(r):
            r.do("UPDATE key_seal SET wrapped = NULL WHERE owner IN (SELECT entity_id FROM event WHERE entity = 1)")
        if kit.rows(self.base, "SELECT 1 FROM key_seal WHERE owner IN (SELECT entity_id FROM event WHERE entity = 1)"):
            self.accepted("erased keys of matters", erase)
        self.accepted("erased keys of files", lambda r: r.do("UPDATE evidence SET key = NULL"))

    def files(self):
        def each(r):
            return sorted(f for f in glob.glob(f"{r.db}.blobs/*/*") if "/tmp/" not in f)

        def flip(r):
            with open(each(r)[0], "r+b") as f:
                data = bytearray(f.read())
                data[len(data) // 2] ^= 1
                f.seek(0)
                f.write(data)
        self.case("a byte of a file", flip, "文件|文〔|督〔")
        self.case("a file taken away", lambda r: os.unlink(each(r)[-1]), "文件|文〔|督〔")

        def exchange(r):
            a, b = each(r)[:2]
            shutil.move(a, a + "x")
            shutil.move(b, a)
            shutil.move(a + "x", b)
        self.case("two files exchanged", exchange, "文件|文〔|督〔")

        def empty(r):
            open(each(r)[0], "wb").close()
        self.case("a file emptied", empty, "文件|文〔|督〔")

    # ---- a tail made anew, every hash right
    def tail(self):
        mine = Record(self, "mine")
        events = mine.events()
        previous = bytes(32)
        for e in events:
            previous = hash_of(e, previous)
            kit.must(previous == e[-1], f"the page on the format and the program differ at event {e[1]}")
        mine.sql.close()
        checkpoint = kit.rows(self.base, "SELECT MAX(size) FROM checkpoint")[0][0]
        kit.must(checkpoint, "the minute trip made no checkpoint")

        def rebuild(r):
            events = r.events()
            victim = next(i for i, e in enumerate(events) if e[9] == "report")
            events[victim][13] = "补记"
            r.rewrite(events, victim + 1)
        self.case("a rebuilt tail", rebuild, f"检查点|{checkpoint}")

        def rebuild_without_checkpoint(r):
            rebuild(r)
            r.do("UPDATE checkpoint SET root = zeroblob(32)")
        self.case("a rebuilt tail and a forged checkpoint", rebuild_without_checkpoint, "检查点|签")


def main():
    options = kit.Options(__doc__)
    with kit.folder() as home:
        t = Tests(options, home)

        def all_found():
            for part in (t.flips, t.order, t.rows, t.keys, t.files, t.tail):
                part()
            print(f"tampering: {t.tried} harms, {len(t.broken)} not found")
            kit.must(not t.broken, f"not found: {t.broken}")
        kit.finish({"tamper": all_found}, options)


if __name__ == "__main__":
    sys.exit(main())
