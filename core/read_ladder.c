/* SPDX-License-Identifier: Apache-2.0 */
/* The ladder: letters and exemptions as they stand, which letter is due and why. Proposals
 * only; a person issues. */
#include "core/read_in.h"

#include <string.h>

STMT(links_to, "SELECT matter, sort FROM link WHERE region = $1 AND other = $2");
const struct stmt *const core_ladder_stmts[] = {&links_to, NULL};

/* ---- declarations --------------------------------------------------------------------- */
const struct ladder *ladder_of(const struct core *c, const struct kind *k)
{
	for (const struct pack *const *p = c->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_ladders; i++)
			if (str_eq((*p)->ladders[i].kind, k->name))
				return &(*p)->ladders[i];
	return NULL;
}

static const struct action *opening(const struct kind *k)
{
	for (size_t i = 0; k && i < k->n_actions; i++)
		if (k->actions[i].opens)
			return &k->actions[i];
	return NULL;
}

static bool may_open(struct ctx *x, str kind)
{
	const struct kind *k = core_kind(x->core, kind);
	const struct action *a = opening(k);
	return a && (see_any_roles(x, k) & a->by);
}

bool may_issue(struct ctx *x, const struct ladder *l)
{
	return may_open(x, l->letter);
}

static struct rung *rungs_in_force(struct ctx *x, const struct ladder *l)
{
	struct rung *v = arena_new_n(x->arena, l->n_rungs, struct rung);
	for (size_t i = 0; i < l->n_rungs; i++) {
		v[i] = l->rungs[i];
		struct ladder_rule *r = arena_new_n(x->arena, v[i].n_rules, struct ladder_rule);
		for (size_t k = 0; k < v[i].n_rules; k++) {
			r[k] = l->rungs[i].rules[k];
			if (r[k].setting.n)
				r[k].times = week_setting(x, ctx_today(x), str_z(x->arena, r[k].setting), r[k].times);
			if (r[k].weeks_setting.n)
				r[k].weeks = week_setting(x, ctx_today(x), str_z(x->arena, r[k].weeks_setting), r[k].weeks);
		}
		v[i].rules = r;
	}
	return v;
}

/* ---- letters and exemptions --------------------------------------------------------------- */
static int64_t *linked_ids(struct ctx *x, const struct matter *m, str sort, size_t *ret_n)
{
	int64_t *v = arena_new_n(x->arena, m->links.n, int64_t);
	*ret_n = 0;
	for (size_t i = 0; i < m->links.n; i++)
		if (str_eq(m->links.v[i].sort, sort))
			v[(*ret_n)++] = m->links.v[i].other;
	return v;
}

static str field_text(const struct matter *m, const char *name)
{
	int f = kind_field(m->kind, str_of(name));
	return f >= 0 && m->fields[f].n ? m->fields[f].v[0] : S("");
}

static day_t field_day(const struct matter *m, const char *name)
{
	day_t d;
	return day_parse(field_text(m, name), &d) ? d : DAY_NONE;
}

static int rung_of(const struct ladder *l, const struct matter *m)
{
	str name = field_text(m, "rung");
	for (size_t i = 0; i < l->n_rungs; i++)
		if (str_eq(l->rungs[i].name, name))
			return (int)i;
	return -1;
}

static bool in_state(const struct matter *m, const char *name)
{
	return m->state >= 0 && str_eq(m->kind->states[m->state].name, str_of(name));
}

static err letter_of(struct ctx *x, const struct ladder *l, const struct matter *m, role_set roles, struct letter *ret)
{
	ms_t due = matter_due(m);
	struct letter t = {.of_unit = str_eq(field_text(m, "scope"), S("unit")), .unit = matter_id_of(m, m->kind->lead)};
	TRY(matter_row_of(x, m, roles, &t.row.row));
	t.row.rung = rung_of(l, m);
	t.row.at = m->opened;
	t.row.counts = !in_state(m, "withdrawn");
	t.row.unanswered = !m->kind->states[m->state].closed && due != MS_NONE && due < x->now;
	t.causes = linked_ids(x, m, S(LINK_ESCALATES), &t.n_causes);
	*ret = t;
	return OK;
}

static struct exemption exemption_of(struct ctx *x, const struct matter *m)
{
	struct exemption e = {.id = m->id, .from = field_day(m, "from_day"), .to = field_day(m, "to_day")};
	e.of = linked_ids(x, m, S(LINK_EXEMPTS), &e.n_of);
	return e;
}

