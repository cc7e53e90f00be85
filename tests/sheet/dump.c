/* SPDX-License-Identifier: Apache-2.0 */
/* sheet_dump FILE: what workbook_read makes of it, as JSON, for comparing with other programs. */
#include <stdio.h>
#include <sys/resource.h>

#include "base/json.h"
#include "file/sheet.h"

static const char *const kinds[CELL_KINDS] = {"text", "number", "date", "bool", "error"};

static void put_cell(struct json *j, const struct cell *c)
{
	json_open(j, '[');
	json_int(j, c->row), json_int(j, c->column);
	json_z(j, kinds[c->kind]);
	json_bool(j, c->formula);
	json_str(j, c->text), json_str(j, c->format);
	json_close(j);
}

static void put_merge(struct json *j, const struct merged *m)
{
	json_open(j, '[');
	json_int(j, m->row), json_int(j, m->column), json_int(j, m->rows), json_int(j, m->columns);
	json_close(j);
}

static void put_numbers(struct json *j, const char *key, const uint32_t *v, size_t n)
{
	json_key(j, key), json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		json_int(j, v[i]);
	json_close(j);
}

static void put_sheet(struct json *j, const struct sheet *s)
{
	json_open(j, '{');
	json_key(j, "name"), json_str(j, s->name.n ? s->name : S(""));
	json_key(j, "hidden"), json_bool(j, s->hidden);
	json_key(j, "rows"), json_int(j, s->n_rows);
	json_key(j, "columns"), json_int(j, s->n_columns);
	json_key(j, "cells"), json_open(j, '[');
	for (size_t i = 0; i < s->n_cells; i++)
		put_cell(j, &s->cells[i]);
	json_close(j);
	json_key(j, "merges"), json_open(j, '[');
	for (size_t i = 0; i < s->n_merges; i++)
		put_merge(j, &s->merges[i]);
	json_close(j);
	put_numbers(j, "hidden_rows", s->hidden_rows, s->n_hidden_rows);
	put_numbers(j, "hidden_columns", s->hidden_columns, s->n_hidden_columns);
	json_close(j);
}

static str whole(struct arena *a, const char *path)
{
	static char piece[64 << 10];
	struct buf b;
	FILE *in = fopen(path, "rb");
	buf_init(&b, a);
	for (size_t n; in && (n = fread(piece, 1, sizeof piece, in));)
		buf_add(&b, (str){piece, n});
	if (in)
		fclose(in);
	return buf_str(&b);
}

static void say_cost(size_t cells)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	long ms = (long)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000 + (long)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1000;
	printf("%zu cells, %ld ms, %ld MB\n", cells, ms, u.ru_maxrss / 1024);
}

/* sheet_dump --cost FILE says only what reading cost */
int main(int argc, char **argv)
{
	struct arena a;
	struct workbook w;
	struct json j;
	struct buf out;
	if (argc < 2)
		return 2;
	arena_init(&a);
	bool cost = argc > 2;
	size_t cells = 0;
	if (workbook_read(&a, whole(&a, argv[argc - 1]), S("x"), &w) != OK) {
		printf("{\"error\": \"%s\"}\n", fail_key());
		return 1;
	}
	for (size_t i = 0; i < w.n_sheets; i++)
		cells += w.sheets[i].n_cells;
	if (cost) {
		say_cost(cells);
		return 0;
	}
	buf_init(&out, NULL);
	json_begin(&j, &out);
	json_open(&j, '{');
	json_key(&j, "sort"), json_z(&j, file_sort_name(w.sort));
	json_key(&j, "sheets"), json_open(&j, '[');
	for (size_t i = 0; i < w.n_sheets; i++)
		put_sheet(&j, &w.sheets[i]);
	json_close(&j);
	json_close(&j);
	puts(out.p);
	buf_done(&out);
	arena_done(&a);
	return 0;
}
