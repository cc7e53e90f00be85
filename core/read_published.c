/* SPDX-License-Identifier: Apache-2.0 */
/* What anybody may read: one narrow row for each published matter, in the order of publishing.
 * The rows are walked and filtered; only what the page shows is loaded. */
#include "core/published_in.h"

#include "core/check_in.h"
#include "core/privacy.h"
#include "core/read_in.h"

#define COLUMNS "kind, at, matter, area, category"
STMT(published_kind,
     "SELECT " COLUMNS " FROM published WHERE region = $1 AND kind = $2 AND (at, matter) < ($3, $4) ORDER BY at DESC, matter DESC LIMIT $5");
STMT(published_all,
     "SELECT " COLUMNS " FROM published WHERE region = $1 AND (at, matter) < ($2, $3) ORDER BY at DESC, matter DESC LIMIT $4");
STMT(published_insert, "INSERT INTO published(region, kind, at, matter, area, category) VALUES($1, $2, $3, $4, $5, $6)");
STMT(published_update, "UPDATE published SET kind = $3, area = $4, category = $5 WHERE region = $1 AND matter = $2");
STMT(published_delete, "DELETE FROM published WHERE region = $1 AND matter = $2");
STMT(published_row, "SELECT " COLUMNS " FROM published WHERE region = $1 AND matter = $2");
STMT_FLAGS(published_count, STMT_SCAN, "SELECT COUNT(*) FROM published WHERE region = $1");
const struct stmt *const core_published_stmts[] = {&published_kind, &published_all, &published_insert, &published_update, &published_delete,
	&published_row, &published_count, NULL};

#define PAGE 20

/* ---- its row ------------------------------------------------------------------------------------ */
static bool flag_set(const struct matter *m, int field)
{
	return field >= 0 && m->fields[field].n && str_eq(m->fields[field].v[0], S("1"));
}

/* Somebody is complained of, by a field or by a denial of its own. */
static bool complains(const struct matter *m)
{
	bool any = m->denials.n > 0;
	for (size_t i = 0; i < m->kind->n_fields; i++)
		any |= m->kind->fields[i].denies && m->fields[i].n;
	return any;
}

bool matter_published(const struct matter *m)
{
	return m && m->kind && !m->of && flag_set(m, m->kind->published) && !flag_set(m, m->kind->secret) && !complains(m);
}

static int64_t area_of(const struct matter *m)
{
	int f = kind_field(m->kind, S("area"));
	return f >= 0 && m->kind->fields[f].type == FIELD_UNIT && m->kind->fields[f].public ? matter_id_of(m, f) : 0;
}

static str category_of(const struct matter *m)
{
	int f = kind_field(m->kind, S("category"));
	return f >= 0 && m->kind->fields[f].public && m->fields[f].n ? m->fields[f].v[0] : S("");
}

void published_ops(struct commit *c, const struct matter *old, const struct matter *m)
{
	bool was = matter_published(old), is = matter_published(m);
	const struct val region = V_INT(c->core->region), id = V_INT(m->id);
	if (is && !was)
		commit_op(c, OP_ONE, &published_insert, NULL,
			  VALS(region, V_TEXT(m->kind->name), V_INT(m->changed), id, V_INT(area_of(m)), V_TEXT(category_of(m))));
	else if (was && !is)
		commit_op(c, OP_ONE, &published_delete, NULL, VALS(region, id));
	else if (is && (old->kind != m->kind || area_of(old) != area_of(m) || !str_eq(category_of(old), category_of(m))))
		commit_op(c, OP_ONE, &published_update, NULL,
			  VALS(region, id, V_TEXT(m->kind->name), V_INT(area_of(m)), V_TEXT(category_of(m))));
}

err check_published(struct checking *k, const struct matter *m)
{
	struct rows *r;
	bool found;
	if (!matter_published(m))
		return OK;
	k->published_rows++;
	TRY(query_one(k->x.snap, &published_row, VALS(V_INT(k->core->region), V_INT(m->id)), &r, &found));
	if (!found || !str_eq(row_text(r, 0), m->kind->name) || row_int(r, 1) < m->opened || row_int(r, 1) > m->changed ||
	    row_int(r, 3) != area_of(m) || !str_eq(row_text(r, 4), category_of(m)))
		finding(k, W("the matter {0} is not among the published ones as its events say"), m->number, S(""));
	return OK;
}

err check_published_count(struct checking *k)
{
	struct rows *r;
	bool found;
	TRY(query_one(k->x.snap, &published_count, VALS(V_INT(k->core->region)), &r, &found));
	if (!found || row_int(r, 0) != k->published_rows)
		finding(k, W("the table {0} has rows that no event accounts for"), S("published"), S(""));
	return OK;
}

/* ---- the list ------------------------------------------------------------------------------------- */
struct found_row {
	int64_t matter;
	ms_t at;
};

/* urban takes in urban.road.lamp, not urbanity. */
static bool within(str category, str wanted)
{
	return !wanted.n || (str_starts(category, wanted) && (category.n == wanted.n || category.p[wanted.n] == '.'));
}

