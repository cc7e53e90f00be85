# SPDX-License-Identifier: Apache-2.0
"""Death, and failure, at every step of the trips through HTTP: signing in, a document, its
commitment assigned, signed for, reported with evidence, closed; preferences, a saved view,
signing out. After each: the record holds, what was acknowledged is there, and the same
request repeated gives one result, so every run ends with the record of an undisturbed one."""
import os
import shutil
import sys

import kit

SPEECH = """在全区冬季重点工作推进会上的讲话
区长　石闻远
（2026年11月19日）

二、下步工作要抓实
一是抓供暖。区住建局牵头，青萝街道、清渠街道配合，12月10日前完成28处换热站检修，室温达标率不低于99%。
二是抓道路。榴花路大修由区交通局负责，12月25日前完工2.6公里。
"""
TRIES = 4


class Trip:
    """One life of the record, over as many servers as it takes."""

    def __init__(self, binary, db, fault=None, extra=None):
        self.binary, self.db, self.fault, self.extra = binary, str(db), fault, extra
        self.said, self.injected, self.acts, self.document, self.matter = "", False, [], None, None
        self.views, self.people, self.checked = 0, {}, False
        self.server = kit.Server(binary, db, fault, extra)
        if self.server.port is None:
            self.bury()

    # ---- lives
    def bury(self):
        """The server died under its fault; another one takes over a record that holds."""
        code = self.server.end()
        self.said += self.server.said
        kit.must(self.fault and self.fault.happened(self.said), f"the server ended by itself ({code}): {self.server.said[-600:]}")
        kit.must(code == kit.DIED or self.fault.how != "die", f"ended with {code}, not by the fault")
        self.injected, self.fault = True, None
        self.proof("after the fault")
        self.server = kit.Server(self.binary, self.db)
        kit.must(self.server.port, f"does not start again: {self.server.said}")
        for p in self.people.values():
            p.server = self.server

    def proof(self, when):
        kit.holds(self.binary, self.db, when)
        events = {e[0] for e in kit.rows(self.db, "SELECT id FROM event")}
        for event in self.acts:
            kit.must(int(event) in events, f"{when}: the acknowledged event {event} is lost")
        documents = [d[0] for d in kit.rows(self.db, "SELECT id FROM document WHERE title LIKE '%冬季重点%'")]
        kit.must(len(documents) <= 1, f"{when}: one document came in {len(documents)} times")
        kit.must(not self.document or int(self.document) in documents, f"{when}: the acknowledged document is lost")
        kit.must(len(kit.rows(self.db, "SELECT 1 FROM saved_view")) >= self.views, f"{when}: the saved view is lost")

    def finish(self):
        code = self.server.end()
        self.said += self.server.said
        self.injected = self.injected or bool(self.fault and self.fault.happened(self.said))
        kit.must(code == 0 or self.injected, f"ended with {code}: {self.server.said[-600:]}")
        self.proof("at the end")
        return self.injected

    # ---- steps
    def step(self, do, settled=lambda: False):
        """Until it is acknowledged. A repeat that is refused because the first time counted
        must be seen to have counted."""
        for attempt in range(TRIES):
            try:
                return do()
            except kit.Gone:
                self.bury()
            except kit.Refused as e:
                kit.must(e.status >= 500 or attempt, f"refused at once: {e}")
                if e.status < 500:
                    kit.must(settled(), f"a repeat was refused, but the first time did not count: {e}")
                    return None
        raise kit.Wrong(f"not done after {TRIES} tries: {self.server.said[-600:]}")

    def person(self, name):
        if name not in self.people:
            p = self.people[name] = kit.Person(self.server)
            self.step(lambda: setattr(p, "user", p.user or kit.demo_user(self.server, name)))
            self.step(p.enter)
        return self.people[name]

    def read(self, who, path):
        return self.step(lambda: who.get(path))

    def upload(self, who):
        def send():
            return who.post("/api/v1/documents?name=%E8%AE%B2%E8%AF%9D.txt&date=2026-11-19", SPEECH.encode(), key="upload",
                            type="text/plain")["id"]

        def there():
            found = [d for d in who.get("/api/v1/documents")["documents"] if "冬季重点" in d["title"]]
            self.document = found[0]["id"] if found else None
            return bool(found)
        self.document = self.step(send, there) or self.document

    def decide(self, who, words, title):
        path = f"/api/v1/documents/{self.document}"
        proposal = next(p for p in self.read(who, path)["proposals"] if words in p["title"] + p["goal"])

        def accepted():
            return next(p for p in who.get(path)["proposals"] if p["id"] == proposal["id"])
        self.step(lambda: who.post(f"{path}/proposals/{proposal['id']}", {"decision": "assign", "title": title, "lead": "区住建局",
                                   "due": "2099-12-10"}, key="decide"), lambda: accepted()["state"] == "accepted")
        return self.step(accepted)["matter"]

    def act(self, who, action, files=(), **fields):
        path = f"/api/v1/matters/{self.matter}/actions/{action}"
        key = f"{action}-{len(self.acts)}"

        def send():
            if files:
                body, type = kit.multipart(fields, files)
                return who.post(path, body, key, type)
            return who.post(path, fields, key)
        self.acts.append(self.step(send)["event"])
        again = self.step(send)
        kit.must(again["repeated"] and again["event"] == self.acts[-1], f"{action} repeated is not the first: {again}")

    def all(self):
        gu = self.person("顾一舟")
        self.upload(gu)
        self.matter = self.decide(gu, "换热站检修", "28处换热站检修")
        liu = self.person("柳青禾")
        self.act(liu, "sign")
        self.act(liu, "report", share="60", progress="完成17处。")
        self.act(liu, "report", [("files", "检修记录.txt", "检修记录\n".encode() * 300)], share="100", progress="28处全部完成。")
        self.act(liu, "apply_close", [("files", "照片.txt", b"photo\n")], result="28处换热站全部检修完毕。")
        yan = self.person("颜知秋")
        self.act(yan, "verify", check="现场看过28处。")
        self.act(gu, "close")
        self.step(lambda: liu.form("/me", lang="en", large="1"))
        self.step(lambda: liu.form("/views", name="我的", query="l=red"))
        self.views = 1
        self.step(lambda: gu.ask("DELETE", "/api/v1/session"), lambda: True)
        kit.must(self.step(lambda: signed_out(gu)), "the session goes on after signing out")


