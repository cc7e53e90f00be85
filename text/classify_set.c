/* SPDX-License-Identifier: Apache-2.0 */
/* From examples to a model: numbers the features, tries out how dear a mistake should be and how
 * sure the scores are on examples that were left out, then learns from all of them. */
#include "text/classify_in.h"

#include <stdlib.h>
#include <string.h>

#define STANDS_LEAST 2      /* examples in which a feature counts at all */
#define FEATURES_MOST 200000
#define LABEL_MOST 200      /* bytes */
#define EXAMPLES_LEAST 10
#define TESTED_MOST 6000    /* examples of the cross-validation */
#define FOLDS 5
#define SHARPS 28

struct met { /* a feature, by its hash */
	uint64_t hash;
	uint32_t stands; /* in so many examples */
	uint32_t number; /* while learning: 1 + its place by hash; 0: left out */
	uint8_t askers;
	uint32_t asker[CLASSIFY_TOLD_MOST];
};
struct sample { /* before learning: entries name places of `met`, their value is how often */
	struct vector of;
	uint32_t label; /* place in set.labels */
	bool name;
};
struct classify_set {
	struct arena *arena, scratch;
	struct classify_how how;
	LIST(struct sample) samples;
	LIST(struct met) met;
	uint32_t *table; /* 1 + place in met */
	size_t table_n;
	LIST(str) labels;
};

static void set_done(void *arg)
{
	struct classify_set *s = arg;
	arena_done(&s->scratch);
	free(s->table);
	s->table = NULL;
}

void classify_begin(struct arena *a, const struct classify_how *how, struct classify_set **ret)
{
	struct classify_set *s = arena_new(a, struct classify_set);
	s->arena = a;
	s->how = *how;
	s->how.told = how->told < 1 ? 1 : how->told > CLASSIFY_TOLD_MOST ? CLASSIFY_TOLD_MOST : how->told;
	arena_init(&s->scratch);
	arena_defer(a, set_done, s);
	*ret = s;
}

/* ---- adding -------------------------------------------------------------------------------- */
static void widen(struct classify_set *s)
{
	size_t n = s->table_n ? 2 * s->table_n : 1u << 14;
	free(s->table);
	s->table = calloc(n, sizeof *s->table);
	ours(s->table);
	s->table_n = n;
	for (size_t i = 0; i < s->met.n; i++) {
		size_t at = s->met.v[i].hash & (n - 1);
		while (s->table[at])
			at = (at + 1) & (n - 1);
		s->table[at] = (uint32_t)i + 1;
	}
}

static uint32_t meet(struct classify_set *s, uint64_t hash)
{
	if (2 * s->met.n >= s->table_n)
		widen(s);
	size_t at = hash & (s->table_n - 1);
	while (s->table[at] && s->met.v[s->table[at] - 1].hash != hash)
		at = (at + 1) & (s->table_n - 1);
	if (!s->table[at]) {
		*list_push(s->arena, &s->met) = (struct met){.hash = hash};
		s->table[at] = (uint32_t)s->met.n;
	}
	return s->table[at] - 1;
}

static void note_asker(struct met *m, uint32_t asker, int enough)
{
	for (int i = 0; i < m->askers; i++)
		if (m->asker[i] == asker)
			return;
	if (m->askers < enough)
		m->asker[m->askers++] = asker;
}

static int by_entry(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	return a->feature < b->feature ? -1 : a->feature > b->feature;
}

/* Values of what was given are below zero. */
static size_t same_together(struct entry *v, size_t n)
{
	size_t out = 0;
	qsort(v, n, sizeof *v, by_entry);
	for (size_t i = 0; i < n; i++) {
		if (out && v[out - 1].feature == v[i].feature)
			v[out - 1].value += v[i].value;
		else
			v[out++] = v[i];
	}
	return out;
}

static uint32_t label_of(struct classify_set *s, str label)
{
	for (size_t i = s->labels.n; i-- > 0;)
		if (str_eq(s->labels.v[i], label))
			return (uint32_t)i;
	*list_push(s->arena, &s->labels) = str_dup(s->arena, label);
	return (uint32_t)s->labels.n - 1;
}

err classify_add(struct classify_set *s, const struct classify_example *x)
{
	struct features all;
	if (!x->label.n || x->label.n > LABEL_MOST)
		return fail(ERR_INPUT, "the value {0} cannot be learned; a value has 1 to 200 bytes", x->label);
	if (s->samples.n == CLASSIFY_EXAMPLES)
		return fail(ERR_LIMIT, "there are more examples than can be learned from; take the newest only");
	uint32_t label = label_of(s, x->label);
	if (s->labels.n > CLASSIFY_LABELS)
		return fail(ERR_LIMIT, "there are more different values than can be learned");
	arena_reset(&s->scratch);
	features_of(&s->scratch, s->how.key, &x->of, &all);
	struct entry *v = arena_new_n(&s->scratch, all.n + 1, struct entry);
	for (size_t i = 0; i < all.n; i++)
		v[i] = (struct entry){meet(s, all.v[i].hash), all.v[i].part == PART_GIVEN ? -1 : all.v[i].part == PART_TITLE ? TITLE_TIMES : 1};
	size_t n = same_together(v, all.n);
	uint32_t asker = (uint32_t)((uint64_t)x->asker * 0x9e3779b97f4a7c15u >> 32);
	for (size_t i = 0; i < n; i++) {
		struct met *m = &s->met.v[v[i].feature];
		m->stands++;
		if (!x->name)
			note_asker(m, asker, s->how.told);
	}
	struct entry *kept = arena_new_n(s->arena, n, struct entry);
	if (n)
		memcpy(kept, v, n * sizeof *kept);
	*list_push(s->arena, &s->samples) = (struct sample){{kept, n}, label, x->name};
	return OK;
}

