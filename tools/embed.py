#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed.py OUT.c DEPFILE PACKS: every file of every folder in PACKS as C, for pack/folder.c.

The dependency file names the folders too, so that a new file is noticed.
"""
import pathlib
import sys

ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\", "?": "\\?"}


def c_bytes(data):
    """One literal per line of the file: easy on compilers and on whoever looks inside."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        return '\n\t"' + '"\n\t"'.join("".join(f"\\{ord(c):03o}" for c in text[i:i + 32])
                                      for i in range(0, len(text), 32)) + '"'
    rows = text.splitlines(keepends=True) or [""]
    put = "".join
    return put('\n\t"' + put(ESCAPES.get(c, c if c >= " " and c != "\x7f" else f"\\{ord(c):03o}") for c in row) + '"'
               for row in rows)


def main(out, depfile, packs):
    packs = pathlib.Path(packs)
    folders = sorted(p for p in packs.iterdir() if (p / "pack.lua").exists())
    files = {p: sorted((f for f in p.iterdir() if f.is_file() and not f.name.startswith(".")),
                       key=lambda f: f.name.encode()) for p in folders}
    text = ["/* SPDX-License-Identifier: Apache-2.0 */\n/* made by tools/embed.py */\n#include \"pack/pack.h\"\n",
            "struct embedded {\n\tconst char *pack;\n\tconst struct pack_file *files;\n\tsize_t n;\n};\n",
            "extern const struct embedded embedded_packs[];\nextern const size_t embedded_packs_n;\n"]
    for number, folder in enumerate(folders):
        text.append(f"static const struct pack_file files_{number}[] = {{\n")
        for f in files[folder]:
            data = f.read_bytes()
            text.append(f'\t{{{{"{f.name}", {len(f.name.encode())}}}, {{{c_bytes(data)}, {len(data)}}}}},\n')
        text.append("};\n")
    text.append("const struct embedded embedded_packs[] = {\n")
    text += [f'\t{{"{p.name}", files_{i}, {len(files[p])}}},\n' for i, p in enumerate(folders)]
    text.append(f"\t{{NULL, NULL, 0}}}};\nconst size_t embedded_packs_n = {len(folders)};\n")
    pathlib.Path(out).write_text("".join(text), "utf-8")
    needs = [packs, *folders, *(f for p in folders for f in files[p])]
    pathlib.Path(depfile).write_text(f"{out}: " + " ".join(str(p).replace(" ", "\\ ") for p in needs) + "\n", "utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
