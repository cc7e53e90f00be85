# SPDX-License-Identifier: Apache-2.0
"""oracle.py BIFF_TOOL: one ledger, saved by LibreOffice and by gnumeric as .xls (BIFF8, BIFF7), must
read the same as python3-openpyxl reads its .xlsx; and what marking writes LibreOffice must open,
with the sentences, the red, and everything else as it was. Skipped where a program is missing."""
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile

try:
    import openpyxl
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
except ImportError:
    print("1..0 # SKIP python3-openpyxl is not installed")
    sys.exit(0)

TOOL = sys.argv[1]
ROWS = 4000
FEW = 120 # of the ledger that is marked
LONG = "关于进一步推进重点项目建设、确保全年目标任务完成的实施意见。" * 400  # 12 000 characters: over CONTINUE


def ledger(path, rows):
    """Every kind of cell that an office's ledger has."""
    w = openpyxl.Workbook()
    s = w.active
    s.title = "任务台账"
    line = Side(style="thin")
    s["A1"] = "2024年重点任务台账"
    s.merge_cells("A1:K1")
    s["A2"] = "填报单位（盖章）："
    s["I2"] = "单位：万元"
    heads = ["序号", "任务名称", "责\n任\n单位", "完成时限", "投资（万元）", None, "进度", "是否完成", "合计", "说明", "备注"]
    for i, h in enumerate(heads, 1):
        c = s.cell(3, i, h)
        c.font = Font(bold=True)
        c.border = Border(line, line, line, line)
        c.fill = PatternFill("solid", fgColor="FFCCFFCC")
        c.alignment = Alignment(wrap_text=True)
    s.cell(4, 5, "总投资")
    s.cell(4, 6, "年度计划")
    for col in "ABCDGHIJK":
        s.merge_cells(f"{col}3:{col}4")
    s.merge_cells("E3:F3")
    formats = ['yyyy"年"m"月"d"日"', "yyyy-mm-dd", 'm"月"d"日"', "yyyy/m/d h:mm", 'yyyy"年"m"月"', "mm-dd-yy"]
    day = datetime.datetime(2024, 1, 1)
    for i in range(rows):
        r = 5 + i
        s.cell(r, 1, i + 1)
        s.cell(r, 2, f"第{i + 1}项：新建改建道路{i}公里，牵头单位 Café №{i} ä{'（续）' * (i % 17)}")
        s.cell(r, 3, ["教育局", "住建局", "发展改革委", "ASCII only", "é latin"][i % 5])
        c = s.cell(r, 4, day + datetime.timedelta(days=i % 900, hours=8 if i % 6 == 3 else 0))
        c.number_format = formats[i % 6]
        s.cell(r, 5, [1200, 1100.5, -3, 0, 1e15 + 0.5, 123456789, 0.1 + i, 1e-7][i % 8])
        s.cell(r, 6, round(i / 7, 3)).number_format = "0.00"
        s.cell(r, 7, (i % 101) / 100).number_format = "0%"
        s.cell(r, 8, [True, False, "已完成", None][i % 4])
        s.cell(r, 9, f"=E{r}+F{r}")
        s.cell(r, 10, [f'=IF(F{r}>100,"超过“一百”","未"&C{r})', f"=E{r}>0", f"=1/0", f'=""', f"=NA()", f"=D{r}+1"][i % 6])
        if i % 6 == 5:
            s.cell(r, 10).number_format = "yyyy-mm-dd"
        if i % 10 == 0:
            s.cell(r, 11).fill = PatternFill("solid", fgColor="FFFFFF00")
    s["K5"] = LONG
    s["K9"] = "𠮷林路"  # once: gnumeric miscounts where a record ends before such a character
    s["K6"] = "x" * 20000
    s["K8"] = "=REPT(B5,300)"
    s["B7"].fill = PatternFill("solid", fgColor="FFFFFF00")
    s["C8"].font = Font(color="FF0000FF", italic=True)
    s.row_dimensions[10].hidden = True
    s.row_dimensions[12].hidden = True
    s.column_dimensions["J"].hidden = True
    s.column_dimensions["B"].width = 40
    h = w.create_sheet("隐藏")
    h["C3"] = "看不见"
    h.sheet_state = "hidden"
    e = w.create_sheet("空表")
    e["B2"].fill = PatternFill("solid", fgColor="FFFFFF00")
    for i in range(1, 30):
        e.cell(5, i).fill = PatternFill("solid", fgColor="FFFFFF00")
        e.cell(6, i, i)
    w.save(path)


