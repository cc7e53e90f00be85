/* SPDX-License-Identifier: Apache-2.0 */
/* Lists: some streams of one index in one order, merged; each candidate passes the rest
 * of the question in C. After LIMIT_RESIDUAL_ROWS looked at, the page ends where it is:
 * it may be short, never wrong, and its cursor goes on. */
#include "core/read_in.h"

#include <string.h>

#define UNIT_COLUMNS "matter, rel, kind, state, light, due, changed"
STMT(by_changed,
     "SELECT " UNIT_COLUMNS ", changed FROM matter_unit WHERE region = $1 AND unit = $2 AND (changed, matter) < ($3, $4)"
     " ORDER BY changed DESC, matter DESC LIMIT $5");
STMT(by_opened,
     "SELECT " UNIT_COLUMNS ", matter FROM matter_unit WHERE region = $1 AND unit = $2 AND matter < $3"
     " ORDER BY matter DESC LIMIT $4");
STMT(by_light,
     "SELECT " UNIT_COLUMNS ", due FROM matter_unit WHERE region = $1 AND unit = $2 AND light = $5 AND (due, matter) > ($3, $4)"
     " ORDER BY due, matter LIMIT $6");
STMT(by_state,
     "SELECT " UNIT_COLUMNS ", due FROM matter_unit WHERE region = $1 AND unit = $2 AND kind = $5 AND state = $6"
     " AND (due, matter) > ($3, $4) ORDER BY due, matter LIMIT $7");
STMT(by_key,
     "SELECT matter, 16, kind, '', 0, 0, 0, matter FROM matter_key WHERE region = $1 AND kind = $2 AND field = $3 AND value = $4"
     " AND matter < $5 ORDER BY matter DESC LIMIT $6");
const struct stmt *const core_list_stmts[] = {&by_changed, &by_opened, &by_light, &by_state, &by_key, NULL};

/* ---- streams -------------------------------------------------------------------------- */
err streams_init(struct streams *s, struct ctx *x, bool rising)
{
	*s = (struct streams){.x = x, .rising = rising};
	return denied_ids(x, &s->denied, &s->n_denied);
}

static struct val stream_limit(const struct streams *s)
{
	return V_INT(LIMIT_RESIDUAL_ROWS + 1 + (int64_t)s->n_denied);
}

static err stream_start(struct streams *s, int64_t unit, const struct stmt *stmt, const struct val *v, size_t n)
{
	struct stream *t = list_push(s->x->arena, &s->all);
	*t = (struct stream){.unit = unit};
	return query(s->x->snap, stmt, v, n, &t->rows);
}

static err stream_step(struct streams *s, struct stream *t)
{
	do
		t->live = rows_next(t->rows);
	while (t->live && id_in(s->denied, s->n_denied, row_int(t->rows, 0)));
	if (!t->live) {
		struct rows *r = t->rows;
		t->rows = NULL;
		return rows_end(r);
	}
	struct candidate *c = &t->at;
	*c = (struct candidate){.matter = row_int(t->rows, 0), .rel = (int)row_int(t->rows, 1), .unit = t->unit,
		.kind = core_kind(s->x->core, row_text(t->rows, 2)), .light = (int)row_int(t->rows, 4), .due = row_int(t->rows, 5),
		.changed = row_int(t->rows, 6), .key = row_int(t->rows, 7)};
	c->state = c->kind ? kind_state(c->kind, row_text(t->rows, 3)) : -1;
	s->looked_at++;
	s->x->rows_read++;
	return OK;
}

err streams_begin(struct streams *s)
{
	for (size_t i = 0; i < s->all.n; i++)
		TRY(stream_step(s, &s->all.v[i]));
	return OK;
}

static bool comes_first(const struct streams *s, const struct candidate *a, const struct candidate *b)
{
	if (a->key != b->key)
		return s->rising ? a->key < b->key : a->key > b->key;
	return s->rising ? a->matter < b->matter : a->matter > b->matter;
}

err streams_next(struct streams *s, struct candidate *ret, bool *ret_found)
{
	struct stream *best = NULL;
	for (size_t i = 0; i < s->all.n; i++) {
		struct stream *t = &s->all.v[i];
		if (t->live && (!best || comes_first(s, &t->at, &best->at)))
			best = t;
	}
	*ret_found = best != NULL;
	if (!best)
		return OK;
	*ret = best->at;
	return stream_step(s, best);
}

err streams_end(struct streams *s)
{
	err e = OK;
	for (size_t i = 0; i < s->all.n; i++)
		if (s->all.v[i].rows) {
			err one = rows_end(s->all.v[i].rows);
			e = e == OK ? one : e;
		}
	s->all.n = 0;
	return e;
}

