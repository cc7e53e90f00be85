#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""oracle.py CLEAN: pictures with what a camera writes, written and read by another program (Pillow).

The picture must look the same afterwards, pixel by pixel and turned the same way, and nothing else may be left.
"""
import io
import subprocess
import sys

try:
    from PIL import Image, ImageOps, PngImagePlugin, features
except ImportError:
    print("Pillow is not installed here")
    sys.exit(77)

PLACE, SERIAL, WORDS = b"BODY-PLACE-3481", b"SERIAL-20480077", b"a comment of the owner"


def scene(mode):
    image = Image.new("RGB", (61, 47))
    for y in range(47):
        for x in range(61):
            image.putpixel((x, y), (x * 4, y * 5, (x * y) % 256))
    return image.convert(mode)


def exif(turned):
    e = Image.Exif()
    e[0x010F], e[0x0110] = SERIAL.decode(), PLACE.decode()
    e[0x9286] = WORDS.decode()
    if turned:
        e[0x0112] = turned
    gps = e.get_ifd(0x8825)
    gps.update({1: "N", 2: (34.0, 48.0, 36.5), 3: "E", 4: (117.0, 19.0, 12.0), 27: PLACE})
    return e.tobytes()


def samples():
    for mode in ("RGB", "L", "CMYK"):
        for turned in (0, 1, 3, 6, 8):
            for progressive in (False, True):
                out = io.BytesIO()
                scene(mode).save(out, "JPEG", quality=88, exif=exif(turned), progressive=progressive, comment=WORDS)
                yield f"jpeg {mode} {turned} {progressive}", out.getvalue() + PLACE
    for mode in ("RGB", "RGBA", "P", "L", "1"):
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", WORDS.decode())
        info.add_itxt("XML:com.adobe.xmp", PLACE.decode())
        out = io.BytesIO()
        scene(mode).save(out, "PNG", pnginfo=info, exif=exif(0))
        yield f"png {mode}", out.getvalue() + SERIAL
    for lossless in (False, True) if features.check("webp") else ():
        for mode in ("RGB", "RGBA"):
            out = io.BytesIO()
            scene(mode).save(out, "WEBP", lossless=lossless, exif=exif(6), xmp=PLACE)
            yield f"webp {mode} {lossless}", out.getvalue()


def main(clean):
    count = 0
    for name, dirty in samples():
        done = subprocess.run([clean], input=dirty, capture_output=True, check=False)
        assert done.returncode == 0, (name, done.stderr)
        for word in (PLACE, SERIAL, WORDS):
            assert word in dirty or name.startswith("webp"), (name, "the sample does not hold it", word)
            assert word not in done.stdout, (name, word)
        before, after = Image.open(io.BytesIO(dirty)), Image.open(io.BytesIO(done.stdout))
        left = dict(after.getexif())
        assert set(left) <= {0x0112}, (name, left)
        assert left.get(0x0112, 1) == before.getexif().get(0x0112, 1), (name, left)
        assert not after.getexif().get_ifd(0x8825), name
        assert set(after.info) <= {"gamma", "jfif", "jfif_version", "jfif_density", "jfif_unit", "progressive", "progression", "adobe",
                                   "adobe_transform", "exif", "dpi", "transparency", "background", "loop", "duration", "timestamp"}, (name, after.info)
        assert before.mode == after.mode, name
        assert ImageOps.exif_transpose(before).tobytes() == ImageOps.exif_transpose(after).tobytes(), name
        count += 1
    print(f"{count} pictures look the same and hold nothing else")


if __name__ == "__main__":
    main(sys.argv[1])
