/* SPDX-License-Identifier: Apache-2.0 */
/* A message up to its features and back, and the table of rules. */
#include "text/similar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct similar_rules *rules;
	static struct arena kept;
	struct similar_message m;
	struct similar_side side;
	struct similar_why why;
	struct arena a;
	str s = {(const char *)data, size};
	arena_init(&a);
	if (!rules && similar_rules_built_in(&kept, &rules) != OK)
		return 0;
	(void)!similar_unpack(s, &side);
	s.n = utf8_valid(s);
	similar_read(&a, rules, &(struct similar_key){{1, 2}}, &(struct similar_text){.words = s, .place = str_cut(s, 0, utf8_offset(s, 9))},
		     &(struct similar_facts){.category = s, .caller = s, .x = SIMILAR_NOWHERE}, &m);
	ours(similar_unpack(similar_pack(&a, &m.side), &side) && side.n == m.n);
	similar_learn_names(&m.side, &(struct similar_counts){.all = 5000}, &(struct similar_told_side){1, side}, 1);
	similar_weigh(rules, &m.side, &side, NULL, &why);
	similar_crowd(&a, rules, &m.side, NULL, (struct similar_why *[]){&why, &why}, (const int64_t[]){1, 2}, 2);
	const struct similar_rules *others;
	(void)!similar_rules_compile(&a, s, S("a\t啊\n"), S("x"), &others);
	arena_done(&a);
	return 0;
}
