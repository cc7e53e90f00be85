/* SPDX-License-Identifier: Apache-2.0 */
/* Reading values of indicators: whoever may see the subject reads them; the district's and those of
 * units are open to everybody who sees business data. */
#include "core/measure_in.h"

#include <stdlib.h>
#include <string.h>

#define KEY_IS "region = $1 AND indicator = $2 AND subject = $3 AND period = $4 AND sort = $5"
STMT(measured_get, "SELECT " MEASURED_COLUMNS " FROM measured WHERE " KEY_IS);
STMT(measured_get_was, "SELECT " MEASURED_COLUMNS " FROM measured_was WHERE " KEY_IS " AND version = $6");
STMT(measured_known, "SELECT " MEASURED_COLUMNS " FROM measured_was WHERE " KEY_IS " AND at <= $6 ORDER BY version DESC LIMIT 1");
STMT(measured_story, "SELECT " MEASURED_COLUMNS " FROM measured_was WHERE " KEY_IS " ORDER BY version DESC LIMIT 100");
STMT(measured_rows, "SELECT " MEASURED_COLUMNS " FROM measured WHERE region = $1 AND indicator = $2 AND period >= $3 AND period <= $4"
     " ORDER BY period, subject, sort");
STMT(measured_of, "SELECT " MEASURED_COLUMNS " FROM measured WHERE region = $1 AND subject = $2 AND indicator = $3 AND period >= $4 AND period <= $5"
     " ORDER BY period, sort");
STMT(subject_stands, "SELECT rel, kind, state FROM matter_unit WHERE region = $1 AND unit = $2 AND matter = $3");
STMT(subject_coded, "SELECT k.value, m.id, m.title, m.lead, m.state FROM matter_key k JOIN matter m ON m.region = k.region AND m.id = k.matter"
     " WHERE k.region = $1 AND k.kind = $2 AND k.field = $3 ORDER BY k.value, m.id");
STMT(subject_plain, "SELECT '', m.id, m.title, m.lead, m.state FROM matter_unit u JOIN matter m ON m.region = u.region AND m.id = u.matter"
     " WHERE u.region = $1 AND u.unit = $2 AND u.kind = $3 AND u.state = $4 ORDER BY u.due, u.matter");
STMT(subject_classes, "SELECT matter, value FROM matter_key WHERE region = $1 AND kind = $2 AND field = $3");
STMT(subject_named, "SELECT matter FROM matter_key WHERE region = $1 AND kind = $2 AND field = $3 AND value = $4");
const struct stmt *const core_read_measure_stmts[] = {&measured_get, &measured_get_was, &measured_known, &measured_story, &measured_rows, &measured_of,
	&subject_stands, &subject_coded, &subject_plain, &subject_classes, &subject_named, NULL};

#define LAST_PERIOD S("~") /* sorts behind all */

void measured_from_row(struct arena *a, struct rows *r, struct measured *ret)
{
	*ret = (struct measured){.indicator = row_copy(r, 0, a), .subject = row_int(r, 1), .period = row_copy(r, 2, a), .sort = (enum value_sort)row_int(r, 3),
		.version = row_int(r, 4), .state = (enum value_state)row_int(r, 5), .number = {row_int(r, 6), (int)row_int(r, 7)},
		.source = row_copy(r, 8, a), .at = row_int(r, 9), .person = row_int(r, 10), .unit = row_int(r, 11),
		.confirmed_by = row_int(r, 12), .confirmed = row_int(r, 13), .reason = row_copy(r, 14, a)};
}

void measured_vals(int64_t region, const struct measured *m, struct val ret[16])
{
	const struct val v[16] = {V_INT(region), V_TEXT(m->indicator), V_INT(m->subject), V_TEXT(m->period), V_INT(m->sort), V_INT(m->version),
		V_INT(m->state), V_INT(m->number.v), V_INT(m->number.scale), V_TEXT(m->source), V_INT(m->at), V_INT(m->person), V_INT(m->unit),
		V_INT(m->confirmed_by), V_INT(m->confirmed), V_TEXT(m->reason)};
	memcpy(ret, v, sizeof v);
}

int measured_order(const void *a, const void *b)
{
	const struct measured *x = a, *y = b;
	int c = str_cmp(x->indicator, y->indicator);
	if (c || x->subject != y->subject)
		return c ? c : x->subject < y->subject ? -1 : 1;
	c = str_cmp(x->period, y->period);
	return c ? c : (int)x->sort - (int)y->sort;
}

#define KEY_VALS(x, k) V_INT((x)->core->region), V_TEXT((k)->indicator), V_INT((k)->subject), V_TEXT((k)->period), V_INT((k)->sort)

