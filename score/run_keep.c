/* SPDX-License-Identifier: Apache-2.0 */
/* Runs that were issued: their bytes with their digest, once, and the event that names both; classes
 * that a person decided; what of it anybody may read. */
#include "score/run_in.h"

#include <stdlib.h>
#include <string.h>

#define RUN_COLUMNS "id, matter, purpose, at, person, before, title, period, kind, method, n"
STMT(run_get, "SELECT " RUN_COLUMNS ", digest, body FROM score_run WHERE region = $1 AND id = $2");
STMT(run_all, "SELECT " RUN_COLUMNS " FROM score_run WHERE region = $1 ORDER BY id DESC LIMIT 500");
STMT(run_of_matter, "SELECT " RUN_COLUMNS " FROM score_run WHERE region = $1 AND matter = $2 ORDER BY id DESC LIMIT 500");
STMT(run_of_period,
     "SELECT " RUN_COLUMNS " FROM score_run WHERE region = $1 AND kind = $2 AND period = $3 AND purpose = $4 ORDER BY id DESC LIMIT 100");
STMT(run_put,
     "INSERT INTO score_run(region, id, matter, purpose, at, person, before, title, period, kind, method, n)"
     " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
STMT(run_put_body, "UPDATE score_run SET digest = $3, body = $4 WHERE region = $1 AND id = $2");
STMT(override_rows, "SELECT code, band, why, by_name FROM score_override WHERE region = $1 AND matter = $2 AND band <> '' ORDER BY code LIMIT 20000");
STMT(override_set, "UPDATE score_override SET at = $4, person = $5, band = $6, why = $7, by_name = $8 WHERE region = $1 AND matter = $2 AND code = $3");
STMT(override_new,
     "INSERT INTO score_override(region, matter, code, at, person, band, why, by_name) VALUES($1, $2, $3, $4, $5, $6, $7, $8)");
const struct stmt *const score_keep_stmts[] = {&run_get, &run_all, &run_of_matter, &run_of_period, &run_put, &run_put_body, &override_rows,
	&override_set, &override_new, NULL};

/* ---- reading ---------------------------------------------------------------------------------------- */
static void row_run(struct ctx *x, struct rows *r, struct run_row *ret, int64_t *ret_before)
{
	*ret = (struct run_row){.id = row_int(r, 0), .matter = row_int(r, 1), .purpose = (enum run_purpose)row_int(r, 2), .at = row_int(r, 3),
		.person = row_int(r, 4), .title = row_copy(r, 6, x->arena), .period = row_copy(r, 7, x->arena), .kind = row_copy(r, 8, x->arena),
		.method = row_copy(r, 9, x->arena), .n = row_int(r, 10)};
	*ret_before = row_int(r, 5);
}

err run_body_row(struct ctx *x, int64_t id, struct run_row *ret, int64_t *ret_before, str *ret_body)
{
	struct conn *conn;
	struct rows *r;
	struct digest is;
	bool found;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &run_get, VALS(V_INT(core_region(x->core)), V_INT(id)), &r, &found));
	if (!found)
		return fail(ERR_NOTFOUND, "there is no such run");
	row_run(x, r, ret, ret_before);
	str kept = row_copy(r, 11, x->arena), body = row_copy(r, 12, x->arena);
	hash_bytes(HASH_SHA256, body.p, body.n, &is);
	if (kept.n != sizeof is.b || memcmp(is.b, kept.p, sizeof is.b) != 0)
		return fail(ERR_IO, "what was kept of the run “{0}” has been changed; run `luoshi check`", ret->title);
	*ret_body = body;
	return OK;
}

static err rows_of(struct ctx *x, const struct stmt *stmt, const struct val *v, size_t n_v, struct run_row **ret, size_t *ret_n)
{
	LIST(struct run_row) l = {0};
	struct conn *conn;
	struct rows *r;
	int64_t before;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, stmt, v, n_v, &r));
	while (rows_next(r))
		row_run(x, r, list_push(x->arena, &l), &before);
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err runs_list(struct ctx *x, int64_t matter, struct run_row **ret, size_t *ret_n)
{
	int64_t region = core_region(x->core);
	if (matter)
		return rows_of(x, &run_of_matter, VALS(V_INT(region), V_INT(matter)), ret, ret_n);
	return rows_of(x, &run_all, VALS(V_INT(region)), ret, ret_n);
}

