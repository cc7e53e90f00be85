/* SPDX-License-Identifier: Apache-2.0 */
/* What a workbook of the old kind holds, for another program to compare, and the same marked.
 *
 *     biff_tool read FILE                          one JSON value a line
 *     biff_tool mark FILE OUT HEADER_ROW PLACE…    PLACE: sheet,row,column or sheet,row,row; status 3: not editable
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file/biff_in.h"

static str read_file(struct arena *a, const char *path)
{
	struct buf b;
	char piece[65536];
	size_t n;
	FILE *in = fopen(path, "rb");
	buf_init(&b, a);
	while (in && (n = fread(piece, 1, sizeof piece, in)))
		buf_add(&b, (str){piece, n});
	if (in)
		fclose(in);
	return buf_str(&b);
}

static int said(err e)
{
	fprintf(stderr, "%d: %s\n", e, fail_key());
	return 2;
}

static void put_text(str s)
{
	putchar('"');
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '"' || s.p[i] == '\\')
			printf("\\%c", s.p[i]);
		else if ((unsigned char)s.p[i] < 0x20)
			printf("\\u%04x", s.p[i]);
		else
			putchar(s.p[i]);
	putchar('"');
}

static void put_numbers(const char *what, const uint32_t *v, size_t n)
{
	printf("[\"%s\"", what);
	for (size_t i = 0; i < n; i++)
		printf(", %u", v[i]);
	printf("]\n");
}

static void put_sheet(const struct sheet *s)
{
	static const char *const kinds[CELL_KINDS] = {"text", "number", "date", "bool", "error"};
	printf("[\"sheet\", ");
	put_text(s->name);
	printf(", %s, %u, %u]\n", s->hidden ? "true" : "false", s->n_rows, s->n_columns);
	for (size_t i = 0; i < s->n_cells; i++) {
		const struct cell *c = &s->cells[i];
		printf("[\"cell\", %u, %u, \"%s\", %s, ", c->row, c->column, kinds[c->kind], c->formula ? "true" : "false");
		put_text(c->text);
		printf(", ");
		put_text(c->format);
		printf("]\n");
	}
	for (size_t i = 0; i < s->n_merges; i++)
		printf("[\"merge\", %u, %u, %u, %u]\n", s->merges[i].row, s->merges[i].column, s->merges[i].rows,
		       s->merges[i].columns);
	put_numbers("hidden rows", s->hidden_rows, s->n_hidden_rows);
	put_numbers("hidden columns", s->hidden_columns, s->n_hidden_columns);
}

static int read_book(struct arena *a, const char *path)
{
	struct workbook w;
	err e = biff_read(a, read_file(a, path), S("x"), &w);
	if (e != OK)
		return said(e);
	for (size_t i = 0; i < w.n_sheets; i++)
		put_sheet(&w.sheets[i]);
	return 0;
}

static int mark_book(struct arena *a, char **argv, int argc)
{
	struct cell_mark *marks = arena_new_n(a, (size_t)argc, struct cell_mark);
	uint32_t header[64];
	struct marking m = {.marks = marks, .heading = S("错误说明"), .header_row = header, .n_sheets = 64};
	str out;
	for (int i = 3; i < argc; i++) {
		char *p;
		struct cell_mark *x = &marks[m.n_marks++];
		x->sheet = (uint32_t)strtoul(argv[i], &p, 10);
		x->row = (uint32_t)strtoul(p + 1, &p, 10);
		x->column = p[1] == 'r' ? CELL_MARK_ROW : (uint32_t)strtoul(p + 1, &p, 10);
		struct buf b;
		buf_init(&b, a);
		buf_fmt(&b, "第%u行：请填写“完成时限”𠮷", x->row + 1);
		x->sentence = buf_str(&b);
	}
	for (size_t i = 0; i < m.n_sheets; i++)
		header[i] = (uint32_t)strtoul(argv[2], NULL, 10);
	err e = biff_mark(a, read_file(a, argv[0]), S("x"), &m, &out);
	if (e != OK)
		return said(e);
	if (!out.p)
		return 3;
	FILE *f = fopen(argv[1], "wb");
	bool written = f && fwrite(out.p, 1, out.n, f) == out.n;
	return (f && fclose(f) == 0 && written) ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct arena a;
	int status = 1;
	arena_init(&a);
	if (argc == 3 && !strcmp(argv[1], "read"))
		status = read_book(&a, argv[2]);
	else if (argc >= 5 && !strcmp(argv[1], "mark"))
		status = mark_book(&a, argv + 2, argc - 2);
	arena_done(&a);
	return status;
}