static err each(struct ctx *x, str kind, struct ladder_facts *f, err (*fn)(struct ctx *, struct ladder_facts *, const struct matter *, role_set))
{
	week_ids ids = {0};
	const struct kind *k = core_kind(x->core, kind);
	if (!k)
		return OK;
	TRY(week_collect(x, k, UINT64_MAX, INT64_MIN, INT64_MIN, &ids));
	for (size_t i = 0; i < ids.n; i++) {
		struct matter m;
		role_set roles;
		err e = see_load(x, ids.v[i], &m, &roles);
		if (e == ERR_NOTFOUND)
			continue;
		TRY(e);
		TRY(fn(x, f, &m, roles));
	}
	return OK;
}

static err add_letter(struct ctx *x, struct ladder_facts *f, const struct matter *m, role_set roles)
{
	struct letter l;
	TRY(letter_of(x, f->ladder, m, roles, &l));
	*list_push(x->arena, &f->letters) = l;
	return OK;
}

static err add_exemption(struct ctx *x, struct ladder_facts *f, const struct matter *m, role_set roles)
{
	unused_arg(roles);
	if (in_state(m, "granted"))
		*list_push(x->arena, &f->exemptions) = exemption_of(x, m);
	return OK;
}

static bool among(int64_t id, const int64_t *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i] == id)
			return true;
	return false;
}

/* Of a letter itself, or of one of its causes while it was issued. */
static bool letter_exempted(const struct ctx *x, const struct ladder_facts *f, const struct letter *l)
{
	day_t d = zone_day(x->core->zone, l->row.at);
	for (size_t i = 0; i < f->exemptions.n; i++) {
		const struct exemption *e = &f->exemptions.v[i];
		if (among(l->row.row.id, e->of, e->n_of))
			return true;
		bool all = l->n_causes > 0;
		for (size_t k = 0; k < l->n_causes; k++)
			all = all && among(l->causes[k], e->of, e->n_of);
		if (all && d >= e->from && d <= e->to)
			return true;
	}
	return false;
}

err ladder_read(struct ctx *x, const struct ladder *l, struct ladder_facts *ret)
{
	*ret = (struct ladder_facts){.ladder = l, .rungs = rungs_in_force(x, l)};
	TRY(each(x, l->letter, ret, add_letter));
	if (l->exempt.n)
		TRY(each(x, l->exempt, ret, add_exemption));
	for (size_t i = 0; i < ret->letters.n; i++)
		ret->letters.v[i].row.counts &= !letter_exempted(x, ret, &ret->letters.v[i]);
	return OK;
}

void ladder_exempt(struct ctx *x, const struct ladder_facts *f, const struct week_span *spans, struct week_item *item)
{
	bool *v = (bool *)item->exempt;
	unused_arg(x);
	for (size_t i = 0; i < f->exemptions.n; i++) {
		const struct exemption *e = &f->exemptions.v[i];
		for (size_t k = 0; k < WEEKS_KEPT && among(item->row.id, e->of, e->n_of); k++)
			v[k] |= spans[k].week.day >= e->from && spans[k].week.day <= e->to;
	}
}

/* ---- why ------------------------------------------------------------------------------------ */
static const char *const said_of[][2] = { /* [what][running] */
	[LADDER_YELLOW] = {W("yellow light at the cut-offs of {0}"), W("yellow light at {1} cut-offs one after the other: {0}")},
	[LADDER_RED] = {W("red light at the cut-offs of {0}"), W("red light at {1} cut-offs one after the other: {0}")},
	[LADDER_LATE] = {W("yellow or red light at the cut-offs of {0}"), W("yellow or red light at {1} cut-offs one after the other: {0}")},
	[LADDER_MISSING] = {W("reports were missing at the cut-offs of {0}"), W("reports were missing at {1} cut-offs one after the other: {0}")},
};

static void put_day_of(struct buf *b, enum lang lang, day_t d)
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct civil c = day_civil(d);
	if (lang == LANG_ZH)
		buf_fmt(b, "%d月%d日", c.month, c.day);
	else
		buf_fmt(b, "%d %s", c.day, months[c.month - 1]);
}

static day_t cutoff_day(const struct week_span *spans, day_t monday)
{
	for (size_t i = 0; i < WEEKS_KEPT; i++)
		if (spans[i].monday == monday)
			return spans[i].week.day;
	return monday;
}

