# SPDX-License-Identifier: Apache-2.0
"""Messy ledgers of offices: commitments.txt, projects.txt and unseen.txt as workbooks, and what each must give.

A ledger begins with `ledger NAME`. Before its rows may stand
    sheet NAME [hidden]      the rows that follow stand in a sheet of this name
    offset ROW COLUMN        the first cell stands there (from 1)
    hide row N, hide column C
    csv ENCODING [tab]       a text file instead of a workbook
Then rows: `| cell | cell`. In a cell: < joined to the cell before it, ^ to the one above, \\n a line break,
#5;FORMAT a number, @2026-06-30;FORMAT a date, =FORMULA→VALUE;FORMAT a formula and what was computed, all else text.
`settle`: lines of import_settle that a person would choose.
`expect KIND [sheet N]`: what a clerk reads, written by hand: title, measure; then for each row that is a matter
    ROW: field=value; assist=a、b; §section; hidden; !HEADING[=proposal]
where ! marks a cell that is wrong and therefore is not taken in. Every other row is no matter.
"""
import datetime
import pathlib
import re
import zipfile
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).resolve().parent


class Sheet:
    def __init__(self, name, hidden=False):
        self.name, self.hidden, self.rows, self.offset = name, hidden, [], (1, 1)
        self.hidden_rows, self.hidden_columns = [], []


class Ledger:
    def __init__(self, name):
        self.name, self.sheets, self.csv, self.settle, self.expects = name, [], None, [], []

    def sheet(self):
        if not self.sheets:
            self.sheets.append(Sheet("Sheet1"))
        return self.sheets[-1]


class Expect:
    def __init__(self, kind, sheet):
        self.kind, self.sheet, self.title, self.measure, self.rows = kind, sheet, "", "", {}


def text_of(s):
    return s.replace("\\n", "\n")


def row_of(items):
    """{fields}, section, hidden, {heading: proposal}"""
    fields, section, hidden, wrong = {}, "", False, {}
    for item in filter(None, (i.strip() for i in items.split("; "))):
        if item.startswith("§"):
            section = item[1:]
        elif item == "hidden":
            hidden = True
        elif item.startswith("!"):
            head, _, propose = item[1:].partition("=")
            wrong[head] = propose
        else:
            key, _, value = item.partition("=")
            fields[key] = text_of(value)
    return fields, section, hidden, wrong


def read(path):
    ledgers, settling, expect, setup = [], False, None, []
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if not line or (line.startswith("#") and (expect or not ledgers)):
            continue
        if word == "ledger":
            ledgers.append(Ledger(rest))
            settling, expect, setup = False, None, []
        elif word == "sheet" and expect is None:
            name, _, hidden = rest.partition(" ")
            ledgers[-1].sheets.append(Sheet(name, hidden == "hidden"))
        elif word in ("offset", "hide") and expect is None:
            setup.append((word, rest.split()))
        elif word == "csv":
            ledgers[-1].csv = rest.split()
        elif line.startswith("|"):
            s = ledgers[-1].sheet()
            for what, how in setup:
                if what == "offset":
                    s.offset = int(how[0]), int(how[1])
                elif how[0] == "row":
                    s.hidden_rows.append(int(how[1]))
                else:
                    s.hidden_columns.append(how[1])
            setup = []
            s.rows.append([text_of(c.strip(" ")) for c in line[1:].split("|")])
        elif word == "settle":
            settling = True
        elif word == "expect":
            kind, _, sheet = rest.partition(" sheet ")
            settling, expect = False, Expect(kind, int(sheet or 0))
            ledgers[-1].expects.append(expect)
        elif settling:
            ledgers[-1].settle.append(line)
        elif word == "title":
            expect.title = rest
        elif word == "measure":
            expect.measure = rest
        else:
            at, _, items = line.partition(": ")
            expect.rows[int(at)] = row_of(items)
    return ledgers


def ledgers():
    return read(HERE / "commitments.txt") + read(HERE / "projects.txt") + read(HERE / "unseen.txt")


def merges_of(rows):
    """[(row, column, rows, columns)] from 0"""
    found = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            wide, high = 1, 1
            while c + wide < len(row) and row[c + wide] == "<":
                wide += 1
            while r + high < len(rows) and c < len(rows[r + high]) and rows[r + high][c] == "^":
                high += 1
            if wide > 1 or high > 1:
                found.append((r, c, high, wide))
    return found


def value_of(text):
    """value, format, cached value of a formula"""
    body, _, fmt = text.partition(";")
    if re.fullmatch(r"#-?[0-9.]+", body):
        n = body[1:]
        return (float(n) if "." in n else int(n)), fmt, None
    if re.fullmatch(r"@[0-9-]+", body):
        return datetime.datetime.strptime(body[1:], "%Y-%m-%d"), fmt, None
    if body.startswith("=") and "→" in body:
        formula, _, cached = body.partition("→")
        return formula, fmt, cached
    return text or None, "", None


def write_csv(ledger, path):
    encoding, sep = ledger.csv[0], "\t" if "tab" in ledger.csv else ","

    def quoted(s):
        return '"' + s.replace('"', '""') + '"' if any(c in s for c in sep + "\n") or (sep == "," and '"' in s) else s
    text = "\r\n".join(sep.join(quoted(c) for c in row) for row in ledger.sheet().rows) + "\r\n"
    path.write_bytes(text.encode(encoding))


