# SPDX-License-Identifier: Apache-2.0
"""kill -9 again and again while sixteen people work: after every start all that was ever
acknowledged is there, once each, and at the end the record holds."""
import os
import sys
import threading

import kit

CLIENTS = 16
SECONDS, SECONDS_SLICE = 20, 5
TASKS = "".join(f"{i + 1}.区住建局12月10日前完成第{i + 1}片区{20 + i}处换热站检修。\n" for i in range(CLIENTS))


class Load:
    """What was acknowledged, by whom, over all lives of the server."""

    def __init__(self, binary, db):
        self.binary, self.db = binary, str(db)
        self.lock = threading.Lock()
        self.reports, self.documents, self.views = {}, [], 0  # {(matter, key): (event, version)}
        self.server, self.stop, self.wrong = None, threading.Event(), []
        self.ready = threading.Condition()

    def start(self):
        server = kit.Server(self.binary, self.db)
        kit.must(server.port, f"does not start: {server.said}")
        with self.ready:
            self.server = server
            self.ready.notify_all()
        return server

    def prepare(self):
        """A matter for each client, assigned and signed for."""
        server = self.start()
        gu, liu = (kit.Person(server, kit.demo_user(server, n)) for n in ("顾一舟", "柳青禾"))
        gu.enter()
        liu.enter()
        document = gu.post("/api/v1/documents?name=%E6%96%87.txt", f"任务分工\n{TASKS}".encode(), type="text/plain")
        self.matters = []
        for i, p in enumerate(document["proposals"]):
            path = f"/api/v1/documents/{document['id']}"
            gu.post(f"{path}/proposals/{p['id']}", {"decision": "assign", "title": f"第{i + 1}片区检修", "lead": "区住建局", "due": "2099-12-10"})
            done = next(q for q in gu.get(path)["proposals"] if q["id"] == p["id"])
            liu.post(f"/api/v1/matters/{done['matter']}/actions/sign", {})
            self.matters.append(done["matter"])
        self.people = [kit.Person(server, gu.user if i % 8 == 0 else liu.user) for i in range(CLIENTS)]
        for p in self.people:
            p.enter()
        kit.must(len(self.matters) == CLIENTS, f"{len(self.matters)} matters for {CLIENTS} clients")
        kit.must(server.end() == 0, server.said)

    def work(self, i):
        """Reports with a key each, until acknowledged, over as many servers as it takes; now
        and then a document or a view."""
        person, server, k = self.people[i], None, 0
        while not self.stop.is_set():
            with self.ready:
                self.ready.wait_for(lambda: self.server is not server or self.stop.is_set(), 1)
                server = self.server
            person.server = server
            try:
                while not self.stop.is_set():
                    self.one(person, i, k)
                    k += 1
            except kit.Gone:
                continue
            except kit.Refused as e:
                self.wrong.append(str(e))
                return

    def one(self, person, i, k):
        if i % 8 == 0:  # the supervision office takes in documents
            text = f"第{i}号来文之{k}\n区住建局12月20日前完成{k + 30}处换热站检修。\n".encode()
            try:
                got = person.post("/api/v1/documents?name=%E6%96%87.txt", text, type="text/plain")
            except kit.Refused as e:
                if e.status == 409:
                    return  # the first time counted, though its answer was lost
                raise
            with self.lock:
                self.documents.append(got["id"])
            return
        matter, key = self.matters[i], f"{i}-{k}"
        got = person.post(f"/api/v1/matters/{matter}/actions/report", {"share": str(min(99, k % 100)), "progress": f"第{k}次进展。",
                          "problem": "等料。"}, key=key)
        with self.lock:
            self.reports[(matter, key)] = (got["event"], got["version"])

    def proof(self, when):
        kit.holds(self.binary, self.db, when)
        events = dict(kit.rows(self.db, "SELECT id, version FROM event"))
        for (matter, key), (event, version) in self.reports.items():
            kit.must(events.get(int(event)) == version, f"{when}: the acknowledged report {key} of {matter} is lost")
        there = {str(r[0]) for r in kit.rows(self.db, "SELECT id FROM document")}
        kit.must(set(self.documents) <= there, f"{when}: an acknowledged document is lost")
        seen = [e for e, _ in self.reports.values()]
        kit.must(len(seen) == len(set(seen)), f"{when}: two keys have one event")
        doubled = kit.rows(self.db, "SELECT entity_id, version, COUNT(*) FROM event GROUP BY entity, entity_id, version HAVING COUNT(*) > 1")
        kit.must(not doubled, f"{when}: a version was written twice: {doubled}")
        reports = kit.rows(self.db, "SELECT COUNT(*) FROM event WHERE action = 'report' AND entity_id IN (%s)" % ",".join(self.matters))[0][0]
        kit.must(len(self.reports) <= reports <= len(self.reports) + CLIENTS, f"{when}: {reports} reports for {len(self.reports)} acknowledged")


def main():
    options = kit.Options(__doc__)
    seconds = SECONDS if options.all else SECONDS_SLICE
    with kit.folder() as home:
        db = os.path.join(home, "kill.db")
        made = kit.run(options.binary, "demo", "--db", db)
        kit.must(made.status == 0, made.said)
        load = Load(options.binary, db)
        load.prepare()
        lives = kit.kill_again(load, [load.work] * CLIENTS, seconds)
        print(f"kill -9: {lives} lives, {len(load.reports)} reports and {len(load.documents)} documents acknowledged")
        if load.wrong:
            print(f"broken: {load.wrong[:3]}")
            return 1
        kit.must(len(load.reports) > CLIENTS, "nothing was tried")
    return 0


if __name__ == "__main__":
    sys.exit(main())
