/* SPDX-License-Identifier: Apache-2.0 */
/* The formats of an .xlsx: a cell names one of cellXfs, that one a number, the number a text. */
#include "file/xlsx_in.h"

#define FORMATS_MOST 65536 /* Excel writes at most 64 000 */

struct number_format {
	uint32_t id;
	str text;
};
struct reading {
	struct book *book;
	LIST(struct number_format) formats;
	LIST(uint32_t) ids; /* of cellXfs */
	unsigned in_xfs, skip;
};

static void on_open(void *arg, const struct xml_tag *t)
{
	struct reading *r = arg;
	struct arena *a = r->book->arena;
	if (r->skip)
		return;
	if (str_eq(t->name, S("Fallback")) || str_eq(t->name, S("dxfs")))
		r->skip = t->depth;
	else if (str_eq(t->name, S("numFmt")) && r->formats.n < FORMATS_MOST)
		*list_push(a, &r->formats) = (struct number_format){xlsx_number(xml_attr(t, "numFmtId"), UINT16_MAX, 0),
								    book_clean(r->book, xml_attr(t, "formatCode"))};
	else if (str_eq(t->name, S("cellXfs")))
		r->in_xfs = t->depth;
	else if (r->in_xfs && t->depth == r->in_xfs + 1 && str_eq(t->name, S("xf")) && r->ids.n < FORMATS_MOST)
		*list_push(a, &r->ids) = xlsx_number(xml_attr(t, "numFmtId"), UINT16_MAX, 0);
}

static void on_close(void *arg, const struct xml_tag *t)
{
	struct reading *r = arg;
	if (r->skip == t->depth)
		r->skip = 0;
	if (r->in_xfs == t->depth)
		r->in_xfs = 0;
}

static str format_text(const struct reading *r, uint32_t id)
{
	for (size_t i = 0; i < r->formats.n; i++)
		if (r->formats.v[i].id == id)
			return r->formats.v[i].text;
	return sheet_format_built_in(id);
}

static bool is_general(str s)
{
	return str_eq(s, S("General")) || str_eq(s, S("GENERAL")) || str_eq(s, S("general")) || str_eq(s, S("G/通用格式"));
}

/* Many styles have few formats, and looking one up walks the list. */
static void resolve(const struct reading *r, struct xlsx_styles *ret)
{
	ret->v = arena_new_n(r->book->arena, r->ids.n, struct xlsx_format);
	ret->n = r->ids.n;
	int32_t *known = arena_new_n(r->book->arena, UINT16_MAX + 1, int32_t); /* 1 + the first style of that number */
	for (size_t i = 0; i < r->ids.n; i++) {
		uint32_t id = r->ids.v[i];
		if (known[id]) {
			ret->v[i] = ret->v[known[id] - 1];
			continue;
		}
		str text = format_text(r, id);
		ret->v[i] = (struct xlsx_format){is_general(text) ? S("") : text, sheet_format_shows(text)};
		known[id] = (int32_t)i + 1;
	}
}

err xlsx_styles_read(struct book *b, struct zip_in *z, str part, struct xlsx_styles *ret)
{
	static const struct xml_events events = {on_open, on_close, NULL};
	struct reading r = {.book = b};
	*ret = (struct xlsx_styles){0};
	if (!part.n)
		return OK;
	TRY(xml_read_part(z, part, &events, &r, NULL));
	resolve(&r, ret);
	return OK;
}
