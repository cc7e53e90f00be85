/* SPDX-License-Identifier: Apache-2.0 */
/* An .xlsx: which sheets it has, and in what order. Their cells: xlsx_cells.c. */
#include "base/words.h"
#include "file/xlsx_in.h"

bool xlsx_of_sheet(const struct xml_tag *t)
{
	return str_eq(t->ns, S("http://schemas.openxmlformats.org/spreadsheetml/2006/main")) ||
	       str_eq(t->ns, S("http://purl.oclc.org/ooxml/spreadsheetml/main"));
}

bool xlsx_on(str v)
{
	return str_eq(v, S("1")) || str_eq(v, S("true")) || str_eq(v, S("on"));
}

uint32_t xlsx_number(str s, uint32_t most, uint32_t otherwise)
{
	uint64_t n = 0;
	if (!s.n || s.n > 10)
		return otherwise;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return otherwise;
		n = n * 10 + (uint64_t)(s.p[i] - '0');
	}
	return n <= most ? (uint32_t)n : otherwise;
}

/* ---- workbook.xml ---- */
struct tab {
	str name, id;
	bool hidden;
};
struct reading {
	struct arena *arena;
	LIST(struct tab) tabs;
	bool date1904;
	unsigned skip;
};

static void on_open(void *arg, const struct xml_tag *t)
{
	struct reading *r = arg;
	if (r->skip || !t->name.n)
		return;
	if (str_eq(t->name, S("Fallback"))) {
		r->skip = t->depth;
	} else if (xlsx_of_sheet(t) && str_eq(t->name, S("workbookPr"))) {
		r->date1904 = xlsx_on(xml_attr(t, "date1904"));
	} else if (xlsx_of_sheet(t) && str_eq(t->name, S("sheet")) && r->tabs.n < LIMIT_ARCHIVE_ENTRIES) {
		str state = xml_attr(t, "state");
		*list_push(r->arena, &r->tabs) = (struct tab){str_dup(r->arena, xml_attr(t, "name")), str_dup(r->arena, xml_attr(t, "id")),
							      str_eq(state, S("hidden")) || str_eq(state, S("veryHidden"))};
	}
}

static void on_close(void *arg, const struct xml_tag *t)
{
	struct reading *r = arg;
	if (r->skip == t->depth)
		r->skip = 0;
}

static const struct relation *by_id(const struct relations *r, str id)
{
	for (size_t i = 0; i < r->v.n; i++)
		if (str_eq(r->v.v[i].id, id))
			return &r->v.v[i];
	return NULL;
}

/* Sheets of charts, of dialogues and of macros have no cells that a ledger could stand in. */
static err list_sheets(const struct reading *r, struct zip_in *z, const struct relations *rel, struct xlsx_book *ret)
{
	ret->sheets = arena_new_n(r->arena, r->tabs.n, struct xlsx_sheet);
	for (size_t i = 0; i < r->tabs.n; i++) {
		const struct relation *x = by_id(rel, r->tabs.v[i].id);
		if (!x || !str_ends(x->type, S("/worksheet")))
			continue;
		str part = opc_part(r->arena, ret->part, x);
		if (!zip_in_has(z, part))
			return fail(ERR_INPUT, "{0} is damaged: its sheet {1} is missing; save it again in Excel or WPS", zip_in_name(z),
				    r->tabs.v[i].name);
		ret->sheets[ret->n_sheets++] = (struct xlsx_sheet){r->tabs.v[i].name, part, r->tabs.v[i].hidden};
	}
	return OK;
}

err xlsx_book_read(struct arena *a, struct zip_in *z, struct xlsx_book *ret)
{
	static const struct xml_events events = {on_open, on_close, NULL};
	struct relations rel;
	struct reading r = {.arena = a};
	struct xlsx_book b = {0};
	TRY(opc_relations_read(a, z, S(""), &rel));
	b.part = opc_related(a, z, &rel, S(""), S("/officeDocument"), S("xl/workbook.xml"));
	if (str_ends(b.part, S(".bin")) || zip_in_has(z, S("xl/workbook.bin")))
		return fail(ERR_INPUT, "{0} is a binary workbook (.xlsb); save it as .xlsx and send that", zip_in_name(z));
	if (!zip_in_has(z, b.part))
		return fail(ERR_INPUT, "{0} is damaged: the list of its sheets is missing; save it again in Excel or WPS", zip_in_name(z));
	TRY(opc_relations_read(a, z, b.part, &rel));
	b.styles = opc_related(a, z, &rel, b.part, S("/styles"), S(""));
	b.strings = opc_related(a, z, &rel, b.part, S("/sharedStrings"), S(""));
	TRY(xml_read_part(z, b.part, &events, &r, NULL));
	b.date1904 = r.date1904;
	TRY(list_sheets(&r, z, &rel, &b));
	*ret = b;
	return OK;
}

err xlsx_read(struct arena *a, str bytes, str name, struct workbook *ret)
{
	struct zip_in *z;
	struct xlsx_book x;
	struct xlsx_strings strings;
	struct xlsx_styles styles;
	struct book *b = book_begin(a, name);
	TRY(zip_in_open(a, bytes, name, &z));
	TRY(xlsx_book_read(a, z, &x));
	TRY(xlsx_styles_read(b, z, x.styles, &styles));
	TRY(xlsx_strings_read(b, z, x.strings, &strings));
	for (size_t i = 0; i < x.n_sheets; i++)
		TRY(xlsx_cells_read(b, z, &x, &x.sheets[i], &strings, &styles));
	return book_end(b, FILE_XLSX, ret);
}
