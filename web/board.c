/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger as a board: a column for each state of one kind, its cards most urgent first.
 * Every card has its main action as a button; dragging is only a shorter way to it. */
#include "web/web_in.h"

enum { CARDS_SHOWN = 20 };

static str column_href(struct visit *v, const struct state *s)
{
	struct buf b;
	buf_init(&b, v->arena);
	buf_z(&b, "s=");
	http_put_escaped(&b, s->name);
	return join_query(v, "c did n s view month", buf_str(&b));
}

static err column_fill(struct visit *v, const struct matter_query *q, size_t state, const int64_t *counts, struct board_column *ret)
{
	struct matter_query one = *q;
	struct matter_page page = {0};
	/* what is closed has the light of what is closed, and nothing else has */
	uint32_t possible = q->kind->states[state].closed ? 1u << LIGHT_DONE : ~(1u << LIGHT_DONE);
	one.states = 1ull << state;
	one.limit = CARDS_SHOWN;
	one.cursor = STR_NONE;
	one.order = ORDER_DUE;
	if (!q->lights || (q->lights & possible))
		TRY(matter_list(ctx_of(v), &one, &page));
	*ret = (struct board_column){.state = &q->kind->states[state], .rows = page.rows, .n = page.n, .more = page.next.n > 0,
		.count = counts ? counts[state] : (int64_t)page.n, .href = column_href(v, &q->kind->states[state])};
	return OK;
}

/* A board is of one kind: all of them together cannot be chosen. */
static void choose_kind(struct ledger_view *view, const struct kind *k)
{
	struct option *o = (struct option *)view->kinds;
	if (!view->n_kinds)
		return;
	for (size_t i = 1; i < view->n_kinds; i++)
		o[i].chosen = str_eq(o[i].value, k->name);
	view->kinds++;
	view->n_kinds--;
}

err board_show(struct visit *v, const struct matter_query *q, struct ledger_view *view)
{
	struct matter_query all = *q;
	struct board_view board = {0};
	int64_t *counts = NULL;
	if (!q->kind && !v->web->n_kinds)
		return fail(ERR_NOTFOUND, "there is no such page");
	all.kind = q->kind ? q->kind : v->web->kinds[0];
	if (!view->filtered) { /* the counters of the record; else what was found, and whether there is more */
		counts = arena_new_n(v->arena, all.kind->n_states, int64_t);
		TRY(matter_state_counts(ctx_of(v), all.kind, counts));
	}
	struct board_column *columns = arena_new_n(v->arena, all.kind->n_states, struct board_column);
	for (size_t i = 0; i < all.kind->n_states; i++) {
		if (q->states && !(q->states >> i & 1))
			continue;
		TRY(column_fill(v, &all, i, counts, &columns[board.n]));
		view->n += columns[board.n++].n;
	}
	board.kind = all.kind;
	board.columns = columns;
	bulk_actions(v, view, board.kind);
	choose_kind(view, board.kind);
	render(v, ui_board(&v->rs->body, &v->ui, view, &board));
	return OK;
}
