/* SPDX-License-Identifier: Apache-2.0 */
/* One table, whatever it becomes. */
#include "ledger/out_in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *name, *ending, *type;
} forms[OUT_FORMS] = {
	[OUT_XLSX] = {"xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	[OUT_CSV] = {"csv", "csv", "text/csv; charset=utf-8"},
	[OUT_JSON] = {"json", "jsonl", "application/x-ndjson; charset=utf-8"},
};

const char *out_form_name(enum out_form f)
{
	return forms[f].name;
}

const char *out_form_ending(enum out_form f)
{
	return forms[f].ending;
}

str out_form_type(enum out_form f)
{
	return str_of(forms[f].type);
}

bool out_form_named(str name, enum out_form *ret)
{
	for (int i = 0; i < OUT_FORMS; i++)
		if (str_eq(name, str_of(forms[i].name))) {
			*ret = (enum out_form)i;
			return true;
		}
	return false;
}

err out_file(int *ret)
{
	const char *folder = getenv("TMPDIR");
	int fd = open(folder && *folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	char name[] = "/tmp/luoshi-out-XXXXXX"; /* where the file system has no files without names */
	if (fd < 0) {
		fd = mkostemp(name, O_CLOEXEC);
		if (fd >= 0)
			unlink(name);
	}
	if (fd < 0)
		return fail(ERR_IO, "no temporary file can be made: {0}", str_of(strerror(errno)));
	*ret = fd;
	return OK;
}

err out_bytes(struct arena *a, int fd, str *ret)
{
	struct buf b;
	char piece[65536];
	ssize_t n;
	buf_init(&b, a);
	if (lseek(fd, 0, SEEK_SET) != 0)
		return fail(ERR_IO, "the output cannot be written: {0}", S("lseek"));
	while ((n = read(fd, piece, sizeof piece)) > 0)
		buf_add(&b, (str){piece, (size_t)n});
	*ret = buf_str(&b);
	return n < 0 ? fail(ERR_IO, "the output cannot be written: {0}", S("read")) : OK;
}

/* ---- .csv and JSON Lines --------------------------------------------------------------- */
static err flush(struct out *o, size_t least)
{
	if (o->b.n < least)
		return OK;
	err e = out_write(o->fd, buf_str(&o->b));
	buf_clear(&o->b);
	return e;
}

static err csv_begin(struct out *o)
{
	buf_z(&o->b, "\xef\xbb\xbf"); /* by which a spreadsheet knows that it is UTF-8 */
	for (size_t i = 0; i < o->table->n; i++) {
		if (i)
			buf_byte(&o->b, ',');
		csv_put(&o->b, o->table->columns[i].sort == OUT_ID ? S(OUT_ID_HEADING) : o->table->columns[i].heading);
	}
	buf_z(&o->b, "\r\n");
	return OK;
}

static err csv_row(struct out *o, const struct out_cell *c)
{
	for (size_t i = 0; i < o->table->n; i++) {
		if (i)
			buf_byte(&o->b, ',');
		if (o->table->columns[i].sort != OUT_DATE)
			csv_put(&o->b, c[i].text);
		else if (c[i].day != DAY_NONE)
			day_put(&o->b, c[i].day);
	}
	buf_z(&o->b, "\r\n");
	o->rows++;
	return flush(o, OUT_FLUSH);
}

static err json_begin_(struct out *o)
{
	unused_arg(o);
	return OK;
}

struct json *out_object(struct out *o)
{
	json_begin(&o->json, &o->b);
	json_open(&o->json, '{');
	return &o->json;
}

err out_object_end(struct out *o)
{
	json_close(&o->json);
	buf_byte(&o->b, '\n');
	o->rows++;
	return flush(o, OUT_FLUSH);
}

static err json_row(struct out *o, const struct out_cell *c)
{
	struct json *j = out_object(o);
	for (size_t i = 0; i < o->table->n; i++) {
		const struct out_column *column = &o->table->columns[i];
		if (column->sort == OUT_DATE) {
			out_member_day(j, column->key, c[i].day);
			continue;
		}
		json_key(j, column->key);
		if (column->sort == OUT_NUMBER && !c[i].text.n)
			json_null(j);
		else if (column->sort == OUT_NUMBER)
			json_number(j, c[i].text);
		else
			json_str(j, c[i].text.p ? c[i].text : S(""));
	}
	return out_object_end(o);
}

static err csv_end(struct out *o)
{
	struct buf b;
	if (o->table->mark.n) {
		buf_init(&b, o->arena);
		buf_z(&b, OUT_MARK);
		buf_add(&b, o->table->mark);
		csv_put(&o->b, buf_str(&b));
		buf_z(&o->b, "\r\n");
	}
	return flush(o, 0);
}

static err json_end(struct out *o)
{
	if (o->table->mark.n) {
		json_begin(&o->json, &o->b);
		json_open(&o->json, '{');
		json_key(&o->json, "mark");
		json_str(&o->json, o->table->mark);
		json_close(&o->json);
		buf_byte(&o->b, '\n');
	}
	return flush(o, 0);
}

/* ---- whichever it is ----------------------------------------------------------------------- */
static const struct {
	err (*begin)(struct out *);
	err (*row)(struct out *, const struct out_cell *);
	err (*end)(struct out *);
} ways[OUT_FORMS] = {
	[OUT_XLSX] = {xlsx_begin, xlsx_row, xlsx_end},
	[OUT_CSV] = {csv_begin, csv_row, csv_end},
	[OUT_JSON] = {json_begin_, json_row, json_end},
};

err out_begin(struct arena *a, enum out_form form, const struct out_table *t, int fd, struct out **ret)
{
	struct out *o = arena_new(a, struct out);
	ours(t->n && (unsigned)form < OUT_FORMS);
	*o = (struct out){.arena = a, .form = form, .table = t, .fd = fd};
	buf_init(&o->b, NULL);
	err e = ways[form].begin(o);
	if (e != OK)
		out_drop(o);
	else
		*ret = o;
	return e;
}

err out_row(struct out *o, const struct out_cell *c)
{
	return ways[o->form].row(o, c);
}

err out_end(struct out *o)
{
	err e = ways[o->form].end(o);
	out_drop(o);
	return e;
}

void out_drop(struct out *o)
{
	zip_out_drop(&o->zip);
	buf_done(&o->b);
}

int64_t out_rows(const struct out *o)
{
	return o->rows;
}
