/* SPDX-License-Identifier: Apache-2.0 */
#include "core/matter_in.h"

#include <string.h>

#define BODY_FORMAT 1

void matter_init(struct arena *a, struct matter *m, int64_t id, const struct kind *k)
{
	*m = (struct matter){.id = id, .kind = k, .state = -1, .reported = MS_NONE, .next_at = MS_NONE, .light_rule = -1,
		.number = S(""), .pack_version = S("")};
	m->fields = arena_new_n(a, k->n_fields, struct fval);
	m->clocks = arena_new_n(a, k->n_clocks, struct matter_clock);
	m->last = arena_new_n(a, k->n_actions, struct last_actor);
}

static void *copied(struct arena *a, const void *p, size_t n, size_t size)
{
	void *to = arena_array(a, n, size);
	return n ? memcpy(to, p, n * size) : to;
}

void matter_copy(struct arena *a, const struct matter *from, struct matter *ret)
{
	*ret = *from;
	ret->fields = copied(a, from->fields, from->kind->n_fields, sizeof *from->fields);
	ret->clocks = copied(a, from->clocks, from->kind->n_clocks, sizeof *from->clocks);
	ret->last = copied(a, from->last, from->kind->n_actions, sizeof *from->last);
	ret->denials.v = copied(a, from->denials.v, from->denials.n, sizeof *from->denials.v);
	ret->denials.cap = from->denials.n;
	ret->links.v = copied(a, from->links.v, from->links.n, sizeof *from->links.v);
	ret->links.cap = from->links.n;
	ret->parts.v = copied(a, from->parts.v, from->parts.n, sizeof *from->parts.v);
	ret->parts.cap = from->parts.n;
	for (size_t i = 0; i < from->parts.n; i++) {
		ret->parts.v[i] = arena_new(a, struct matter);
		matter_copy(a, from->parts.v[i], ret->parts.v[i]);
	}
}

/* ---- clocks ------------------------------------------------------------------------ */
static void put_ms(struct buf *b, ms_t v)
{
	if (v == MS_NONE)
		cbor_null(b);
	else
		cbor_int(b, v);
}

static ms_t get_ms(struct cbor *c)
{
	return cbor_get_null(c) ? MS_NONE : cbor_get_int(c);
}

str clock_bytes(struct arena *a, const struct matter_clock *k)
{
	struct buf b;
	buf_init(&b, a);
	cbor_array(&b, 9);
	cbor_int(&b, k->c.unit);
	cbor_int(&b, k->c.budget);
	put_ms(&b, k->c.until == DAY_NONE ? MS_NONE : k->c.until);
	cbor_int(&b, k->c.roll);
	cbor_int(&b, k->c.start);
	put_ms(&b, k->c.stopped);
	put_ms(&b, k->due);
	cbor_int(&b, k->provisional);
	cbor_array(&b, k->c.n_ledger);
	for (size_t i = 0; i < k->c.n_ledger; i++) {
		const struct clock_entry *e = &k->c.ledger[i];
		bool people = e->asked_by || e->granted_by;
		cbor_array(&b, people ? 7 : 5);
		cbor_int(&b, e->what);
		cbor_int(&b, e->from);
		put_ms(&b, e->to);
		cbor_int(&b, e->by);
		cbor_text(&b, e->note);
		if (people) {
			cbor_int(&b, e->asked_by);
			cbor_int(&b, e->granted_by);
		}
	}
	return buf_str(&b);
}

static struct clock_entry entry_load(struct arena *a, struct cbor *c)
{
	struct clock_entry e = {0};
	size_t parts = cbor_get_array(c);
	e.what = (enum clock_entry_kind)cbor_get_int(c);
	e.from = cbor_get_int(c);
	e.to = get_ms(c);
	e.by = cbor_get_int(c);
	e.note = str_dup(a, cbor_get_text(c));
	if (parts == 7) {
		e.asked_by = cbor_get_int(c);
		e.granted_by = cbor_get_int(c);
	}
	c->bad |= (unsigned)e.what > CLOCK_RECALCULATED || (parts != 5 && parts != 7);
	return e;
}

