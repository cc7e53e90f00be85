/* SPDX-License-Identifier: Apache-2.0 */
/* The likeliest values of a message, and which of its words weighed. */
#include "text/classify_in.h"

#include <stdlib.h>
#include <string.h>

#define SHARE_SHOWN 0.35f /* of the heaviest character: what weighs less is not shown */
#define SPAN_MOST 10      /* characters of one */

struct asking {
	struct arena *arena;
	const struct classify_model *m;
	struct features all;
	struct vector x;
};

/* What a feature adds for the child that was taken, beyond what it adds for its sisters. */
static float beyond(const struct asking *q, const struct node *n, size_t child, uint32_t feature)
{
	struct vector one = {&(struct entry){feature, 1}, 1};
	float *w = arena_new_n(q->arena, n->n, float), others = 0;
	node_scores(n, &one, w);
	for (size_t k = 0; k < n->n; k++)
		others += k == child ? 0 : w[k] - n->bias[k];
	return w[child] - n->bias[child] - others / (float)(n->n - 1);
}

static float weight_of(const struct asking *q, size_t label, const struct entry *e)
{
	float sum = 0;
	for (const struct node *n = &q->m->tree.root; n->n;) {
		size_t child = node_child(n, label);
		sum += beyond(q, n, child, e->feature) * e->value;
		n = &n->child[child];
	}
	return sum;
}

static size_t entry_of(const struct vector *x, uint32_t feature)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->v[i].feature == feature)
			return i;
	return SIZE_MAX;
}

/* Every character of a part gets its share of what the words over it weigh; one that stands alone is
 * no word, and several of them side by side could spell somebody's name. */
static void paint(const struct asking *q, const float *weights, enum part part, float *paint, size_t n)
{
	for (size_t i = 0; i < q->all.n; i++) {
		const struct feature *f = &q->all.v[i];
		uint32_t no;
		bool shown = f->part == part && f->at.to - f->at.from > 1 && known_find(q->m->known, q->m->n_known, f->hash, &no) && q->m->known[no].told;
		size_t e = shown ? entry_of(&q->x, no) : SIZE_MAX;
		for (size_t c = f->at.from; e != SIZE_MAX && weights[e] > 0 && c < f->at.to && c < n; c++)
			paint[c] += weights[e] / (float)(f->at.to - f->at.from);
	}
}

struct spot {
	struct span at;
	float weight;
};
static int heavier(const void *x, const void *y)
{
	const struct spot *a = x, *b = y;
	return a->weight > b->weight ? -1 : a->weight < b->weight ? 1 : a->at.from < b->at.from ? -1 : 1;
}

static bool same_words(str text, struct span a, struct span b)
{
	return str_eq(str_cut(text, utf8_offset(text, a.from), utf8_offset(text, a.to)),
		      str_cut(text, utf8_offset(text, b.from), utf8_offset(text, b.to)));
}

/* Runs of characters that weigh, no longer than a word or two; a single one says nothing. */
static size_t spots(struct arena *a, str text, const float *paint, size_t n, float least, struct span ret[CLASSIFY_SPANS])
{
	LIST(struct spot) l = {0};
	size_t out = 0;
	for (size_t from = 0, to; from < n; from = to + 1) {
		float sum = 0;
		for (to = from; to < n && paint[to] >= least && to - from < SPAN_MOST; to++)
			sum += paint[to];
		if (to - from > 1)
			*list_push(a, &l) = (struct spot){{from, to}, sum};
	}
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, heavier);
	for (size_t i = 0; i < l.n && out < CLASSIFY_SPANS; i++) {
		bool again = false;
		for (size_t k = 0; k < out; k++)
			again |= same_words(text, ret[k], l.v[i].at);
		if (!again)
			ret[out++] = l.v[i].at;
	}
	return out;
}

static float most_of(const float *v, size_t n)
{
	float most = 0;
	for (size_t i = 0; i < n; i++)
		most = v[i] > most ? v[i] : most;
	return most;
}

static void explain(const struct asking *q, const struct classify_message *of, size_t label, struct classify_answer *ret)
{
	size_t n_title = utf8_count(of->title), n_body = utf8_count(of->body);
	float *title = arena_new_n(q->arena, n_title + 1, float), *body = arena_new_n(q->arena, n_body + 1, float);
	float *weights = arena_new_n(q->arena, q->x.n + 1, float);
	for (size_t i = 0; i < q->x.n; i++)
		weights[i] = weight_of(q, label, &q->x.v[i]);
	paint(q, weights, PART_TITLE, title, n_title);
	paint(q, weights, PART_BODY, body, n_body);
	float most = most_of(title, n_title), other = most_of(body, n_body), least = SHARE_SHOWN * (most > other ? most : other);
	if (least <= 0)
		return;
	ret->n_title = spots(q->arena, of->title, title, n_title, least, ret->title);
	ret->n_body = spots(q->arena, of->body, body, n_body, least, ret->body);
}

void classify_ask(struct arena *a, const struct classify_model *m, const struct classify_message *of, size_t most,
		  struct classify_answer **ret, size_t *ret_n)
{
	struct asking q = {.arena = a, .m = m};
	size_t n = 0;
	features_of(a, m->how.key, of, &q.all);
	vector_of(a, m->known, m->n_known, &q.all, &q.x);
	most = most < m->tree.n_labels ? most : m->tree.n_labels;
	*ret = arena_new_n(a, most, struct classify_answer);
	*ret_n = 0;
	if (!q.x.n)
		return;
	float *p = arena_new_n(a, m->tree.n_labels, float);
	tree_ask(a, &m->tree, m->sharp, &q.x, p);
	for (; n < most; n++) {
		size_t best = 0;
		for (size_t i = 1; i < m->tree.n_labels; i++)
			best = p[i] > p[best] ? i : best;
		(*ret)[n] = (struct classify_answer){.label = m->tree.labels[best], .confidence = p[best]};
		explain(&q, of, best, &(*ret)[n]);
		p[best] = -1;
	}
	*ret_n = n;
}
