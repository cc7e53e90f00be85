/* SPDX-License-Identifier: Apache-2.0 */
/* What of a message counts: its characters and their pairs, words of letters and digits, and what
 * else is given. Long numbers (of phones, cards) are nobody's category and are left out. */
#include "text/classify_in.h"

#include <stdlib.h>
#include <string.h>

#include "text/bigram.h"

#define NUMBER_MOST 5 /* digits of a number that may mean something: 12345 */
#define WORD_MOST 40  /* bytes */

struct taking {
	struct arena *arena;
	const uint8_t *key;
	enum part part;
	const struct folded *text;
	size_t byte, cp; /* how far it has come */
	LIST(struct feature) l;
};

static bool long_number(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > NUMBER_MOST;
}

static uint64_t hash_of(const uint8_t *key, char sort, str word)
{
	char b[1 + 255];
	size_t n = word.n < sizeof b - 1 ? word.n : sizeof b - 1;
	b[0] = sort;
	memcpy(b + 1, word.p, n);
	return keyed_hash(key, b, n + 1);
}

/* Tokens come in order of where they begin, but for the single character, which comes after its pair. */
static size_t place(struct taking *t, size_t byte)
{
	while (t->byte < byte)
		utf8_next(t->text->text, (t->cp++, &t->byte));
	return t->cp;
}

static int take(void *arg, str token, bool beside, struct span bytes)
{
	struct taking *t = arg;
	unused_arg(beside);
	size_t from = place(t, bytes.from), n = utf8_count(str_cut(t->text->text, bytes.from, bytes.to));
	if (token.n > WORD_MOST || long_number(token) || !n)
		return 0;
	*list_push(t->arena, &t->l) = (struct feature){hash_of(t->key, 'w', token), t->part,
		{t->text->at[from].from, t->text->at[from + n - 1].to}};
	return 0;
}

static void take_text(struct taking *t, enum part part, str text)
{
	struct folded f;
	bigram_fold(t->arena, str_cut(text, 0, utf8_offset(text, CLASSIFY_CHARACTERS)), &f);
	t->part = part;
	t->text = &f;
	t->byte = t->cp = 0;
	bigram_tokens(f.text, false, take, t);
}

static void take_given(struct taking *t, str given)
{
	for (size_t i = 1; i <= given.n; i++)
		if (i == given.n || given.p[i] == '.')
			*list_push(t->arena, &t->l) = (struct feature){hash_of(t->key, 'g', str_cut(given, 0, i)), PART_GIVEN, {0, 0}};
}

void features_of(struct arena *a, const uint8_t key[CLASSIFY_KEY_LEN], const struct classify_message *m, struct features *ret)
{
	struct taking t = {.arena = a, .key = key};
	take_text(&t, PART_TITLE, m->title);
	take_text(&t, PART_BODY, m->body);
	for (size_t i = 0; i < m->n_given; i++)
		take_given(&t, m->given[i]);
	*ret = (struct features){t.l.v, t.l.n};
}

/* ---- as a vector ------------------------------------------------------------------------------- */
struct counted {
	uint32_t feature;
	float times;
	bool given;
};

static int by_feature(const void *x, const void *y)
{
	const struct counted *a = x, *b = y;
	return a->feature < b->feature ? -1 : a->feature > b->feature;
}

bool known_find(const struct known *v, size_t n, uint64_t hash, uint32_t *ret)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (v[mid].hash < hash)
			low = mid + 1;
		else
			high = mid;
	}
	*ret = (uint32_t)low;
	return low < n && v[low].hash == hash;
}

static size_t add_up(struct counted *c, size_t n)
{
	size_t out = 0;
	qsort(c, n, sizeof *c, by_feature);
	for (size_t i = 0; i < n; i++) {
		if (out && c[out - 1].feature == c[i].feature)
			c[out - 1].times += c[i].times;
		else
			c[out++] = c[i];
	}
	return out;
}

void vector_of(struct arena *a, const struct known *known, size_t n_known, const struct features *all, struct vector *ret)
{
	struct counted *c = arena_new_n(a, all->n + 1, struct counted);
	size_t n = 0;
	float square = 0;
	for (size_t i = 0; i < all->n; i++)
		if (known_find(known, n_known, all->v[i].hash, &c[n].feature)) {
			c[n].times = all->v[i].part == PART_TITLE ? TITLE_TIMES : 1;
			c[n++].given = all->v[i].part == PART_GIVEN;
		}
	n = add_up(c, n);
	*ret = (struct vector){arena_new_n(a, n + 1, struct entry), n};
	for (size_t i = 0; i < n; i++) {
		float v = c[i].given ? GIVEN_VALUE : (1 + calc_ln(c[i].times)) * known[c[i].feature].idf;
		ret->v[i] = (struct entry){c[i].feature, v};
		square += c[i].given ? 0 : v * v;
	}
	for (size_t i = 0; i < n && square > 0; i++)
		if (!c[i].given)
			ret->v[i].value /= calc_root(square);
}
