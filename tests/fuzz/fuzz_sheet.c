/* SPDX-License-Identifier: Apache-2.0 */
/* Workbooks of every sort but BIFF. The checksums of a zip stop most changes, so parts are
 * tried bare as well: a first line "part NAME" puts what follows into a small workbook. What
 * can be read goes over the wire, is marked, and is read again. */
#include "base/limits.h"
#include "file/decoder_in.h"
#include "file/xlsx_mark_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define NS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""

static const struct zip_part usual[] = {
	{S("_rels/.rels"), S("<Relationships><Relationship Id=\"r1\" Type=\"" REL "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")},
	{S("xl/workbook.xml"), S("<workbook " NS " xmlns:r=\"" REL "\"><sheets><sheet name=\"a\" r:id=\"r1\"/></sheets></workbook>")},
	{S("xl/_rels/workbook.xml.rels"),
	 S("<Relationships><Relationship Id=\"r1\" Type=\"" REL "/worksheet\" Target=\"s.xml\"/><Relationship Id=\"r2\" Type=\"" REL
	   "/sharedStrings\" Target=\"t.xml\"/><Relationship Id=\"r3\" Type=\"" REL "/styles\" Target=\"y.xml\"/></Relationships>")},
	{S("xl/s.xml"), S("<worksheet " NS "><sheetData><row><c t=\"s\" s=\"1\"><v>0</v></c><c s=\"1\"><v>45473</v></c></row></sheetData></worksheet>")},
	{S("xl/t.xml"), S("<sst " NS "><si><t>a</t></si></sst>")},
	{S("xl/y.xml"), S("<styleSheet " NS "><fills count=\"1\"><fill><patternFill patternType=\"none\"/></fill></fills><cellXfs count=\"2\">"
			  "<xf numFmtId=\"0\"/><xf numFmtId=\"14\" fillId=\"0\"/></cellXfs></styleSheet>")},
};

/* "part xl/s.xml\n…", "part content.xml\n…" */
static str packed(struct arena *a, str s)
{
	struct zip_part parts[COUNT_OF(usual) + 1];
	size_t n = 0;
	str line, rest, out;
	if (!str_starts(s, S("part ")) || !str_split(s, '\n', &line, &rest))
		return s;
	str name = str_cut(line, 5, line.n);
	bool known = false;
	for (; n < COUNT_OF(usual); n++) {
		parts[n] = usual[n];
		if (str_eq(name, usual[n].name)) {
			parts[n].bytes = rest;
			known = true;
		}
	}
	if (str_eq(name, S("content.xml"))) {
		/* a zip of ours packs its mimetype, so its sort would not be known: read as the reader does */
		parts[0] = (struct zip_part){name, rest};
		n = 1;
	} else if (!known) {
		return s;
	}
	return zip_edit(a, S(""), S("x"), parts, n, LIMIT_FILE, &out) == OK ? out : s;
}

static bool collect(void *arg, str s)
{
	buf_add(arg, s);
	return true;
}

static void check(struct arena *a, const struct workbook *w)
{
	struct workbook again = {.sort = w->sort};
	struct buf b;
	buf_init(&b, a);
	ours(wire_book_write(a, w, collect, &b));
	ours(wire_book_read(a, buf_str(&b), &again) && again.n_sheets == w->n_sheets);
}

static void mark(struct arena *a, str s, const struct workbook *w)
{
	const struct cell_mark marks[] = {{0, 0, 0, S("x & y")}, {0, 2, 1, S("z")}, {0, 3, CELL_MARK_ROW, S("row")}};
	const uint32_t header[] = {1};
	const struct marking m = {marks, COUNT_OF(marks), S("h"), header, 1};
	enum file_sort sort;
	struct workbook again;
	str marked;
	/* a merge of everything, or the last column there may be, leaves no room */
	if (w->sheets[0].n_columns > 900 || workbook_mark(a, s, S("x"), &m, &marked, &sort) != OK)
		return;
	ours(workbook_read(a, marked, S("x"), &again) != ERR_INPUT);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct workbook w;
	arena_init(&a);
	str s = packed(&a, (str){(const char *)p, n});
	if (file_sniff(s) == FILE_XLS) {
		arena_done(&a);
		return 0;
	}
	bool ods = (str_starts((str){(const char *)p, n}, S("part content.xml\n")));
	err e = ods ? ods_read(&a, s, S("x"), &w) : workbook_read(&a, s, S("x"), &w);
	if (e == OK) {
		check(&a, &w);
		mark(&a, s, &w);
	}
	arena_done(&a);
	return 0;
}
