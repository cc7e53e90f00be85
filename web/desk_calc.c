/* SPDX-License-Identifier: Apache-2.0 */
#include "text/bigram.h"
#include "web/desk_in.h"

const struct choice *choice_meant(const struct choice *v, size_t n, str typed)
{
	const struct choice *found = NULL;
	size_t many = 0;
	typed = str_trim(typed);
	if (!typed.n)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, typed) || str_eq(v[i].label.zh, typed) || str_eq(v[i].label.en, typed))
			return &v[i];
	for (size_t i = 0; i < n; i++)
		if (str_find(v[i].label.zh, typed, 0) >= 0 || str_find(v[i].label.en, typed, 0) >= 0) {
			found = &v[i];
			many++;
		}
	return many == 1 ? found : NULL;
}

str label_leaf(str label)
{
	ptrdiff_t at = -1, next = 0;
	while ((next = str_find(label, S("·"), (size_t)next)) >= 0) {
		at = next;
		next += (ptrdiff_t)S("·").n;
	}
	return at < 0 ? label : str_trim(str_cut(label, (size_t)at + S("·").n, label.n));
}

/* ---- which texts answer a message ---- */
enum { PAIRS = 200, LEAST = 2 };
struct pairs {
	struct folded words[PAIRS];
	size_t n;
	struct arena *arena;
};

static int pair_take(void *arg, str token, bool beside, struct span bytes)
{
	struct pairs *p = arg;
	unused_arg(beside);
	unused_arg(bytes);
	if (utf8_count(token) < 2)
		return 0;
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->words[i].text, token))
			return 0;
	bigram_fold(p->arena, token, &p->words[p->n++]);
	return p->n == PAIRS;
}

void texts_fit(struct arena *arena, str message, const str *texts, size_t n, int *ret)
{
	struct pairs *p = arena_new(arena, struct pairs);
	struct folded asked, *in = arena_new_n(arena, n, struct folded);
	int *shared = arena_new_n(arena, n, int);
	bool *has = arena_new_n(arena, n, bool);
	p->arena = arena;
	bigram_fold(arena, message, &asked);
	bigram_tokens(asked.text, true, pair_take, p);
	for (size_t i = 0; i < n; i++) {
		bigram_fold(arena, texts[i], &in[i]);
		ret[i] = 0;
	}
	for (size_t w = 0; w < p->n; w++) {
		int many = 0;
		for (size_t i = 0; i < n; i++) {
			has[i] = bigram_find(&in[i], &p->words[w], 0) != SIZE_MAX;
			many += has[i];
		}
		for (size_t i = 0; i < n; i++)
			if (has[i]) {
				ret[i] += 1000 / many;
				shared[i]++;
			}
	}
	for (size_t i = 0; i < n; i++)
		if (shared[i] < LEAST)
			ret[i] = 0;
}
