/* SPDX-License-Identifier: Apache-2.0 */
/* The evidence of a sentence and its words, each with the weight it has in the mode of the
 * section: a sum for every kind, the greatest is the kind. The weights are learned from
 * labelled texts (tools/kinds.py) and stand in packs/commitments/kinds.tsv. */
#include "text/extract_in.h"

#include <string.h>

static const char *const whys[] = {
#define EVIDENCE(name, why) [EVIDENCE_##name] = why,
#include "text/evidence.tbl.h"
#undef EVIDENCE
};

/* All kinds at once. */
typedef int16_t lanes __attribute__((vector_size(sizeof(int16_t) * KINDS)));
typedef int32_t wide __attribute__((vector_size(sizeof(int32_t) * KINDS)));

struct sums {
	wide of, words;
	enum mode mode;
};

#define STRETCH 64 /* words whose weights cannot overflow (WORD_WEIGHT_MOST) */
_Static_assert(STRETCH * WORD_WEIGHT_MOST <= INT16_MAX, "a stretch of words fits");

static inline lanes lanes_of(const int16_t w[KINDS])
{
	lanes v;
	memcpy(&v, w, sizeof v);
	return v;
}

static wide words_weigh(const struct doc *d, const struct piece *p)
{
	wide words = {0};
	for (size_t i = p->body; i < p->to;) {
		size_t end = p->to - i > STRETCH ? i + STRETCH : p->to;
		lanes sum = {0};
		for (; i < end; i++)
			sum += lanes_of(d->cues->kind[d->hit[i]]);
		words += __builtin_convertvector(sum, wide);
	}
	return words;
}

/* The evidence one by one: `left` of has[*i]; EVIDENCES when there is no more. */
static size_t next_told(const struct told *e, size_t *i, uint64_t *left)
{
	while (!*left && ++*i < COUNT_OF(e->has))
		*left = e->has[*i];
	if (!*left)
		return EVIDENCES;
	size_t bit = (size_t)__builtin_ctzll(*left);
	*left &= *left - 1;
	return *i * 64 + bit;
}
#define EACH_TOLD(e, of) \
	size_t i_ = 0, of; \
	for (uint64_t left_ = (e)->has[0]; (of = next_told(e, &i_, &left_)) < EVIDENCES;)

static struct sums sums_of(const struct doc *d, const struct piece *p, const struct told *e)
{
	struct sums s = {.mode = mode_now(d), .words = words_weigh(d, p)};
	s.of = s.words;
	EACH_TOLD (e, of)
		s.of += __builtin_convertvector(lanes_of(d->cues->evidence_kind[of][s.mode]), wide);
	return s;
}

static size_t greatest(wide of, size_t but)
{
	size_t best = but == 0;
	for (size_t k = 0; k < KINDS; k++)
		if (k != but && of[k] > of[best])
			best = k;
	return best;
}

static const char *place_why(enum mode mode)
{
	static const char *const why[] = {[MODE_NONE] = W("nothing in it decides"), [MODE_PAST] = W("it stands in a section of results"),
					  [MODE_FUTURE] = W("it stands in a section of plans"),
					  [MODE_THINK] = W("it stands in a section of reflections"),
					  [MODE_LACK] = W("it stands in a section of reflections")};
	return why[mode];
}

static const char *words_why(size_t kind)
{
	static const char *const why[] = {W("words of a promise"), W("words of something done"),
					  W("words of praise, meaning or diagnosis"), W("a byline or the news of a meeting")};
	return why[kind];
}

/* What spoke most for the kind against the next. */
static const char *why_of(const struct doc *d, const struct told *e, const struct sums *s, size_t best, size_t next)
{
	int most = s->words[best] - s->words[next];
	const char *why = most > 0 ? words_why(best) : place_why(s->mode);
	most = most > 0 ? most : 0;
	EACH_TOLD (e, of) {
		const int16_t *w = d->cues->evidence_kind[of][s->mode];
		if (w[best] - w[next] > most) {
			most = w[best] - w[next];
			why = whys[of] ? whys[of] : place_why(s->mode);
		}
	}
	return why;
}

void kind_weigh(const struct doc *d, struct piece *p, const struct told *e)
{
	struct sums s = sums_of(d, p, e);
	size_t best = greatest(s.of, KINDS), next = greatest(s.of, best);
	p->kind = (enum sentence_kind)best;
	p->margin = s.of[best] - s.of[next];
	p->why = why_of(d, e, &s, best, next);
}
