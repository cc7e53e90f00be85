/* SPDX-License-Identifier: Apache-2.0 */
/* One matter, as its reader may see it. */
#include "core/read_matter_in.h"

#include <string.h>

STMT(number_find, "SELECT id FROM matter WHERE region = $1 AND number = $2");
/* title || '' and id + 0: else SQLite puts $4 into substr and walks the primary key, past the index of titles. */
STMT(by_title,
     "SELECT id FROM matter WHERE region = $1 AND kind = $2 AND substr(title, 1, 60) = $3 AND title || '' = $4 ORDER BY id + 0 DESC LIMIT $5");
STMT(person_since,
     "SELECT id FROM event WHERE region = $1 AND entity = 1 AND entity_id = $2 AND version > $3 AND actor <> 0 LIMIT 1");
const struct stmt *const core_read_stmts[] = {&number_find, &by_title, &person_since, NULL};

/* ---- one line of a ledger ------------------------------------------------------------------ */
static str why_line(struct ctx *x, const struct clock_run *run)
{
	struct clock_reason *v;
	struct buf b;
	size_t n = clock_why(x->arena, run, &v);
	reasons_named(x, v, n);
	buf_init(&b, x->arena);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_z(&b, x->actor.lang == LANG_ZH ? "；" : "; ");
		clock_reason_put(&b, x->actor.lang, &v[i]);
	}
	return buf_str(&b);
}

static void row_times(struct ctx *x, const struct matter *m, struct matter_row *r)
{
	const struct matter_clock *k = matter_main_clock(m);
	r->schedule = -1;
	r->due = k ? k->due : MS_NONE;
	if (!k)
		return;
	struct clock_place place = ctx_place(x, &m->kind->clocks[k - m->clocks]);
	struct clock_run run;
	struct clock_state s;
	clock_run_make(x->arena, &place, &k->c, &run);
	clock_at(&run, x->now, &s);
	if (x->why)
		r->why = why_line(x, &run);
	r->schedule = s.share < 0 ? 0 : s.share > 10000 ? 100 : s.share / 100;
	struct plan plan;
	matter_plan(x, m, &plan);
	if (plan.n)
		r->schedule = plan_at(&plan, ctx_today(x)) / 100;
	if (r->due == MS_NONE)
		return;
	r->overdue = matter_late(m, r->due, x->now);
	r->left = calendar_between(ctx_calendar(x), ctx_today(x), zone_day(x->core->zone, r->due - 1));
}

static void row_confidence(struct ctx *x, const struct matter *m, struct matter_row *r)
{
	const struct kind *k = m->kind;
	const struct last_actor *last = matter_judged(m);
	r->confidence = matter_confidence(m);
	if (r->confidence < 0)
		return;
	bool open = !matter_closed(m);
	int64_t days = pack_int(x, k->pack, k->confidence_days, 0);
	r->confidence_word = shown_words(x, &k->fields[k->confidence].choices[r->confidence].label);
	r->differs = open && light_differs(m->light, (enum judged)r->confidence, differs_from(x, k, m->light));
	if (!last)
		return;
	r->judged = last->at;
	r->judged_by = shown_person(x, last->actor);
	r->stale = open && days && ctx_today(x) - zone_day(x->core->zone, last->at) >= days;
}

/* What is attached to parts that the reader may not see is not counted either. */
static int files_seen(struct ctx *x, const struct matter *m)
{
	int n = m->files;
	for (size_t i = 0; !m->of && i < m->parts.n; i++) {
		const struct matter *part = matter_part_at(m, i);
		if (part->files && !(see_roles(x, part) & part->kind->see))
			n -= part->files;
	}
	return n;
}

err matter_row_of(struct ctx *x, const struct matter *m, role_set roles, struct matter_row *ret)
{
	const struct kind *k = m->kind;
	struct matter_row r = {.id = m->id, .version = m->version, .kind = k, .state = m->state, .number = m->number,
		.light = m->light, .light_word = shown_light(x, k, m->light, m->light_rule), .share = -1, .changed = m->changed, .opened = m->opened,
		.reported = m->reported, .evidence = files_seen(x, m)};
	r.title = shown_plain(x, m, roles, k->title);
	r.lead_name = shown_plain(x, m, roles, k->lead);
	if (sees_plainly(m, roles, k->lead))
		r.lead = matter_id_of(m, k->lead);
	if (sees_plainly(m, roles, k->share))
		r.share = matter_share(m);
	for (size_t i = 0; i < k->n_actions && !r.main_action; i++)
		if (k->actions[i].main && may_offer(x, m, roles, &k->actions[i]))
			r.main_action = &k->actions[i];
	row_times(x, m, &r);
	r.confidence = -1;
	r.judged = MS_NONE;
	if (sees_plainly(m, roles, k->confidence))
		row_confidence(x, m, &r);
	if (sees_plainly(m, roles, k->source) && matter_source(m))
		TRY(document_title_of(x, matter_source(m), &r.source_title));
	*ret = r;
	return OK;
}