static str why_due(struct ctx *x, const struct ladder_facts *f, const struct week_span *spans, const struct ladder_due *d, str unanswered)
{
	struct buf days, n, b;
	const struct ladder_rule *r = &f->rungs[d->rung].rules[d->rule];
	buf_init(&days, x->arena);
	buf_init(&n, x->arena);
	buf_init(&b, x->arena);
	for (size_t i = 0; i < d->n_weeks; i++) {
		if (i)
			buf_z(&days, x->actor.lang == LANG_ZH ? "、" : ", ");
		put_day_of(&days, x->actor.lang, cutoff_day(spans, d->week[i]));
	}
	buf_int(&n, d->count);
	if (r->what == LADDER_UNANSWERED)
		word_fmt(&b, x->actor.lang, W("{0} was not answered in time"), &unanswered, 1);
	else
		word_fmt(&b, x->actor.lang, said_of[r->what][r->running], (const str[]){buf_str(&days), buf_str(&n)}, 2);
	return buf_str(&b);
}

/* ---- what is due ------------------------------------------------------------------------------ */
struct deciding {
	struct ctx *x;
	const struct ladder_facts *f;
	const struct week_span *spans;
	struct ladder_letter *letters;
	size_t n_letters;
	str unanswered; /* number of the newest letter not answered */
};

static void pick_letters(struct deciding *j, bool of_unit, int64_t id)
{
	j->letters = arena_new_n(j->x->arena, j->f->letters.n, struct ladder_letter);
	j->n_letters = 0;
	j->unanswered = S("");
	for (size_t i = 0; i < j->f->letters.n; i++) {
		const struct letter *l = &j->f->letters.v[i];
		if (!l->row.counts || l->row.rung < 0 || l->of_unit != of_unit || !(of_unit ? l->unit == id : among(id, l->causes, l->n_causes)))
			continue;
		j->letters[j->n_letters++] = (struct ladder_letter){.rung = l->row.rung, .at = l->row.at, .unanswered = l->row.unanswered};
		if (l->row.unanswered)
			j->unanswered = l->row.row.number;
	}
}

static void judge_matter(struct deciding *j, const struct week_item *item, struct ladder_due *ret)
{
	struct ladder_week v[WEEKS_KEPT];
	for (size_t i = 0; i < WEEKS_KEPT; i++) {
		const struct week_state *s = &item->history[i];
		v[i] = (struct ladder_week){.monday = j->spans[i].monday, .cutoff = j->spans[i].week.cutoff, .light = s->timed ? s->light : LIGHT_NONE,
			.missing = s->said == WEEK_MISSING, .exempt = item->exempt[i],
			.decided = j->spans[i].week.owed && j->x->now > j->spans[i].week.cutoff};
	}
	pick_letters(j, false, item->row.id);
	ladder_judge(j->f->rungs, j->f->ladder->n_rungs, false, v, WEEKS_KEPT, j->letters, j->n_letters, ret);
}

static int severity(enum light l)
{
	static const int of[LIGHTS] = {[LIGHT_GREEN] = 1, [LIGHT_BLUE] = 2, [LIGHT_YELLOW] = 3, [LIGHT_ORANGE] = 4, [LIGHT_RED] = 5};
	return (unsigned)l < LIGHTS ? of[l] : 0;
}

/* A week of a unit is that of its worst matter. */
static void judge_unit(struct deciding *j, const struct week_run *run, int64_t unit, struct ladder_due *ret)
{
	struct ladder_week v[WEEKS_KEPT];
	for (size_t i = 0; i < WEEKS_KEPT; i++) {
		v[i] = (struct ladder_week){.monday = j->spans[i].monday, .cutoff = j->spans[i].week.cutoff,
			.decided = j->spans[i].week.owed && j->x->now > j->spans[i].week.cutoff};
		for (size_t k = 0; k < run->n; k++) {
			const struct week_state *s = &run->items[k].history[i];
			if (s->lead != unit || !s->there || run->items[k].exempt[i] || !str_eq(run->items[k].row.kind->name, j->f->ladder->kind))
				continue;
			v[i].missing |= s->said == WEEK_MISSING;
			if (s->timed && severity(s->light) > severity(v[i].light))
				v[i].light = s->light;
		}
	}
	pick_letters(j, true, unit);
	ladder_judge(j->f->rungs, j->f->ladder->n_rungs, true, v, WEEKS_KEPT, j->letters, j->n_letters, ret);
}