def run(*args, **kw):
    return subprocess.run([str(a) for a in args], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **kw).stdout


def office(folder, source, kind, out):
    os.makedirs(out, exist_ok=True)
    run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, "--outdir", out, source)
    return os.path.join(out, os.path.splitext(os.path.basename(source))[0] + "." + kind.split(":")[0])


def gnumeric(source, kind, out):
    # gnumeric takes the codepage of BIFF7 from this variable
    run("ssconvert", "-T", kind, source, out, env={**os.environ, "WINDOWS_LANGUAGE": "zh_CN", "LC_ALL": "C.UTF-8"})
    return out


def plain(x):
    """The shortest decimal without an exponent."""
    from decimal import Decimal
    if x == int(x) and abs(x) < 1e15:
        return str(int(x))
    s = format(Decimal(repr(x)), "f")
    return s.rstrip("0").rstrip(".") if "." in s else s


def date_text(x):
    if isinstance(x, datetime.time):
        return x.isoformat()
    if isinstance(x, datetime.date) and not isinstance(x, datetime.datetime):
        return x.isoformat()
    if x.hour or x.minute or x.second:
        return x.strftime("%Y-%m-%dT%H:%M:%S")
    return x.strftime("%Y-%m-%d")


def value(v, formula, was_formula_text):
    if v is None:
        return ["text", ""] if formula else None
    if isinstance(v, bool):
        return ["bool", "TRUE" if v else "FALSE"]
    if isinstance(v, (datetime.date, datetime.time)):
        return ["date", date_text(v)]
    if isinstance(v, (int, float)):
        return ["number", plain(v)]
    if isinstance(v, str) and v.startswith("#") and formula:
        return ["error", v]
    return ["text", v.replace("\r\n", "\n")]


def expected(path):
    values = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path)
    book = []
    for s, f in zip(values.worksheets, formulas.worksheets):
        cells = {}
        for row, frow in zip(s.iter_rows(), f.iter_rows()):
            for c, fc in zip(row, frow):
                if isinstance(c, openpyxl.cell.cell.MergedCell):
                    continue
                formula = fc.data_type == "f"
                v = value(c.value, formula, None)
                if v and (formula or v[1] != ""):
                    cells[(c.row - 1, c.column - 1)] = v + [formula]
        merges = {(m.min_row - 1, m.min_col - 1, m.max_row - m.min_row + 1, m.max_col - m.min_col + 1)
                  for m in s.merged_cells.ranges}
        hidden = [r - 1 for r, d in sorted(s.row_dimensions.items()) if d.hidden]
        book.append({"name": s.title, "hidden": s.sheet_state != "visible", "cells": cells, "merges": merges, "hidden rows": hidden})
    return book


def got(path):
    book = []
    for line in run(TOOL, "read", path).decode().splitlines():
        v = json.loads(line)
        if v[0] == "sheet":
            book.append({"name": v[1], "hidden": v[2], "cells": {}, "merges": set()})
        elif v[0] == "cell":
            book[-1]["cells"][(v[1], v[2])] = [v[3], v[5], v[4]]
        elif v[0] == "merge":
            book[-1]["merges"].add(tuple(v[1:]))
        else:
            book[-1][v[0]] = v[1:]
    return book


def near(a, b):
    """The same number as .xlsx of LibreOffice writes it: with 15 digits."""
    return bool(a and b and a[0] == b[0] == "number" and a[2] == b[2] and
                abs(float(a[1]) - float(b[1])) <= 1e-14 * abs(float(a[1])) + 1e-15)


