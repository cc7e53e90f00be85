/* SPDX-License-Identifier: Apache-2.0 */
/* Which rows each rate counts, below its line and above it (data/request_rates.tsv says it in words). */
#include "report/rates_in.h"

static bool within(const struct rates_month *m, ms_t at)
{
	return at != MS_NONE && at >= m->begins && at < m->ends;
}

static bool day_within(const struct rates_month *m, day_t d)
{
	return d != DAY_NONE && d >= m->from && d <= m->to;
}

static bool counts(const struct rates_month *m, size_t order)
{
	return m->orders[order].excluded.n == 0;
}

size_t rates_n(const struct rates_month *m, enum rate_rows rows)
{
	const size_t n[] = {[RATE_OF_CALLS] = 0, [RATE_OF_REQUEST] = m->n_requests, [RATE_OF_HANDING] = m->n_handings,
		[RATE_OF_ORDER] = m->n_orders, [RATE_OF_VISIT] = m->n_visits, [RATE_OF_ARTICLE] = m->n_articles};
	return n[rows];
}

size_t rates_order_of(const struct rates_month *m, enum rate_rows rows, size_t i)
{
	switch (rows) {
	case RATE_OF_REQUEST:
		return m->requests[i].order;
	case RATE_OF_HANDING:
		return m->handings[i].order;
	case RATE_OF_ORDER:
		return i;
	case RATE_OF_VISIT:
		return m->requests[m->visits[i].request].order;
	default:
		return SIZE_MAX;
	}
}

/* ---- what each rate counts: below the line, and above it --------------------------------------- */
static bool request_came(const struct looking *l, size_t i)
{
	return within(l->m, l->m->requests[i].at);
}

static bool is_direct(const struct looking *l, size_t i)
{
	return l->m->requests[i].direct;
}

static bool is_repeated(const struct looking *l, size_t i)
{
	return l->m->requests[i].repeated;
}

static bool is_duplicate(const struct looking *l, size_t i)
{
	return l->m->requests[i].duplicate;
}

static bool any(const struct looking *l, size_t i)
{
	unused_arg(l);
	unused_arg(i);
	return true;
}

static bool to_visit(const struct looking *l, size_t i)
{
	const struct rates_request *r = &l->m->requests[i];
	return day_within(l->m, r->visit_due) && counts(l->m, r->order);
}

static bool was_reached(const struct looking *l, size_t i)
{
	return l->m->requests[i].reached;
}

static bool handed(const struct looking *l, size_t i)
{
	const struct rates_handing *h = &l->m->handings[i];
	return within(l->m, h->at) && counts(l->m, h->order);
}

static bool was_returned(const struct looking *l, size_t i)
{
	return l->m->handings[i].returned != MS_NONE;
}

static bool was_missent(const struct looking *l, size_t i)
{
	return l->m->handings[i].upheld;
}

/* What still has time is not counted yet. */
static bool to_sign(const struct looking *l, size_t i)
{
	const struct rates_handing *h = &l->m->handings[i];
	return within(l->m, h->sign_due) && counts(l->m, h->order) && (h->signed_at != MS_NONE || h->sign_due < l->m->at);
}

static bool signed_in_time(const struct looking *l, size_t i)
{
	const struct rates_handing *h = &l->m->handings[i];
	return h->signed_at != MS_NONE && h->signed_at <= h->sign_due;
}

/* Whoever was given it wrongly had nobody to call. */
static bool to_call(const struct looking *l, size_t i)
{
	const struct rates_handing *h = &l->m->handings[i];
	return day_within(l->m, h->contact_due) && counts(l->m, h->order) && !h->upheld;
}

static bool called_in_time(const struct looking *l, size_t i)
{
	const struct rates_handing *h = &l->m->handings[i];
	return h->contacted != DAY_NONE && h->contacted <= h->contact_due;
}

static bool open_at_end(const struct rates_month *m, const struct rates_order *o)
{
	return o->done == MS_NONE || o->done >= m->ends;
}

static bool fell_due(const struct looking *l, size_t i)
{
	const struct rates_order *o = &l->m->orders[i];
	if (o->due == MS_NONE || !counts(l->m, i))
		return false;
	if (within(l->m, o->due))
		return o->done != MS_NONE || o->due < l->m->at;
	return l->m->rules.carried && o->due < l->m->begins && open_at_end(l->m, o);
}

static bool done_in_time(const struct looking *l, size_t i)
{
	const struct rates_order *o = &l->m->orders[i];
	return o->done != MS_NONE && o->done <= o->due;
}

static bool was_done(const struct looking *l, size_t i)
{
	return within(l->m, l->m->orders[i].done) && counts(l->m, i);
}

static bool was_visited(const struct looking *l, size_t i)
{
	const struct rates_order *o = &l->m->orders[i];
	return (within(l->m, o->visited) || within(l->m, o->redone)) && counts(l->m, i);
}

