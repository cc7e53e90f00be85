# SPDX-License-Identifier: Apache-2.0
"""Death, and failure, at every step of what is begun from the command line and by the
clock: the demo from nothing, documents coming in, the first start, a copy made while people
write, the way back from it, and the minute trip when dates pass. After each: the record
holds, what was acknowledged is there, and doing it again ends where an undisturbed run does."""
import os
import shutil
import sys
import time
import threading
import zipfile

import kit

BESIDE_BACKUP = 6  # documents that are uploaded while a copy is made
DEMO_STRETCH = 96  # the demo meets tens of thousands of points, one change much like the other
CLEAN = "关于做好冬季供暖的通知\n（2026年10月28日）\n\n一、区住建局12月10日前完成28处换热站检修。\n二、区交通局12月25日前完成榴花路大修2.6公里。\n"
YEARS = 4 * 366 * 86400


def docx(path, paragraphs):
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                   '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
                   '.wordprocessingml.document.main+xml"/></Types>')
        z.writestr("_rels/.rels", '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                   'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
                   'officeDocument" Target="word/document.xml"/></Relationships>')
        z.writestr("word/document.xml", '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/'
                   f'2006/main"><w:body>{body}</w:body></w:document>')


def record(db):
    """The record as it must be whichever way it came about; ids and times differ."""
    return (kit.rows(db, "SELECT entity, action FROM event WHERE action NOT IN ('clock', 'sign_in') ORDER BY entity, action"),
            kit.rows(db, "SELECT number, title, state, share, files FROM matter ORDER BY number"),
            kit.rows(db, "SELECT number, title, proposals, decided FROM document ORDER BY number"),
            kit.rows(db, "SELECT login, unit IS NULL FROM person ORDER BY login"), kit.rows(db, "SELECT short_name FROM unit ORDER BY sort, name"))


