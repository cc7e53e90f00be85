# SPDX-License-Identifier: Apache-2.0
"""`luoshi hj212 decode` reads published frames as their publishers do: whole, without line ends,
and byte by byte; encrypted ones raw and as printed text. Skipped without LUOSHI_SHARED."""
import json
import os
import pathlib
import subprocess
import sys

VERSIONS = {0: "2005", 1: "2017", 2: "2025"}


def decode(luoshi, data, *more):
    done = subprocess.run([luoshi, "hj212", "decode", *more], input=data, stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def flat(got):
    parameters, factors = {}, {}
    for entry in got["data"]:
        for name, value in entry["values"].items():
            if name:
                factors.setdefault(entry["code"], {})[name] = value
            else:
                parameters[entry["code"]] = value
    return parameters, factors


def differences(want, got):
    parameters, factors = flat(got)
    version = VERSIONS.get(want.get("flag", {}).get("version", 0))
    pairs = {"header": (want["header"], got["fields"]), "parameters": (want["params"], parameters), "factors": (want["factors"], factors),
             "crc": (want["crc"], got["crc"]), "valid": (want["crc_valid"], got["crc_variant"] == "standard"), "version": (version, got["version"])}
    return [f"{name}: {a} is read as {b}" for name, (a, b) in pairs.items() if a != b]


def published(luoshi, folder):
    frames = json.loads((folder / "frames.json").read_text("utf-8"))["frames"]
    for end in (b"\r\n", b"\n", b""):
        got = decode(luoshi, b"".join(f["frame"].encode() + end for f in frames))
        if len(got) != len(frames):
            yield f"{len(frames)} frames are read as {len(got)}"
        for f, g in zip(frames, got):
            yield from (f"{f['frame'][:60]}… {d}" for d in differences(f, g))
    print(f"{len(frames)} published frames")


def vectors(luoshi, folder):
    for v in json.loads((folder / "hj212_2025_vectors.json").read_text("utf-8"))["vectors"]:
        key = ["--key", v["key_ascii"].encode().hex()] if "key_ascii" in v else []
        wire = bytes.fromhex(v["wire_frame_hex"]) if key else v["plain_frame"].encode() + b"\r\n"
        forms = [wire]
        if key:
            cipher = bytes.fromhex(v["official_ciphertext_hex"])
            text = b"{" + b",".join(b"0x%02X" % b for b in cipher) + b"}"
            forms.append(wire.replace(cipher, text))
            forms.append(b"##%04d" % (int(wire[2:6]) - len(cipher) + len(text)) + forms[1][6:])
            if decode(luoshi, wire)[0]["error"] != "encrypted":
                yield f"{v['name']}: without its key it is not said to be encrypted"
        for form in forms:
            got = decode(luoshi, form, *key)
            if len(got) != 1 or not got[0]["ok"] or flat(got[0]) != (v["decoded"]["params"], v["decoded"]["factors"]):
                yield f"{v['name']}: read as {got}"


def main():
    folder = pathlib.Path(os.environ.get("LUOSHI_SHARED", "/nowhere")) / "data/hj212"
    if not folder.is_dir():
        print("skipped: LUOSHI_SHARED names no folder with data/hj212")
        return 77
    wrong = [*published(sys.argv[1], folder), *vectors(sys.argv[1], folder)]
    print("\n".join(wrong[:20]) or "all equal")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