bool clock_load(struct arena *a, str bytes, struct matter_clock *ret)
{
	struct cbor c = cbor_read(bytes);
	struct matter_clock k = {.armed = true};
	cbor_want_array(&c, 9);
	k.c.unit = (enum clock_unit)cbor_get_int(&c);
	k.c.budget = cbor_get_int(&c);
	ms_t until = get_ms(&c);
	k.c.until = until == MS_NONE ? DAY_NONE : (day_t)until;
	k.c.roll = cbor_get_int(&c) != 0;
	k.c.start = cbor_get_int(&c);
	k.c.stopped = get_ms(&c);
	k.due = get_ms(&c);
	k.provisional = cbor_get_int(&c) != 0;
	k.c.n_ledger = cbor_get_array(&c);
	struct clock_entry *v = arena_new_n(a, k.c.n_ledger, struct clock_entry);
	for (size_t i = 0; i < k.c.n_ledger; i++)
		v[i] = entry_load(a, &c);
	k.c.ledger = v;
	if (!cbor_done(&c) || (unsigned)k.c.unit > CU_UNTIL)
		return false;
	*ret = k;
	return true;
}

static int clock_named(const struct kind *k, str name)
{
	for (size_t i = 0; i < k->n_clocks; i++)
		if (str_eq(k->clocks[i].name, name))
			return (int)i;
	return -1;
}

/* ---- effects ------------------------------------------------------------------------ */
static bool apply_open(struct arena *a, struct matter *m, const struct event *e, const struct effect *f, kind_finder find, const void *arg)
{
	const struct kind *k = m->kind ? m->kind : find(arg, f->text[0]);
	if (!k || !str_eq(k->name, f->text[0]) || m->version)
		return false;
	matter_init(a, m, e->entity_id, k);
	m->pack_version = f->text[1];
	m->owner = f->number[0];
	m->opened_by = e->actor;
	m->opened = e->at;
	return true;
}

static bool apply_set(struct matter *m, const struct effect *f)
{
	int i = kind_field(m->kind, f->text[0]);
	if (i < 0)
		return false;
	m->fields[i] = (struct fval){.v = f->list, .n = f->n_list};
	return true;
}

static bool apply_sealed(struct matter *m, const struct effect *f)
{
	int i = kind_field(m->kind, f->text[0]);
	if (i < 0)
		return false;
	m->fields[i] = (struct fval){.sealed = f->bytes[0].n > 0};
	if (f->bytes[0].n == sizeof m->fields[i].commitment.b)
		memcpy(m->fields[i].commitment.b, f->bytes[0].p, f->bytes[0].n);
	return f->bytes[0].n == 0 || f->bytes[0].n == sizeof m->fields[i].commitment.b;
}

static bool apply_state(struct matter *m, const struct event *e, const struct effect *f)
{
	int i = kind_state(m->kind, f->text[0]);
	if (i < 0)
		return false;
	m->state = i;
	m->state_since = e->at;
	return true;
}

static bool apply_clock(struct arena *a, struct matter *m, const struct effect *f)
{
	int i = clock_named(m->kind, f->text[0]);
	return i >= 0 && clock_load(a, f->bytes[0], &m->clocks[i]);
}

