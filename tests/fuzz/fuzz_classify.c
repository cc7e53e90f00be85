/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a model, and any text asked of a good one: spans stay inside the text. */
#include "text/classify.h"

#include <stdlib.h>

static const struct classify_how how = {.key = "0123456789abcde", .told = 1};

static const struct classify_model *good(struct arena *a)
{
	static const char *const said[][2] = {{"a.b", "路灯不亮"}, {"a.c", "学校报名"}, {"d", "公交 no 12"}};
	struct classify_set *s;
	struct classify_report r;
	const struct classify_model *m;
	str bytes;
	classify_begin(a, &how, &s);
	for (int i = 0; i < 30; i++)
		if (classify_add(s, &(struct classify_example){.of = {.body = str_of(said[i % 3][1])}, .label = str_of(said[i % 3][0]), .asker = i}) != OK)
			abort();
	if (classify_train(s, a, &bytes, &r) != OK || classify_load(a, bytes, &how, &m) != OK)
		abort();
	return m;
}

static void ask(struct arena *a, const struct classify_model *m, str text)
{
	struct classify_answer *v;
	size_t n, length = utf8_count(text);
	classify_ask(a, m, &(struct classify_message){.title = text, .body = text, .given = &text, .n_given = 1}, 3, &v, &n);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < v[i].n_body; k++)
			if (v[i].body[k].from >= v[i].body[k].to || v[i].body[k].to > length)
				abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena kept;
	static const struct classify_model *model;
	const struct classify_model *m;
	struct arena a;
	str bytes = {(const char *)data, n}, text = str_cut(bytes, 0, utf8_valid(bytes));
	if (!model) {
		arena_init(&kept);
		model = good(&kept);
	}
	arena_init(&a);
	if (classify_load(&a, bytes, &how, &m) == OK)
		ask(&a, m, S("路灯不亮"));
	ask(&a, model, text);
	arena_done(&a);
	return 0;
}