def same(want, have):
    wrong = []
    for i, w in enumerate(want):
        h = have[i] if i < len(have) else {}
        for part in ("name", "hidden", "merges", "hidden rows"):
            if part in w and w[part] != h.get(part):
                wrong.append(f"sheet {i} {part}: {w[part]!r} but {h.get(part)!r}")
        for place in sorted(set(w["cells"]) | set(h.get("cells", {}))):
            a, b = w["cells"].get(place), h.get("cells", {}).get(place)
            if a != b and not near(a, b):
                wrong.append(f"sheet {i} {place}: {str(a)[:90]} but {str(b)[:90]}")
    return wrong


CHECKS = []


def check(fn):
    CHECKS.append(fn)
    return fn


class Kit:
    def __init__(self, folder):
        self.folder = folder
        made = os.path.join(folder, "made.xlsx")
        ledger(made, ROWS)
        # LibreOffice computes the formulas
        self.reference = office(folder, made, "xlsx:Calc MS Excel 2007 XML", os.path.join(folder, "ref"))
        self.want = expected(self.reference)
        # from what it computed itself: the text of formulas that it only read it would not write
        self.xls = office(folder, made, "xls", os.path.join(folder, "xls"))


@check
def libreoffice_biff8(kit):
    return same(kit.want, got(kit.xls))


@check
def gnumeric_biff8(kit):
    if not shutil.which("ssconvert"):
        return "gnumeric is not installed"
    path = gnumeric(kit.reference, "Gnumeric_Excel:excel_biff8", os.path.join(kit.folder, "g8.xls"))
    return same(kit.want, got(path))


@check
def gnumeric_biff7(kit):
    if not shutil.which("ssconvert"):
        return "gnumeric is not installed"
    path = gnumeric(kit.reference, "Gnumeric_Excel:excel_biff7", os.path.join(kit.folder, "g7.xls"))
    # what GBK does not have gnumeric writes as question marks
    want = [dict(w, cells={at: [c[0], c[1].encode("gbk", "replace").decode("gbk"), c[2]] for at, c in w["cells"].items()})
            for w in kit.want]
    return same(want, got(path))


RED = "FFFF0000"
HEADER_ROW = 2
SENTENCE = "第{}行：请填写“完成时限”𠮷"


def looks(path):
    """What a person sees: of each cell value, fill, number format, font; widths, merges, hidden rows."""
    w = openpyxl.load_workbook(path)
    out = []
    for s in w.worksheets:
        cells = {}
        for row in s.iter_rows():
            for c in row:
                fill = c.fill.fgColor.rgb if c.fill.fill_type == "solid" else None
                if c.value is not None or fill:
                    cells[(c.row - 1, c.column - 1)] = (c.value, fill, c.number_format, c.font.b, c.font.i, c.border.left.style)
        widths = {get_column_letter(i): (round(d.width, 1), d.hidden) for i in range(1, 12)
                  for d in [s.column_dimensions[get_column_letter(i)]]}
        out.append({"title": s.title, "cells": cells, "widths": widths,
                    "merges": sorted(str(r) for r in s.merged_cells.ranges),
                    "hidden": [r for r, d in sorted(s.row_dimensions.items()) if d.hidden]})
    return out


def marked(kit, source, name, places):
    out = os.path.join(kit.folder, name)
    run(TOOL, "mark", source, out, HEADER_ROW, *places)
    return out


def compare_marked(before, after, places):
    """`after` is `before` but for the red cells and one column."""
    wrong = []
    rows = {}
    red = set()
    for p in places:
        sheet, row, column = p.split(",")
        rows.setdefault(int(sheet), {}).setdefault(int(row), []).append(SENTENCE.format(int(row) + 1))
        if column != "row":
            red.add((int(sheet), int(row), int(column)))
    for i, (b, a) in enumerate(zip(before, after)):
        for part in ("title", "widths", "merges", "hidden"):
            if b[part] != a[part]:
                wrong.append(f"sheet {i} {part}: {b[part]} but {a[part]}")
        column = 1 + max((c for r, c in b["cells"] if b["cells"][(r, c)][0] is not None), default=0)
        want = {at: v for at, v in b["cells"].items() if at[1] != column or at[0] not in [*rows.get(i, {}), HEADER_ROW]}
        for r, texts in rows.get(i, {}).items():
            want[(r, column)] = ("；".join(texts),)
            want[(HEADER_ROW, column)] = ("错误说明",)
        for s, r, c in red:
            if s == i:
                v = b["cells"].get((r, c), (None, None, None))
                want[(r, c)] = (v[0], RED, *v[2:]) if v[2] else (None, RED)
        for at in sorted(set(want) | set(a["cells"])):
            w, h = want.get(at), a["cells"].get(at)
            if not w or not h or w != h[:len(w)]:
                wrong.append(f"sheet {i} {at}: {str(w)[:120]} but {str(h)[:120]}")
    return wrong


