/* SPDX-License-Identifier: Apache-2.0 */
/* One matter, as its reader may see it. */
#include "core/matter_in.h"

#include <string.h>

STMT(events_of,
     "SELECT id, seq, at, actor, unit, action, effects, reason FROM event WHERE region = $1 AND entity = 1 AND entity_id = $2"
     " ORDER BY version DESC LIMIT 100");
STMT(evidence_of,
     "SELECT event, position, blob, size, type, name, at, person, part FROM evidence WHERE region = $1 AND matter = $2 ORDER BY event, position");
STMT(evidence_one,
     "SELECT matter, blob, size, digest, key, type, name, at, person, part FROM evidence WHERE region = $1 AND event = $2 AND position = $3");
STMT(number_find, "SELECT id FROM matter WHERE region = $1 AND number = $2");
/* title || '' and id + 0: else SQLite puts $4 into substr and walks the primary key, past the index of titles. */
STMT(by_title,
     "SELECT id FROM matter WHERE region = $1 AND kind = $2 AND substr(title, 1, 60) = $3 AND title || '' = $4 ORDER BY id + 0 DESC LIMIT $5");
STMT(person_since,
     "SELECT id FROM event WHERE region = $1 AND entity = 1 AND entity_id = $2 AND version > $3 AND actor <> 0 LIMIT 1");
const struct stmt *const core_read_stmts[] = {&events_of, &evidence_of, &evidence_one, &number_find, &by_title, &person_since, NULL};

static str words_of(const struct ctx *x, const struct words2 *w)
{
	return words2_in(w, x->actor.lang);
}

/* ---- values ---------------------------------------------------------------------------- */
static str person_name(const struct ctx *x, int64_t id)
{
	const struct member *m = roster_member(x->roster, id);
	return !m ? S("") : m->name.n ? m->name : word(x->actor.lang, W("value|erased"));
}

#define NOW_CALLED INT64_MAX
/* Units by their names of that moment. */
static str show_one(struct ctx *x, const struct field *f, str raw, ms_t at)
{
	int64_t id = 0;
	struct source s;
	switch (f->type) {
	case FIELD_UNIT:
	case FIELD_UNITS:
		return str_int(raw, &id) ? roster_unit_name_at(x->roster, id, at) : raw;
	case FIELD_PERSON:
		return str_int(raw, &id) ? person_name(x, id) : raw;
	case FIELD_CHOICE:
		for (size_t i = 0; i < f->n_choices; i++)
			if (str_eq(f->choices[i].name, raw))
				return words_of(x, &f->choices[i].label);
		return raw;
	case FIELD_FLAG:
		return str_eq(raw, S("1")) ? word(x->actor.lang, W("answer|yes")) : word(x->actor.lang, W("answer|no"));
	case FIELD_SOURCE:
		return source_parse(raw, &s) ? word(x->actor.lang, W("from a document")) : raw;
	default:
		return raw;
	}
}

static str joined(struct ctx *x, const struct field *f, const struct fval *v, bool shown, ms_t at)
{
	struct buf b;
	buf_init(&b, x->arena);
	for (size_t i = 0; i < v->n; i++) {
		if (i)
			buf_z(&b, shown && x->actor.lang == LANG_ZH ? "、" : ",");
		buf_add(&b, shown ? show_one(x, f, v->v[i], at) : v->v[i]);
		if (shown && f->type == FIELD_SHARE)
			buf_byte(&b, '%');
	}
	return buf_str(&b);
}

bool matter_value(struct ctx *x, const struct matter *m, role_set roles, size_t i, struct value *ret)
{
	const struct field *f = &m->kind->fields[i];
	const struct fval *v = &m->fields[i];
	enum field_sight sight = see_value(m, roles, f);
	ms_t at = matter_closed(m) ? m->changed : NOW_CALLED; /* what is over names units as they were */
	if (sight == SIGHT_NONE || (!v->n && !v->sealed))
		return false;
	*ret = (struct value){.field = f, .masked = sight == SIGHT_MASKED};
	if (!v->n) {
		ret->text = word(x->actor.lang, W("value|erased"));
		ret->masked = true;
	} else if (ret->masked) {
		ret->text = see_mask(x->arena, joined(x, f, v, true, at));
	} else {
		ret->text = joined(x, f, v, true, at);
		ret->raw = joined(x, f, v, false, at);
	}
	ret->reveal = ret->masked && v->n && (roles & reveal_roles(m, f));
	return true;
}

