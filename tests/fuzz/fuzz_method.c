/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a file of methods: what is read, and written out, is read as the same; a table of what it asks for is scored. */
#include "score/score.h"

static void table_make(struct arena *a, const struct method *m, struct score_table *ret)
{
	static const str subjects[] = {{"s", 1}, {"t", 1}, {"u", 1}};
	str *asked, *classes = arena_new_n(a, 3, str);
	size_t n;
	method_asks(a, m, &asked, &n);
	double *v = arena_new_n(a, 3 * n, double);
	uint8_t *s = arena_new_n(a, 3 * n, uint8_t);
	for (size_t i = 0; i < 3 * n; i++) {
		v[i] = (double)(i * 7 % 11) - 2;
		s[i] = i % 5 == 4 ? SCORE_MISSING : SCORE_NUMBER;
	}
	for (size_t i = 0; i < 3 && m->n_classes; i++)
		classes[i] = m->classes[i % m->n_classes].name;
	*ret = (struct score_table){.inputs = asked, .n_inputs = n, .subjects = subjects, .classes = m->n_classes ? classes : NULL, .n = 3, .values = v, .states = s};
}

static void use(struct arena *a, const struct method *m)
{
	struct buf one, two;
	const struct method *again;
	struct score_table t;
	struct score_result r;
	struct score_options o = {.variants = 12, .seed = 1};
	double v, total;
	buf_init(&one, a);
	buf_init(&two, a);
	method_text(&one, m);
	ours(method_load(a, S("again.lua"), buf_str(&one), &again) == OK);
	method_text(&two, again);
	ours(str_eq(buf_str(&one), buf_str(&two)));
	table_make(a, m, &t);
	if (score_run(a, m, &t, &o, &r) == OK)
		(void)!score_needed(a, &r, 2, 0, &v, &total);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	const struct method *m;
	arena_init(&a);
	if (n <= 16384 && method_load(&a, S("m.lua"), (str){(const char *)p, n}, &m) == OK)
		use(&a, m);
	arena_done(&a);
	return 0;
}
