/* SPDX-License-Identifier: Apache-2.0 */
/* Parts (分项) as their readers may see them: on the page of their matter, in trays, and
 * across matters by date. */
#include "core/read_in.h"

#include <stdlib.h>
#include <string.h>

#define PART_UNIT_COLUMNS "part, matter, rel, due"
STMT(part_by_due,
     "SELECT " PART_UNIT_COLUMNS " FROM part_unit WHERE region = $1 AND unit = $2 AND (due, part) > ($3, $4) AND due <= $5"
     " ORDER BY due, part LIMIT $6");
STMT(part_by_state,
     "SELECT " PART_UNIT_COLUMNS " FROM part_unit WHERE region = $1 AND unit = $2 AND kind = $3 AND sort = $4 AND state = $5"
     " ORDER BY due, part LIMIT $6");
const struct stmt *const core_read_part_stmts[] = {&part_by_due, &part_by_state, NULL};

/* ---- one part ---------------------------------------------------------------------------- */
static err brief(struct ctx *x, const struct matter *part, role_set roles, struct part_view *ret)
{
	const struct kind *k = part->kind;
	struct part_view v = {0};
	struct value one;
	TRY(matter_row_of(x, part, roles, &v.row));
	v.row.due = part_due(x->core->zone, part);
	if (v.row.due != MS_NONE) { /* also by its date alone, when it has no clock */
		v.row.overdue = matter_late(part, v.row.due, x->now);
		v.row.left = calendar_between(ctx_calendar(x), ctx_today(x), zone_day(x->core->zone, v.row.due - 1));
	}
	if (k->person >= 0 && matter_value(x, part, roles, (size_t)k->person, &one))
		v.person_name = one.text;
	if (v.person_name.n && see_field(k, roles, &k->fields[k->person]) == SIGHT_PLAIN)
		v.person = part_person(part);
	if (k->weight >= 0 && see_field(k, roles, &k->fields[k->weight]) == SIGHT_PLAIN)
		v.weight = matter_id_of(part, k->weight);
	*ret = v;
	return OK;
}

static err went_to(struct ctx *x, const struct matter *part, int64_t *ret)
{
	struct matter m;
	role_set roles;
	*ret = 0;
	if (!part->moved)
		return OK;
	err e = see_load(x, part->moved, &m, &roles);
	if (e == OK)
		*ret = part->moved;
	return e == ERR_NOTFOUND ? OK : e;
}

static err whole(struct ctx *x, const struct matter *part, role_set roles, struct part_view *ret)
{
	struct part_view v;
	TRY(brief(x, part, roles, &v));
	v.fields = arena_new_n(x->arena, part->kind->n_fields, struct value);
	for (size_t i = 0; i < part->kind->n_fields; i++)
		v.n_fields += matter_value(x, part, roles, i, &v.fields[v.n_fields]);
	matter_clocks(x, part, &v.clocks, &v.n_clocks);
	v.light_why = matter_light_why(x, part);
	matter_offers(x, part, roles, &v.actions, &v.n_actions);
	TRY(went_to(x, part, &v.moved));
	*ret = v;
	return OK;
}

static void offers(struct ctx *x, const struct matter *m, const struct kind *sort, struct matter_view *ret)
{
	struct matter fresh = {.of = m, .kind = sort, .state = -1};
	role_set roles = see_roles(x, m);
	if (matter_parts_of(m, sort) >= (size_t)sort->max)
		return;
	for (size_t i = 0; i < sort->n_actions; i++) {
		const struct action *a = &sort->actions[i];
		if (a->opens && (roles & a->by) && part_fits_within(&fresh, a))
			ret->part_offers[ret->n_part_offers++] = (struct part_offer){sort, {.action = a}};
	}
}

err parts_view(struct ctx *x, const struct matter *m, struct matter_view *ret)
{
	const struct kind *k = m->kind;
	size_t opening = 0;
	for (size_t i = 0; i < k->n_parts; i++)
		opening += k->parts[i].n_actions;
	ret->parts = arena_new_n(x->arena, m->parts.n, struct part_view);
	ret->part_offers = arena_new_n(x->arena, opening, struct part_offer);
	for (size_t s = 0; s < k->n_parts; s++) {
		offers(x, m, &k->parts[s], ret);
		for (size_t i = 0; i < m->parts.n; i++) {
			const struct matter *part = matter_part_at(m, i);
			role_set roles = part->kind == &k->parts[s] ? see_roles(x, part) : 0;
			if (roles & part->kind->see)
				TRY(whole(x, part, roles, &ret->parts[ret->n_parts++]));
		}
	}
	return OK;
}

/* ---- candidates from the index ---------------------------------------------------------------- */
struct found_part {
	int64_t part, matter, due;
	int rel;
};
typedef LIST(struct found_part) found_list;