static bool fits(struct ctx *x, struct rows *r, const struct published_query *q)
{
	const struct kind *k = core_kind(x->core, row_text(r, 0));
	return k && k->published >= 0 && within(row_text(r, 4), q->category) && (!q->area || roster_below(x->roster, row_int(r, 3), q->area));
}

static void rating_of(const struct matter *m, struct published_row *ret)
{
	for (size_t i = 0; i < m->parts.n; i++) {
		const struct matter *p = matter_part_at(m, i);
		int f = p->kind->is_request ? kind_field(p->kind, S("satisfaction")) : -1;
		int64_t n;
		if (f < 0 || !p->kind->fields[f].public || !p->fields[f].n || !str_int(p->fields[f].v[0], &n) || n < 1 || n > 5)
			continue;
		ret->rated++;
		ret->rating += (int)n;
	}
}

static err row_of(struct ctx *x, const struct found_row *at, struct published_row *ret, bool *ret_there)
{
	struct matter m;
	*ret_there = false;
	TRY(matter_load(x->core, x->snap, x->arena, at->matter, &m, ret_there));
	*ret_there = *ret_there && matter_published(&m);
	if (!*ret_there)
		return OK;
	const struct kind *k = m.kind;
	struct published_row row = {.kind = k, .number = m.number, .at = at->at, .fields = arena_new_n(x->arena, k->n_fields, struct value)};
	int64_t lead = k->lead >= 0 ? matter_id_of(&m, k->lead) : 0;
	row.unit = lead ? roster_unit_name(x->roster, lead) : S("");
	for (size_t i = 0; i < k->n_fields; i++)
		if (k->fields[i].public && !k->fields[i].personal && (int)i != k->published)
			row.n_fields += matter_value(x, &m, ROLES_ALL, i, &row.fields[row.n_fields]);
	rating_of(&m, &row);
	*ret = row;
	return OK;
}

static err walk(struct ctx *x, const struct published_query *q, struct found_row *v, size_t most, size_t *ret_n, str *ret_next)
{
	struct rows *r;
	int64_t at, id, region = x->core->region;
	size_t n = 0;
	cursor_read(q->cursor, false, &at, &id);
	const struct val limit = V_INT(LIMIT_RESIDUAL_ROWS);
	TRY(q->kind.n ? query(x->snap, &published_kind, VALS(V_INT(region), V_TEXT(q->kind), V_INT(at), V_INT(id), limit), &r)
		      : query(x->snap, &published_all, VALS(V_INT(region), V_INT(at), V_INT(id), limit), &r));
	bool more = false;
	int looked = 0;
	while (!more && rows_next(r)) {
		bool good = fits(x, r, q);
		more = good && n == most;
		if (more)
			break;
		looked++;
		at = row_int(r, 1);
		id = row_int(r, 2);
		if (good)
			v[n++] = (struct found_row){id, at};
	}
	x->rows_read += looked;
	*ret_next = more || looked == LIMIT_RESIDUAL_ROWS ? cursor_text(x->arena, at, id) : S("");
	*ret_n = n;
	return rows_end(r);
}

static err list(struct ctx *x, const struct published_query *q, struct published_row **ret, size_t *ret_n, str *ret_next)
{
	size_t most = q->limit > 0 && q->limit <= LIMIT_PAGE ? (size_t)q->limit : PAGE, n, found = 0;
	struct found_row *at = arena_new_n(x->arena, most, struct found_row);
	struct published_row *v = arena_new_n(x->arena, most, struct published_row);
	TRY(ctx_snap(x));
	TRY(walk(x, q, at, most, &n, ret_next));
	for (size_t i = 0; i < n; i++) {
		bool there;
		TRY(row_of(x, &at[i], &v[found], &there));
		found += there;
	}
	*ret = v;
	*ret_n = found;
	return OK;
}

/* The system reads; what leaves has passed matter_published and `public` alone. */
err published_list(struct core *c, struct arena *a, enum lang lang, const struct published_query *q, struct published_row **ret, size_t *ret_n,
		   str *ret_next)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	x.actor.lang = lang;
	err e = list(&x, q, ret, ret_n, ret_next);
	ctx_close(&x);
	return e;
}

/* ---- beside it --------------------------------------------------------------------------------------- */
err public_units(struct core *c, struct arena *a, struct unit **ret, size_t *ret_n)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = unit_list(&x, ret, ret_n);
	ctx_close(&x);
	return e;
}

err public_notice_now(struct core *c, struct arena *a, enum lang lang, str *ret_text, str *ret_version)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = privacy_notice(&x, lang, ret_text, ret_version);
	ctx_close(&x);
	return e;
}

static str house_name(struct arena *a, const char *name)
{
	return setting_name(a, NULL, str_of(name));
}

int64_t public_int(struct core *c, const char *name)
{
	struct arena a;
	arena_init(&a);
	int64_t n = house_int(c, zone_day(c->zone, now_ms(c->time)), house_name(&a, name));
	arena_done(&a);
	return n;
}

str public_text(struct core *c, struct arena *a, const char *name)
{
	return house_word(c, a, zone_day(c->zone, now_ms(c->time)), house_name(a, name));
}
