#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""assets.py OUT.c FILE…: files as bytes in the program, each with the digest that makes its address."""
import hashlib
import pathlib
import sys

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def main(out, *paths):
    body, rows = [], []
    for number, path in enumerate(map(pathlib.Path, paths)):
        data = path.read_bytes()
        numbers = ",".join(map(str, data))
        body.append(f"static const unsigned char bytes_{number}[] = {{{numbers},0}};\n")
        digest = hashlib.sha256(data).hexdigest()[:16]
        rows.append(f'\t{{"{path.name}", "{TYPES[path.suffix]}", "/static/{digest}/{path.name}", '
                    f'{{(const char *)bytes_{number}, {len(data)}}}}},\n')
    pathlib.Path(out).write_text(
        "/* SPDX-License-Identifier: Apache-2.0 */\n/* made by tools/assets.py */\n#include \"web/assets_in.h\"\n"
        + "".join(body) + f"const struct asset assets[] = {{\n{''.join(rows)}}};\nconst size_t assets_n = {len(rows)};\n",
        "utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