bool matter_apply(struct arena *a, struct matter *m, const struct event *e, const struct effect *f, kind_finder find, const void *arg)
{
	if (f->op == EFFECT_OPEN)
		return apply_open(a, m, e, f, find, arg);
	if (!m->kind)
		return false;
	switch (f->op) {
	case EFFECT_NUMBER:
		m->number = f->text[0];
		return true;
	case EFFECT_SET:
		return apply_set(m, f);
	case EFFECT_SEALED:
		return apply_sealed(m, f);
	case EFFECT_STATE:
		return apply_state(m, e, f);
	case EFFECT_CLOCK:
		return apply_clock(a, m, f);
	case EFFECT_LIGHT:
		m->light = (enum light)f->number[0];
		m->light_rule = (int)f->number[1];
		m->next_at = f->number[2];
		return f->number[0] >= LIGHT_NONE && f->number[0] < LIGHTS;
	case EFFECT_FILE:
		m->files++;
		return true;
	case EFFECT_LINK:
		*list_push(a, &m->links) = (struct link_to){f->text[0], f->number[0]};
		return true;
	case EFFECT_DENY:
		*list_push(a, &m->denials) = f->number[0];
		return true;
	case EFFECT_ERASED:
	case EFFECT_DESTROYED:
		return true; /* what it did is in the key, not in the matter */
	case EFFECT_REPORTED:
		m->reported = e->at;
		return true;
	case EFFECT_PART:
	case EFFECT_IN_PART:
		return part_apply(a, m, e, f);
	case EFFECT_BEHALF:
		m->behalf = f->number[0];
		return true;
	case EFFECT_ASKER:
		return true; /* who did it, without an account: told by the event alone */
	default:
		return false;
	}
}

void matter_applied(struct matter *m, const struct event *e)
{
	int i = kind_action(m->kind, e->action);
	m->version = e->version;
	if (!str_eq(e->action, S(ACTION_CLOCK)) && !str_eq(e->action, S(ACTION_AGAIN)) && !str_eq(e->action, S(ACTION_DESTROY)))
		m->changed = e->at; /* time passing is not news, nor is a notice that moves them all: lists by change keep their order */
	if (i >= 0)
		m->last[i] = (struct last_actor){e->actor, e->id, e->at, m->behalf};
	part_applied(m, e);
	m->behalf = 0;
}

/* ---- body ------------------------------------------------------------------------------ */
static void put_fields(struct buf *b, const struct matter *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->kind->n_fields; i++)
		n += m->fields[i].n || m->fields[i].sealed;
	cbor_array(b, n);
	for (size_t i = 0; i < m->kind->n_fields; i++) {
		const struct fval *f = &m->fields[i];
		if (!f->n && !f->sealed)
			continue;
		cbor_array(b, 2);
		cbor_text(b, m->kind->fields[i].name);
		if (f->sealed) {
			cbor_bytes(b, (str){(const char *)f->commitment.b, sizeof f->commitment.b});
			continue;
		}
		cbor_array(b, f->n);
		for (size_t k = 0; k < f->n; k++)
			cbor_text(b, f->v[k]);
	}
}

static void put_clocks(struct arena *a, struct buf *b, const struct matter *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->kind->n_clocks; i++)
		n += m->clocks[i].armed;
	cbor_array(b, n);
	for (size_t i = 0; i < m->kind->n_clocks; i++)
		if (m->clocks[i].armed) {
			cbor_array(b, 2);
			cbor_text(b, m->kind->clocks[i].name);
			cbor_bytes(b, clock_bytes(a, &m->clocks[i]));
		}
}

static void put_last(struct buf *b, const struct matter *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->kind->n_actions; i++)
		n += m->last[i].event != 0;
	cbor_array(b, n);
	for (size_t i = 0; i < m->kind->n_actions; i++)
		if (m->last[i].event) {
			cbor_array(b, m->last[i].behalf ? 5 : 4);
			cbor_text(b, m->kind->actions[i].name);
			cbor_int(b, m->last[i].actor);
			cbor_int(b, m->last[i].event);
			cbor_int(b, m->last[i].at);
			if (m->last[i].behalf)
				cbor_int(b, m->last[i].behalf);
		}
}

