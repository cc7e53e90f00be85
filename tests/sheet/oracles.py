#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""oracles.py SHEET_DUMP: a ledger as offices keep them, written by openpyxl, carried by
LibreOffice and gnumeric into the other sorts, and read by us: every cell as openpyxl reads it.
An oracle that is not installed is named and left out; without openpyxl the test is skipped."""
import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

try:
    import openpyxl
    from openpyxl.utils.datetime import to_excel
except ImportError:
    print("skipped: python3-openpyxl is not installed")
    sys.exit(77)

DAY = datetime.datetime
LEDGER = [
    ["2026年重点工作任务台账"],
    ["填报单位（盖章）：区工信局", None, None, None, "单位：万元"],
    ["序号", "责任单位", "任务名称", "投资（万元）", None, "完成时限", "责\n任\n人", "进度", "是否销号", "备注"],
    [None, None, None, "总投资", "完成"],
    [1, "区发改局", "某新能源项目<一期>&配套", 125000, 50000.5, DAY(2026, 6, 30), "张三", 0.58, True, "★"],
    [2, None, "某物流园", "8亿元", "—", DAY(2026, 12, 31, 17, 30), "李四\n13800000000", 0.052, False, None],
    [3, "区住建局", "老旧小区改造12个", "１２００", "1,100.5", 2026.1, "王五", None, None, "  前后有空格  "],
    ["一、工业项目（12个）"],
    [4, "区教育局", "𠮷野小学·新建", 1e-7, 123456789012345, datetime.time(8, 30), "赵六", -0.5, None, "=1+1不是公式"],
    ["小计", None, None, "=SUM(D5:D9)", "=E5", "=DATE(2026,6,30)", None, '="甲"&"乙"', "=1=1", "=1/0"],
    ["注：隐藏行"],
    ["填表人：", None, None, 370402199001011, None, None, None, 45000],
]
FORMATS = {"F5": 'yyyy"年"m"月"d"日"', "F6": "yyyy/m/d h:mm", "F7": "0.00", "H5": "0%", "H6": "0.0%", "F9": "h:mm",
           "F10": 'yyyy"年"m"月"', "D5": "#,##0.00", "H12": "General"}
MERGES = ["A1:J1", "A2:D2", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "B5:B6", "A8:J8"]


def write(path):
    book = openpyxl.Workbook()
    s = book.active
    s.title = "任务台账"
    for i, row in enumerate(LEDGER, 1):
        for j, v in enumerate(row, 1):
            if v is not None:
                s.cell(i, j, v)
    s["J9"].data_type = "s"
    for place, text in FORMATS.items():
        s[place].number_format = text
    for m in MERGES:
        s.merge_cells(m)
    s.row_dimensions[11].hidden = True
    s.column_dimensions["H"].hidden = True
    s.conditional_formatting.add("H5:H9", openpyxl.formatting.rule.CellIsRule(operator="lessThan", formula=["0.1"],
                                 fill=openpyxl.styles.PatternFill("solid", bgColor="FFFF00")))
    t = book.create_sheet("Sheet2")
    t.sheet_state = "hidden"
    t["C3"] = "藏"
    book.create_sheet("空")
    book.save(path)


def number(v):
    """The shortest decimal, as Python's repr has it, without an exponent."""
    if isinstance(v, int):
        return str(v)
    import decimal
    s = format(decimal.Decimal(repr(v)), "f")
    return s.rstrip("0").rstrip(".") if "." in s else s


def expected(v):
    if isinstance(v, bool):
        return "bool", "TRUE" if v else "FALSE"
    if isinstance(v, (int, float)):
        return "number", number(v)
    if isinstance(v, DAY):
        return "date", v.strftime("%Y-%m-%d") + (v.strftime("T%H:%M:%S") if v.time() != datetime.time() else "")
    if isinstance(v, datetime.time):
        return "date", v.strftime("%H:%M:%S")
    if isinstance(v, str) and v.startswith("#") and v.endswith(("!", "/0", "/A", "?")):
        return "error", v
    return "text", v.replace("\r\n", "\n")


def by_openpyxl(path):
    """[(name, hidden, cells, merges)]"""
    values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    out = []
    for s in values.worksheets:
        cells = {}
        for row in formulas[s.title].iter_rows():
            for f in row:
                v = s[f.coordinate].value if f.data_type == "f" else f.value
                if f.data_type == "f":
                    kind, text = expected(v) if v is not None else ("text", "")
                    cells[f.row - 1, f.column - 1] = kind, True, text
                elif v not in (None, ""):
                    cells[f.row - 1, f.column - 1] = expected(v)[0], False, expected(v)[1]
        merges = {(m.min_row - 1, m.min_col - 1, m.max_row - m.min_row + 1, m.max_col - m.min_col + 1) for m in s.merged_cells.ranges}
        out.append((s.title, s.sheet_state != "visible", cells, merges))
    return out