err measured_now(struct ctx *x, const struct measured *key, struct measured *ret, bool *ret_found)
{
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &measured_get, VALS(KEY_VALS(x, key)), &r, ret_found));
	if (*ret_found)
		measured_from_row(x->arena, r, ret);
	return OK;
}

err measured_version(struct ctx *x, const struct measured *key, int64_t version, struct measured *ret, bool *ret_found)
{
	struct rows *r;
	TRY(measured_now(x, key, ret, ret_found));
	if (!*ret_found || ret->version <= version) {
		*ret_found = *ret_found && ret->version == version;
		return OK;
	}
	TRY(query_one(x->snap, &measured_get_was, VALS(KEY_VALS(x, key), V_INT(version)), &r, ret_found));
	if (*ret_found)
		measured_from_row(x->arena, r, ret);
	return OK;
}

/* ---- who may see a subject -------------------------------------------------------------------- */
bool measures_business(const struct ctx *x)
{
	static const uint32_t administrators = 1u << DUTY_SYSTEM | 1u << DUTY_SECURITY | 1u << DUTY_AUDIT;
	return !x->asker && (!x->actor.user || x->actor.duties & ~administrators);
}

/* As lists do: by the rows under which he finds matters, without loading the matter. */
static err stands_for(struct sight *s, str kind, int64_t id, bool *ret)
{
	struct ctx *x = s->x;
	struct rows *r;
	bool found;
	*ret = false;
	if (!s->ready) {
		s->n_scopes = scopes_of(x, NULL, s->scope);
		TRY(denied_ids(x, &s->denied, &s->n_denied));
		s->ready = true;
	}
	if (id_in(s->denied, s->n_denied, id))
		return OK;
	for (size_t i = 0; i < s->n_scopes && !*ret; i++) {
		TRY(query_one(x->snap, &subject_stands, VALS(V_INT(x->core->region), V_INT(s->scope[i]), V_INT(id)), &r, &found));
		const struct kind *k = found ? core_kind(x->core, row_text(r, 1)) : NULL;
		int state = k ? kind_state(k, row_text(r, 2)) : -1;
		*ret = state >= 0 && k->subject && (!kind.n || str_eq(k->name, kind)) &&
		       (see_roles_by_bits(x, k, scope_bits(s->scope[i], (int)row_int(r, 0))) & kind_see(k, state));
	}
	return OK;
}

err sight_of(struct sight *s, const struct indicator *of, int64_t subject, bool *ret)
{
	if (s->of == of && s->subject == subject && s->of) {
		*ret = s->seen;
		return OK;
	}
	TRY(ctx_snap(s->x));
	if (!measures_business(s->x))
		*ret = false;
	else if (str_eq(of->of, S(OF_DISTRICT)))
		*ret = subject == 0;
	else if (str_eq(of->of, S(OF_UNIT)))
		*ret = roster_unit(s->x->roster, subject) != NULL;
	else
		TRY(stands_for(s, of->of, subject, ret));
	s->of = of;
	s->subject = subject;
	s->seen = *ret;
	return OK;
}

/* ---- values ------------------------------------------------------------------------------------- */
struct reading {
	struct ctx *x;
	const struct value_query *q;
	struct sight sight;
	enum measured_span span;
	bool one_span;
	size_t most;
	LIST(struct measured) l;
};

/* Another span than the bounds have lies between them as text: 2026-10-2 between 2026-10 and 2026-11. */
static bool of_span(const struct reading *d, str period)
{
	enum measured_span span;
	day_t from, to;
	return !d->one_span || (period_parse(period, &span, &from, &to) && span == d->span);
}

static err take(struct reading *d, const struct indicator *of, struct measured *m, bool *ret_again)
{
	bool seen;
	*ret_again = false;
	if ((d->q->sort >= 0 && m->sort != (enum value_sort)d->q->sort) || !of_span(d, m->period))
		return OK;
	TRY(sight_of(&d->sight, of, m->subject, &seen));
	if (!seen)
		return OK;
	*ret_again = d->q->known != MS_NONE && (m->at > d->q->known || m->confirmed > d->q->known);
	*list_push(d->x->arena, &d->l) = *m;
	return OK;
}

/* What was known then: the newest version of before, not yet confirmed by what came after. */
static err as_known(struct reading *d, struct measured *m, bool *ret_there)
{
	struct rows *r;
	bool found = true;
	if (m->at > d->q->known) {
		TRY(query_one(d->x->snap, &measured_known, VALS(KEY_VALS(d->x, m), V_INT(d->q->known)), &r, &found));
		if (found)
			measured_from_row(d->x->arena, r, m);
	}
	if (m->confirmed > d->q->known)
		m->confirmed = m->confirmed_by = 0;
	*ret_there = found;
	return OK;
}