err stream_state(struct streams *s, int64_t unit, const struct kind *k, size_t state, int64_t key, int64_t id)
{
	return stream_start(s, unit, &by_state,
		VALS(V_INT(s->x->core->region), V_INT(unit), V_INT(key), V_INT(id), V_TEXT(k->name), V_TEXT(k->states[state].name), stream_limit(s)));
}

/* ---- where a reader's matters stand -------------------------------------------------------- */
size_t scopes_of(const struct ctx *x, const struct kind *only, int64_t ret[3])
{
	bool all = x->actor.user == 0, unit = false, person = false;
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++) {
			const struct kind *k = &(*p)->kinds[i];
			if (only && only != k)
				continue;
			bool any = (see_any_roles(x, k) & k->see) != 0;
			all |= any;
			unit |= !any && (see_roles_by_bits(x, k, RELBIT_LEAD | RELBIT_ASSIST | RELBIT_OWNER | RELBIT_PART) & k->see);
			person |= !any && (see_roles_by_bits(x, k, RELBIT_PERSON | RELBIT_PART_PERSON) & k->see);
		}
	size_t n = 0;
	if (all)
		ret[n++] = UNIT_ALL;
	if (unit && x->actor.unit && x->actor.user)
		ret[n++] = x->actor.unit;
	if (person && x->actor.user)
		ret[n++] = x->actor.user;
	return n;
}

int scope_bits(int64_t unit, int rel)
{
	return unit == UNIT_ALL ? 0 : rel;
}

bool candidate_visible(const struct ctx *x, const struct candidate *c)
{
	return c->kind && (see_roles_by_bits(x, c->kind, scope_bits(c->unit, c->rel)) & kind_see(c->kind, c->state));
}

/* ---- the question ------------------------------------------------------------------------------ */
struct listing {
	struct ctx *x;
	const struct matter_query *q;
	struct streams s;
	int64_t key, id; /* after these */
	bool led;        /* the driving rows are those of q->unit, not of the reader */
};

void cursor_read(str cursor, bool rising, int64_t *ret_key, int64_t *ret_id)
{
	str key, id;
	*ret_key = *ret_id = rising ? INT64_MIN : INT64_MAX;
	if (str_split(cursor, '.', &key, &id)) {
		int64_t k, i;
		if (str_int(key, &k) && str_int(id, &i)) {
			*ret_key = k;
			*ret_id = i;
		}
	}
}

str cursor_text(struct arena *a, int64_t key, int64_t id)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%lld.%lld", (long long)key, (long long)id);
	return buf_str(&b);
}

/* By deadline and from a day on: the index is entered there and not at its beginning. */
static void cursor_start(struct listing *l)
{
	const struct matter_query *q = l->q;
	bool rising = q->order == ORDER_DUE;
	cursor_read(q->cursor, rising, &l->key, &l->id);
	if (!rising || q->due_from == DAY_NONE)
		return;
	ms_t from = zone_at(l->x->core->zone, q->due_from, 0);
	if (l->key < from) {
		l->key = from;
		l->id = INT64_MAX;
	}
}

static err start_unit(struct listing *l, int64_t unit)
{
	const struct matter_query *q = l->q;
	int64_t region = l->x->core->region;
	if (q->order == ORDER_CHANGED)
		return stream_start(&l->s, unit, &by_changed, VALS(V_INT(region), V_INT(unit), V_INT(l->key), V_INT(l->id), stream_limit(&l->s)));
	if (q->order == ORDER_OPENED)
		return stream_start(&l->s, unit, &by_opened, VALS(V_INT(region), V_INT(unit), V_INT(l->id), stream_limit(&l->s)));
	if (q->kind && q->states) {
		for (size_t i = 0; i < q->kind->n_states; i++)
			if (q->states >> i & 1)
				TRY(stream_state(&l->s, unit, q->kind, i, l->key, l->id));
		return OK;
	}
	for (int light = LIGHT_NONE; light < LIGHTS; light++)
		if (!q->lights || q->lights >> light & 1)
			TRY(stream_start(&l->s, unit, &by_light,
				VALS(V_INT(region), V_INT(unit), V_INT(l->key), V_INT(l->id), V_INT(light), stream_limit(&l->s))));
	return OK;
}

static err start_document(struct listing *l)
{
	struct buf b;
	buf_init(&b, l->x->arena);
	buf_int(&b, l->q->document);
	for (const struct pack *const *p = l->x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++) {
			const struct kind *k = &(*p)->kinds[i];
			if (k->source >= 0 && (!l->q->kind || l->q->kind == k))
				TRY(stream_start(&l->s, UNIT_ALL, &by_key, VALS(V_INT(l->x->core->region), V_TEXT(k->name),
					V_TEXT(k->fields[k->source].name), V_TEXT(buf_str(&b)), V_INT(l->id), stream_limit(&l->s))));
		}
	return OK;
}