static err thaw_row(struct ctx *x, int64_t id, struct run **ret)
{
	struct run_row row;
	int64_t before;
	str body;
	TRY(run_body_row(x, id, &row, &before, &body));
	TRY(run_thaw(x->arena, body, false, ret));
	(*ret)->id = id;
	(*ret)->at = row.at;
	(*ret)->person = row.person;
	hash_bytes(HASH_SHA256, body.p, body.n, &(*ret)->digest);
	return OK;
}

err run_finals(struct ctx *x, str kind, str period, struct run ***ret, size_t *ret_n)
{
	struct run_row *rows;
	size_t n, taken = 0;
	*ret_n = 0;
	TRY(rows_of(x, &run_of_period, VALS(V_INT(core_region(x->core)), V_TEXT(kind), V_TEXT(period), V_INT(RUN_FINAL)), &rows, &n));
	struct run **v = arena_new_n(x->arena, n, struct run *);
	for (size_t i = 0; i < n; i++) {
		bool newer = false; /* of one evaluation the newest alone */
		for (size_t k = 0; k < i; k++)
			newer |= rows[k].matter && rows[k].matter == rows[i].matter;
		if (!newer)
			TRY(thaw_row(x, rows[i].id, &v[taken++]));
	}
	*ret = v;
	*ret_n = taken;
	return OK;
}

/* ---- what the reader sees of it ------------------------------------------------------------------------ */
static int id_order(const void *a, const void *b)
{
	const int64_t *p = a, *q = b;
	return (*p > *q) - (*p < *q);
}

/* Everything that he may not see keeps its place and its class, as it stands on the public list, and loses the rest. */
static void hide(struct run_subject *s, size_t n, const int64_t *ids, size_t n_ids, bool *whole)
{
	for (size_t i = 0; i < n; i++) {
		s[i].seen = n_ids && bsearch(&s[i].id, ids, n_ids, sizeof *ids, id_order);
		*whole &= s[i].seen;
	}
}

static err see_run(struct ctx *x, struct run *r)
{
	struct measured_subject *v;
	size_t n;
	TRY(subjects_read(x, r->kind, S(""), &v, &n));
	int64_t *ids = arena_new_n(x->arena, n, int64_t);
	for (size_t i = 0; i < n; i++)
		ids[i] = v[i].id;
	if (n)
		qsort(ids, n, sizeof *ids, id_order);
	hide(r->subjects, r->n, ids, n, &r->whole);
	hide(r->left, r->n_left, ids, n, &r->whole);
	return OK;
}

err run_read(struct ctx *x, int64_t id, struct run **ret)
{
	struct run *r;
	TRY(thaw_row(x, id, &r));
	if (r->matter) { /* who may not see the evaluation does not see what came of it */
		struct matter_view m;
		TRY(matter_brief(x, r->matter, &m));
	}
	if (run_may_issue(x))
		r->whole = true;
	else
		TRY(see_run(x, r));
	*ret = r;
	return OK;
}

err run_body(struct ctx *x, int64_t id, str *ret)
{
	struct run *r;
	struct run_row row;
	int64_t before;
	TRY(run_read(x, id, &r));
	if (!r->whole)
		return fail(ERR_DENIED, "the bytes of a run go out only to whoever may see every subject in it");
	return run_body_row(x, id, &row, &before, ret);
}

/* ---- issuing --------------------------------------------------------------------------------------------- */
static str part_raw(const struct part_view *p, int field)
{
	for (size_t i = 0; i < p->n_fields; i++)
		if (p->fields[i].field == &p->row.kind->fields[field] && !p->fields[i].masked)
			return p->fields[i].raw;
	return S("");
}

static str dec_text(struct arena *a, struct dec d)
{
	struct buf b;
	buf_init(&b, a);
	dec_put(&b, d);
	return buf_str(&b);
}

static int column_named(const struct run *r, str name)
{
	for (size_t c = 0; c < r->n_columns; c++)
		if (str_eq(r->columns[c].name, name))
			return (int)c;
	return -1;
}

static bool is_upheld(const struct part_view *p)
{
	return p->row.kind->upheld >= 0 && p->row.state == p->row.kind->upheld;
}

/* The value that the newest objection upheld for it found is the value that counts. */
static bool is_open(const struct run *r, const struct matter_view *m, size_t at, struct run_fix *ret)
{
	const struct part_view *p = &m->parts[at];
	const struct kind *k = p->row.kind;
	str code = part_raw(p, k->objected), item = part_raw(p, k->objected_value);
	int row = run_find(r->subjects, r->n, code), column = column_named(r, item);
	if (row < 0 || column < 0 || !dec_parse(part_raw(p, k->found), &ret->should))
		return false;
	for (size_t i = at + 1; i < m->n_parts; i++)
		if (is_upheld(&m->parts[i]) && m->parts[i].row.kind == k && str_eq(part_raw(&m->parts[i], k->objected), code) &&
		    str_eq(part_raw(&m->parts[i], k->objected_value), item))
			return false;
	size_t cell = (size_t)column * r->n + (size_t)row;
	ret->row = (size_t)row;
	ret->column = (size_t)column;
	ret->part = p->row.id;
	return r->table.states[cell] != SCORE_NUMBER || dec_cmp(r->numbers[cell], ret->should);
}

