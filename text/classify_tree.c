/* SPDX-License-Identifier: Apache-2.0 */
/* The tree that the dots in the names of values make, and what it says of a message. */
#include "text/classify_in.h"

#include <string.h>

#define DEPTH_MOST 6 /* dots that count */

int label_order(str a, str b)
{
	for (size_t i = 0; i < a.n && i < b.n; i++) {
		int p = a.p[i] == '.' ? 0 : (uint8_t)a.p[i], q = b.p[i] == '.' ? 0 : (uint8_t)b.p[i];
		if (p != q)
			return p - q;
	}
	return a.n < b.n ? -1 : a.n > b.n;
}

/* Component `depth` of a label, by dots; past the last one empty; the last allowed one takes the rest. */
static str component(str label, size_t depth)
{
	size_t from = 0, i = 0;
	for (size_t d = 0; i < label.n && d < depth; i++)
		if (label.p[i] == '.') {
			d++;
			from = i + 1;
		}
	if (depth && !from)
		return S("");
	size_t dots = 0;
	for (i = 0; i < from; i++)
		dots += label.p[i] == '.';
	if (dots < depth)
		return S("");
	for (i = from; i < label.n && (label.p[i] != '.' || depth == DEPTH_MOST); i++)
		;
	return str_cut(label, from, i);
}

static size_t children(const struct tree *t, const struct node *n, struct node *ret)
{
	size_t count = 0;
	for (size_t from = n->from, to; from < n->to; from = to) {
		str name = component(t->labels[from], n->depth);
		for (to = from + 1; to < n->to && str_eq(component(t->labels[to], n->depth), name); to++)
			;
		if (ret)
			ret[count] = (struct node){.from = from, .to = to, .depth = n->depth + 1};
		count++;
	}
	return count;
}

static void grow(struct arena *a, struct tree *t, struct node *n)
{
	while (n->to - n->from > 1 && n->depth <= DEPTH_MOST && children(t, n, NULL) == 1)
		n->depth++;
	n->n = n->to - n->from > 1 ? children(t, n, NULL) : 0;
	n->child = arena_new_n(a, n->n, struct node);
	n->bias = arena_new_n(a, n->n, float);
	children(t, n, n->n ? n->child : NULL);
	for (size_t i = 0; i < n->n; i++)
		grow(a, t, &n->child[i]);
}

void tree_make(struct arena *a, str *labels, size_t n, struct tree *ret)
{
	*ret = (struct tree){.labels = labels, .n_labels = n, .root = {.to = n}};
	grow(a, ret, &ret->root);
}

size_t node_child(const struct node *n, size_t label)
{
	size_t i = 0;
	while (i + 1 < n->n && label >= n->child[i].to)
		i++;
	return i;
}

static const float *row_find(const struct node *n, uint32_t feature)
{
	size_t low = 0, high = n->n_rows;
	while (low < high) {
		size_t mid = (low + high) / 2;
		if (n->rows[mid].feature < feature)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n->n_rows && n->rows[low].feature == feature ? n->rows[low].w : NULL;
}

void node_scores(const struct node *n, const struct vector *x, float *ret)
{
	memcpy(ret, n->bias, n->n * sizeof *ret);
	for (size_t i = 0; i < x->n; i++) {
		const float *w = row_find(n, x->v[i].feature);
		for (size_t k = 0; w && k < n->n; k++)
			ret[k] += w[k] * x->v[i].value;
	}
}

static void ask(struct arena *scratch, const struct node *n, float sharp, const struct vector *x, float p, float *ret)
{
	if (!n->n) {
		ret[n->from] = p;
		return;
	}
	float *s = arena_new_n(scratch, n->n, float), best, sum = 0;
	node_scores(n, x, s);
	best = s[0];
	for (size_t k = 1; k < n->n; k++)
		best = s[k] > best ? s[k] : best;
	for (size_t k = 0; k < n->n; k++)
		sum += s[k] = calc_exp(sharp * (s[k] - best));
	for (size_t k = 0; k < n->n; k++)
		ask(scratch, &n->child[k], sharp, x, p * s[k] / sum, ret);
}

void tree_ask(struct arena *scratch, const struct tree *t, float sharp, const struct vector *x, float *ret)
{
	ask(scratch, &t->root, sharp, x, 1, ret);
}