str matter_body(struct arena *a, const struct matter *m)
{
	struct buf b;
	buf_init(&b, a);
	cbor_array(&b, m->parts.n ? 10 : 9);
	cbor_int(&b, BODY_FORMAT);
	cbor_text(&b, m->pack_version);
	cbor_int(&b, m->opened_by);
	cbor_int(&b, m->state_since);
	put_fields(&b, m);
	put_clocks(a, &b, m);
	put_last(&b, m);
	cbor_array(&b, m->denials.n);
	for (size_t i = 0; i < m->denials.n; i++)
		cbor_int(&b, m->denials.v[i]);
	cbor_array(&b, m->links.n);
	for (size_t i = 0; i < m->links.n; i++) {
		cbor_array(&b, 2);
		cbor_text(&b, m->links.v[i].sort);
		cbor_int(&b, m->links.v[i].other);
	}
	if (m->parts.n) { /* the column next_at is that of the matter and its parts */
		cbor_array(&b, 2);
		cbor_int(&b, (int64_t)m->parts.n);
		put_ms(&b, m->next_at);
	}
	return buf_str(&b);
}

static void get_field(struct arena *a, struct cbor *c, struct matter *m)
{
	cbor_want_array(c, 2);
	int i = kind_field(m->kind, cbor_get_text(c));
	struct fval f = {0};
	struct cbor ahead = *c;
	size_t n = cbor_get_array(&ahead);
	if (ahead.bad) {
		str d = cbor_get_bytes(c);
		f.sealed = true;
		if (d.n == sizeof f.commitment.b)
			memcpy(f.commitment.b, d.p, d.n);
	} else {
		*c = ahead;
		f.n = n;
		f.v = arena_new_n(a, n, str);
		for (size_t k = 0; k < n; k++)
			f.v[k] = cbor_get_text(c);
	}
	if (i >= 0)
		m->fields[i] = f;
}

static void get_clock(struct arena *a, struct cbor *c, struct matter *m)
{
	cbor_want_array(c, 2);
	int i = clock_named(m->kind, cbor_get_text(c));
	struct matter_clock k;
	if (!clock_load(a, cbor_get_bytes(c), &k))
		c->bad = true;
	else if (i >= 0)
		m->clocks[i] = k;
}

static void get_last(struct cbor *c, struct matter *m)
{
	size_t parts = cbor_get_array(c);
	int i = kind_action(m->kind, cbor_get_text(c));
	struct last_actor l = {.actor = cbor_get_int(c)};
	l.event = cbor_get_int(c);
	l.at = cbor_get_int(c);
	if (parts == 5)
		l.behalf = cbor_get_int(c);
	c->bad |= parts != 4 && parts != 5;
	if (i >= 0)
		m->last[i] = l;
}

bool matter_body_load(struct arena *a, struct matter *m, str body)
{
	struct cbor c = cbor_read(body);
	size_t members = cbor_get_array(&c);
	if ((members != 9 && members != 10) || cbor_get_int(&c) != BODY_FORMAT)
		return false;
	m->pack_version = cbor_get_text(&c);
	m->opened_by = cbor_get_int(&c);
	m->state_since = cbor_get_int(&c);
	for (size_t n = cbor_get_array(&c); n > 0 && !c.bad; n--)
		get_field(a, &c, m);
	for (size_t n = cbor_get_array(&c); n > 0 && !c.bad; n--)
		get_clock(a, &c, m);
	for (size_t n = cbor_get_array(&c); n > 0 && !c.bad; n--)
		get_last(&c, m);
	for (size_t n = cbor_get_array(&c); n > 0 && !c.bad; n--)
		*list_push(a, &m->denials) = cbor_get_int(&c);
	for (size_t n = cbor_get_array(&c); n > 0 && !c.bad; n--) {
		cbor_want_array(&c, 2);
		str sort = cbor_get_text(&c);
		*list_push(a, &m->links) = (struct link_to){sort, cbor_get_int(&c)};
	}
	if (members == 10) {
		cbor_want_array(&c, 2);
		m->n_parts = (size_t)cbor_get_int(&c);
		m->next_at = get_ms(&c);
	}
	return cbor_done(&c);
}