class Trips:
    def __init__(self, options, home):
        self.options, self.home, self.binary = options, home, options.binary
        self.base = os.path.join(home, "base.db")
        made = self.run("demo", "--db", self.base)
        kit.must(made.status == 0, made.said)

    def run(self, *args, fault=None, **more):
        return kit.run(self.binary, *args, fault=fault, **more)

    def sweep(self, name, life, stretch=1):
        """life(where, fault) -> injected; counted first by a run that meets all points."""
        def one(how, n):
            where = os.path.join(self.home, f"life-{os.urandom(6).hex()}")
            os.mkdir(where)
            try:
                return life(where, kit.Fault(how, n, where))
            finally:
                shutil.rmtree(where, ignore_errors=True)
        where = os.path.join(self.home, f"count-{name}")
        os.mkdir(where)
        counting = kit.Fault("fail", 1 << 30, where)
        life(where, counting)
        points = counting.met()
        kit.must(points, f"{name} meets no fault point")
        for how in ("die", "fail"):
            kit.sweep(self.options, f"{name} {how}", points, lambda n, how=how: one(how, n), stretch)

    @staticmethod
    def proof(ran, fault):
        """Was the fault injected, and did the command end as it must?"""
        hit = fault.happened(ran.said)
        kit.must(hit or ran.status == 0, f"failed without a fault: {ran.status} {ran.said}")
        kit.must(not hit or fault.how != "die" or ran.status == kit.DIED, f"ended with {ran.status}, not by the fault: {ran.said}")
        return hit

    # ---- the demo from nothing
    def demo(self):
        wanted = record(self.base)

        def life(where, fault):
            db = os.path.join(where, "demo.db")
            first = self.run("demo", "--db", db, fault=fault)
            hit = self.proof(first, fault)
            if first.status != 0:
                kit.must(not os.path.exists(db), f"half a demo stands there as if it were whole: {first.said}")
                again = self.run("demo", "--db", db)
                kit.must(again.status == 0, f"the demo cannot be made again: {again.said}")
            kit.holds(self.binary, db, "after the demo")
            kit.must(record(db) == wanted, "the demo is another one")
            kit.must(sorted(os.listdir(where)) == sorted(f for f in os.listdir(where) if "making" not in f), "something is left over")
            return hit
        self.sweep("demo", life, DEMO_STRETCH)

    # ---- documents by the command line
    def ingest(self):
        def papers(where):
            clean, damaged, word = (os.path.join(where, n) for n in ("通知.txt", "残损.txt", "讲话.docx"))
            with open(clean, "w") as f:
                f.write(CLEAN)
            with open(damaged, "wb") as f:
                # as a page served under the wrong label leaves it
                f.write(CLEAN.replace("冬季", "岁末").encode("gb18030").decode("latin-1").encode())
            docx(word, ["在全区项目调度会上的讲话", "（2026年9月23日）", "一要抓进度。区发改局10月31日前完成投资122.8亿元。"])
            return [clean, damaged, word]

        def life(where, fault):
            db = os.path.join(where, "in.db")
            kit.copy_database(self.base, db)
            files = papers(where)
            first = self.run("ingest", "--db", db, *files, fault=fault)
            hit = self.proof(first, fault)
            kit.holds(self.binary, db, "after the fault")
            there = {str(r[0]) for r in kit.rows(db, "SELECT id FROM document")}
            for line in first.out.splitlines():
                kit.must(line.split("\t")[0] in there, f"an acknowledged document is lost: {line}")
            for path in files:
                again = self.run("ingest", "--db", db, path)
                kit.must(again.status in (0, 1), again.said)
            kit.must(kit.holds(self.binary, db, "after it was repeated")[2] == 9, "not one document each")
            return hit
        self.sweep("ingest", life)

    # ---- the first start, an empty database
    def start(self):
        def life(where, fault):
            db = os.path.join(where, "new.db")
            server = kit.Server(self.binary, db, fault)
            if server.port:
                try:
                    kit.Person(server).get("/readyz")
                except (kit.Gone, kit.Refused):
                    pass
            code = server.end()
            hit = fault.happened(server.said)
            kit.must(hit or code == 0, f"ended with {code}: {server.said}")
            kit.must(not hit or fault.how != "die" or code == kit.DIED, f"ended with {code}, not by the fault")
            server = kit.Server(self.binary, db)
            kit.must(server.port, f"does not start after that: {server.said}")
            kit.Person(server).get("/readyz")
            kit.must(server.end() == 0, server.said)
            kit.holds(self.binary, db, "after the second start")
            return hit
        self.sweep("start", life)

    # ---- a copy while people write
    def backup(self):
        def life(where, fault):
            db, copy = os.path.join(where, "busy.db"), os.path.join(where, "copy.db")
            kit.copy_database(self.base, db)
            server = kit.Server(self.binary, db, fault)
            acknowledged = []
            writer = threading.Thread(target=self.write, args=(server, acknowledged))
            writer.start()
            done = self.run("backup", "--db", db, copy) if server.port else None
            writer.join()
            code = server.end()
            hit = fault.happened(server.said)
            kit.must(hit or code == 0, f"ended with {code}: {server.said}")
            kit.must(hit or done.status == 0, f"no backup without a fault: {done and done.said}")
            kit.holds(self.binary, db, "the original")
            there = {str(r[0]) for r in kit.rows(db, "SELECT id FROM document")}
            kit.must(set(acknowledged) <= there, "an acknowledged document is lost")
            whole = done and done.status == 0
            kit.must(not whole or os.path.exists(copy), "a backup was reported that is not there")
            if os.path.exists(copy):  # a name that exists is a whole copy, reported or not
                self.come_back(where, copy, f"{db}.key")
            else:
                again = self.run("backup", "--db", db, copy)
                kit.must(again.status == 0, f"the backup cannot be repeated: {again.said}")
                self.come_back(where, copy, f"{db}.key")
            return hit
        self.sweep("backup", life, 2)

    def write(self, server, acknowledged):
        """Documents, each an upload with its own file, always as many, so that every life meets
        about as many points whatever the machine's speed; fewer only when it is cut off."""
        try:
            person = kit.Person(server, kit.demo_user(server, "顾一舟"))
            person.enter()
            for i in range(BESIDE_BACKUP):
                text = CLEAN.replace("28处", f"{100 + i}处").encode()
                acknowledged.append(person.post("/api/v1/documents?name=%E6%96%87.txt", text, type="text/plain")["id"])
        except (kit.Gone, kit.Refused, kit.Wrong):
            return

    def come_back(self, where, copy, key):
        db = os.path.join(where, f"again-{os.urandom(4).hex()}.db")
        shutil.copy(key, f"{db}.key")
        back = self.run("restore", copy, "--db", db)
        kit.must(back.status == 0, f"the copy does not come back: {back.said}")
        kit.holds(self.binary, db, "restored")

    # ---- the way back
    def restore(self):
        kept = os.path.join(self.home, "kept.db")
        made = self.run("backup", "--db", self.base, kept)
        kit.must(made.status == 0, made.said)

        def life(where, fault):
            copy, db = os.path.join(where, "kept.db"), os.path.join(where, "back.db")
            kit.copy_database(kept, copy)
            shutil.copy(f"{self.base}.key", f"{db}.key")
            first = self.run("restore", copy, "--db", db, fault=fault)
            hit = self.proof(first, fault)
            if not os.path.exists(db):
                again = self.run("restore", copy, "--db", db)
                kit.must(again.status == 0, f"restore cannot be repeated: {again.said}")
            kit.holds(self.binary, db, "restored")
            kit.must(record(db) == record(self.base), "the restored record is another one")
            return hit
        self.sweep("restore", life)

    # ---- the minute trip, years later
    def minute(self):
        so = kit.compile_preload("late_clock", self.home)
        if not so:
            kit.skip("no C compiler for tests/fault/late_clock.c")
        later = {"LD_PRELOAD": so, "LATE_CLOCK": str(YEARS)}

        def pass_dates(db, fault=None):
            server = kit.Server(self.binary, db, fault, extra=later)
            server.wait_said(r"event=minute|fault: die")
            code = server.end() if server.port else server.end()
            return code, server.said

        def settle(db):
            """A minute takes one step of each matter; what that begins may be over as well, years later."""
            for _ in range(4):
                now = int((time.time() + YEARS) * 1000)
                if kit.rows(db, f"SELECT COUNT(*) FROM matter WHERE next_at <= {now}") == [(0,)]:
                    return
                code, said = pass_dates(db)
                kit.must(code == 0 and "moved=" in said, said)
            raise kit.Wrong("the minutes come to no end")
        wanted = os.path.join(self.home, "later.db")
        kit.copy_database(self.base, wanted)
        settle(wanted)
        lights = kit.rows(wanted, "SELECT number, light, next_at, version FROM matter ORDER BY number")
        before = kit.rows(self.base, "SELECT number, light, next_at, version FROM matter ORDER BY number")
        kit.must(lights != before, "no date passes, so nothing is tried")

        def life(where, fault):
            db = os.path.join(where, "late.db")
            kit.copy_database(self.base, db)
            code, said = pass_dates(db, fault)
            hit = fault.happened(said)
            kit.must(hit or code == 0, f"ended with {code}: {said}")
            kit.must(not hit or fault.how != "die" or code == kit.DIED, f"ended with {code}, not by the fault")
            kit.holds(self.binary, db, "after the fault", later)
            settle(db)
            kit.must(kit.rows(db, "SELECT number, light, next_at, version FROM matter ORDER BY number") == lights,
                     "the lights are not those of an undisturbed minute")
            kit.holds(self.binary, db, "after the next minute", later)
            return hit
        self.sweep("minute", life, 4)


def main():
    options = kit.Options(__doc__)
    with kit.folder() as home:
        t = Trips(options, home)
        kit.finish({n: getattr(t, n) for n in ("start", "ingest", "restore", "backup", "minute", "demo")}, options)


if __name__ == "__main__":
    sys.exit(main())