/* ---- numbering ------------------------------------------------------------------------------- */
static int by_hash(const void *x, const void *y)
{
	const struct met *a = *(struct met *const *)x, *b = *(struct met *const *)y;
	return a->hash < b->hash ? -1 : a->hash > b->hash;
}

static uint32_t least_stands(const struct classify_set *s)
{
	for (uint32_t least = STANDS_LEAST;; least++) {
		size_t n = 0;
		for (size_t i = 0; i < s->met.n; i++)
			n += s->met.v[i].stands >= least;
		if (n <= FEATURES_MOST)
			return least;
	}
}

static void number(struct classify_set *s, struct arena *a, struct classify_model *m)
{
	struct met **kept = arena_new_n(a, s->met.n + 1, struct met *);
	uint32_t least = least_stands(s);
	for (size_t i = 0; i < s->met.n; i++)
		if (s->met.v[i].stands >= least)
			kept[m->n_known++] = &s->met.v[i];
	qsort(kept, m->n_known, sizeof *kept, by_hash);
	m->known = arena_new_n(a, m->n_known + 1, struct known);
	for (size_t i = 0; i < m->n_known; i++) {
		float idf = 1 + calc_ln((float)(1 + s->samples.n) / (float)(1 + kept[i]->stands));
		m->known[i] = (struct known){kept[i]->hash, idf, kept[i]->askers >= s->how.told};
		kept[i]->number = (uint32_t)i + 1;
	}
}

/* Turns how often into what counts, in place; the same as vector_of does for a message. */
static void settle(const struct classify_set *s, const struct known *known, struct vector *x)
{
	size_t n = 0;
	float square = 0;
	for (size_t i = 0; i < x->n; i++) {
		uint32_t no = s->met.v[x->v[i].feature].number;
		if (no)
			x->v[n++] = (struct entry){no - 1, x->v[i].value};
	}
	x->n = n;
	qsort(x->v, n, sizeof *x->v, by_entry);
	for (size_t i = 0; i < n; i++) {
		struct entry *e = &x->v[i];
		e->value = e->value < 0 ? -GIVEN_VALUE : (1 + calc_ln(e->value)) * known[e->feature].idf;
		square += e->value < 0 ? 0 : e->value * e->value;
	}
	float root = square > 0 ? calc_root(square) : 1;
	for (size_t i = 0; i < n; i++)
		x->v[i].value = x->v[i].value < 0 ? GIVEN_VALUE : x->v[i].value / root;
}

static int by_label(const void *x, const void *y)
{
	return label_order(**(const str *const *)x, **(const str *const *)y);
}

static void order_labels(struct classify_set *s, struct arena *a, struct tree *t)
{
	const str **v = arena_new_n(a, s->labels.n, const str *);
	str *sorted = arena_new_n(a, s->labels.n, str);
	uint32_t *place = arena_new_n(a, s->labels.n, uint32_t);
	for (size_t i = 0; i < s->labels.n; i++)
		v[i] = &s->labels.v[i];
	qsort(v, s->labels.n, sizeof *v, by_label);
	for (size_t i = 0; i < s->labels.n; i++) {
		sorted[i] = *v[i];
		place[v[i] - s->labels.v] = (uint32_t)i;
	}
	for (size_t i = 0; i < s->samples.n; i++)
		s->samples.v[i].label = place[s->samples.v[i].label];
	tree_make(a, sorted, s->labels.n, t);
}

/* ---- trying out ------------------------------------------------------------------------------- */
struct trial {
	size_t tested, right, right3;
	float loss[SHARPS]; /* for each sharpness */
	float cost;
};

static float sharp_at(int i)
{
	float s = 0.5f;
	for (; i > 0; i--)
		s *= 1.15f;
	return s;
}

/* How surprised a node was by the right child, for every sharpness. */
static void add_loss(struct arena *a, const struct node *n, const struct lesson *l, struct trial *t)
{
	float *s = arena_new_n(a, n->n, float);
	size_t right = node_child(n, l->label);
	node_scores(n, l->of, s);
	for (int i = 0; i < SHARPS; i++) {
		float sum = 0, sharp = sharp_at(i);
		for (size_t k = 0; k < n->n; k++)
			sum += calc_exp(sharp * (s[k] - s[right]));
		t->loss[i] += calc_ln(sum);
	}
	if (n->child[right].n)
		add_loss(a, &n->child[right], l, t);
}