/* ---- columns ------------------------------------------------------------------------------ */
int64_t matter_id_of(const struct matter *m, int field)
{
	int64_t v = 0;
	if (field < 0 || m->fields[field].n == 0 || !str_int(m->fields[field].v[0], &v))
		return 0;
	return v;
}

int matter_share(const struct matter *m)
{
	int64_t v;
	int f = m->kind->share;
	return f >= 0 && m->fields[f].n && str_int(m->fields[f].v[0], &v) ? (int)v : -1;
}

str matter_title(const struct matter *m)
{
	int f = m->kind->title;
	return f >= 0 && m->fields[f].n ? m->fields[f].v[0] : S("");
}

bool source_parse(str value, struct source *ret)
{
	int64_t v[4];
	str part, rest = value;
	for (size_t i = 0; i < 3; i++)
		if (!str_split(rest, ':', &part, &rest) || !str_int(part, &v[i]))
			return false;
	if (!str_int(rest, &v[3]) || v[0] <= 0 || v[1] < 0 || v[2] < v[1] || v[3] < 1)
		return false;
	*ret = (struct source){.document = v[0], .at = {(size_t)v[1], (size_t)v[2]}, .text_version = v[3]};
	return true;
}

str source_text(struct arena *a, const struct source *s)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%lld:%zu:%zu:%lld", (long long)s->document, s->at.from, s->at.to, (long long)s->text_version);
	return buf_str(&b);
}

int64_t matter_source(const struct matter *m)
{
	struct source s;
	int f = m->kind->source;
	return f >= 0 && m->fields[f].n && source_parse(m->fields[f].v[0], &s) ? s.document : 0;
}

/* What runs before what stands; of what runs the one that ends first, of what has stopped the last. */
static bool counts_before(const struct matter_clock *a, const struct matter_clock *b)
{
	bool a_stopped = a->c.stopped != MS_NONE, b_stopped = b->c.stopped != MS_NONE;
	if (a_stopped != b_stopped)
		return b_stopped;
	if (a_stopped && a->c.stopped != b->c.stopped)
		return a->c.stopped > b->c.stopped;
	if (a->due == MS_NONE || b->due == MS_NONE)
		return a->due != MS_NONE && b->due == MS_NONE;
	return a->due < b->due;
}

const struct matter_clock *matter_main_clock(const struct matter *m)
{
	const struct matter_clock *main = NULL;
	for (size_t i = 0; i < m->kind->n_clocks; i++)
		if (m->kind->clocks[i].main && m->clocks[i].armed && (!main || counts_before(&m->clocks[i], main)))
			main = &m->clocks[i];
	return main;
}

bool matter_late(const struct matter *m, ms_t due, ms_t now)
{
	const struct matter_clock *k = matter_main_clock(m);
	ms_t by = k && k->c.stopped != MS_NONE && k->c.stopped < now ? k->c.stopped : now;
	return !m->kind->states[m->state].closed && due != MS_NONE && due < by;
}

ms_t matter_due(const struct matter *m)
{
	const struct matter_clock *k = matter_main_clock(m);
	return k ? k->due : MS_NONE;
}

int64_t matter_rank(const struct matter *m)
{
	ms_t due = matter_due(m);
	if (m->kind->states[m->state].closed)
		return -m->changed;
	return due == MS_NONE ? NEVER : due;
}

static struct val when(ms_t at)
{
	return V_INT(at == MS_NONE ? NEVER : at);
}