/* ---- one line of a ledger ------------------------------------------------------------------ */
static str light_words(struct ctx *x, const struct kind *k, enum light light, int rule)
{
	static const char *const plain[LIGHTS] = {W("light|not timed"), W("light|on course"), W("light|yellow"), W("light|red"), W("light|done"),
		W("light|blue"), W("light|orange")};
	if (rule >= 0 && (size_t)rule < k->n_lights && light != LIGHT_DONE)
		return words_of(x, &k->lights[rule].word);
	return word(x->actor.lang, plain[light]);
}

static str plain_text(struct ctx *x, const struct matter *m, role_set roles, int field)
{
	struct value v;
	return field >= 0 && matter_value(x, m, roles, (size_t)field, &v) ? v.text : S("");
}

static bool plain_to(const struct matter *m, role_set roles, int field)
{
	return field >= 0 && see_value(m, roles, &m->kind->fields[field]) == SIGHT_PLAIN;
}

static void name_people(struct ctx *x, struct clock_reason *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		v[i].asker = person_name(x, v[i].asked_by);
		v[i].granter = person_name(x, v[i].granted_by);
	}
}

static str why_line(struct ctx *x, const struct clock_run *run)
{
	struct clock_reason *v;
	struct buf b;
	size_t n = clock_why(x->arena, run, &v);
	name_people(x, v, n);
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
	r->confidence_word = words_of(x, &k->fields[k->confidence].choices[r->confidence].label);
	r->differs = open && light_differs(m->light, (enum judged)r->confidence, differs_from(x, k, m->light));
	if (!last)
		return;
	r->judged = last->at;
	r->judged_by = person_name(x, last->actor);
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
		.light = m->light, .light_word = light_words(x, k, m->light, m->light_rule), .share = -1, .changed = m->changed, .opened = m->opened,
		.reported = m->reported, .evidence = files_seen(x, m)};
	r.title = plain_text(x, m, roles, k->title);
	r.lead_name = plain_text(x, m, roles, k->lead);
	if (plain_to(m, roles, k->lead))
		r.lead = matter_id_of(m, k->lead);
	if (plain_to(m, roles, k->share))
		r.share = matter_share(m);
	for (size_t i = 0; i < k->n_actions && !r.main_action; i++)
		if (k->actions[i].main && may_offer(x, m, roles, &k->actions[i]))
			r.main_action = &k->actions[i];
	row_times(x, m, &r);
	r.confidence = -1;
	r.judged = MS_NONE;
	if (plain_to(m, roles, k->confidence))
		row_confidence(x, m, &r);
	if (plain_to(m, roles, k->source) && matter_source(m))
		TRY(document_title_of(x, matter_source(m), &r.source_title));
	*ret = r;
	return OK;
}

/* ---- what has happened ------------------------------------------------------------------------ */
/* 黄灯 未报 */
static void put_light_said(struct ctx *x, const struct kind *k, const struct effect *e, struct buf *b)
{
	enum light light = (enum light)e->number[0];
	if (light >= LIGHTS)
		return;
	buf_add(b, light_words(x, k, light, -1));
	if (e->number[1] < 0)
		return;
	buf_byte(b, ' ');
	buf_add(b, light_words(x, k, light, (int)e->number[1]));
}