def signed_out(person):
    try:
        person.get("/api/v1/session")
    except kit.Refused as e:
        if e.status == 401:
            return True
        raise
    return False


def picture(db):
    """What must be the same however often the world broke on the way."""
    events = sorted(kit.rows(db, "SELECT entity, action FROM event WHERE action NOT IN ('sign_in', 'sign_out', 'clock')"))
    return (events, kit.rows(db, "SELECT number, title, state FROM matter ORDER BY number"), kit.rows(db, "SELECT COUNT(*) FROM evidence"),
            kit.rows(db, "SELECT name, query FROM saved_view"), kit.rows(db, "SELECT lang, large FROM person ORDER BY id"),
            kit.rows(db, "SELECT COUNT(*) FROM document_proposal WHERE state = 1"))


def one_life(options, home, base, fault_of):
    """A trip under a fault; (injected, trip)."""
    where = os.path.join(home, f"life-{os.urandom(6).hex()}")
    os.mkdir(where)
    db = os.path.join(where, "trip.db")
    kit.copy_database(base, db)
    trip = None
    try:
        trip = Trip(options.binary, db, fault_of(where))
        trip.all()
        injected = trip.finish()
        return injected, picture(db), trip
    finally:
        if trip and trip.server.child.poll() is None:
            trip.server.child.kill()
            trip.server.end()
        shutil.rmtree(where, ignore_errors=True)


def main():
    options = kit.Options(__doc__)
    with kit.folder() as home:
        base = kit.base_of(options, home)
        where = os.path.join(home, "count")
        os.mkdir(where)
        fault = kit.Fault("fail", 1 << 30, where)
        _, undisturbed, _ = one_life(options, home, base, lambda _: fault)
        points = fault.met()
        kit.must(points > 100, f"only {points} points were met")

        def under(how):
            def one(n):
                injected, seen, _ = one_life(options, home, base, lambda w: kit.Fault(how, n, w))
                kit.must(seen == undisturbed, f"the record differs: {differences(seen, undisturbed)}")
                return injected
            return one
        kit.finish({how: lambda how=how: kit.sweep(options, f"http {how}", points, under(how)) for how in ("die", "fail")}, options)


def differences(seen, wanted):
    return [(a, b) for a, b in zip(seen, wanted) if a != b][:1]


if __name__ == "__main__":
    sys.exit(main())