# text, number, date, run of numbers, formula with text, empty, already filled, merged header row below,
# a filled run of empty cells, the last row, two in one row
PLACES = ["0,4,1", "0,4,3", "0,5,4", "0,6,1", "0,7,2", "0,9,9", "0,11,10", "0,13,7", "0,14,10", "0,20,row", f"0,{4 + FEW - 1},3",
          "2,4,0", "2,4,28", "2,5,3"]
LATER = ["0,5,4", "0,21,1", "2,5,3"]


def mark_and_mend(kit, source, name):
    before = looks(office(kit.folder, source, "xlsx:Calc MS Excel 2007 XML", os.path.join(kit.folder, name + "-before")))
    once = marked(kit, source, name + "-once.xls", PLACES)
    after = looks(office(kit.folder, once, "xlsx:Calc MS Excel 2007 XML", os.path.join(kit.folder, name + "-after")))
    wrong = compare_marked(before, after, PLACES)
    again = marked(kit, once, name + "-again.xls", LATER)
    after = looks(office(kit.folder, again, "xlsx:Calc MS Excel 2007 XML", os.path.join(kit.folder, name + "-after")))
    wrong += ["again: " + x for x in compare_marked(before, after, LATER)]
    # sent through another program in between, which writes all styles and the palette anew
    saved = office(kit.folder, once, "xls", os.path.join(kit.folder, name + "-saved"))
    again = marked(kit, saved, name + "-mended.xls", LATER)
    after = looks(office(kit.folder, again, "xlsx:Calc MS Excel 2007 XML", os.path.join(kit.folder, name + "-after")))
    still = [at for i, s in enumerate(after) for at, v in s["cells"].items()
             if v[1] == RED and f"{i},{at[0]},{at[1]}" not in LATER]
    return wrong + [f"still red after another program saved it: {still}" for _ in still[:1]]


def small(kit):
    path = os.path.join(kit.folder, "small.xlsx")
    if not os.path.exists(path):
        ledger(path, FEW)
    return path


@check
def marks_what_libreoffice_wrote(kit):
    return mark_and_mend(kit, office(kit.folder, small(kit), "xls", os.path.join(kit.folder, "xls")), "lo")


@check
def marks_what_gnumeric_wrote(kit):
    if not shutil.which("ssconvert"):
        return "gnumeric is not installed"
    return mark_and_mend(kit, gnumeric(small(kit), "Gnumeric_Excel:excel_biff8", os.path.join(kit.folder, "small8.xls")), "gn")


def main():
    if not shutil.which("soffice"):
        print("1..0 # SKIP LibreOffice is not installed")
        return
    folder = tempfile.mkdtemp(prefix="luoshi-biff-")
    try:
        kit = Kit(folder)
        print(f"1..{len(CHECKS)}")
        for i, fn in enumerate(CHECKS, 1):
            try:
                wrong = fn(kit)
            except subprocess.CalledProcessError as e:
                wrong = [str(e), *e.stderr.decode().splitlines()]
            if isinstance(wrong, str):
                print(f"ok {i} - {fn.__name__} # SKIP {wrong}")
                continue
            print(f"{'not ok' if wrong else 'ok'} {i} - {fn.__name__}")
            for line in wrong[:12]:
                print("#", line)
            if wrong:
                print(f"# {len(wrong)} differences")
    finally:
        if not os.environ.get("KEEP"):
            shutil.rmtree(folder)
        else:
            print("#", folder)


main()