static void test_one(struct arena *a, const struct tree *t, const struct lesson *l, struct trial *ret)
{
	float *p = arena_new_n(a, t->n_labels, float);
	size_t better = 0;
	tree_ask(a, t, 4, l->of, p);
	for (size_t i = 0; i < t->n_labels; i++)
		better += p[i] > p[l->label] || (p[i] >= p[l->label] && i < l->label);
	ret->tested++;
	ret->right += better == 0;
	ret->right3 += better < 3;
	add_loss(a, &t->root, l, ret);
}

static void fold_out(const struct tree *shape, const struct lesson *all, const uint8_t *fold, size_t n, int out, size_t n_features, struct trial *ret)
{
	struct arena a, scratch;
	struct tree t;
	arena_init(&a);
	arena_init(&scratch);
	struct lesson *in = arena_new_n(&a, n, struct lesson);
	size_t n_in = 0;
	for (size_t i = 0; i < n; i++)
		if (fold[i] != out)
			in[n_in++] = all[i];
	tree_make(&a, shape->labels, shape->n_labels, &t);
	tree_learn(&a, &t, in, n_in, n_features, ret->cost, STEPS_WHOLE / 20);
	for (size_t i = 0; i < n; i++)
		if (fold[i] == out) {
			arena_reset(&scratch);
			test_one(&scratch, &t, &all[i], ret);
		}
	arena_done(&scratch);
	arena_done(&a);
}

/* Every value is dealt out evenly; names are always learned from. */
static void deal(struct arena *a, const struct tree *t, const struct lesson *l, size_t n, uint8_t *ret)
{
	uint32_t *dealt = arena_new_n(a, t->n_labels, uint32_t);
	for (size_t i = 0; i < n; i++)
		ret[i] = l[i].name ? FOLDS : (uint8_t)((dealt[l[i].label]++ + l[i].label) % FOLDS);
}

static float least(const float *v, int *ret_at)
{
	*ret_at = 0;
	for (int i = 1; i < SHARPS; i++)
		if (v[i] < v[*ret_at])
			*ret_at = i;
	return v[*ret_at];
}

/* The newest were added last: those are tried. */
static void try_out(struct arena *a, const struct tree *t, const struct lesson *all, size_t n, size_t n_features, struct classify_report *r)
{
	static const float costs[] = {1, 4, 16};
	struct lesson *l = arena_new_n(a, n, struct lesson);
	uint8_t *fold = arena_new_n(a, n, uint8_t);
	float best = 0;
	size_t m = 0, said = 0, seen = 0;
	for (size_t i = 0; i < n; i++)
		said += !all[i].name;
	for (size_t i = 0; i < n; i++) {
		if (!all[i].name && seen++ + TESTED_MOST < said)
			continue;
		l[m++] = all[i];
	}
	deal(a, t, l, m, fold);
	for (size_t c = 0; c < COUNT_OF(costs); c++) {
		struct trial trial = {.cost = costs[c]};
		int at;
		for (int f = 0; f < FOLDS; f++)
			fold_out(t, l, fold, m, f, n_features, &trial);
		float loss = least(trial.loss, &at);
		if (c && loss >= best)
			continue;
		best = loss;
		r->cost = costs[c];
		r->sharp = sharp_at(at);
		r->tested = trial.tested;
		r->right = trial.right;
		r->right3 = trial.right3;
	}
}

bool classify_learnable(const struct classify_set *s, size_t least)
{
	size_t said = 0;
	for (size_t i = 0; i < s->samples.n; i++)
		said += !s->samples.v[i].name;
	return said >= EXAMPLES_LEAST && said >= least && s->labels.n >= 2;
}

err classify_train(struct classify_set *s, struct arena *a, str *ret_model, struct classify_report *ret)
{
	struct classify_model m = {.how = s->how};
	struct classify_report r = {.labels = s->labels.n};
	struct buf b;
	for (size_t i = 0; i < s->samples.n; i++)
		*(s->samples.v[i].name ? &r.names : &r.examples) += 1;
	if (r.examples < EXAMPLES_LEAST || r.labels < 2)
		return fail(ERR_INPUT, "there is too little to learn from: at least ten examples with two different values are needed");
	number(s, s->arena, &m);
	order_labels(s, s->arena, &m.tree);
	struct lesson *l = arena_new_n(s->arena, s->samples.n, struct lesson);
	for (size_t i = 0; i < s->samples.n; i++) {
		settle(s, m.known, &s->samples.v[i].of);
		l[i] = (struct lesson){&s->samples.v[i].of, s->samples.v[i].label, s->samples.v[i].name};
	}
	try_out(s->arena, &m.tree, l, s->samples.n, m.n_known, &r);
	tree_learn(s->arena, &m.tree, l, s->samples.n, m.n_known, r.cost, STEPS_WHOLE);
	m.sharp = r.sharp;
	r.features = m.n_known;
	buf_init(&b, a);
	model_put(&b, &m);
	*ret_model = buf_str(&b);
	*ret = r;
	return OK;
}