def with_cached(path, cached):
    """openpyxl writes formulas without what they came to; offices' programs write both."""
    whole = zipfile.ZipFile(path)
    parts = {n: whole.read(n) for n in whole.namelist()}
    whole.close()
    for (sheet, place), value in cached.items():
        name = f"xl/worksheets/sheet{sheet}.xml"
        kind = "" if re.fullmatch(r"-?[0-9.]+", value) else ' t="e"' if value.startswith("#") else ' t="str"'
        xml = parts[name].decode()
        xml, n = re.subn(rf'<c r="{place}"([^>]*?)( t="\w+")?><f>(.*?)</f><v ?/?>(</v>)?</c>',
                         lambda m: f'<c r="{place}"{m[1]}{kind}><f>{m[3]}</f><v>{value}</v></c>', xml)
        assert n == 1, (place, xml[:3000])
        parts[name] = xml.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for n, b in parts.items():
            z.writestr(zipfile.ZipInfo(n, (2026, 1, 1, 0, 0, 0)), b, zipfile.ZIP_DEFLATED)


def write(ledger, path):
    import openpyxl
    book, cached = openpyxl.Workbook(), {}
    book.remove(book.active)
    for number, one in enumerate(ledger.sheets, 1):
        s = book.create_sheet(one.name)
        s.sheet_state = "hidden" if one.hidden else "visible"
        top, left = one.offset
        for r, row in enumerate(one.rows):
            for c, text in enumerate(row):
                value, fmt, was = value_of(text)
                if text in ("<", "^") or value is None:
                    continue
                cell = s.cell(top + r, left + c)
                cell.value = value
                if isinstance(value, str) and was is None:
                    cell.data_type = "s"
                if fmt:
                    cell.number_format = fmt
                if was is not None:
                    cached[number, cell.coordinate] = was
        for r, c, high, wide in merges_of(one.rows):
            s.merge_cells(start_row=top + r, start_column=left + c, end_row=top + r + high - 1, end_column=left + c + wide - 1)
        for r in one.hidden_rows:
            s.row_dimensions[r].hidden = True
        for c in one.hidden_columns:
            s.column_dimensions[c].hidden = True
    book.save(path)
    with_cached(path, cached)


def cell_2003(text, index, over, down, styles):
    value, fmt, cached = value_of(text)
    kind = "String"
    if cached is not None:
        kind = "Error" if cached.startswith("#") else "Number" if re.fullmatch(r"-?[0-9.]+", cached) else "String"
        if "y" in fmt and kind == "Number":
            kind, cached = "DateTime", (datetime.datetime(1899, 12, 30) + datetime.timedelta(int(cached))).strftime("%Y-%m-%dT00:00:00.000")
        value = cached
    elif isinstance(value, datetime.datetime):
        kind, value = "DateTime", value.strftime("%Y-%m-%dT00:00:00.000")
    elif isinstance(value, (int, float)):
        kind, value = "Number", repr(value)
    style = f' ss:StyleID="s{styles.index(fmt)}"' if fmt else ""
    merged = (f' ss:MergeAcross="{over}"' if over else "") + (f' ss:MergeDown="{down}"' if down else "")
    data = f'<Data ss:Type="{kind}">{escape(value).replace(chr(10), "&#10;")}</Data>' if value is not None else ""
    return f'<Cell ss:Index="{index}"{merged}{style}>{data}</Cell>'


def write_2003(ledger, path):
    styles = sorted({value_of(c)[1] for s in ledger.sheets for row in s.rows for c in row} - {""})
    out = ['<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
           'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">\n<Styles>']
    out += [f'<Style ss:ID="s{i}"><NumberFormat ss:Format="{escape(f, {chr(34): "&quot;"})}"/></Style>' for i, f in enumerate(styles)]
    out.append("</Styles>")
    for one in ledger.sheets:
        top, left = one.offset
        merges = {(r, c): (high, wide) for r, c, high, wide in merges_of(one.rows)}
        out.append(f'<Worksheet ss:Name="{escape(one.name)}"><Table>')
        out += [f'<Column ss:Index="{ord(c) - 64}" ss:Hidden="1"/>' for c in one.hidden_columns]
        for r, row in enumerate(one.rows):
            hidden = ' ss:Hidden="1"' if top + r in one.hidden_rows else ""
            cells = [cell_2003(t, left + c, merges.get((r, c), (1, 1))[1] - 1, merges.get((r, c), (1, 1))[0] - 1, styles)
                     for c, t in enumerate(row) if t not in ("<", "^") and (t or (r, c) in merges)]
            out.append(f'<Row ss:Index="{top + r}"{hidden}>{"".join(cells)}</Row>')
        out.append("</Table>")
        out.append('<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>' if one.hidden else "")
        out.append("</Worksheet>")
    path.write_text("\n".join(out) + "</Workbook>", encoding="utf-8")


def build(folder):
    """[(ledger, path)]"""
    out = []
    for one in ledgers():
        path = folder / (one.name + (".csv" if one.csv else ".xlsx"))
        (write_csv if one.csv else write)(one, path)
        out.append((one, path))
    return out


def write_large(path, n):
    """n matters in twelve columns"""
    units = "区发改局 区财政局 区工信局 区农业农村局 区水务局 区商务局 区卫健局 区民政局 区人社局".split()
    rows = [["榴园区2026年重点工作任务台账"] + [""] * 11,
            "序号 任务名称 目标要求 牵头单位 配合单位 包联领导 承办人 完成时限 量化指标 任务来源 计划开工时间 备注".split()]
    rows += [[str(i + 1), f"第{i}号任务推进社区养老设施建设", f"年内完成{i}处，投入使用并建立长效机制", units[i % 9], units[(i + 3) % 9] + "、" + units[(i + 5) % 9],
              "石闻远", f"张三{i}", "2026年12月底前", f"养老设施 {i} 处", "政府工作报告", "2026-11-01", "★"] for i in range(n)]
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