/* ---- the whole of it ------------------------------------------------------------------------------ */
static err linked(struct ctx *x, const struct matter *m, struct matter_view *ret)
{
	ret->linked = arena_new_n(x->arena, m->links.n, struct matter_row);
	for (size_t i = 0; i < m->links.n; i++) {
		struct matter other;
		role_set roles;
		err e = see_load(x, m->links.v[i].other, &other, &roles);
		if (e == ERR_NOTFOUND)
			continue;
		TRY(e);
		TRY(matter_row_of(x, &other, roles, &ret->linked[ret->n_linked++]));
	}
	return OK;
}

err matter_read(struct ctx *x, int64_t id, struct matter_view *ret)
{
	struct matter m;
	struct matter_view v = {0};
	role_set roles;
	uint8_t key[SEAL_KEY_LEN];
	bool there = false;
	TRY(see_load(x, id, &m, &roles));
	if (matter_has_seals(&m))
		TRY(matter_open_seals(x->core, x->snap, x->arena, &m, key, &there));
	TRY(matter_row_of(x, &m, roles, &v.row));
	v.fields = arena_new_n(x->arena, m.kind->n_fields, struct value);
	for (size_t i = 0; i < m.kind->n_fields; i++)
		v.n_fields += matter_value(x, &m, roles, i, &v.fields[v.n_fields]);
	if (sees_plainly(&m, roles, m.kind->source))
		TRY(source_view(x, &m, &v.source));
	matter_clocks(x, &m, &v.clocks, &v.n_clocks);
	v.light_why = matter_light_why(x, &m);
	matter_offers(x, &m, roles, &v.actions, &v.n_actions);
	TRY(parts_view(x, &m, &v));
	TRY(events_view(x, &m, roles, &v));
	TRY(evidence_views(x, &m, &v));
	TRY(linked(x, &m, &v));
	TRY(watch_there(x, id, &v.watched));
	if (sees_plainly(&m, roles, m.kind->lead))
		TRY(absence_of(x, matter_id_of(&m, m.kind->lead), 0, &v.away, &v.n_away));
	explicit_bzero(key, sizeof key);
	*ret = v;
	return OK;
}

err matter_brief(struct ctx *x, int64_t id, struct matter_view *ret)
{
	struct matter m;
	struct matter_view v = {0};
	role_set roles;
	TRY(see_load(x, id, &m, &roles));
	TRY(matter_row_of(x, &m, roles, &v.row));
	v.light_why = matter_light_why(x, &m);
	matter_offers(x, &m, roles, &v.actions, &v.n_actions);
	*ret = v;
	return OK;
}

err matter_values(struct ctx *x, int64_t id, struct matter_view *ret)
{
	struct matter m;
	struct matter_view v = {0};
	role_set roles;
	uint8_t key[SEAL_KEY_LEN];
	bool there;
	TRY(see_load(x, id, &m, &roles));
	if (matter_has_seals(&m))
		TRY(matter_open_seals(x->core, x->snap, x->arena, &m, key, &there));
	explicit_bzero(key, sizeof key);
	TRY(matter_row_of(x, &m, roles, &v.row));
	v.fields = arena_new_n(x->arena, m.kind->n_fields, struct value);
	for (size_t i = 0; i < m.kind->n_fields; i++)
		v.n_fields += matter_value(x, &m, roles, i, &v.fields[v.n_fields]);
	*ret = v;
	return OK;
}

err matters_by_title(struct ctx *x, const struct kind *k, str title, int64_t **ret, size_t *ret_n)
{
	LIST(int64_t) all = {0};
	struct rows *r;
	size_t n = 0;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &by_title, VALS(V_INT(x->core->region), V_TEXT(k->name), V_TEXT(str_cut(title, 0, utf8_offset(title, 60))), V_TEXT(title),
		V_INT(LIMIT_PAGE)), &r));
	while (rows_next(r))
		*list_push(x->arena, &all) = row_int(r, 0);
	TRY(rows_end(r));
	for (size_t i = 0; i < all.n; i++) {
		struct matter m;
		role_set roles;
		err e = see_load(x, all.v[i], &m, &roles);
		if (e != OK && e != ERR_NOTFOUND)
			return e;
		if (e == OK)
			all.v[n++] = all.v[i];
	}
	*ret = all.v;
	*ret_n = n;
	return OK;
}

err matter_untouched(struct ctx *x, int64_t id, int64_t version, bool *ret)
{
	struct matter m;
	role_set roles;
	struct rows *r;
	bool found;
	TRY(see_load(x, id, &m, &roles));
	TRY(query_one(x->snap, &person_since, VALS(V_INT(x->core->region), V_INT(id), V_INT(version)), &r, &found));
	*ret = !found;
	return OK;
}

err matter_by_number(struct ctx *x, str number, int64_t *ret)
{
	struct rows *r;
	bool found;
	struct matter m;
	role_set roles;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &number_find, VALS(V_INT(x->core->region), V_TEXT(number)), &r, &found));
	int64_t id = found ? row_int(r, 0) : 0;
	TRY(see_load(x, id, &m, &roles));
	*ret = id;
	return OK;
}