static void put_said(struct ctx *x, struct buf *b, const struct matter *m, role_set roles, const struct effect *e, ms_t at)
{
	int f = e->op == EFFECT_SET ? kind_field(m->kind, e->text[0]) : -1;
	if (f < 0 || !plain_to(m, roles, f) || !e->n_list)
		return;
	const struct field *field = &m->kind->fields[f];
	struct fval value = {.v = e->list, .n = e->n_list};
	if (field->type == FIELD_SOURCE)
		return;
	if (b->n)
		buf_z(b, x->actor.lang == LANG_ZH ? "；" : "; ");
	if (field->type != FIELD_TEXT) {
		buf_add(b, words_of(x, &field->label));
		buf_z(b, x->actor.lang == LANG_ZH ? "：" : ": ");
	}
	buf_add(b, joined(x, field, &value, true, at));
}

/* What was said: the texts that the event set and the reader may see plainly. false: it is
 * about a part that he may not see. */
static bool said(struct ctx *x, const struct matter *m, role_set roles, struct effect *v, size_t n, struct event_view *ret)
{
	struct buf b;
	buf_init(&b, x->arena);
	for (size_t i = 0; i < n; i++) {
		bool part = v[i].op == EFFECT_PART || v[i].op == EFFECT_IN_PART;
		const struct matter *h = part ? matter_part(m, v[i].number[0]) : m;
		role_set mine = h && part ? see_roles(x, h) : roles;
		if (v[i].op == EFFECT_PART && (!h || !(mine & h->kind->see)))
			return false;
		if (v[i].op == EFFECT_PART && h->kind->title >= 0) {
			ret->part = h->id;
			ret->part_title = plain_text(x, h, mine, h->kind->title);
		}
		if (!h || (v[i].op == EFFECT_IN_PART && !effect_inside(x->arena, &v[i], &v[i])))
			continue;
		ret->files += v[i].op == EFFECT_FILE;
		if (v[i].op == EFFECT_LIGHT && h == m && str_eq(ret->action, S(ACTION_CLOCK)))
			put_light_said(x, m->kind, &v[i], &b);
		put_said(x, &b, h, mine, &v[i], ret->at);
	}
	ret->text = buf_str(&b);
	return true;
}

static str system_action(struct ctx *x, str name)
{
	if (str_eq(name, S(ACTION_CLOCK)))
		return word(x->actor.lang, W("log|the light changed"));
	static const struct {
		const char *name, *label;
	} row[] = {{ACTION_DESTROY, W("log|destroyed, its term is over")}, {"erase", W("log|personal data erased")},
		   {ACTION_ERASE_REQUEST, W("log|personal data of a request erased")}, {ACTION_CORRECT, W("log|personal data corrected")}};
	for (size_t i = 0; i < COUNT_OF(row); i++)
		if (str_eq(name, str_of(row[i].name)))
			return word(x->actor.lang, row[i].label);
	if (str_eq(name, S("unit_change")))
		return word(x->actor.lang, W("log|the unit became another"));
	if (str_eq(name, S(ACTION_LEAVE)))
		return word(x->actor.lang, W("log|a request went over to another matter"));
	if (str_eq(name, S(ACTION_JOIN)))
		return word(x->actor.lang, W("log|a request came from another matter"));
	if (str_eq(name, S(ACTION_ERASE_REQUEST)))
		return word(x->actor.lang, W("log|what a request told of its asker was erased"));
	return str_eq(name, S(ACTION_AGAIN)) ? word(x->actor.lang, W("recalculated")) : name;
}

/* "签收", or of a part "协办分工：签收". */
static str event_label(struct ctx *x, const struct kind *kind, str action)
{
	const struct kind *k;
	struct buf b;
	int i;
	if (!event_action(kind, action, &k, &i))
		return system_action(x, action);
	if (k == kind)
		return words_of(x, &k->actions[i].label);
	buf_init(&b, x->arena);
	buf_add(&b, words_of(x, &k->label));
	buf_z(&b, x->actor.lang == LANG_ZH ? "：" : ": ");
	buf_add(&b, words_of(x, &k->actions[i].label));
	return buf_str(&b);
}