static err read_indicator(struct reading *d, const struct indicator *of)
{
	const struct value_query *q = d->q;
	struct rows *r;
	str to = q->to.n ? q->to : LAST_PERIOD;
	size_t first = d->l.n, kept = d->l.n;
	bool again, some = false;
	err e = OK;
	TRY(ctx_snap(d->x));
	if (q->subject >= 0)
		TRY(query(d->x->snap, &measured_of, VALS(V_INT(d->x->core->region), V_INT(q->subject), V_TEXT(of->name), V_TEXT(q->from), V_TEXT(to)), &r));
	else
		TRY(query(d->x->snap, &measured_rows, VALS(V_INT(d->x->core->region), V_TEXT(of->name), V_TEXT(q->from), V_TEXT(to)), &r));
	while (e == OK && d->l.n < d->most && rows_next(r)) {
		struct measured m;
		measured_from_row(d->x->arena, r, &m);
		e = take(d, of, &m, &again);
		some |= again;
	}
	err end = rows_end(r);
	TRY(e != OK ? e : end);
	for (size_t i = first; some && i < d->l.n; i++) {
		bool there;
		TRY(as_known(d, &d->l.v[i], &there));
		if (there)
			d->l.v[kept++] = d->l.v[i];
	}
	if (some)
		d->l.n = kept;
	return OK;
}

err values_read(struct ctx *x, const struct value_query *q, struct measured **ret, size_t *ret_n)
{
	struct reading d = {.x = x, .q = q, .sight = {.x = x}, .most = q->most && q->most < VALUES_MOST ? q->most : VALUES_MOST};
	day_t from, to;
	d.one_span = period_parse(q->from.n ? q->from : q->to, &d.span, &from, &to);
	for (const struct pack *const *p = x->core->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_indicators; i++)
			if (!q->indicator.n || str_eq((*p)->indicators[i].name, q->indicator))
				TRY(read_indicator(&d, &(*p)->indicators[i]));
	if (d.l.n)
		qsort(d.l.v, d.l.n, sizeof *d.l.v, measured_order);
	*ret = d.l.v;
	*ret_n = d.l.n;
	return OK;
}

err value_story(struct ctx *x, const struct measured *key, struct measured **ret, size_t *ret_n)
{
	const struct indicator *of = indicator_named(x->core->packs, key->indicator);
	struct sight s = {.x = x};
	LIST(struct measured) l = {0};
	struct measured m;
	struct rows *r;
	bool found = false, seen = false;
	*ret = NULL;
	*ret_n = 0;
	TRY(ctx_snap(x));
	if (of)
		TRY(sight_of(&s, of, key->subject, &seen));
	if (seen)
		TRY(measured_now(x, key, &m, &found));
	if (!found)
		return OK;
	*list_push(x->arena, &l) = m;
	TRY(query(x->snap, &measured_story, VALS(KEY_VALS(x, key)), &r));
	while (rows_next(r)) {
		measured_from_row(x->arena, r, &m);
		*list_push(x->arena, &l) = m;
	}
	*ret = l.v;
	*ret_n = l.n < 100 ? l.n : 100;
	return rows_end(r);
}

/* ---- subjects -------------------------------------------------------------------------------------- */
static err units_as_subjects(struct ctx *x, struct measured_subject **ret, size_t *ret_n)
{
	struct measured_subject *v = arena_new_n(x->arena, x->roster->n_units, struct measured_subject);
	size_t n = 0;
	for (size_t i = 0; measures_business(x) && i < x->roster->n_units; i++) {
		const struct unit *u = &x->roster->units[i];
		if (u->active)
			v[n++] = (struct measured_subject){.id = u->id, .code = u->short_name, .name = u->short_name, .class = S(""), .unit = u->id};
	}
	*ret = v;
	*ret_n = n;
	return OK;
}

struct subject_list {
	struct ctx *x;
	const struct kind *k;
	struct sight sight;
	LIST(struct measured_subject) l;
};

static err gather(struct subject_list *l, const struct stmt *s, const struct val *v, size_t n)
{
	struct rows *r;
	TRY(query(l->x->snap, s, v, n, &r));
	while (rows_next(r)) {
		int state = kind_state(l->k, row_text(r, 4));
		*list_push(l->x->arena, &l->l) = (struct measured_subject){.code = row_copy(r, 0, l->x->arena), .id = row_int(r, 1),
			.name = row_copy(r, 2, l->x->arena), .unit = row_int(r, 3), .class = S(""), .gone = state >= 0 && l->k->states[state].closed};
	}
	return rows_end(r);
}

