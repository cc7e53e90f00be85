/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_TEXT_CLASSIFY_IN_H
#define LUOSHI_TEXT_CLASSIFY_IN_H

#include "text/classify.h"

/* ---- classify_calc.c: numbers that are the same everywhere ------------------------------- */
float calc_ln(float x);  /* x > 0 */
float calc_exp(float x); /* 0 below -80 */
float calc_root(float x);
uint64_t keyed_hash(const uint8_t key[CLASSIFY_KEY_LEN], const void *p, size_t n); /* SipHash-2-4 */

/* ---- classify_feature.c -------------------------------------------------------------------- */
enum part { PART_TITLE, PART_BODY, PART_GIVEN };
struct feature { /* one occurrence */
	uint64_t hash;
	enum part part;
	struct span at; /* code points of the part */
};
struct features {
	struct feature *v;
	size_t n;
};
void features_of(struct arena *, const uint8_t key[CLASSIFY_KEY_LEN], const struct classify_message *, struct features *ret);

/* A message as a vector: features by number, rising, each once; its length is 1 but for what
 * was given, which stands beside it. */
struct entry {
	uint32_t feature;
	float value;
};
struct vector {
	struct entry *v;
	size_t n;
};
#define TITLE_TIMES 3
#define GIVEN_VALUE 0.5f

/* ---- the tree of values ----------------------------------------------------------------------- */
struct row { /* weights of one feature for the children of a node */
	uint32_t feature;
	const float *w;
};
struct node { /* over labels [from, to) of the sorted labels */
	size_t from, to, depth;
	size_t n;            /* children; 0: one value, 1: no choice */
	struct node *child;
	float *bias;         /* n */
	struct row *rows;    /* by feature, rising */
	size_t n_rows;
};
struct tree {
	str *labels; /* sorted */
	size_t n_labels;
	struct node root;
};
/* A dot sorts before everything else, so that a value stands beside those below it. */
int label_order(str a, str b);
/* labels: so sorted, each once. */
void tree_make(struct arena *, str *labels, size_t n, struct tree *ret);
size_t node_child(const struct node *, size_t label); /* which child it is in */
void node_scores(const struct node *, const struct vector *, float *ret);
/* Confidence of every label. */
void tree_ask(struct arena *scratch, const struct tree *, float sharp, const struct vector *, float *ret);

/* ---- learning ------------------------------------------------------------------------------- */
struct lesson {
	const struct vector *of;
	uint32_t label;
	bool name;
};
#define STEPS_WHOLE 4e9  /* multiplications one training may take */
void tree_learn(struct arena *, struct tree *, const struct lesson *, size_t n, size_t n_features, float cost, double steps);

/* ---- the model ---------------------------------------------------------------------------------- */
struct known { /* a feature */
	uint64_t hash;
	float idf;
	bool told;
};
struct classify_model {
	struct classify_how how;
	struct tree tree;
	struct known *known; /* by hash, rising */
	size_t n_known;
	float sharp;
};
void model_put(struct buf *, const struct classify_model *);
bool known_find(const struct known *, size_t n, uint64_t hash, uint32_t *ret);
void vector_of(struct arena *, const struct known *, size_t n, const struct features *all, struct vector *ret);

#endif
