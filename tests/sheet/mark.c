/* SPDX-License-Identifier: Apache-2.0 */
/* sheet_mark FILE OUT HEADER [SHEET,ROW,COLUMN,SENTENCE]…: the file with its mistakes marked.
 * HEADER is the row of the heading on every sheet, - for none; COLUMN - is the row as a whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "file/sheet.h"

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

static uint32_t number(const char *z)
{
	return *z == '-' ? UINT32_MAX : (uint32_t)strtoul(z, NULL, 10);
}

static struct cell_mark mark_of(char *z)
{
	char *row = strchr(z, ',') + 1, *column = strchr(row, ',') + 1, *sentence = strchr(column, ',') + 1;
	return (struct cell_mark){number(z), number(row), number(column), str_of(sentence)};
}

int main(int argc, char **argv)
{
	struct arena a;
	static uint32_t header[LIMIT_SHEETS];
	enum file_sort sort;
	str out;
	if (argc < 4)
		return 2;
	arena_init(&a);
	struct cell_mark *marks = arena_new_n(&a, (size_t)argc, struct cell_mark);
	for (int i = 4; i < argc; i++)
		marks[i - 4] = mark_of(argv[i]);
	for (size_t i = 0; i < LIMIT_SHEETS; i++)
		header[i] = number(argv[3]);
	struct marking m = {marks, (size_t)argc - 4, S("错误说明"), header, LIMIT_SHEETS};
	if (workbook_mark(&a, whole(&a, argv[1]), str_of(argv[1]), &m, &out, &sort) != OK) {
		puts(fail_key());
		return 1;
	}
	FILE *f = fopen(argv[2], "wb");
	bool fine = f && fwrite(out.p, 1, out.n, f) == out.n && fclose(f) == 0;
	puts(file_sort_name(sort));
	arena_done(&a);
	return fine ? 0 : 1;
}