static err keep_seen(struct subject_list *l)
{
	size_t kept = 0;
	bool seen;
	for (size_t i = 0; i < l->l.n; i++) {
		TRY(stands_for(&l->sight, l->k->name, l->l.v[i].id, &seen));
		if (seen)
			l->l.v[kept++] = l->l.v[i];
	}
	l->l.n = kept;
	return OK;
}

static int by_id(const void *a, const void *b)
{
	const struct measured_subject *x = *(const struct measured_subject *const *)a, *y = *(const struct measured_subject *const *)b;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* A class that not everybody may see is given only to those who may, whatever they are to the subject. */
static err add_classes(struct subject_list *l, str class_field)
{
	struct ctx *x = l->x;
	int f = kind_field(l->k, class_field);
	struct rows *r;
	if (f < 0 || l->k->fields[f].personal || !l->k->fields[f].list || (x->actor.user && !(l->k->fields[f].see & see_any_roles(x, l->k))) || !l->l.n)
		return OK;
	struct measured_subject **at = arena_new_n(x->arena, l->l.n, struct measured_subject *);
	for (size_t i = 0; i < l->l.n; i++)
		at[i] = &l->l.v[i];
	qsort(at, l->l.n, sizeof *at, by_id);
	TRY(query(x->snap, &subject_classes, VALS(V_INT(x->core->region), V_TEXT(l->k->name), V_TEXT(class_field)), &r));
	while (rows_next(r)) {
		const struct measured_subject key = {.id = row_int(r, 0)}, *k = &key;
		struct measured_subject **hit = bsearch(&k, at, l->l.n, sizeof *at, by_id);
		if (hit)
			(*hit)->class = row_copy(r, 1, x->arena);
	}
	return rows_end(r);
}

err subjects_read(struct ctx *x, str kind, str class_field, struct measured_subject **ret, size_t *ret_n)
{
	struct subject_list l = {.x = x, .k = core_kind(x->core, kind), .sight = {.x = x}};
	if (str_eq(kind, S(OF_UNIT)))
		return units_as_subjects(x, ret, ret_n);
	if (!l.k || !l.k->subject)
		return fail(ERR_INPUT, "there is no kind of subject called {0}", kind);
	TRY(ctx_snap(x));
	if (l.k->code >= 0)
		TRY(gather(&l, &subject_coded, VALS(V_INT(x->core->region), V_TEXT(kind), V_TEXT(l.k->fields[l.k->code].name))));
	for (size_t i = 0; l.k->code < 0 && i < l.k->n_states; i++)
		TRY(gather(&l, &subject_plain, VALS(V_INT(x->core->region), V_INT(UNIT_ALL), V_TEXT(kind), V_TEXT(l.k->states[i].name))));
	TRY(keep_seen(&l));
	if (class_field.n)
		TRY(add_classes(&l, class_field));
	*ret = l.l.v;
	*ret_n = l.l.n;
	return OK;
}

err subject_read(struct ctx *x, int64_t id, struct measured_subject *ret)
{
	struct matter m;
	role_set roles;
	const struct unit *u = measures_business(x) ? roster_unit(x->roster, id) : NULL;
	if (u) {
		*ret = (struct measured_subject){.id = id, .code = u->short_name, .name = u->short_name, .class = S(""), .unit = id};
		return OK;
	}
	TRY(see_load(x, id, &m, &roles));
	if (!m.kind->subject)
		return fail(ERR_NOTFOUND, "there is no such subject");
	int code = m.kind->code, title = m.kind->title;
	*ret = (struct measured_subject){.id = id, .code = code >= 0 && m.fields[code].n ? m.fields[code].v[0] : S(""),
		.name = m.fields[title].n ? m.fields[title].v[0] : S(""), .class = S(""), .unit = matter_id_of(&m, m.kind->lead)};
	return OK;
}

err subject_find(struct ctx *x, str kind, str written, int64_t *ret)
{
	const struct kind *k = core_kind(x->core, kind);
	struct sight s = {.x = x};
	struct rows *r;
	bool found = false, seen = false;
	*ret = 0;
	if (str_eq(kind, S(OF_UNIT))) {
		*ret = measures_business(x) ? roster_unit_named(x->roster, str_trim(written)) : 0;
		return OK;
	}
	if (!k || !k->subject || k->code < 0)
		return OK;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &subject_named, VALS(V_INT(x->core->region), V_TEXT(kind), V_TEXT(k->fields[k->code].name), V_TEXT(str_trim(written))), &r, &found));
	int64_t id = found ? row_int(r, 0) : 0;
	if (id)
		TRY(stands_for(&s, kind, id, &seen));
	*ret = seen ? id : 0;
	return OK;
}