static bool still_open(const struct week_item *item)
{
	return !item->row.kind->states[item->row.state].closed;
}

/* The matters that made a week of the unit count. */
static void causes_of_unit(struct deciding *j, const struct week_run *run, int64_t unit, const struct ladder_due *d, struct letter_due *ret)
{
	ret->matters = arena_new_n(j->x->arena, run->n, const struct week_item *);
	for (size_t k = 0; k < run->n; k++)
		for (size_t i = 0; i < WEEKS_KEPT; i++) {
			bool counted = false;
			for (size_t w = 0; w < d->n_weeks; w++)
				counted |= d->week[w] == j->spans[i].monday;
			if (!counted || run->items[k].history[i].lead != unit || run->items[k].history[i].said != WEEK_MISSING || !still_open(&run->items[k]))
				continue;
			ret->matters[ret->n_matters++] = &run->items[k];
			break;
		}
}

err ladder_dues(struct ctx *x, const struct ladder_facts *f, struct week_run *run)
{
	LIST(struct letter_due) l = {0};
	LIST(int64_t) units = {0};
	struct deciding j = {.x = x, .f = f, .spans = run->spans};
	struct ladder_due d;
	for (size_t i = 0; i < run->n_dues; i++)
		*list_push(x->arena, &l) = run->dues[i];
	for (size_t i = 0; i < run->n; i++) {
		const struct week_item *item = &run->items[i];
		if (!str_eq(item->row.kind->name, f->ladder->kind) || !still_open(item))
			continue;
		bool known = false;
		for (size_t k = 0; k < units.n; k++)
			known |= units.v[k] == item->row.lead;
		if (!known && item->row.lead)
			*list_push(x->arena, &units) = item->row.lead;
		judge_matter(&j, item, &d);
		if (d.rung < 0)
			continue;
		const struct week_item **one = arena_new(x->arena, const struct week_item *);
		*one = item;
		*list_push(x->arena, &l) = (struct letter_due){.ladder = f->ladder, .rung = d.rung, .unit = item->row.lead, .unit_name = item->row.lead_name,
			.why = why_due(x, f, run->spans, &d, j.unanswered), .matters = one, .n_matters = 1};
	}
	for (size_t i = 0; i < units.n; i++) {
		judge_unit(&j, run, units.v[i], &d);
		if (d.rung < 0)
			continue;
		struct letter_due *due = list_push(x->arena, &l);
		*due = (struct letter_due){.ladder = f->ladder, .rung = d.rung, .of_unit = true, .unit = units.v[i],
			.unit_name = roster_unit_name(x->roster, units.v[i]), .why = why_due(x, f, run->spans, &d, j.unanswered)};
		causes_of_unit(&j, run, units.v[i], &d, due);
	}
	run->dues = l.v;
	run->n_dues = l.n;
	return OK;
}

/* ---- the text of a letter ------------------------------------------------------------------------ */
static void put_causes(struct ctx *x, struct buf *b, const struct matter_row *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct buf share;
		buf_init(&share, x->arena);
		buf_int(&share, v[i]->share < 0 ? 0 : v[i]->share);
		if (i)
			buf_byte(b, '\n');
		word_fmt(b, x->actor.lang, W("{0} {1} (progress {2}%, {3})"),
			 (const str[]){v[i]->number, v[i]->title, buf_str(&share), v[i]->light_word}, 4);
	}
}

str letter_text(struct ctx *x, const struct ladder *l, int rung, int64_t unit, const struct matter_row *const *v, size_t n, str why)
{
	struct buf b, causes, days;
	str t = words2_in(&l->rungs[rung].text, x->actor.lang);
	buf_init(&b, x->arena);
	buf_init(&causes, x->arena);
	buf_init(&days, x->arena);
	put_causes(x, &causes, v, n);
	buf_int(&days, week_setting(x, ctx_today(x), "answer_days", 5));
	const struct {
		str slot, value;
	} row[] = {{S("{unit}"), roster_unit_name(x->roster, unit)}, {S("{causes}"), buf_str(&causes)}, {S("{why}"), why},
		{S("{days}"), buf_str(&days)}, {S("{br}"), S("\n")}};
	for (size_t i = 0; i < t.n;) {
		size_t k = 0;
		while (k < COUNT_OF(row) && !str_starts(str_cut(t, i, t.n), row[k].slot))
			k++;
		if (k < COUNT_OF(row))
			buf_add(&b, row[k].value);
		else
			buf_byte(&b, t.p[i]);
		i += k < COUNT_OF(row) ? row[k].slot.n : 1;
	}
	return buf_str(&b);
}

