/* SPDX-License-Identifier: Apache-2.0 */
/* Real damaged pages with the text that a person restored, where LUOSHI_SHARED names a
 * folder that has them (they are third-party text and not in this repository). */
#include "check.h"
#include "repair_check.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

static str read_whole(struct arena *a, const char *path)
{
	struct buf b;
	char piece[4096];
	size_t n;
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	buf_init(&b, a);
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(&b, (str){piece, n});
	fclose(f);
	return buf_str(&b);
}

static void every_labelled_page(void **state)
{
	unused_arg(state);
	const char *shared = getenv("LUOSHI_SHARED");
	if (!shared || !*shared) {
		print_message("LUOSHI_SHARED is not set: no labelled pages to compare with\n");
		skip();
	}
	struct arena a;
	glob_t found;
	arena_init(&a);
	struct buf path;
	buf_init(&path, &a);
	buf_fmt(&path, "%s/seeds/*.txt", shared);
	assert_int_equal(glob(buf_str(&path).p, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		const char *name = strrchr(found.gl_pathv[i], '/') + 1;
		buf_clear(&path);
		buf_fmt(&path, "%s/data/labels/clean/%.3s.txt", shared, name);
		struct repaired r = repair_bytes(&a, read_whole(&a, found.gl_pathv[i]));
		str want = read_whole(&a, buf_str(&path).p);
		if (!str_eq(r.text, want))
			test_fails("%s is not restored to the character", name);
	}
	globfree(&found);
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_labelled_page)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