void matter_columns(struct arena *a, const struct matter *m, struct val ret[MATTER_COLUMNS])
{
	const struct val v[MATTER_COLUMNS] = {
		[COL_ID] = V_INT(m->id), [COL_VERSION] = V_INT(m->version), [COL_KIND] = V_TEXT(m->kind->name),
		[COL_STATE] = V_TEXT(m->state >= 0 ? m->kind->states[m->state].name : S("")), [COL_NUMBER] = V_TEXT(m->number),
		[COL_TITLE] = V_TEXT(matter_title(m)), [COL_LEAD] = V_INT(matter_id_of(m, m->kind->lead)),
		[COL_OWNER] = V_INT(m->owner), [COL_LIGHT] = V_INT(m->light), [COL_LIGHT_RULE] = V_INT(m->light_rule),
		[COL_DUE] = when(matter_due(m)), [COL_NEXT_AT] = when(matter_next(m)), [COL_SHARE] = V_INT(matter_share(m)),
		[COL_OPENED] = V_INT(m->opened), [COL_CHANGED] = V_INT(m->changed), [COL_REPORTED] = V_INT(m->reported),
		[COL_FILES] = V_INT(m->files), [COL_DENIALS] = V_INT((int64_t)m->denials.n), [COL_SOURCE] = V_INT(matter_source(m)),
		[COL_BODY] = V_BLOB(matter_body(a, m)), [COL_SEALED] = m->sealed.p ? V_BLOB(m->sealed) : V_NULL,
	};
	memcpy(ret, v, sizeof v);
}

/* ---- involved units -------------------------------------------------------------------------- */
typedef LIST(struct involved) involved_list;

static void involve(struct arena *a, involved_list *l, int64_t unit, int rel)
{
	size_t i = 0;
	while (i < l->n && l->v[i].unit < unit)
		i++;
	if (i < l->n && l->v[i].unit == unit) {
		l->v[i].rel |= rel;
		return;
	}
	list_push(a, l);
	memmove(l->v + i + 1, l->v + i, (l->n - 1 - i) * sizeof *l->v);
	l->v[i] = (struct involved){unit, rel};
}

static bool is_denied(const struct roster *r, const struct matter *m, int64_t unit)
{
	const struct member *person = m->denials.n ? roster_member(r, unit) : NULL;
	for (size_t i = 0; i < m->denials.n; i++)
		if (m->denials.v[i] == unit || roster_below(r, person ? person->unit : unit, m->denials.v[i]))
			return true;
	return false;
}

static void involve_up(struct arena *a, const struct roster *r, const struct matter *m, involved_list *l, int64_t unit, int rel)
{
	for (size_t steps = 0; unit && steps <= r->n_units; steps++) {
		involve(a, l, unit, is_denied(r, m, unit) ? rel | RELBIT_DENIED : rel);
		const struct unit *u = roster_unit(r, unit);
		unit = u ? u->parent : 0;
	}
}

static void involve_field(struct arena *a, const struct roster *r, const struct matter *m, involved_list *l, int field, int rel)
{
	const struct fval *f = &m->fields[field];
	for (size_t i = 0; i < f->n; i++) {
		int64_t id = 0;
		if (str_int(f->v[i], &id) && id)
			involve_up(a, r, m, l, id, rel);
	}
}

size_t matter_involved(struct arena *a, const struct roster *r, const struct matter *m, struct involved **ret)
{
	const struct kind *k = m->kind;
	involved_list l = {0};
	involve(a, &l, UNIT_ALL, RELBIT_ALL);
	if (k->lead >= 0)
		involve_field(a, r, m, &l, k->lead, RELBIT_LEAD);
	if (k->assist >= 0)
		involve_field(a, r, m, &l, k->assist, RELBIT_ASSIST);
	involve_up(a, r, m, &l, m->owner, RELBIT_OWNER);
	for (size_t i = 0; i < k->n_roles; i++)
		if (k->roles[i].relation == REL_PERSON) {
			int64_t person = matter_id_of(m, k->roles[i].field);
			if (person)
				involve(a, &l, person, is_denied(r, m, person) ? RELBIT_PERSON | RELBIT_DENIED : RELBIT_PERSON);
		}
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct matter *part = m->parts.v[i];
		int64_t person = part_person(part);
		if (part->moved)
			continue;
		involve_up(a, r, m, &l, matter_id_of(part, part->kind->lead), RELBIT_PART);
		if (person)
			involve(a, &l, person, is_denied(r, m, person) ? RELBIT_PART_PERSON | RELBIT_DENIED : RELBIT_PART_PERSON);
	}
	*ret = l.v;
	return l.n;
}

