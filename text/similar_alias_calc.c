/* SPDX-License-Identifier: Apache-2.0 */
/* What a place is called too: 老纺织厂 is 碧水湾 to whoever has lived there for long. Nobody keeps a list of such
 * names; but whoever attaches a request says that both tell of one place. */
#include "text/similar_in.h"

#define SHARE 0.6    /* of the matters that name a place so, at least, go by the other name too */
#define SURE_HALF 0.5  /* matters after which half is believed */
#define FAMILIAR 3.5 /* rarity below which a name says nothing */
#define NAMES_MOST 64

struct name {
	uint32_t code;
	size_t matters;
	int64_t last; /* that was counted */
};

bool similar_names_place(uint32_t code)
{
	return CODE_SORT(code) == TRAIT_HOME || CODE_SORT(code) == TRAIT_SPOT;
}

static bool has(const struct similar_side *s, uint32_t code)
{
	size_t from = 0, to = s->n;
	while (from < to) {
		size_t mid = (from + to) / 2;
		if (CODE_SOUND(s->codes[mid]) < CODE_SOUND(code))
			from = mid + 1;
		else
			to = mid;
	}
	return from < s->n && CODE_SOUND(s->codes[from]) == CODE_SOUND(code) && CODE_CHARS(s->codes[from]) == CODE_CHARS(code);
}

static void count_name(struct name *names, size_t *n, uint32_t code, int64_t matter)
{
	size_t i = 0;
	while (i < *n && CODE_SOUND(names[i].code) != CODE_SOUND(code))
		i++;
	if (i == NAMES_MOST)
		return;
	if (i == *n)
		names[(*n)++] = (struct name){.code = code};
	names[i].matters += !names[i].matters || names[i].last != matter;
	names[i].last = matter;
}

static void add_alias(struct similar_side *q, uint32_t code, double sure)
{
	for (size_t i = 0; i < q->n_alias; i++)
		if (CODE_SOUND(q->alias[i].code) == CODE_SOUND(code)) {
			q->alias[i].sure = q->alias[i].sure > (float)sure ? q->alias[i].sure : (float)sure;
			return;
		}
	if (q->n_alias < SIMILAR_ALIASES)
		q->alias[q->n_alias++] = (struct similar_alias){.code = code, .sure = (float)sure};
}

/* What the matters that say `code` call it too. */
static void learn_of(struct similar_side *q, const struct similar_counts *c, uint32_t code, const struct similar_told_side *told, size_t n)
{
	struct name names[NAMES_MOST];
	size_t n_names = 0, matters = 0, to;
	for (size_t from = 0; from < n; from = to) {
		bool says = false;
		for (to = from; to < n && told[to].matter == told[from].matter; to++)
			says |= has(&told[to].side, code);
		matters += says;
		for (size_t i = from; i < to && says; i++)
			for (size_t k = 0; k < told[i].side.n; k++)
				if (CODE_SORT(told[i].side.codes[k]) == TRAIT_HOME && !has(q, told[i].side.codes[k]))
					count_name(names, &n_names, told[i].side.codes[k], told[from].matter);
	}
	for (size_t i = 0; i < n_names; i++)
		if ((double)names[i].matters >= SHARE * (double)matters && similar_rarity(c, names[i].code) > FAMILIAR)
			add_alias(q, names[i].code, (double)names[i].matters / (double)matters * (double)names[i].matters / ((double)names[i].matters + SURE_HALF));
}

bool similar_learn_names(struct similar_side *q, const struct similar_counts *c, const struct similar_told_side *told, size_t n)
{
	for (size_t i = 0; i < q->n; i++)
		if (similar_names_place(q->codes[i]) && similar_rarity(c, q->codes[i]) > FAMILIAR)
			learn_of(q, c, q->codes[i], told, n);
	return q->n_alias > 0;
}