/* ---- one matter ------------------------------------------------------------------------------------- */
static err letters_of(struct ctx *x, const struct ladder_facts *f, int64_t id, struct matter_week *ret)
{
	LIST(struct matter_row) exemptions = {0};
	struct rows *r;
	week_ids of = {0};
	ret->letters = arena_new_n(x->arena, f->letters.n, struct letter_row);
	for (size_t i = 0; i < f->letters.n; i++)
		if (among(id, f->letters.v[i].causes, f->letters.v[i].n_causes))
			ret->letters[ret->n_letters++] = f->letters.v[i].row;
	TRY(query(x->snap, &links_to, VALS(V_INT(x->core->region), V_INT(id)), &r));
	while (rows_next(r))
		if (str_eq(row_text(r, 1), S(LINK_EXEMPTS)))
			*list_push(x->arena, &of) = row_int(r, 0);
	TRY(rows_end(r));
	for (size_t i = 0; i < of.n; i++) {
		struct matter m;
		role_set roles;
		err e = see_load(x, of.v[i], &m, &roles);
		if (e == ERR_NOTFOUND)
			continue;
		TRY(e);
		TRY(matter_row_of(x, &m, roles, list_push(x->arena, &exemptions)));
	}
	ret->exemptions = exemptions.v;
	ret->n_exemptions = exemptions.n;
	return OK;
}

static err linking_to(struct ctx *x, int64_t id, struct ladder_facts *f)
{
	struct rows *r;
	week_ids ids = {0};
	TRY(query(x->snap, &links_to, VALS(V_INT(x->core->region), V_INT(id)), &r));
	while (rows_next(r))
		*list_push(x->arena, &ids) = row_int(r, 0);
	TRY(rows_end(r));
	for (size_t i = 0; i < ids.n; i++) {
		struct matter m;
		role_set roles;
		err e = see_load(x, ids.v[i], &m, &roles);
		if (e == ERR_NOTFOUND)
			continue;
		TRY(e);
		if (str_eq(m.kind->name, f->ladder->letter))
			TRY(add_letter(x, f, &m, roles));
		else if (str_eq(m.kind->name, f->ladder->exempt))
			TRY(add_exemption(x, f, &m, roles));
	}
	return OK;
}

/* Only what is linked to the matter or to its letters; a district may have had thousands. */
static err facts_of(struct ctx *x, const struct ladder *l, int64_t id, struct ladder_facts *ret)
{
	*ret = (struct ladder_facts){.ladder = l, .rungs = rungs_in_force(x, l)};
	TRY(linking_to(x, id, ret));
	for (size_t i = 0, n = ret->letters.n; i < n; i++)
		TRY(linking_to(x, ret->letters.v[i].row.row.id, ret));
	for (size_t i = 0; i < ret->letters.n; i++)
		ret->letters.v[i].row.counts &= !letter_exempted(x, ret, &ret->letters.v[i]);
	return OK;
}

err week_of_matter(struct ctx *x, int64_t id, struct matter_week *ret)
{
	struct matter m;
	role_set roles;
	struct weekly w;
	struct ladder_facts f;
	struct matter_week v = {0};
	day_t monday = week_monday(ctx_today(x));
	TRY(see_load(x, id, &m, &roles));
	*ret = v;
	if (!weekly_of(x, m.kind, monday, &w))
		return OK;
	v.there = true;
	v.spans = spans_upto(x, monday);
	v.ladder = ladder_of(x->core, m.kind);
	v.due.rung = -1;
	TRY(week_item_of(x, &w, v.spans, &m, roles, &v.item));
	if (v.ladder) {
		struct deciding j = {.x = x, .f = &f, .spans = v.spans};
		TRY(facts_of(x, v.ladder, id, &f));
		ladder_exempt(x, &f, v.spans, &v.item);
		TRY(letters_of(x, &f, id, &v));
		v.may_issue = may_issue(x, v.ladder) && still_open(&v.item);
		v.may_apply = v.ladder->exempt.n && v.item.mine && may_open(x, v.ladder->exempt);
		judge_matter(&j, &v.item, &v.due);
		if (!still_open(&v.item))
			v.due.rung = -1;
		if (v.due.rung >= 0)
			v.why = why_due(x, &f, v.spans, &v.due, j.unanswered);
	}
	*ret = v;
	return OK;
}