/* At most so many; what is denied ends no page and reaches no bound. The statement's last value is its limit. */
static err gather(struct ctx *x, const struct stmt *stmt, const struct val *v, size_t n, size_t most, int rel, found_list *l, size_t *ret_n)
{
	struct rows *r;
	int64_t *denied;
	size_t n_denied;
	struct val *all = arena_new_n(x->arena, n + 1, struct val);
	*ret_n = 0;
	TRY(denied_ids(x, &denied, &n_denied));
	memcpy(all, v, n * sizeof *v);
	all[n] = V_INT((int64_t)(most + n_denied));
	TRY(query(x->snap, stmt, all, n + 1, &r));
	while (*ret_n < most && rows_next(r)) {
		x->rows_read++;
		if (id_in(denied, n_denied, row_int(r, 1)))
			continue;
		++*ret_n;
		if (!rel || (row_int(r, 2) & rel))
			*list_push(x->arena, l) = (struct found_part){row_int(r, 0), row_int(r, 1), row_int(r, 3), (int)row_int(r, 2)};
	}
	return rows_end(r);
}

static int by_due(const void *pa, const void *pb)
{
	const struct found_part *a = pa, *b = pb;
	if (a->due != b->due)
		return a->due < b->due ? -1 : 1;
	return a->part < b->part ? -1 : a->part > b->part;
}

static void in_order(found_list *l)
{
	size_t n = 0;
	if (l->n)
		qsort(l->v, l->n, sizeof *l->v, by_due);
	for (size_t i = 0; i < l->n; i++)
		if (!n || l->v[n - 1].part != l->v[i].part)
			l->v[n++] = l->v[i];
	l->n = n;
}

/* The part with its matter, when the reader may see both. */
static err load_part(struct ctx *x, const struct found_part *f, struct matter *m, const struct matter **ret, role_set *ret_roles)
{
	*ret = NULL;
	err e = see_load(x, f->matter, m, ret_roles);
	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	const struct matter *part = matter_part(m, f->part);
	if (part && (see_roles(x, part) & part->kind->see))
		*ret = part;
	return OK;
}

/* ---- across matters ------------------------------------------------------------------------------ */
struct asking {
	const struct part_query *q;
	int64_t key, id, to; /* after key and id, up to `to` */
	size_t limit;
};

static void start(struct ctx *x, const struct part_query *q, struct asking *a)
{
	str key, id;
	a->q = q;
	a->limit = q->limit <= 0 ? 50 : q->limit > LIMIT_PAGE ? LIMIT_PAGE : (size_t)q->limit;
	a->key = q->due_from == DAY_NONE ? INT64_MIN : zone_at(x->core->zone, q->due_from, 0);
	a->id = INT64_MAX; /* what ends with the day before is not of this day */
	a->to = q->due_to == DAY_NONE ? NEVER : zone_at(x->core->zone, q->due_to + 1, 0);
	if (str_split(q->cursor, '.', &key, &id)) {
		int64_t k, i;
		if (str_int(key, &k) && str_int(id, &i)) {
			a->key = k;
			a->id = i;
		}
	}
}

/* How many rows of the index one page looks at under one unit. */
#define LOOK ((size_t)LIMIT_PAGE * 2)

static err gather_all(struct ctx *x, struct asking *a, found_list *l, bool *ret_cut)
{
	int64_t scope[3] = {a->q->unit}, region = x->core->region;
	size_t n = a->q->unit ? 1 : scopes_of(x, a->q->sort ? a->q->sort->whole : NULL, scope), got;
	int rel = a->q->unit ? RELBIT_PART : 0;
	if (a->q->mine && !a->q->unit) {
		scope[0] = x->actor.unit;
		scope[1] = x->actor.user;
		n = 2;
		rel = RELBIT_PART | RELBIT_PART_PERSON;
	}
	struct found_part last = {.due = INT64_MAX, .part = INT64_MAX};
	*ret_cut = false;
	for (size_t i = 0; i < n; i++) {
		TRY(gather(x, &part_by_due, VALS(V_INT(region), V_INT(scope[i]), V_INT(a->key), V_INT(a->id), V_INT(a->to)), LOOK, rel,
			   l, &got));
		if (got < LOOK)
			continue;
		*ret_cut = true; /* past the last of this unit nothing is known of it */
		if (l->n && by_due(&l->v[l->n - 1], &last) < 0)
			last = l->v[l->n - 1];
	}
	in_order(l);
	while (l->n && by_due(&last, &l->v[l->n - 1]) < 0)
		l->n--;
	return OK;
}

static err try_part(struct ctx *x, const struct part_query *q, const struct found_part *f, struct part_row *ret, bool *ret_fits)
{
	struct matter m;
	const struct matter *part;
	role_set roles;
	*ret_fits = false;
	TRY(load_part(x, f, &m, &part, &roles));
	if (!part || (q->sort && part->kind != q->sort) || (q->open && matter_closed(part)))
		return OK;
	TRY(matter_row_of(x, &m, roles, &ret->matter));
	TRY(brief(x, part, see_roles(x, part), &ret->part));
	*ret_fits = true;
	return OK;
}

static str cursor_of(struct ctx *x, const struct found_part *f)
{
	struct buf b;
	buf_init(&b, x->arena);
	buf_fmt(&b, "%lld.%lld", (long long)f->due, (long long)f->part);
	return buf_str(&b);
}