static err events_view(struct ctx *x, const struct matter *m, role_set roles, struct matter_view *ret)
{
	LIST(struct event_view) l = {0};
	struct rows *r;
	TRY(query(x->snap, &events_of, VALS(V_INT(x->core->region), V_INT(m->id)), &r));
	while (rows_next(r)) {
		struct event_view v = {.id = row_int(r, 0), .seq = row_int(r, 1), .at = row_int(r, 2),
			.actor_name = person_name(x, row_int(r, 3)), .actor_unit = roster_unit_name_at(x->roster, row_int(r, 4), row_int(r, 2)),
			.action = row_copy(r, 5, x->arena), .reason = row_copy(r, 7, x->arena)};
		struct effect *e;
		size_t n;
		bool seen = true;
		v.label = event_label(x, m->kind, v.action);
		if (!row_int(r, 3))
			v.actor_name = word(x->actor.lang, W("actor|the system"));
		if (effects_read(x->arena, row_copy(r, 6, x->arena), &e, &n))
			seen = said(x, m, roles, e, n, &v);
		else
			n = 0;
		for (size_t k = 0; k < n; k++)
			if (e[k].op == EFFECT_BEHALF)
				v.behalf_name = person_name(x, e[k].number[0]);
			else if (e[k].op == EFFECT_ASKER)
				v.actor_name = word(x->actor.lang, W("actor|the asker"));
		x->rows_read++;
		if (seen)
			*list_push(x->arena, &l) = v;
	}
	ret->events = l.v;
	ret->n_events = l.n;
	return rows_end(r);
}

/* The key that seals what is attached: looked up once for files that stand together. */
struct file_key {
	int64_t owner; /* 0: none yet */
	uint8_t key[SEAL_KEY_LEN];
	bool there;
};

static err file_key_for(struct ctx *x, const struct matter *m, int64_t part, struct file_key *k)
{
	const struct matter *h = part ? matter_part(m, part) : NULL;
	int64_t owner = h ? matter_sealed_by(h)->id : m->id;
	if (k->owner == owner)
		return OK;
	k->owner = owner;
	return key_find(x->core, x->snap, owner, k->key, &k->there);
}

static str sealed_name(struct ctx *x, const struct file_key *k, int64_t blob, str sealed)
{
	const uint8_t *key = k->key;
	struct secret *v;
	size_t n;
	if (!k->there || secrets_open(x->arena, key, aad_of(x->arena, "file", blob), sealed, &v, &n) != OK || n != 1)
		return word(x->actor.lang, W("value|erased"));
	return v[0].value;
}

/* Evidence of a part is for those who see the part. */
static bool sees_file_of(struct ctx *x, const struct matter *m, int64_t part)
{
	const struct matter *h = part ? matter_part(m, part) : NULL;
	return !part || (h && (see_roles(x, h) & h->kind->see));
}

static err evidence_views(struct ctx *x, const struct matter *m, struct matter_view *ret)
{
	struct file_key key = {0};
	err e = OK;
	LIST(struct evidence_view) l = {0};
	struct rows *r;
	TRY(query(x->snap, &evidence_of, VALS(V_INT(x->core->region), V_INT(m->id)), &r));
	while (e == OK && rows_next(r)) {
		if (!sees_file_of(x, m, row_int(r, 8)))
			continue;
		e = file_key_for(x, m, row_int(r, 8), &key);
		if (e == OK)
			*list_push(x->arena, &l) = (struct evidence_view){.event = row_int(r, 0), .position = (int)row_int(r, 1), .part = row_int(r, 8),
			.size = row_int(r, 3), .type = row_copy(r, 4, x->arena), .at = row_int(r, 6), .by = person_name(x, row_int(r, 7)),
			.name = sealed_name(x, &key, row_int(r, 2), row_copy(r, 5, x->arena))};
	}
	explicit_bzero(&key, sizeof key);
	ret->evidence = l.v;
	ret->n_evidence = l.n;
	err end = rows_end(r);
	return e != OK ? e : end;
}