size_t part_involved(struct arena *a, const struct roster *r, const struct matter *part, const struct involved *of_matter, size_t n, struct involved **ret)
{
	struct involved *v = arena_new_n(a, n, struct involved);
	size_t kept = 0;
	int64_t own = matter_id_of(part, part->kind->lead), person = part_person(part);
	if (part->moved)
		n = 0; /* it stands with the units of the matter it has gone over to */
	for (size_t i = 0; i < n; i++) {
		struct involved u = {of_matter[i].unit, of_matter[i].rel & ~(RELBIT_PART | RELBIT_PART_PERSON)};
		if (own && u.unit && roster_below(r, own, u.unit))
			u.rel |= RELBIT_PART;
		if (person && u.unit == person)
			u.rel |= RELBIT_PART_PERSON;
		if (u.rel & ~RELBIT_DENIED)
			v[kept++] = u;
	}
	*ret = v;
	return kept;
}

int matter_confidence(const struct matter *m)
{
	int f = m->kind->confidence;
	for (int i = 0; f >= 0 && m->fields[f].n && judged_names[i]; i++)
		if (str_eq(m->fields[f].v[0], str_of(judged_names[i])))
			return i;
	return -1;
}

str confidence_key(struct arena *a, enum judged judged, enum light light)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%s.%s", judged_names[judged], light_name(light));
	return buf_str(&b);
}

str alone_key(struct arena *a, const struct matter *m)
{
	const struct field_list *l = &m->kind->alone;
	struct buf b;
	buf_init(&b, a);
	if (m->state < 0 || m->kind->states[m->state].closed)
		return S("");
	for (size_t i = 0; i < l->n; i++) {
		if (!m->fields[l->v[i]].n)
			return S("");
		buf_add(&b, m->fields[l->v[i]].v[0]);
		buf_byte(&b, '\n'); /* no line holds one */
	}
	return buf_str(&b);
}

size_t matter_keys(struct arena *a, const struct matter *m, struct key_row **ret)
{
	LIST(struct key_row) l = {0};
	int judged = matter_confidence(m);
	if (judged >= 0 && m->state >= 0 && !m->kind->states[m->state].closed)
		*list_push(a, &l) = (struct key_row){m->kind->fields[m->kind->confidence].name, confidence_key(a, (enum judged)judged, m->light)};
	str alone = alone_key(a, m);
	if (alone.n)
		*list_push(a, &l) = (struct key_row){S(ALONE_FIELD), alone};
	for (size_t i = 0; i < m->kind->n_fields; i++) {
		const struct field *f = &m->kind->fields[i];
		bool source = (int)i == m->kind->source;
		if (f->personal || (!f->list && !source) || (int)i == m->kind->title || (int)i == m->kind->lead ||
		    (int)i == m->kind->confidence)
			continue;
		for (size_t k = 0; k < m->fields[i].n; k++) {
			str v = m->fields[i].v[k], document, rest;
			if (source && str_split(v, ':', &document, &rest))
				v = document;
			bool twice = false;
			for (size_t j = 0; j < l.n; j++)
				twice |= str_eq(l.v[j].field, f->name) && str_eq(l.v[j].value, v);
			if (!twice && v.n <= 200)
				*list_push(a, &l) = (struct key_row){f->name, v};
		}
	}
	*ret = l.v;
	return l.n;
}
