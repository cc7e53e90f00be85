#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed_folder.py OUT.c DEPFILE FOLDER HEADER FUNCTION: every file below FOLDER as C, found by
`str FUNCTION(str name)`, where the name has no folders."""
import pathlib
import sys

from embed import c_bytes


def main(out, depfile, folder, header, function):
    files = sorted(p for p in pathlib.Path(folder).rglob("*") if p.is_file() and not p.name.startswith("."))
    rows = []
    for p in files:
        data = p.read_bytes()
        rows.append(f'\t{{"{p.name}", {"".join(c_bytes(data)) or chr(34) * 2}, {len(data)}}},\n')
    pathlib.Path(out).write_text(
        "/* SPDX-License-Identifier: Apache-2.0 */\n/* made by tools/embed_folder.py */\n"
        f'#include "{header}"\n'
        "static const struct {\n\tconst char *name, *bytes;\n\tsize_t n;\n} files[] = {\n" + "".join(rows) + "};\n"
        f"str {function}(str name)\n{{\n\tfor (size_t i = 0; i < COUNT_OF(files); i++)\n"
        "\t\tif (str_eq(str_of(files[i].name), name))\n\t\t\treturn (str){files[i].bytes, files[i].n};\n"
        "\treturn STR_NONE;\n}\n", "utf-8")
    folders = sorted({str(p.parent) for p in files})
    pathlib.Path(depfile).write_text(f"{out}: {' '.join([*map(str, files), *folders])}\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
