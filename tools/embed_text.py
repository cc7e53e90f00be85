#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed_text.py NAME IN OUT.c: a file as a constant `const char NAME[]` with `const size_t NAME_n`."""
import pathlib
import sys

name, source, out = sys.argv[1:]
data = pathlib.Path(source).read_bytes()
rows = "".join("\t" + ",".join(str(b) for b in data[i:i + 32]) + ",\n" for i in range(0, len(data), 32))
pathlib.Path(out).write_text(
    "/* SPDX-License-Identifier: Apache-2.0 */\n/* made by tools/embed_text.py */\n#include <stddef.h>\n"
    f"extern const char {name}[];\nextern const size_t {name}_n;\n"
    f"const char {name}[] = {{\n" + rows.replace(",", ",") + "\t0};\n"
    f"const size_t {name}_n = {len(data)};\n", "utf-8")