static bool was_redone(const struct looking *l, size_t i)
{
	return within(l->m, l->m->orders[i].redone);
}

static bool in_hand(const struct looking *l, size_t i)
{
	const struct rates_order *o = &l->m->orders[i];
	return o->given != MS_NONE && o->given < l->m->ends && (o->closed == MS_NONE || o->closed >= l->m->begins) && counts(l->m, i);
}

static bool was_supervised(const struct looking *l, size_t i)
{
	return within(l->m, l->m->orders[i].supervised);
}

static bool visit_of_month(const struct rates_month *m, const struct rates_visit *v)
{
	return v->reached && within(m, v->at);
}

static bool solved_counts(const struct looking *l, size_t i)
{
	return l->solved[i] && counts(l->m, rates_order_of(l->m, RATE_OF_VISIT, i));
}

static bool was_solved(const struct looking *l, size_t i)
{
	enum rates_solved s = l->m->visits[i].solved;
	return s == SOLVED_YES || (s == SOLVED_PARTLY && l->m->rules.partly);
}

static bool rating_counts(const struct looking *l, size_t i)
{
	return l->satisfied[i] && counts(l->m, rates_order_of(l->m, RATE_OF_VISIT, i));
}

static bool was_satisfied(const struct looking *l, size_t i)
{
	return l->m->visits[i].satisfaction >= 4;
}

static bool is_valid(const struct looking *l, size_t i)
{
	day_t until = l->m->articles[i].valid_until;
	return until == DAY_NONE || until >= l->m->to;
}

static const struct {
	bool (*below)(const struct looking *, size_t);
	bool (*above)(const struct looking *, size_t);
} rules[RATE_NAMES] = {
	[RATE_direct] = {request_came, is_direct},
	[RATE_signed_in_time] = {to_sign, signed_in_time},
	[RATE_returned] = {handed, was_returned},
	[RATE_missent] = {handed, was_missent},
	[RATE_on_time] = {fell_due, done_in_time},
	[RATE_days] = {was_done, any},
	[RATE_response] = {to_call, called_in_time},
	[RATE_solved] = {solved_counts, was_solved},
	[RATE_satisfied] = {rating_counts, was_satisfied},
	[RATE_coverage] = {to_visit, was_reached},
	[RATE_redone] = {was_visited, was_redone},
	[RATE_supervised] = {in_hand, was_supervised},
	[RATE_repeated] = {request_came, is_repeated},
	[RATE_duplicate] = {request_came, is_duplicate},
	[RATE_per_10000] = {request_came, any},
	[RATE_knowledge] = {any, is_valid},
};

bool rate_below(const struct looking *l, enum rate_name r, size_t i)
{
	return rules[r].below && rules[r].below(l, i);
}

bool rate_above(const struct looking *l, enum rate_name r, size_t i)
{
	return rules[r].above(l, i);
}

void rates_look(struct arena *a, const struct rates_month *m, struct looking *ret)
{
	size_t *solved = arena_new_n(a, m->n_requests, size_t), *satisfied = arena_new_n(a, m->n_requests, size_t);
	struct looking l = {m, arena_new_n(a, m->n_visits, bool), arena_new_n(a, m->n_visits, bool)};
	for (size_t i = 0; i < m->n_visits; i++) {
		const struct rates_visit *v = &m->visits[i];
		if (!visit_of_month(m, v))
			continue;
		if (v->solved != SOLVED_UNSAID && (!solved[v->request] || !m->rules.first_visit))
			solved[v->request] = i + 1;
		if (v->satisfaction && (!satisfied[v->request] || !m->rules.first_visit))
			satisfied[v->request] = i + 1;
	}
	for (size_t r = 0; r < m->n_requests; r++) {
		if (solved[r])
			l.solved[solved[r] - 1] = true;
		if (satisfied[r])
			l.satisfied[satisfied[r] - 1] = true;
	}
	*ret = l;
}

static bool overdue(const struct looking *l, size_t i)
{
	const struct rates_order *o = &l->m->orders[i];
	return o->due != MS_NONE && o->due < l->m->ends && o->due < l->m->at && open_at_end(l->m, o);
}

static bool left_out(const struct looking *l, size_t i)
{
	return !counts(l->m, i);
}

static const struct {
	enum rate_rows rows;
	bool (*is)(const struct looking *, size_t);
} counted[RATES_COUNTS] = {
	[COUNT_REQUESTS] = {RATE_OF_REQUEST, request_came}, [COUNT_HANDED] = {RATE_OF_HANDING, handed},
	[COUNT_DONE] = {RATE_OF_ORDER, was_done},               [COUNT_OVERDUE] = {RATE_OF_ORDER, overdue},
	[COUNT_EXCLUDED] = {RATE_OF_ORDER, left_out},
};

enum rate_rows count_rows(enum rates_count c)
{
	return counted[c].rows;
}

bool count_is(const struct looking *l, enum rates_count c, size_t i)
{
	return counted[c].is(l, i);
}