static err start_field(struct listing *l)
{
	const struct kind *k = l->q->kind;
	int f = k ? kind_field(k, l->q->field) : -1;
	if (f < 0 || !k->fields[f].list || k->fields[f].personal || k->fields[f].see != ROLES_ALL)
		return OK; /* its index would tell what the reader may not see */
	return stream_start(&l->s, UNIT_ALL, &by_key, VALS(V_INT(l->x->core->region), V_TEXT(k->name), V_TEXT(l->q->field), V_TEXT(l->q->value), V_INT(l->id),
		stream_limit(&l->s)));
}

/* Open matters stand in matter_key under their judgement and light together, so what
 * disagrees is read by its key, whatever the settings say today. */
static err start_confidence(struct listing *l, const struct kind *k)
{
	const struct matter_query *q = l->q;
	for (int light = LIGHT_NONE; light < LIGHTS; light++) {
		str from = differs_from(l->x, k, (enum light)light);
		for (int j = 0; j < JUDGED; j++) {
			if ((q->confidence && !(q->confidence >> j & 1)) || (q->lights && !(q->lights >> light & 1)))
				continue;
			if (q->differs && !light_differs((enum light)light, (enum judged)j, from))
				continue;
			TRY(stream_start(&l->s, UNIT_ALL, &by_key, VALS(V_INT(l->x->core->region), V_TEXT(k->name), V_TEXT(k->fields[k->confidence].name),
				V_TEXT(confidence_key(l->x->arena, (enum judged)j, (enum light)light)), V_INT(l->id), stream_limit(&l->s))));
		}
	}
	return OK;
}

static bool by_confidence(const struct matter_query *q)
{
	return q->confidence || q->differs || q->stale;
}

/* The driving rows are not those of the reader's unit: everything is held against the matter itself. */
static bool keyed(const struct matter_query *q)
{
	return q->document || q->field.n || by_confidence(q);
}

static err start_judged(struct listing *l)
{
	for (const struct pack *const *p = l->x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++) {
			const struct kind *k = &(*p)->kinds[i];
			if (k->confidence >= 0 && (!l->q->kind || l->q->kind == k))
				TRY(start_confidence(l, k));
		}
	return OK;
}

static err start(struct listing *l)
{
	int64_t scope[3];
	size_t n = scopes_of(l->x, l->q->kind, scope);
	if (n == 0)
		return OK;
	if (l->q->document)
		return start_document(l);
	if (l->q->field.n)
		return start_field(l);
	if (by_confidence(l->q))
		return start_judged(l);
	if (l->q->named)
		return start_unit(l, l->x->actor.user);
	if (l->q->unit)
		return start_unit(l, l->q->unit);
	for (size_t i = 0; i < n; i++)
		TRY(start_unit(l, scope[i]));
	return OK;
}

/* What the row of the index can tell. */
static bool row_fits(const struct listing *l, const struct candidate *c)
{
	const struct matter_query *q = l->q;
	if (!c->kind || (q->kind ? c->kind != q->kind : c->kind->subject && !q->words.n))
		return false;
	if (keyed(q))
		return true;
	if (l->led ? !(c->rel & RELBIT_LEAD) : !candidate_visible(l->x, c))
		return false;
	if (q->named && !(c->rel & RELBIT_PERSON))
		return false;
	if ((q->states && (c->state < 0 || !(q->states >> c->state & 1))) || (q->lights && !(q->lights >> c->light & 1)))
		return false;
	if (q->overdue && (c->due >= l->x->now || c->state < 0 || c->kind->states[c->state].closed))
		return false;
	if (q->due_from != DAY_NONE && c->due <= zone_at(l->x->core->zone, q->due_from, 0))
		return false;
	return q->due_to == DAY_NONE || c->due <= zone_at(l->x->core->zone, q->due_to + 1, 0);
}

static bool closed(const struct matter *m)
{
	return m->kind->states[m->state].closed;
}

static bool due_fits(const struct listing *l, const struct matter_row *r)
{
	const struct matter_query *q = l->q;
	ms_t due = r->due == MS_NONE ? NEVER : r->due;
	if (q->due_from != DAY_NONE && due <= zone_at(l->x->core->zone, q->due_from, 0))
		return false;
	return q->due_to == DAY_NONE || due <= zone_at(l->x->core->zone, q->due_to + 1, 0);
}

