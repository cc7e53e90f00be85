#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""paper_page.py SAMPLE: the page of a document says what the document says, escaped, in its order."""
import re
import subprocess
import sys
import xml.etree.ElementTree as tree

out = subprocess.run([sys.argv[1]], capture_output=True, text=True, check=True).stdout
root = tree.fromstring(out)  # every element is closed
said = re.sub(r"\s+", "", "".join(root.itertext()))
links = [a.get("href") for a in root.iter("a")]
rows = [[re.sub(r"\s+", "", "".join(c.itertext())) for c in row] for row in root.iter("tr")]
wanted = ("薛城区人民政府文件薛政发〔2024〕6号签发人：张明远关于重点工作落实情况的通报各镇：全区<重点>工作共126项外站（一）完成情况。已办结98项。"
          "附件：任务清单薛城区人民政府2024年7月5日（此件公开发布）附件任务清单序号任务1改造小区2修路报：区委。发：各镇。区政府办公室2024年7月8日印发（共印60份）")
checks = [("its words in their order", said == wanted), ("links of ours only", links == ["/matters?k=a&l=red", "#", "/matters/7"]),
          ("rows of the table", rows == [["序号", "任务"], ["1", "改造小区"], ["2", "修路"]]),
          ("heading apart", any(b.text == "（一）完成情况。" for b in root.iter("b"))),
          ("the annex lies across", any("paper-across" in (s.get("class") or "") for s in root.iter("section")))]
print(f"1..{len(checks)}")
for n, (what, ok) in enumerate(checks, 1):
    print(f"{'ok' if ok else 'not ok'} {n} {what}")
if not all(ok for _, ok in checks):
    print(f"# {said}\n# {links}\n# {rows}")
