/* SPDX-License-Identifier: Apache-2.0 */
/* Matrices, and the tree of an index: checked once, so that the steps need not ask again. */
#include "score/composite.h"

#include <math.h>
#include <string.h>

err matrix_new(struct arena *a, size_t units, size_t columns, struct composite_matrix *ret)
{
	if (columns && units > COMPOSITE_CELLS / columns)
		return fail(ERR_LIMIT, "there are too many units and indicators to be computed at once; take fewer");
	*ret = (struct composite_matrix){.units = units, .columns = columns, .v = arena_new_n(a, units * columns, double)};
	for (size_t i = 0; i < units * columns; i++)
		ret->v[i] = NAN;
	return OK;
}

err matrix_copy(struct arena *a, const struct composite_matrix *m, struct composite_matrix *ret)
{
	struct composite_matrix copy;
	size_t cells = m->units * m->columns;
	TRY(matrix_new(a, m->units, m->columns, &copy));
	if (cells)
		memcpy(copy.v, m->v, cells * sizeof(*m->v));
	if (m->outside)
		copy.outside = (uint8_t *)arena_copy(a, m->outside, cells);
	*ret = copy;
	return OK;
}

void matrix_outside(struct arena *a, struct composite_matrix *m, size_t unit, size_t column)
{
	if (!m->outside)
		m->outside = arena_new_n(a, m->units * m->columns, uint8_t);
	m->outside[column * m->units + unit] = 1;
	matrix_column(m, column)[unit] = NAN;
}

/* ---- the tree ---------------------------------------------------------------------------- */
static err node_check(const struct composite_node *n)
{
	if (!n->code.n)
		return fail(ERR_INPUT, "an indicator of the index has no code; give each its own");
	if (n->level < 1 || n->level > COMPOSITE_LEVELS)
		return fail(ERR_INPUT, "{0} has a level that is not between 1 and 8; indicators are level 1", n->code);
	if (!(n->weight >= 0) || isinf(n->weight))
		return fail(ERR_INPUT, "the weight of {0} is not a number from 0 up; correct it", n->code);
	if (n->level == 1 && n->direction != 1 && n->direction != -1)
		return fail(ERR_INPUT, "{0} does not say whether more or less is better; set its direction to 1 or -1", n->code);
	return OK;
}

/* Indicators as they come, then the others, lower levels first. */
static void nodes_order(const struct composite_node *node, size_t n, struct composite_index *x)
{
	size_t at = 0;
	for (int level = 1; level <= COMPOSITE_LEVELS; level++) {
		for (size_t i = 0; i < n; i++)
			if (node[i].level == level) {
				x->node[at++] = node[i];
				x->levels = level;
			}
		if (level == 1)
			x->indicators = at;
	}
}

size_t index_find(const struct composite_index *x, str code)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_eq(x->node[i].code, code))
			return i;
	return COMPOSITE_NONE;
}

static err node_link(struct composite_index *x, size_t i)
{
	const struct composite_node *node = &x->node[i];
	x->parent[i] = COMPOSITE_NONE;
	if (index_find(x, node->code) != i)
		return fail(ERR_INPUT, "the code {0} is used twice in the index; give each its own", node->code);
	if (!node->parent.n) {
		if (x->top != COMPOSITE_NONE)
			return fail(ERR_INPUT, "both {0} and {1} have nothing above them; an index has one top", x->node[x->top].code, node->code);
		x->top = i;
		return OK;
	}
	size_t parent = index_find(x, node->parent);
	if (parent == COMPOSITE_NONE)
		return fail(ERR_INPUT, "{0} belongs to {1}, which is not in the index; add it or correct the code", node->code, node->parent);
	if (x->node[parent].level <= node->level)
		return fail(ERR_INPUT, "{0} belongs to {1}, which is not on a higher level; correct the levels", node->code, node->parent);
	x->parent[i] = parent;
	return OK;
}

static err children_list(struct composite_index *x)
{
	size_t at = 0;
	for (size_t p = 0; p < x->n; p++) {
		x->first[p] = at;
		for (size_t i = 0; i < p; i++)
			if (x->parent[i] == p)
				x->child[at++] = i;
		if (p >= x->indicators && at == x->first[p])
			return fail(ERR_INPUT, "nothing belongs to {0}; take it out of the index or give it indicators", x->node[p].code);
	}
	x->first[x->n] = at;
	return OK;
}

err index_make(struct arena *a, const struct composite_node *node, size_t n, struct composite_index *ret)
{
	if (n > COMPOSITE_NODES)
		return fail(ERR_LIMIT, "the index has too many indicators and dimensions; 2000 at most");
	struct composite_index x = {.node = arena_new_n(a, n, struct composite_node), .n = n, .top = COMPOSITE_NONE,
		.parent = arena_new_n(a, n, size_t), .first = arena_new_n(a, n + 1, size_t), .child = arena_new_n(a, n, size_t)};
	for (size_t i = 0; i < n; i++)
		TRY(node_check(&node[i]));
	nodes_order(node, n, &x);
	for (size_t i = 0; i < n; i++)
		TRY(node_link(&x, i));
	if (!x.indicators || x.levels < 2)
		return fail(ERR_INPUT, "the index needs at least one indicator and one dimension above it");
	TRY(children_list(&x));
	*ret = x;
	return OK;
}