/* ---- clocks, light, actions ------------------------------------------------------------------------ */
static struct clock_view clock_view_of(struct ctx *x, const struct kind *kind, const struct clock_decl *d, const struct matter_clock *k)
{
	struct clock_place place = ctx_place(x, d);
	struct clock_run run;
	struct clock_state s;
	struct light_rules rules = rules_in_force(x, kind);
	clock_run_make(x->arena, &place, &k->c, &run);
	clock_at(&run, x->now, &s);
	struct clock_view v = {.decl = d, .calendar = place.calendar, .started = k->c.start, .due = run.due, .provisional = run.provisional, .left = s.left,
		.paused = s.paused, .stopped = k->c.stopped != MS_NONE, 
		.next = clock_next(&run, rules.all + rules.first, rules.n, x->now)};
	v.running = !v.stopped && !v.paused;
	v.n_reasons = clock_why(x->arena, &run, &v.reasons);
	name_people(x, v.reasons, v.n_reasons);
	int64_t warn = pack_int(x, kind->pack, d->warn_setting, d->warn);
	v.clock = &k->c;
	v.over = s.overdue;
	if (v.stopped && (k->due != run.due || k->provisional != run.provisional)) { /* a calendar changed since: the record stays */
		v.due = k->due;
		v.provisional = k->provisional;
		v.over = k->due != MS_NONE && k->due < k->c.stopped;
		v.n_reasons = 0;
	}
	v.near = v.running && !v.over && warn > 0 && s.left <= warn;
	return v;
}

void matter_clocks(struct ctx *x, const struct matter *m, struct clock_view **ret, size_t *ret_n)
{
	const struct kind *k = m->kind;
	struct clock_view *v = arena_new_n(x->arena, k->n_clocks, struct clock_view);
	const struct matter_clock *main = matter_main_clock(m);
	size_t n = 0;
	for (size_t i = 0; i < k->n_clocks; i++)
		if (m->clocks[i].armed)
			v[n++] = clock_view_of(x, k, &k->clocks[i], &m->clocks[i]);
	for (size_t i = 0; i < n; i++)
		v[i].counts = main && v[i].decl == &k->clocks[main - m->clocks];
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n && v[i].decl->legal >= 0; j++)
			if (v[j].decl == &k->clocks[v[i].decl->legal])
				v[i].legal = (int)j + 1;
	*ret = v;
	*ret_n = n;
}

str matter_light_why(struct ctx *x, const struct matter *m)
{
	struct light_state s;
	ms_t next;
	struct buf b;
	const struct matter_clock *k = matter_main_clock(m);
	buf_init(&b, x->arena);
	matter_light(x, m, &s, &next);
	if (k && m->light != LIGHT_DONE)
		light_put(&b, x->actor.lang, k->c.unit, rules_in_force(x, m->kind).all, &s);
	else
		buf_add(&b, m->light == LIGHT_DONE ? word(x->actor.lang, W("The matter is closed; its clocks stand still."))
						   : word(x->actor.lang, W("No date has been set, so nothing is timed yet.")));
	return buf_str(&b);
}

bool did_before(const struct ctx *x, const struct matter *m, const struct action *a)
{
	if (a->other_than < 0 || !x->actor.user)
		return false;
	const struct last_actor *last = &m->last[a->other_than];
	const struct member *member = a->other_unit && last->event ? roster_member(x->roster, last->actor) : NULL;
	return did_last(x, last) || (member && member->unit == x->actor.unit);
}

bool may_offer(const struct ctx *x, const struct matter *m, role_set roles, const struct action *a)
{
	return !a->opens && !m->moved && (a->from >> m->state & 1) && (roles & a->by) && (!m->of || part_fits_within(m, a)) && !did_before(x, m, a);
}

static struct words2 missing(struct ctx *x, const struct matter *m, const struct action *a)
{
	struct words2 w = {S(""), S("")};
	if (m->files >= a->evidence)
		return w;
	struct buf n, zh, en;
	buf_init(&n, x->arena);
	buf_init(&zh, x->arena);
	buf_init(&en, x->arena);
	buf_int(&n, a->evidence - m->files);
	str args[] = {buf_str(&n)};
	word_fmt(&zh, LANG_ZH, "evidence is still missing: {0} more", args, 1);
	word_fmt(&en, LANG_EN, "evidence is still missing: {0} more", args, 1);
	return (struct words2){buf_str(&zh), buf_str(&en)};
}

