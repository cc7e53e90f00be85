/* SPDX-License-Identifier: Apache-2.0 */
/* clean [DATE] FILE…: extraction alone, of UTF-8 text that needs no repair, as JSON
 * Lines; for score.py. */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "text/text.h"

static err put_file(const char *name, day_t date)
{
	struct arena a;
	arena_init(&a);
	FILE *f = fopen(name, "rb");
	if (!f)
		return fail(ERR_INPUT, "no file");
	char *p = arena_alloc(&a, LIMIT_TEXT);
	str text = {p, fread(p, 1, LIMIT_TEXT, f)};
	fclose(f);
	struct extracted e;
	text_extract(&a, text, date, NULL, &e);
	struct buf b;
	buf_init(&b, &a);
	struct json j;
	json_begin(&j, &b);
	extracted_put(&j, &a, str_of(name), S("utf-8"), text, &e);
	fwrite(b.p, 1, b.n, stdout);
	putchar('\n');
	arena_done(&a);
	return OK;
}

int main(int argc, char **argv)
{
	day_t date = DAY_NONE;
	int i = 1;
	if (argc > 1 && day_parse(str_of(argv[1]), &date))
		i++;
	for (; i < argc; i++)
		if (put_file(argv[i], date) != OK)
			return 1;
	return 0;
}
