/* SPDX-License-Identifier: Apache-2.0 */
/* One node learns to tell its children apart: for every child a linear classifier against its
 * sisters with the squared hinge as loss, all at once, by coordinate descent on the dual (Hsieh,
 * Chang, Lin, Keerthi, Sundararajan 2008). The classifiers share their walk over the examples, so
 * a feature is fetched once for all; they stay independent, lane by lane. */
#include "text/classify_in.h"

#include <string.h>

#define QUAD 4
typedef float quad __attribute__((vector_size(4 * QUAD), may_alias));

#define ROUNDS_MOST 150
#define ROUNDS_LEAST 4
#define ENOUGH 0.01f /* the largest step still to be taken, in scores */

struct learner {
	struct node *node;
	const struct lesson **lessons;
	uint32_t *child; /* of each */
	size_t n;
	uint32_t *slot;  /* of a feature: 1 + its row; 0: it stands in no example of the node */
	uint32_t *order;
	size_t rows, quads;
	quad *w, *alpha, *score, *step;
	float *square;
	float give; /* 1 / 2C */
	uint64_t dice;
};

static uint64_t roll(struct learner *l)
{
	l->dice ^= l->dice << 13;
	l->dice ^= l->dice >> 7;
	l->dice ^= l->dice << 17;
	return l->dice;
}

static void shuffle(struct learner *l)
{
	for (size_t i = l->n; i > 1; i--) {
		size_t k = (size_t)(roll(l) % i);
		uint32_t one = l->order[i - 1];
		l->order[i - 1] = l->order[k];
		l->order[k] = one;
	}
}

/* Row 0 is the bias: a feature of value 1 that every example has. */
static void score(struct learner *l, const struct vector *x)
{
	memcpy(l->score, l->w, l->quads * sizeof(quad));
	for (size_t i = 0; i < x->n; i++) {
		const quad *w = l->w + l->slot[x->v[i].feature] * l->quads;
		for (size_t k = 0; k < l->quads; k++)
			l->score[k] += w[k] * x->v[i].value;
	}
}

static void move(struct learner *l, const struct vector *x)
{
	for (size_t k = 0; k < l->quads; k++)
		l->w[k] += l->step[k];
	for (size_t i = 0; i < x->n; i++) {
		quad *w = l->w + l->slot[x->v[i].feature] * l->quads;
		for (size_t k = 0; k < l->quads; k++)
			w[k] += l->step[k] * x->v[i].value;
	}
}

/* What the multipliers of one example become; the largest gradient that was left. */
static float steps_of(struct learner *l, size_t i, bool *ret_moves)
{
	float *alpha = (float *)(l->alpha + i * l->quads), *step = (float *)l->step, most = 0;
	const float *s = (const float *)l->score;
	*ret_moves = false;
	for (size_t k = 0; k < l->node->n; k++) {
		float side = l->child[i] == k ? 1 : -1;
		float slope = side * s[k] - 1 + l->give * alpha[k];
		float next = alpha[k] - slope / (l->square[i] + l->give);
		next = next > 0 ? next : 0;
		step[k] = (next - alpha[k]) * side;
		if (alpha[k] == next)
			continue;
		float left = slope < 0 ? -slope : slope;
		most = left > most ? left : most;
		alpha[k] = next;
		*ret_moves = true;
	}
	return most;
}

static float walk(struct learner *l)
{
	float most = 0;
	shuffle(l);
	for (size_t o = 0; o < l->n; o++) {
		size_t i = l->order[o];
		bool moves;
		score(l, l->lessons[i]->of);
		float left = steps_of(l, i, &moves);
		if (moves)
			move(l, l->lessons[i]->of);
		most = left > most ? left : most;
	}
	return most;
}

static void keep_weights(struct arena *a, struct learner *l, size_t n_features)
{
	struct node *n = l->node;
	float *w = arena_new_n(a, l->rows * n->n, float);
	memcpy(n->bias, l->w, n->n * sizeof(float));
	n->rows = arena_new_n(a, l->rows, struct row);
	n->n_rows = 0;
	for (uint32_t f = 0; f < n_features; f++) {
		if (!l->slot[f])
			continue;
		memcpy(w, l->w + l->slot[f] * l->quads, n->n * sizeof(float));
		n->rows[n->n_rows++] = (struct row){f, w};
		w += n->n;
	}
}

static double prepare(struct arena *a, struct learner *l)
{
	size_t entries = l->n;
	for (size_t i = 0; i < l->n; i++) {
		const struct vector *x = l->lessons[i]->of;
		l->square[i] = 1;
		l->order[i] = (uint32_t)i;
		entries += x->n;
		for (size_t e = 0; e < x->n; e++) {
			l->square[i] += x->v[e].value * x->v[e].value;
			if (!l->slot[x->v[e].feature])
				l->slot[x->v[e].feature] = (uint32_t)++l->rows;
		}
	}
	l->w = arena_new_n(a, (l->rows + 1) * l->quads, quad);
	return (double)entries * (double)l->quads * QUAD * 2;
}

static void learn_node(struct arena *a, struct learner *l, size_t n_features, double most)
{
	struct arena scratch;
	arena_init(&scratch);
	l->quads = (l->node->n + QUAD - 1) / QUAD;
	l->slot = arena_new_n(&scratch, n_features + 1, uint32_t);
	l->order = arena_new_n(&scratch, l->n, uint32_t);
	l->square = arena_new_n(&scratch, l->n, float);
	l->alpha = arena_new_n(&scratch, l->n * l->quads, quad);
	l->score = arena_new_n(&scratch, l->quads, quad);
	l->step = arena_new_n(&scratch, l->quads, quad);
	l->dice = 0x9e3779b97f4a7c15u;
	double round = prepare(&scratch, l), rounds = most / round;
	rounds = rounds < ROUNDS_LEAST ? ROUNDS_LEAST : rounds > ROUNDS_MOST ? ROUNDS_MOST : rounds;
	for (int r = 0; r < (int)rounds && walk(l) > ENOUGH; r++)
		;
	keep_weights(a, l, n_features);
	arena_done(&scratch);
}

/* The examples within a node, put in its children in turn. */
static void learn(struct arena *a, struct node *node, const struct lesson **all, size_t n, size_t n_features, float cost, double steps)
{
	struct arena scratch;
	if (!node->n || !n)
		return;
	arena_init(&scratch);
	struct learner l = {.node = node, .lessons = all, .n = n, .child = arena_new_n(&scratch, n, uint32_t), .give = 1 / (2 * cost)};
	for (size_t i = 0; i < n; i++)
		l.child[i] = (uint32_t)node_child(node, all[i]->label);
	learn_node(a, &l, n_features, steps);
	const struct lesson **inside = arena_new_n(&scratch, n, const struct lesson *);
	for (size_t k = 0; k < node->n; k++) {
		size_t in = 0;
		for (size_t i = 0; i < n && node->child[k].n; i++)
			if (l.child[i] == k)
				inside[in++] = all[i];
		learn(a, &node->child[k], inside, in, n_features, cost, steps * (double)in / (double)n);
	}
	arena_done(&scratch);
}

void tree_learn(struct arena *a, struct tree *t, const struct lesson *lessons, size_t n, size_t n_features, float cost, double steps)
{
	struct arena scratch;
	arena_init(&scratch);
	const struct lesson **all = arena_new_n(&scratch, n, const struct lesson *);
	for (size_t i = 0; i < n; i++)
		all[i] = &lessons[i];
	learn(a, &t->root, all, n, n_features, cost, steps);
	arena_done(&scratch);
}