static bool stands_still(const struct matter_clock *k)
{
	for (size_t i = 0; i < k->c.n_ledger; i++)
		if (k->c.ledger[i].what == CLOCK_PAUSED && k->c.ledger[i].to == MS_NONE)
			return true;
	return false;
}

/* An action that only pauses or resumes a clock is offered when there is that to do. */
static bool has_effect(const struct matter *m, const struct action *a)
{
	if (a->to >= 0 || !a->n_clocks || a->n_form)
		return true;
	for (size_t i = 0; i < a->n_clocks; i++) {
		bool still = stands_still(&m->clocks[a->clocks[i].clock]);
		if (!clock_op_applies(m, &a->clocks[i]))
			continue;
		if ((a->clocks[i].what != CLOCK_PAUSE || !still) && (a->clocks[i].what != CLOCK_RESUME || still))
			return true;
	}
	return false;
}

void matter_offers(struct ctx *x, const struct matter *m, role_set roles, struct offered **ret, size_t *ret_n)
{
	const struct kind *k = m->kind;
	struct offered *v = arena_new_n(x->arena, k->n_actions, struct offered);
	size_t n = 0;
	for (size_t i = 0; i < k->n_actions; i++)
		if (may_offer(x, m, roles, &k->actions[i]) && has_effect(m, &k->actions[i]))
			v[n++] = (struct offered){&k->actions[i], missing(x, m, &k->actions[i])};
	*ret = v;
	*ret_n = n;
}

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
	if (plain_to(&m, roles, m.kind->source))
		TRY(source_view(x, &m, &v.source));
	matter_clocks(x, &m, &v.clocks, &v.n_clocks);
	v.light_why = matter_light_why(x, &m);
	matter_offers(x, &m, roles, &v.actions, &v.n_actions);
	TRY(parts_view(x, &m, &v));
	TRY(events_view(x, &m, roles, &v));
	TRY(evidence_views(x, &m, &v));
	TRY(linked(x, &m, &v));
	TRY(watch_there(x, id, &v.watched));
	if (plain_to(&m, roles, m.kind->lead))
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

err evidence_read(struct ctx *x, int64_t event, int position, struct evidence_view *ret, str *ret_bytes)
{
	struct rows *r;
	bool found;
	struct matter m;
	role_set roles;
	struct file_key key = {0};
	str blob_key;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &evidence_one, VALS(V_INT(x->core->region), V_INT(event), V_INT(position)), &r, &found));
	if (!found)
		return fail(ERR_NOTFOUND, "there is no such file, or you may not see it");
	int64_t id = row_int(r, 0);
	struct blob_ref ref = {.id = row_int(r, 1), .size = row_int(r, 2)};
	str digest = row_copy(r, 3, x->arena), wrapped = row_copy(r, 4, x->arena), name = row_copy(r, 6, x->arena);
	struct evidence_view v = {.event = event, .position = position, .size = ref.size, .type = row_copy(r, 5, x->arena),
		.at = row_int(r, 7), .by = person_name(x, row_int(r, 8))};
	int64_t part = row_int(r, 9);
	err e = see_load(x, id, &m, &roles);
	if (e == ERR_NOTFOUND || (e == OK && !sees_file_of(x, &m, part)))
		return fail(ERR_NOTFOUND, "there is no such file, or you may not see it");
	TRY(e);
	TRY(file_key_for(x, &m, part, &key));
	v.name = sealed_name(x, &key, ref.id, name);
	explicit_bzero(&key, sizeof key);
	if (!wrapped.n || digest.n != 32)
		return fail(ERR_NOTFOUND, "this file was erased");
	TRY(unseal(x->arena, x->core->master, wrapped, aad_of(x->arena, "key", ref.id), &blob_key));
	ours(blob_key.n == sizeof ref.key);
	memcpy(ref.key, blob_key.p, sizeof ref.key);
	memcpy(ref.digest.b, digest.p, 32);
	TRY(blob_get(x->core->store, x->arena, &ref, ret_bytes));
	*ret = v;
	return OK;
}