err part_list(struct ctx *x, const struct part_query *q, struct part_page *ret)
{
	struct asking a;
	found_list l = {0};
	struct part_page page = {0};
	bool cut, fits;
	TRY(ctx_snap(x));
	start(x, q, &a);
	TRY(gather_all(x, &a, &l, &cut));
	page.rows = arena_new_n(x->arena, a.limit, struct part_row);
	size_t i = 0;
	for (; i < l.n && page.n < a.limit; i++) {
		TRY(try_part(x, q, &l.v[i], &page.rows[page.n], &fits));
		page.n += fits;
	}
	if (i && (i < l.n || cut))
		page.next = cursor_of(x, &l.v[i - 1]);
	*ret = page;
	return OK;
}

/* ---- trays -------------------------------------------------------------------------------------------- */
static const struct action *main_action(const struct ctx *x, const struct matter *part)
{
	role_set roles = see_roles(x, part);
	for (size_t i = 0; i < part->kind->n_actions; i++)
		if (part->kind->actions[i].main && may_offer(x, part, roles, &part->kind->actions[i]))
			return &part->kind->actions[i];
	return NULL;
}

static err todo_of_part(struct ctx *x, const struct found_part *f, struct todo *ret, bool *ret_is)
{
	struct matter m;
	struct part_view v;
	const struct matter *part;
	role_set roles;
	struct buf b;
	*ret_is = false;
	TRY(load_part(x, f, &m, &part, &roles));
	const struct action *a = part ? main_action(x, part) : NULL;
	if (!a)
		return OK;
	TRY(matter_row_of(x, &m, roles, &ret->row));
	TRY(brief(x, part, see_roles(x, part), &v));
	ret->part = part->id;
	ret->action = a;
	ret->row.due = v.row.due;
	ret->row.overdue = v.row.overdue;
	ret->row.left = v.row.left;
	ret->row.light = v.row.light;
	ret->row.light_word = v.row.light_word;
	buf_init(&b, x->arena);
	buf_add(&b, words2_in(&part->kind->states[part->state].tray, x->actor.lang));
	buf_z(&b, x->actor.lang == LANG_ZH ? "：" : ": ");
	buf_add(&b, v.row.title.n ? v.row.title : ret->row.title);
	ret->what = buf_str(&b);
	*ret_is = true;
	return OK;
}

/* Whether what stands in this state is for somebody who is related to it so. */
static bool could_be_mine(const struct ctx *x, const struct kind *sort, size_t state, int bits)
{
	role_set roles = see_roles_by_bits(x, sort, bits);
	if (!(roles & sort->see) || !(roles & sort->whole->see))
		return false;
	for (size_t i = 0; i < sort->n_actions; i++)
		if (sort->actions[i].main && (sort->actions[i].from >> state & 1) && (sort->actions[i].by & roles))
			return sort->states[state].tray.zh.n > 0;
	return false;
}

static err tray_of(struct ctx *x, const struct kind *sort, size_t state, size_t most, found_list *l)
{
	int64_t scope[3];
	size_t n = scopes_of(x, sort->whole, scope), got, kept = l->n;
	for (size_t i = 0; i < n; i++) {
		TRY(gather(x, &part_by_state, VALS(V_INT(x->core->region), V_INT(scope[i]), V_TEXT(sort->whole->name), V_TEXT(sort->name),
			   V_TEXT(sort->states[state].name)), most, 0, l, &got));
		for (size_t k = kept; k < l->n; k++)
			if (x->actor.user == 0 || could_be_mine(x, sort, state, scope_bits(scope[i], l->v[k].rel)))
				l->v[kept++] = l->v[k];
		l->n = kept;
	}
	return OK;
}

/* Everything that stands in a tray of the reader's, by due date. */
static err trays(struct ctx *x, size_t most, found_list *l)
{
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			for (size_t s = 0; s < (*p)->kinds[i].n_parts; s++) {
				const struct kind *sort = &(*p)->kinds[i].parts[s];
				for (size_t state = 0; state < sort->n_states; state++)
					if (could_be_mine(x, sort, state, ~RELBIT_DENIED))
						TRY(tray_of(x, sort, state, most, l));
			}
	in_order(l);
	return OK;
}

err todo_parts(struct ctx *x, size_t most, struct todo *v, size_t *ret_n)
{
	found_list l = {0};
	bool is;
	size_t n = 0;
	TRY(trays(x, most, &l));
	for (size_t i = 0; i < l.n && n < most; i++) {
		TRY(todo_of_part(x, &l.v[i], &v[n], &is));
		n += is;
	}
	*ret_n = n;
	return OK;
}

#define COUNT_MOST 200

err parts_waiting(struct ctx *x, const int64_t *denied, size_t n, int64_t *ret)
{
	found_list l = {0};
	*ret = 0;
	TRY(trays(x, COUNT_MOST, &l));
	for (size_t i = 0; i < l.n; i++) {
		bool hidden = false;
		for (size_t k = 0; k < n; k++)
			hidden |= denied[k] == l.v[i].matter;
		*ret += !hidden;
	}
	return OK;
}
