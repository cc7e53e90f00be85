# SPDX-License-Identifier: Apache-2.0
"""A disk that is really full: a small tmpfs of our own. What does not fit is refused with a
sentence that says so, nothing acknowledged is lost, and work goes on when there is room."""
import os
import shutil
import subprocess
import sys

import kit

SIZE = "6m"


def fill(person, acknowledged):
    """Reports with bigger and bigger evidence until the disk is full."""
    for i in range(400):
        try:
            body, type = kit.multipart({"share": "50", "progress": f"第{i}次"}, [("files", f"照片{i}.txt", f"{i} ".encode() * 60000)])
            acknowledged.append(person.post(f"/api/v1/matters/{person.matter}/actions/report", body, f"fill-{i}", type)["event"])
        except kit.Refused as e:
            return e
    raise kit.Wrong("the disk was never full")


def inside(options):
    home = options.inside
    db = os.path.join(home, "full.db")
    made = kit.run(options.binary, "demo", "--db", db)
    kit.must(made.status == 0, made.said)
    with open(os.path.join(home, "spare"), "wb") as f:
        f.write(b"x" * (1 << 20))
    server = kit.Server(options.binary, db)
    gu, liu = (kit.Person(server, kit.demo_user(server, n)) for n in ("顾一舟", "柳青禾"))
    gu.enter()
    liu.enter()
    document = gu.post("/api/v1/documents?name=%E6%96%87.txt", "任务\n一是区住建局12月10日前完成28处换热站检修。\n".encode(), type="text/plain")
    path = f"/api/v1/documents/{document['id']}"
    gu.post(f"{path}/proposals/{document['proposals'][0]['id']}", {"decision": "assign", "title": "检修", "lead": "区住建局", "due": "2099-12-10"})
    liu.matter = gu.get(path)["proposals"][0]["matter"]
    liu.post(f"/api/v1/matters/{liu.matter}/actions/sign", {})
    acknowledged = []
    refusal = fill(liu, acknowledged)
    kit.must(refusal.status == 500 and ("磁盘" in refusal.body or "空间" in refusal.body), f"a full disk is not named: {refusal}")
    for i in range(300):  # the last bytes too: events without files
        try:
            acknowledged.append(liu.post(f"/api/v1/matters/{liu.matter}/actions/report",
                                         {"share": "50", "progress": "长" * 3000 + str(i)}, f"more-{i}")["event"])
        except kit.Refused as e:
            kit.must(e.status == 500, str(e))
            break
    else:
        raise kit.Wrong("the disk was never quite full")
    kit.must(liu.get(f"/api/v1/matters/{liu.matter}"), "a full disk stops reading")
    os.unlink(os.path.join(home, "spare"))
    acknowledged.append(liu.post(f"/api/v1/matters/{liu.matter}/actions/report", {"share": "60", "progress": "又有空间"}, "after")["event"])
    kit.must(server.end() == 0, server.said)
    kit.holds(options.binary, db, "after a full disk")
    events = {str(r[0]) for r in kit.rows(db, "SELECT id FROM event")}
    kit.must(set(acknowledged) <= events, "an acknowledged report is lost")
    print(f"full disk: {len(acknowledged)} acknowledged, all there")


def main():
    options = kit.Options(__doc__)
    if options.inside:
        return kit.finish({"full": lambda: inside(options)}, options)
    if not shutil.which("unshare") or subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode:
        kit.skip("unshare -m is not permitted here, so there is no small disk to fill")
    with kit.folder() as home:
        small = os.path.join(home, "small")
        os.mkdir(small)
        script = 'mount -t tmpfs -o size="$1" tmpfs "$2" || exit 77; shift 2; exec "$@"'
        done = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", SIZE, small, sys.executable, __file__, str(options.build),
                               "--inside", small])
    if done.returncode == 77:
        kit.skip("a tmpfs may not be mounted here, so there is no small disk to fill")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