err run_fixes(struct ctx *x, const struct run *r, struct run_fix **ret, size_t *ret_n)
{
	LIST(struct run_fix) l = {0};
	struct matter_view m;
	TRY(matter_read(x, r->matter, &m));
	for (size_t i = 0; i < m.n_parts; i++) {
		struct run_fix f;
		if (is_upheld(&m.parts[i]) && is_open(r, &m, i, &f))
			*list_push(x->arena, &l) = f;
	}
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

static err check_objections(struct ctx *x, const struct run *r)
{
	struct run_fix *f;
	size_t n;
	TRY(run_fixes(x, r, &f, &n));
	if (!n)
		return OK;
	return fail(ERR_INPUT, "the objection of {0} was upheld with {1} for {2}, but the value is still another; correct it first", r->subjects[f->row].name,
		    dec_text(x->arena, f->should), words2_in(&r->columns[f->column].label, x->actor.lang));
}

static err check_confirmed(struct ctx *x, const struct run *r)
{
	struct buf b;
	if (!r->unconfirmed)
		return OK;
	buf_init(&b, x->arena);
	buf_int(&b, (int64_t)r->unconfirmed);
	return fail(ERR_INPUT, "{0} values are not confirmed yet, the first is {1}; have them confirmed before the result is published", buf_str(&b),
		    r->unconfirmed_of);
}

/* Of a notice that is corrected while it runs the day stays. */
static err set_notice(struct ctx *x, struct run *r)
{
	struct run_row *rows;
	struct run *was;
	size_t n;
	const struct pack *pack = r->method->pack;
	TRY(runs_list(x, r->matter, &rows, &n));
	for (size_t i = 0; i < n; i++)
		if (rows[i].purpose == RUN_NOTICE) {
			TRY(thaw_row(x, rows[i].id, &was));
			r->notice_until = was->notice_until;
			if (r->notice_until >= zone_day(core_zone(x->core), x->now))
				return OK;
			break;
		}
	r->notice_until = calendar_add(ctx_calendar(x), zone_day(core_zone(x->core), x->now), pack ? pack_setting_int(x, pack, S("notice_days"), 5) : 5);
	return OK;
}

/* Two statements of one transaction: a row takes twelve values, and this one has more. */
static err keep(struct ctx *x, const struct run *r, int64_t id, str body, const struct digest *d)
{
	struct buf hex, number;
	int64_t region = core_region(x->core);
	buf_init(&hex, x->arena);
	buf_init(&number, x->arena);
	hex_put(&hex, d->b, sizeof d->b);
	buf_int(&number, id);
	const struct fact facts[] = {{.name = S("run"), .value = buf_str(&number)}, {.name = S("digest"), .value = buf_str(&hex)},
		{.name = S("title"), .value = r->title}, {.name = S("purpose"), .value = str_of(run_purpose_names[r->purpose])}};
	const struct fact_row rows[] = {
		{.stmt = &run_put, .one = true, .n = 12, .v = {V_INT(region), V_INT(id), V_INT(r->matter), V_INT(r->purpose), V_INT(x->now),
			V_INT(x->actor.user), V_INT(r->before), V_TEXT(r->title), V_TEXT(r->period), V_TEXT(r->kind), V_TEXT(r->method->name), V_INT((int64_t)r->n)}},
		{.stmt = &run_put_body, .one = true, .n = 4, .v = {V_INT(region), V_INT(id), V_BLOB(((str){(const char *)d->b, sizeof d->b})), V_BLOB(body)}},
	};
	return fact_of_district(x, S("run_issue"), id, facts, COUNT_OF(facts), rows, COUNT_OF(rows));
}

err run_issue(struct ctx *x, int64_t matter, enum run_purpose purpose, int64_t *ret)
{
	struct run *r;
	struct digest d;
	str body;
	TRY(run_draft(x, matter, S(""), &r));
	r->purpose = purpose;
	if (purpose != RUN_REVIEW) {
		TRY(check_confirmed(x, r));
		TRY(check_objections(x, r));
	}
	if (purpose == RUN_NOTICE)
		TRY(set_notice(x, r));
	TRY(run_freeze(x->arena, r, &body));
	hash_bytes(HASH_SHA256, body.p, body.n, &d);
	int64_t id = store_new_id(core_store(x->core), x->now);
	TRY(keep(x, r, id, body, &d));
	*ret = id;
	return OK;
}

/* ---- classes that a person decided --------------------------------------------------------------------------- */
err run_overrides(struct ctx *x, int64_t matter, struct run_override_row **ret, size_t *ret_n)
{
	LIST(struct run_override_row) l = {0};
	struct conn *conn;
	struct rows *r;
	TRY(ctx_conn(x, &conn));
	TRY(query(conn, &override_rows, VALS(V_INT(core_region(x->core)), V_INT(matter)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = (struct run_override_row){row_copy(r, 0, x->arena), row_copy(r, 1, x->arena), row_copy(r, 2, x->arena),
			row_copy(r, 3, x->arena)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err run_override(struct ctx *x, int64_t matter, str code, str band, str reason)
{
	struct run *r;
	if (!run_may_issue(x))
		return fail(ERR_DENIED, "a class is decided by the data offices or the supervision office");
	if (!str_trim(reason).n)
		return fail(ERR_INPUT, "say why this class and not the one of the method");
	if (reason.n > 1000 || utf8_valid(reason) != reason.n)
		return fail(ERR_INPUT, "the reason is too long; say it in fewer words");
	TRY(run_draft(x, matter, S(""), &r));
	if (run_find(r->subjects, r->n, code) < 0)
		return fail(ERR_INPUT, "{0} is not among those that are ranked", code);
	if (band.n && method_band_named(r->method, band) < 0)
		return fail(ERR_INPUT, "the method has no class “{0}”", band);
	const struct fact facts[] = {{.name = S("code"), .value = code}, {.name = S("band"), .value = band}, {.name = S("why"), .value = reason}};
	const struct fact_row row = {.stmt = &override_set, .insert = &override_new, .n = 8, .v = {V_INT(core_region(x->core)), V_INT(matter), V_TEXT(code),
		V_INT(x->now), V_INT(x->actor.user), V_TEXT(band), V_TEXT(reason), V_TEXT(x->actor.name)}};
	return fact_of_district(x, S("run_override"), matter, facts, COUNT_OF(facts), &row, 1);
}

/* ---- for anybody ------------------------------------------------------------------------------------------------ */
/* The system reads; nothing but names, units and classes of what a person published goes on. */
static bool stands(struct ctx *x, int64_t matter)
{
	struct matter_view m;
	if (!matter || matter_brief(x, matter, &m) != OK)
		return false;
	if (!pack_setting_int(x, m.row.kind->pack, S("run_public"), 1)) /* a pack may keep its results inside */
		return false;
	str state = m.row.kind->states[m.row.state].name;
	return str_eq(state, str_of(run_purpose_names[RUN_NOTICE])) || str_eq(state, str_of(run_purpose_names[RUN_FINAL]));
}

static err newest(struct ctx *x, struct run_row **ret, size_t *ret_n)
{
	struct run_row *rows;
	size_t n, kept = 0;
	TRY(runs_list(x, 0, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		bool later = rows[i].purpose == RUN_REVIEW;
		for (size_t k = 0; k < kept; k++)
			later |= rows[k].matter == rows[i].matter;
		if (!later && stands(x, rows[i].matter))
			rows[kept++] = rows[i];
	}
	*ret = rows;
	*ret_n = kept;
	return OK;
}

err run_public_list(struct core *c, struct arena *a, struct run_row **ret, size_t *ret_n)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = newest(&x, ret, ret_n);
	ctx_close(&x);
	return e;
}

static void bare(struct run_subject *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		s[i].fields = NULL;
		s[i].n_fields = 0;
		s[i].why = s[i].by = S("");
		s[i].seen = false;
	}
}

static err read_public(struct ctx *x, int64_t id, struct run **ret)
{
	struct run_row *rows;
	size_t n, at = 0;
	TRY(newest(x, &rows, &n));
	while (at < n && rows[at].id != id)
		at++;
	if (at == n)
		return fail(ERR_NOTFOUND, "there is no such page");
	TRY(thaw_row(x, id, ret));
	bare((*ret)->subjects, (*ret)->n);
	bare((*ret)->left, (*ret)->n_left);
	(*ret)->numbers = NULL;
	(*ret)->whole = false;
	return OK;
}

err run_public(struct core *c, struct arena *a, int64_t id, struct run **ret)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = read_public(&x, id, ret);
	ctx_close(&x);
	return e;
}
