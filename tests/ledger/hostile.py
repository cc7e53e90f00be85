# SPDX-License-Identifier: Apache-2.0
"""Ledgers that nobody should send, and what is said of them."""
import re
import zipfile

CONTENT = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/></Relationships>"""
BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"""
HEAD = "任务名称,牵头单位,完成时限,目标要求\n"


def letters(n):
    return letters((n - 1) // 26) + chr(65 + (n - 1) % 26) if n else ""


def xlsx(path, rows, tail=""):
    """rows of texts, written without openpyxl; tail: rows as XML behind them"""
    out = []
    for r, row in enumerate(rows, 1):
        cells = "".join(f'<c r="{letters(c)}{r}" t="inlineStr"><is><t xml:space="preserve">{t}</t></is></c>' for c, t in enumerate(row, 1) if t)
        out.append(f'<row r="{r}">{cells}</row>')
    xml = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + "".join(out) + tail + "</sheetData></worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", CONTENT)
        z.writestr("_rels/.rels", RELS.format("officeDocument", "xl/workbook.xml"))
        z.writestr("xl/workbook.xml", BOOK)
        z.writestr("xl/_rels/workbook.xml.rels", RELS.format("worksheet", "worksheets/sheet1.xml"))
        z.writestr("xl/worksheets/sheet1.xml", xml)


def text(path, s):
    path.write_bytes(s.encode())


def lines(n):
    return HEAD + "".join(f"第{i}件任务,区住建局,2026-12-31,完成\n" for i in range(n))


def too_many(path):
    text(path, lines(5001))
    return lambda said: "5000" in said.get("error", "") + said.get("why_not", "")


def just_enough(path):
    text(path, lines(5000))
    return lambda said: len(said["rows"]) == 5000 and all(r["sort"] == "new" for r in said["rows"])


def blank_million(path):
    tail = "".join(f'<row r="{r}" spans="1:4" s="1" customFormat="1"><c r="A{r}" s="0"/></row>' for r in range(4, 1000004))
    xlsx(path, [HEAD.strip().split(","), ["修桥", "区交通局", "2026-12-31", "通车"], ["修路", "区交通局", "2026-12-31", "通车"]], tail)
    return lambda said: len(said.get("rows", [])) == 2 and all(r["sort"] == "new" for r in said["rows"]) or "limit" in said.get("error", "")


def formulas_as_text(path):
    text(path, HEAD + "=1+1,区住建局,2026-12-31,\"=HYPERLINK(\"\"http://a.b/\"\",\"\"点\"\")\"\n+cmd|' /C calc'!A0,区住建局,2026-12-31,@SUM(1)\n")
    return lambda said: [r["title"] for r in said["rows"]] == ["=1+1", "+cmd|' /C calc'!A0"] and all(r["sort"] == "new" for r in said["rows"])


def control_characters(path):
    text(path, HEAD + "修\x01桥\x07,区交\x02通局,2026-12-31\x0b,通\x1b[31m车\x7f\n")
    return lambda said: all(not re.search("[\x00-\x08\x0b-\x1f\x7f]", v) for r in said["rows"] for v in [r["title"]] + [a[1] for a in r["args"]]) and said["rows"][0]["sort"] == "new"


def huge_cells(path):
    big = "长" * 21845
    text(path, HEAD + f"{big},区住建局,2026-12-31,短\n短,区住建局,2026-12-31,{big}\n短二,{big},2026-12-31,\n短三,区住建局,{big},\n")
    return lambda said: [r["sort"] for r in said["rows"]][0] == "wrong" and [r["sort"] for r in said["rows"]][2:] == ["wrong", "wrong"] \
        and all(len(f[3]) < 1000 for r in said["rows"] for f in r["findings"])


def unseen_letters(path):
    names = ["区住\u200b建局", "\u202e区住建局\u202c", "\ufeff区住建局", "区住建局\u200f", "区\u00ad住建局", "区住建局\u2060", "\u3000区住建局\u00a0"]
    text(path, HEAD + "".join(f"任务{i},{n},2026-12-31,\n" for i, n in enumerate(names)))
    return lambda said: all(["lead", "区住建局"] in r["args"] for r in said["rows"]) and len(said["rows"]) == len(names)


def unseen_in_titles(path):
    text(path, HEAD + "修\u200b桥,区交通局,2026-12-31,\n修桥,区交通局,2026-12-31,\n\u202e修路,区交通局,2026-12-31,\n")
    return lambda said: [r["title"] for r in said["rows"]] == ["修桥", "修桥", "修路"] and said["rows"][1]["sort"] == "wrong"


def same_headings(path):
    text(path, "任务名称,任务名称,牵头单位,牵头单位,完成时限,完成时限\n修桥,又,区交通局,区住建局,2026-12-31,2026-11-30\n")
    return lambda said: said["rows"][0]["title"] == "修桥" and ["lead", "区交通局"] in said["rows"][0]["args"] and ["due", "2026-12-31"] in said["rows"][0]["args"]


def thousand_columns(path):
    text(path, ",".join(["任务名称", "牵头单位", "完成时限"] + [f"第{i}列完成时限" for i in range(997)]) + "\n" +
         "".join(",".join([f"任务{r}", "区交通局", "2026-12-31"] + ["x"] * 997) + "\n" for r in range(60)))
    return lambda said: len(said["rows"]) == 60 and all(["due", "2026-12-31"] in r["args"] for r in said["rows"])


def widest(path):
    xlsx(path, [["任务名称"] * 16384, ["甲"] * 16384])
    return lambda said: bool(said)


def only_marks(path):
    text(path, "、,、,、\n（）,（）,（）\n：,：,：\n" * 50)
    return lambda said: "error" in said or said["why_not"]


def deep_brackets(path):
    text(path, "任务名称" + "（" * 3000 + "）" * 3000 + ",牵头单位,完成时限\n" + "（" * 5000 + ",区住建局（" + "牵头）" * 500 + ",2026-12-31\n")
    return lambda said: bool(said)


def dittos(path):
    text(path, HEAD + "起,区住建局,2026-12-31,\n" + "".join(f"任务{i},同上,同上,\n" for i in range(4000)))
    return lambda said: said["rows"][100]["sort"] == "new" and len(said["rows"]) == 4001


ALL = [too_many, just_enough, blank_million, formulas_as_text, control_characters, huge_cells, unseen_letters, unseen_in_titles, same_headings,
       thousand_columns, widest, only_marks, deep_brackets, dittos]
XLSX = [blank_million, widest]
