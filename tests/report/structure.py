#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""structure.py SAMPLES: the packages of samples.c as files. Well-formed, children in the order that the
sequences of ECMA-376 part 1 (wml.xsd) ask for, every relation and type there, the same bytes twice."""
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import zipfile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ORDER = {  # of those elements that are written here; the rest may not stand there at all
    "pPr": "pStyle keepNext pageBreakBefore widowControl pBdr tabs kinsoku overflowPunct autoSpaceDE autoSpaceDN snapToGrid spacing ind jc "
           "outlineLvl rPr sectPr",
    "rPr": "rFonts b color spacing sz szCs lang",
    "pBdr": "top left bottom right",
    "sectPr": "headerReference footerReference type pgSz pgMar cols titlePg",
    "tblPr": "tblpPr tblW jc tblBorders tblLayout tblCellMar",
    "tblBorders": "top left bottom right insideH insideV", "tcBorders": "top left bottom right", "tblCellMar": "left right",
    "tcPr": "tcW tcBorders textDirection vAlign",
    "trPr": "cantSplit trHeight tblHeader",
    "tbl": "tblPr tblGrid tr", "tr": "trPr tc", "tc": "tcPr p", "p": "pPr r", "r": "rPr t tab fldChar instrText",
    "style": "name basedOn qFormat pPr rPr", "body": "p tbl sectPr",
    "settings": "evenAndOddHeaders characterSpacingControl compat",
}
FREE = {"body"}  # its children stand in any order, the last section at the end


def check(ok, words):
    if not ok:
        print(f"wrong: {words}")
        sys.exit(1)


def in_order(element, where):
    name = element.tag.removeprefix(W)
    if name in ORDER:
        order = ORDER[name].split()
        places = []
        for child in element:
            tag = child.tag.removeprefix(W)
            check(tag in order, f"{where}: <{tag}> in <{name}>")
            places.append(order.index(tag))
        check(name in FREE or places == sorted(places), f"{where}: children of <{name}> out of order: {[c.tag.removeprefix(W) for c in element]}")
    if name == "tc":
        check(element[-1].tag == W + "p", f"{where}: a cell ends without a paragraph")
    for child in element:
        in_order(child, where)


def check_package(path):
    with zipfile.ZipFile(path) as z:
        check(z.testzip() is None, f"{path.name}: a part is damaged")
        names = z.namelist()
        check(names[0] == "[Content_Types].xml" and len(set(names)) == len(names), f"{path.name}: names of parts")
        for info in z.infolist():
            check(info.date_time == (1980, 1, 1, 0, 0, 0) and info.compress_type == zipfile.ZIP_STORED, f"{path.name}: {info.filename}: date or packing")
        parts = {name: tree.fromstring(z.read(name)) for name in names}
    for name, root in parts.items():
        if name.startswith("word/") and not name.endswith(".rels"):
            in_order(root, f"{path.name}: {name}")
    relations = {r.get("Id"): r.get("Target") for r in parts["word/_rels/document.xml.rels"]}
    check(all(f"word/{t}" in names for t in relations.values()), f"{path.name}: a relation leads nowhere")
    types = {o.get("PartName", "").lstrip("/") for o in parts["[Content_Types].xml"]}
    check(all(n in types for n in names if n.startswith("word/") and n.endswith(".xml")), f"{path.name}: a part has no type")
    document = parts["word/document.xml"]
    used = {e.get(R + "id") for e in document.iter() if e.get(R + "id")}
    check(used <= set(relations), f"{path.name}: a section names a part that is not there")
    styles = {s.get(W + "styleId") for s in parts["word/styles.xml"].iter(W + "style")}
    for part in parts.values():
        check({s.get(W + "val") for s in part.iter(W + "pStyle")} <= styles, f"{path.name}: a style that is not there")
    check(document[0][-1].tag == W + "sectPr", f"{path.name}: the last section does not end the body")


def make(samples, folder):
    pathlib.Path(folder).mkdir()
    subprocess.run([samples, folder], check=True)
    return {p.name: p.read_bytes() for p in pathlib.Path(folder).glob("*.docx")}


def main():
    with tempfile.TemporaryDirectory() as folder:
        first, again = make(sys.argv[1], folder + "/1"), make(sys.argv[1], folder + "/2")
        check(first == again and len(first) > 10, "the same paper gives other bytes")
        for path in sorted(pathlib.Path(folder, "1").glob("*.docx")):
            check_package(path)
        print(f"{len(first)} packages are as they should be")


if __name__ == "__main__":
    main()
