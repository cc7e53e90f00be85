/* SPDX-License-Identifier: Apache-2.0 */
/* A workbook of [MS-XLS]: the box, what stands before the sheets, and the sheets in turn. */
#include "file/biff_record_in.h"

#define BOF_BIFF5 0x0500
#define BOF_BIFF8 0x0600
#define BOF_GLOBALS 5
#define GBK 936 /* where nothing is said: the offices' machines */

err biff_damaged(const struct biff_book *b)
{
	return fail(ERR_INPUT, "{0} is damaged inside or was cut off; open it in Excel or WPS and save it again, or ask for it once more",
		    b->name);
}

err biff_locked(const struct biff_book *b)
{
	return fail(ERR_INPUT, "{0} is locked with a password; open it, take the password off, save it and send it again",
		    b->name);
}

/* ---- records before the sheets (2.1.7.20.3) ---- */
static err on_codepage(struct biff_book *b, const struct biff_record *r)
{
	b->codepage = ole_u16(r->data, 0);
	return OK;
}

static err on_datemode(struct biff_book *b, const struct biff_record *r)
{
	b->date1904 = ole_u16(r->data, 0) == 1;
	return OK;
}

static err on_filepass(struct biff_book *b, const struct biff_record *r)
{
	unused_arg(r);
	return biff_locked(b);
}

static err on_format(struct biff_book *b, const struct biff_record *r)
{
	struct biff_flow f = biff_flow_of(b->stream, r, 2);
	str format = biff_string(b, &f, b->old ? 1 : 2);
	if (f.cut)
		return biff_damaged(b);
	/* LibreOffice writes it like any other format */
	b->formats[ole_u16(r->data, 0)].format = str_eq(format, S("General")) ? S("") : format;
	return OK;
}

static err on_xf(struct biff_book *b, const struct biff_record *r)
{
	if (b->xfs.n < BIFF_IDS)
		*list_push(b->arena, &b->xfs) = (uint16_t)ole_u16(r->data, 2);
	return OK;
}

static err on_boundsheet(struct biff_book *b, const struct biff_record *r)
{
	struct biff_flow f = biff_flow_of(b->stream, r, 6);
	struct biff_sheet s = {
		.at = ole_u32(r->data, 0),
		.hidden = ole_u16(r->data, 4) & 3, /* hidden, very hidden */
		.type = (uint8_t)r->data.p[5],
		.name = biff_string(b, &f, 1),
	};
	if (f.cut)
		return biff_damaged(b);
	if (b->sheets.n >= LIMIT_SHEETS)
		return fail(ERR_LIMIT, "{0} has more sheets than are read at once; split it", b->name);
	*list_push(b->arena, &b->sheets) = s;
	return OK;
}

static const struct global {
	unsigned id;
	size_t least; /* bytes of data */
	err (*take)(struct biff_book *, const struct biff_record *);
} globals[] = {
	{BIFF_XF, 4, on_xf},                 {BIFF_FORMAT, 3, on_format},   {BIFF_BOUNDSHEET, 7, on_boundsheet},
	{BIFF_SST, 8, biff_strings_read},    {BIFF_CODEPAGE, 2, on_codepage}, {BIFF_DATEMODE, 2, on_datemode},
	{BIFF_FILEPASS, 0, on_filepass},
};

static err take_global(struct biff_book *b, const struct biff_record *r)
{
	for (size_t i = 0; i < COUNT_OF(globals); i++)
		if (globals[i].id == r->id)
			return r->data.n < globals[i].least ? biff_damaged(b) : globals[i].take(b, r);
	return OK;
}

static err read_globals(struct biff_book *b)
{
	struct biff_record r;
	size_t at = 0;
	if (!biff_next(b->stream, &at, &r) || r.data.n < 4)
		return biff_damaged(b);
	unsigned version = ole_u16(r.data, 0);
	if (r.id != BIFF_BOF || (version != BOF_BIFF8 && version != BOF_BIFF5) || ole_u16(r.data, 2) != BOF_GLOBALS)
		return fail(ERR_INPUT, "{0} is a workbook of a very old kind; open it in Excel or WPS and save it as .xlsx", b->name);
	b->old = version == BOF_BIFF5;
	for (;;) {
		if (!biff_next(b->stream, &at, &r) || r.id == BIFF_BOF)
			return biff_damaged(b);
		if (r.id == BIFF_EOF)
			return OK;
		TRY(take_global(b, &r));
	}
}

/* Box, stream, and everything before the first sheet. */
static err open_book(struct arena *a, str bytes, str name, struct biff_book *ret)
{
	static const char *const streams[] = {"Workbook", "Book"}; /* a file for both versions holds both */
	struct biff_book b = {.arena = a, .name = name, .codepage = GBK};
	struct ole box;
	if (!ole_open(bytes, &box) || !ole_tree_read(a, &box, &b.tree))
		return biff_damaged(&b);
	for (size_t i = 0; i < COUNT_OF(streams) && !b.entry; i++)
		b.entry = ole_tree_find(&b.tree, streams[i]);
	if (!b.entry && ole_tree_find(&b.tree, "EncryptedPackage"))
		return biff_locked(&b);
	if (!b.entry)
		return fail(ERR_INPUT, "{0} holds no workbook; choose another file", name);
	if (!ole_stream(a, &b.tree, b.entry, &b.stream))
		return biff_damaged(&b);
	b.formats = arena_new_n(a, BIFF_IDS, struct biff_style);
	for (unsigned i = 0; i < 64; i++) /* built-in ids; a FORMAT record may say another one */
		b.formats[i].format = sheet_format_built_in(i);
	buf_init(&b.scratch, a);
	TRY(read_globals(&b));
	*ret = b;
	return OK;
}

err biff_read_book(struct arena *a, str bytes, str name, struct biff_book *ret_book, struct workbook *ret)
{
	struct biff_book b;
	TRY(open_book(a, bytes, name, &b));
	b.out = book_begin(a, name);
	for (size_t i = 0; i < b.sheets.n; i++)
		if (b.sheets.v[i].type == 0)
			TRY(biff_sheet_read(&b, &b.sheets.v[i]));
	TRY(book_end(b.out, FILE_XLS, ret));
	*ret_book = b;
	return OK;
}

err biff_read(struct arena *a, str bytes, str name, struct workbook *ret)
{
	struct biff_book b;
	return biff_read_book(a, bytes, name, &b, ret);
}