def ours(dump, path):
    run = subprocess.run([dump, path], capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"{path.name}: {run.stdout}{run.stderr}")
    out = []
    for s in json.loads(run.stdout)["sheets"]:
        cells = {(r, c): (kind, formula, text) for r, c, kind, formula, text, _ in s["cells"]}
        out.append((s["name"], s["hidden"], cells, {tuple(m) for m in s["merges"]}))
        out[-1][2]["hidden"] = (s["hidden_rows"], s["hidden_columns"])
        out[-1][2]["formats"] = {(r, c): f for r, c, _, _, _, f in s["cells"]}
    return out


failures = 0


def same(what, got, want):
    global failures
    if got != want:
        failures += 1
        print(f"{what}: got {got!r}, want {want!r}")


def compare(what, got, want, formulas=True, merges=True):
    same(f"{what}: sheets", [(g[0], g[1]) for g in got], [(w[0], w[1]) for w in want])
    for (name, _, g, gm), (_, _, w, wm) in zip(got, want):
        g = {k: v for k, v in g.items() if isinstance(k, tuple)}
        w = {k: v for k, v in w.items() if isinstance(k, tuple)}
        for k in sorted(g.keys() | w.keys()):
            a, b = g.get(k), w.get(k)
            if not formulas and a and b:
                a, b = (a[0], a[2]), (b[0], b[2])
            same(f"{what} {name} {k}", a, b)
        if merges:
            same(f"{what} {name}: merges", gm, wm)


def convert(folder, path, to, name):
    target = folder / ("lo_" + to.split(":")[0])
    target.mkdir()
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to, "--outdir",
                    target, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=True)
    return target / name


def main():
    dump = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="luoshi-sheet-") as folder:
        folder = pathlib.Path(folder)
        path = folder / "ledger.xlsx"
        write(path)
        mine = ours(dump, path)
        compare("openpyxl", mine, by_openpyxl(path))
        same("hidden", mine[0][2]["hidden"], ([10], [7]))
        same("format", {k: mine[0][2]["formats"][openpyxl.utils.cell.coordinate_to_tuple(k)[0] - 1,
                                                 openpyxl.utils.cell.coordinate_to_tuple(k)[1] - 1] for k in FORMATS},
             {k: "" if v == "General" else v for k, v in FORMATS.items()})
        # the other date system: the same days
        book = openpyxl.load_workbook(path)
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.save(folder / "mac.xlsx")
        compare("1904", ours(dump, folder / "mac.xlsx"), by_openpyxl(folder / "mac.xlsx"))
        if shutil.which("ssconvert"):
            subprocess.run(["ssconvert", "--recalc", path, folder / "gnumeric.xlsx"], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, timeout=60, check=True)
            compare("gnumeric", ours(dump, folder / "gnumeric.xlsx"), by_openpyxl(folder / "gnumeric.xlsx"))
        else:
            print("left out: gnumeric (ssconvert) is not installed")
        if shutil.which("soffice"):
            office(dump, folder, path)
        else:
            print("left out: LibreOffice (soffice) is not installed")
    sys.exit(1 if failures else 0)


def office(dump, folder, path):
    again = convert(folder, path, "xlsx", "ledger.xlsx")
    base = by_openpyxl(again)
    compare("LibreOffice", ours(dump, again), base)
    compare("ods", ours(dump, convert(folder, path, "ods", "ledger.ods")), base)
    # its own writer of the old XML gives up on hidden columns and loses the kinds of dates
    book = openpyxl.load_workbook(again)
    book.worksheets[0].column_dimensions["H"].hidden = False
    book.save(folder / "plain.xlsx")
    xml = convert(folder, folder / "plain.xlsx", "xml:MS Excel 2003 XML", "plain.xml")
    if xml.exists() and xml.stat().st_size:
        compare("2003 xml", ours(dump, xml), base, formulas=False)
    else:
        print("left out: LibreOffice wrote no XML of 2003 (its stylesheet gives up now and then)")
    html = ours(dump, convert(folder, path, "html", "ledger.html"))
    texts = {v[2] for v in html[0][2].values() if isinstance(v, tuple) and len(v) == 3}
    for want in ("2026年重点工作任务台账", "李四\n13800000000", "某新能源项目<一期>&配套", "125000", "小计"):
        same(f"html has {want}", want in texts, True)
    csv = ours(dump, convert(folder, path, "csv:Text - txt - csv (StarCalc):44,34,76,1", "ledger.csv"))
    same("csv", csv[0][2].get((6, 3)), ("text", False, "１２００"))
    same("csv line breaks", csv[0][2].get((5, 6)), ("text", False, "李四\n13800000000"))


main()
