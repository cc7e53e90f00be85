#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Templates: ui/*.t.html become C functions that escape by default.

    template.py OUT.c OUT.h ui/*.t.html

    {template name :: C parameters}   starts one; a file holds one or more
    {= str} {z char*} {i integer}     a value, escaped for where it stands; Chinese in an English page is
                                      marked as such, except where its element says lang or holds text only
    {t English} {t Said {0} :: str}   words of the catalogue (data/words/zh/ui.po)
    {if C} {elif C} {else} {end}      {each type *x : array, n} … {end}
    {do statement}                    a helper that writes to `b` and escapes itself
    {use name(arguments)}             another template
    {# said to the reader of the template}

Each becomes  void ui_<name>(struct buf *b, const struct ui *u, parameters).
A value at the start of a URL attribute must be a path of ours (checked at run time), later
in one it is percent-encoded. Values in unquoted attributes, in style and on… attributes,
and inside <script> or <style> are refused here, at build time.
"""
import pathlib
import re
import sys

TAG = re.compile(r"\{(#|=|z|i|t|if|elif|else|end|each|do|use|template)(?:\s+((?:[^{}]|\{\d\})*?))?\s*\}", re.S)
SLOT = re.compile(r"\{\d\}")
URLS = {"href", "src", "action", "formaction"}
TEXT_ONLY = {"option", "textarea", "title"}


def c_string(text):
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + out.replace("??", '?""?') + '"'


class Where:
    """Where in the HTML we stand, moved on by literal text."""

    def __init__(self, fail):
        self.state, self.attribute, self.value, self.name, self.quote, self.fail = "text", "", "", "", "", fail
        self.plain = False  # the element we stand in takes no mark of language

    def feed(self, text):
        for c in text:
            self.step(c)

    def step(self, c):
        if self.state == "text":
            if c == "<":
                self.state, self.name, self.plain = "name", "", False
        elif self.state == "name":
            if c.isspace():
                self.state, self.attribute = "tag", ""
            elif c == ">":
                self.close()
            else:
                self.name += c
        elif self.state == "tag":
            if c == ">":
                self.close()
            elif c == "=":
                self.state, self.value = "before", ""
                self.plain |= self.attribute == "lang"
            elif c.isspace():
                self.attribute = ""
            else:
                self.attribute += c.lower()
        elif self.state == "before":
            if c in "\"'":
                self.state, self.quote = "value", c
            else:
                self.state, self.value = "bare", c
        elif self.state == "value":
            if c == self.quote:
                self.state, self.attribute = "tag", ""
            else:
                self.value += c
        elif self.state == "bare":
            if c == ">":
                self.close()
            elif c.isspace():
                self.state, self.attribute = "tag", ""

    def close(self):
        self.plain |= self.name.lower() in TEXT_ONLY
        if self.name.lower() in ("script", "style") and self.attribute != "/":
            self.state = "raw" if self.name.lower() == "style" else "text"
        else:
            self.state = "text"
        self.attribute = ""

    def marks(self):
        return self.state == "text" and not self.plain

    def value_kind(self):
        """'text' or 'href' (starts a URL) or 'part' (later in one)."""
        if self.state == "text":
            return "text"
        if self.state != "value":
            self.fail("a value may stand in text or in a quoted attribute only")
        if self.attribute == "style" or self.attribute.startswith("on"):
            self.fail(f"no value may stand in {self.attribute}")
        if self.attribute in URLS:
            return "part" if self.value else "href"
        return "text"


class Compiler:
    def __init__(self):
        self.words, self.out, self.protos = {}, [], []

    def word(self, key):
        return self.words.setdefault(key, len(self.words))

    def literal(self, text):
        if text:
            self.out.append(f"\thtml_add(b, S({c_string(text)}));")

    def file(self, path):
        source = path.read_text("utf-8")
        # indentation and the ends of lines that hold only a mark are the author's, not the page's
        source = re.sub(r"(?m)^[ \t]+", "", source)
        source = re.sub(r"(?m)^(\{(?:#|if|elif|else|end|each|do|use|template)(?:[^{}\n]|\{\d\})*\})+\n",
                        lambda m: m.group(0)[:-1] + "\x01", source)
        line, at, depth, where, inside = 1, 0, 0, None, False

        def fail(message):
            raise SystemExit(f"{path}:{line}: {message}")

        for m in TAG.finditer(source):
            before = source[at:m.start()]
            line += before.count("\n") + before.count("\x01")
            text = before.replace("\x01", "")
            if inside:
                where.feed(text)
                self.literal(text)
            elif re.sub(r"<!--.*?-->", "", text, flags=re.S).strip():
                fail("text before {template}")
            what, rest = m.group(1), (m.group(2) or "").replace("\x01", "").strip()
            at, stray = m.end(), line
            line += m.group(0).count("\n") + m.group(0).count("\x01")
            if what == "#":
                continue
            if what == "template":
                if depth:
                    fail("{end} is missing before this template")
                if inside:
                    self.out.append("}\n")
                name, _, params = rest.partition("::")
                proto = f"void ui_{name.strip()}(struct buf *b, const struct ui *u{', ' + params.strip() if params.strip() else ''})"
                self.protos.append(proto)
                self.out += [f"{proto}\n{{", "\tunused_arg(u);"]
                inside, where = True, Where(fail)
                continue
            if not inside:
                fail("{template} comes first")
            if what in ("=", "z", "i", "do", "if", "elif", "each", "use"):
                self.out.append(f'#line {stray} "{path.as_posix()}"')
            if what in ("=", "z"):
                value = rest if what == "=" else f"str_of({rest})"
                kind = where.value_kind()
                self.out.append(f"\thtml_value(b, u->lang, {value});" if where.marks() else f"\thtml_{kind}(b, {value});")
                where.value += "x"
            elif what == "i":
                where.value_kind()
                self.out.append(f"\thtml_int(b, {rest});")
                where.value += "0"
            elif what == "t":
                if where.value_kind() != "text":
                    fail("words may not stand in an address")
                key, _, args = rest.partition(" :: ")
                slots = len(set(SLOT.findall(key)))
                if bool(args) != bool(slots):
                    fail(f"{slots} places and {'' if args else 'no '}arguments")
                if args:
                    self.out.append(f'#line {stray} "{path.as_posix()}"')
                    lang = "u->lang" if where.marks() else "LANG_ZH"
                    self.out.append(f"\tui_say(b, {lang}, said[u->lang][{self.word(key)}], (const str[]){{{args}}}, "
                                    f"sizeof((const str[]){{{args}}}) / sizeof(str));")
                else:
                    self.out.append(f"\thtml_add(b, said[u->lang][{self.word(key)}]);")
            elif what == "if":
                self.out.append(f"\tif ({rest}) {{")
                depth += 1
            elif what == "elif":
                self.out.append(f"\t}} else if ({rest}) {{")
            elif what == "else":
                self.out.append("\t} else {")
            elif what == "each":
                row, _, source_of = rest.partition(":")
                array, _, count = source_of.rpartition(",")
                name = row.split("*")[-1].strip()
                self.out.append(f"\tfor (size_t {name}_i = 0; {name}_i < (size_t)({count.strip()}); {name}_i++) {{ "
                                f"{row.strip()} = &({array.strip()})[{name}_i];")
                depth += 1
            elif what == "end":
                if not depth:
                    fail("{end} without a beginning")
                depth -= 1
                self.out.append("\t}")
            elif what == "do":
                self.out.append(f"\t{rest};")
            elif what == "use":
                name, _, args = rest.partition("(")
                args = args.rstrip().removesuffix(")")
                self.out.append(f"\tui_{name.strip()}(b, u{', ' + args if args.strip() else ''});")
        if depth:
            fail("{end} is missing")
        text = source[at:].replace("\x01", "").rstrip("\n")
        if re.search(r"\{(if|each|t|=|use|do|end)\b", text):
            fail("a mark that cannot be read")
        self.literal(text)
        if inside:
            self.out.append("}\n")

    def write(self, c_path, h_path):
        keys = "".join(f"\t{c_string(k)},\n" for k in self.words)
        head = "/* SPDX-License-Identifier: Apache-2.0 */\n/* made by tools/template.py */\n"
        pathlib.Path(h_path).write_text(
            head + '#ifndef LUOSHI_UI_H\n#define LUOSHI_UI_H\n#include "web/view_in.h"\n'
            + "".join(p + ";\n" for p in sorted(self.protos)) + "#endif\n", "utf-8")
        pathlib.Path(c_path).write_text(
            head + f'#include "{pathlib.Path(h_path).name}"\n#include "web/html_in.h"\n'
            + f"#define N_SAID {len(self.words)}\nstatic const char *const keys[N_SAID + 1] = {{\n{keys}\tNULL}};\n"
            + "static str said[2][N_SAID + 1];\nvoid ui_words_init(void)\n{\n\thtml_words(keys, N_SAID, said[0], said[1]);\n\tput_words_init();\n}\n\n"
            + "\n".join(self.out) + "\n", "utf-8")


def main(c_path, h_path, *sources):
    compiler = Compiler()
    for path in sorted(sources):
        compiler.file(pathlib.Path(path))
    compiler.write(c_path, h_path)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