/* A judgement that the reader may not see fits no question about it. */
static bool confidence_fits(const struct matter_query *q, const struct matter_row *r)
{
	if (q->confidence && (r->confidence < 0 || !(q->confidence >> r->confidence & 1)))
		return false;
	return (!q->differs || r->differs) && (!q->stale || r->stale);
}

/* What only the matter itself can tell. Words are held against what the reader sees. */
static bool matter_fits(const struct listing *l, const struct matter *m, const struct matter_row *r)
{
	const struct matter_query *q = l->q;
	ms_t week_ago = l->x->now - (ms_t)7 * 86400000;
	if (keyed(q) && ((q->states && !(q->states >> m->state & 1)) || (q->lights && !(q->lights >> m->light & 1)) ||
			 (q->overdue && !r->overdue) || !due_fits(l, r)))
		return false;
	if (!confidence_fits(q, r))
		return false;
	if ((keyed(q) || q->named) && q->unit && !roster_below(l->x->roster, matter_id_of(m, m->kind->lead), q->unit))
		return false;
	if (q->words.n && str_find(r->number, q->words, 0) < 0 && str_find(r->title, q->words, 0) < 0)
		return false;
	if (q->without_evidence && r->evidence)
		return false;
	return !q->unreported || (!closed(m) && (m->reported == MS_NONE ? m->opened : m->reported) < week_ago);
}

static err row_fields(struct ctx *x, struct matter *m, role_set roles, struct matter_row *r)
{
	uint8_t key[SEAL_KEY_LEN];
	bool there;
	if (matter_has_seals(m))
		TRY(matter_open_seals(x->core, x->snap, x->arena, m, key, &there));
	explicit_bzero(key, sizeof key);
	struct value *v = arena_new_n(x->arena, m->kind->n_fields, struct value);
	for (size_t i = 0; i < m->kind->n_fields; i++)
		r->n_fields += matter_value(x, m, roles, i, &v[r->n_fields]);
	r->fields = v;
	return OK;
}

static err try_candidate(struct listing *l, const struct candidate *c, struct matter_row *ret, bool *ret_fits)
{
	struct matter m;
	role_set roles;
	*ret_fits = false;
	if (!row_fits(l, c))
		return OK;
	err e = see_load(l->x, c->matter, &m, &roles);
	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	TRY(matter_row_of(l->x, &m, roles, ret));
	*ret_fits = matter_fits(l, &m, ret);
	if (*ret_fits && l->q->with_fields)
		TRY(row_fields(l->x, &m, roles, ret));
	return OK;
}

/* By deadline nothing that comes after the last day can fit. */
static bool past_the_end(const struct listing *l, const struct candidate *c)
{
	return l->s.rising && l->q->due_to != DAY_NONE && c->key > zone_at(l->x->core->zone, l->q->due_to + 1, 0);
}

static err fill(struct listing *l, size_t limit, struct matter_page *page)
{
	struct candidate c = {0}, last = {0};
	bool found, fits, seen = false;
	TRY(streams_begin(&l->s));
	for (;;) {
		TRY(streams_next(&l->s, &c, &found));
		if (!found || past_the_end(l, &c))
			return OK;
		if (seen && c.matter == last.matter && c.key == last.key)
			continue; /* the same matter from another scope */
		if (page->n == limit || l->s.looked_at > LIMIT_RESIDUAL_ROWS) {
			page->next = last.matter ? cursor_text(l->x->arena, last.key, last.matter) : STR_NONE;
			return OK;
		}
		last = c;
		seen = row_fits(l, &c); /* what the whole district's rows hide, those of his own unit may show */
		TRY(try_candidate(l, &c, &page->rows[page->n], &fits));
		page->n += fits;
	}
}

err matter_list(struct ctx *x, const struct matter_query *question, struct matter_page *ret)
{
	struct matter_query q = *question;
	struct matter_page page = {0};
	size_t limit = q.limit <= 0 ? 50 : q.limit > LIMIT_PAGE ? LIMIT_PAGE : (size_t)q.limit;
	if (keyed(&q)) {
		q.order = ORDER_OPENED;
		q.named = false;
	}
	q.named = q.named && x->actor.user;
	struct listing l = {.x = x, .q = &q, .led = q.unit != 0 && !keyed(&q) && !q.named};
	TRY(ctx_snap(x));
	TRY(streams_init(&l.s, x, q.order == ORDER_DUE));
	cursor_start(&l);
	page.rows = arena_new_n(x->arena, limit, struct matter_row);
	err e = start(&l);
	if (e == OK)
		e = fill(&l, limit, &page);
	err end = streams_end(&l.s);
	if (e != OK || end != OK)
		return e != OK ? e : end;
	*ret = page;
	return OK;
}
