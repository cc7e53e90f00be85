/* SPDX-License-Identifier: Apache-2.0 */
#include "pack/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct pack *pack;
	struct pack_file files[] = {{S("pack.lua"), {(const char *)p, n}}, {S("tests.lua"), S("case { 'x', action = 'open', role = 'boss' }")}};
	arena_init(&a);
	if (pack_load(&a, S("small"), files, COUNT_OF(files), &pack) == OK) {
		struct guard_input in = {0};
		struct buf lines;
		struct case_report r = {.lines = &lines};
		buf_init(&lines, &a);
		for (size_t i = 0; i < pack->n_guards; i++)
			(void)!guard_run(pack, (int)i, &in, LANG_EN);
		(void)!pack_test(&a, pack, files, COUNT_OF(files), LANG_EN, &r);
	}
	struct buf said;
	buf_init(&said, &a);
	fail_text(&said, LANG_ZH);
	arena_done(&a);
	return 0;
}
