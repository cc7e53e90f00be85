/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a table: read, scored, ranked, frozen and computed again; or refused with a sentence. */
#include "score/score.h"

static const struct method *method;
static struct arena home;

static void load(void)
{
	static const char source[] =
		"method { 'm', version = '1', classes = { class { 'x' }, class { 'y' } }, items = {"
		" item { 'a', weight = { x = 60, y = 100 }, missing = 'mean', score = score { 'ratio', base = base { 'mean' }, cap = 1.5 } },"
		" item { 'b', weight = { x = 40 }, missing = 'renormalise', input = input { 'ratio', of = { 'b', 'a' } }, score = score { 'minmax', low = 20 } } },"
		" ties = { 'b' }, bonuses = { bonus { 'c', each = 1, most = 3 } }, bands = { band { 'g', to = 20 }, band { 'h' } } }";
	ours(method_load(&home, S("m.lua"), str_of(source), &method) == OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct score_table t;
	struct score_result r, again;
	struct score_options o = {.variants = 6, .seed = n};
	struct digest d;
	str bytes;
	bool same;
	if (!method)
		load();
	arena_init(&a);
	if (n <= 8192 && score_table_read(&a, (str){(const char *)p, n}, &t) == OK && score_run(&a, method, &t, &o, &r) == OK &&
	    score_freeze(&a, &r, &bytes, &d) == OK)
		ours(score_again(&a, bytes, &same, &again) == OK && same);
	arena_done(&a);
	return 0;
}
