/* SPDX-License-Identifier: Apache-2.0 */
/* The nightly walk: for each class, closed matters in order of their last change, up to the day
 * that its term reaches back to. Where it has come is kept, so that a night looks only at what
 * has come due since the night before, and one that died goes on where it stopped. */
#include "core/privacy_in.h"

#include "base/fault.h"

/* matter_unit of the whole district (unit 0) has every matter once, by its last change. */
STMT(keep_next,
     "SELECT changed, matter, kind FROM matter_unit WHERE region = $1 AND unit = 0 AND changed >= $2 AND changed < $4"
     " AND (changed > $2 OR matter > $3) ORDER BY changed, matter LIMIT 200");
STMT(keep_walk_get, "SELECT changed, matter, day FROM keep_walk WHERE region = $1 AND class = $2");
STMT(keep_walk_set, "UPDATE keep_walk SET changed = $3, matter = $4, day = $5 WHERE region = $1 AND class = $2");
STMT(keep_walk_put, "INSERT INTO keep_walk(region, class, changed, matter, day) VALUES($1, $2, $3, $4, $5)");
STMT(destroyed_newest,
     "SELECT id, at, matter, part, class, rule, count, files, person FROM destroyed WHERE region = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
const struct stmt *const core_keep_stmts[] = {&keep_next, &keep_walk_get, &keep_walk_set, &keep_walk_put, &destroyed_newest, NULL};

#define PAGE 200 /* as in the statement */

struct walk {
	struct core *core;
	const struct data_class *class;
	ms_t changed, end; /* looked at up to; the term reaches back to */
	int64_t matter, day;
	bool there;
};

static err walk_job(struct conn *w, void *arg)
{
	struct walk *k = arg;
	int64_t done = 0;
	const struct val v[] = {V_INT(k->core->region), V_TEXT(k->class->name), V_INT(k->changed), V_INT(k->matter), V_INT(k->day)};
	if (fault_point("privacy.walk"))
		return fail(ERR_IO, "the change could not be saved; try again");
	TRY(exec(w, &keep_walk_set, v, COUNT_OF(v), &done));
	return done ? OK : exec(w, &keep_walk_put, v, COUNT_OF(v), NULL);
}

struct due {
	ms_t changed;
	int64_t matter;
	const struct kind *kind;
};
static err page(struct ctx *x, const struct walk *k, struct due **ret, size_t *ret_n)
{
	LIST(struct due) l = {0};
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &keep_next, VALS(V_INT(x->core->region), V_INT(k->changed), V_INT(k->matter), V_INT(k->end)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = (struct due){row_int(r, 0), row_int(r, 1), core_kind(x->core, row_text(r, 2))};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

/* A day of the month that is not there is its last (民法典 203). */
static day_t months_before(day_t d, int64_t months)
{
	struct civil c = day_civil(d);
	int64_t m = c.year * 12LL + c.month - 1 - months;
	c.year = (int)(m / 12);
	c.month = (int)(m % 12) + 1;
	day_t first = day_of(c.year, c.month, 1);
	day_t next = c.month == 12 ? day_of(c.year + 1, 1, 1) : day_of(c.year, c.month + 1, 1);
	return first + (c.day - 1 < next - first ? c.day - 1 : next - first - 1);
}

static err walk_begin(struct ctx *x, struct walk *k)
{
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &keep_walk_get, VALS(V_INT(x->core->region), V_TEXT(k->class->name)), &r, &k->there));
	k->changed = k->there ? row_int(r, 0) : 0;
	k->matter = k->there ? row_int(r, 1) : 0;
	k->day = k->there ? row_int(r, 2) : DAY_NONE;
	return OK;
}

static err walk_class(struct core *c, const struct pack *p, const struct data_class *class, struct destroyed_sum *sum)
{
	struct arena a;
	struct walk k = {.core = c, .class = class};
	struct due *v;
	size_t n = PAGE;
	err e = OK;
	while (e == OK && n == PAGE) { /* an arena and a snapshot for each page: a night may have many */
		struct ctx x;
		arena_init(&a);
		e = ctx_open(c, &a, NULL, &x);
		if (e != OK) {
			arena_done(&a);
			return e;
		}
		day_t today = ctx_today(&x);
		int64_t months = pack_int(&x, p, class->keep, 0);
		struct buf rule;
		buf_init(&rule, &a);
		buf_fmt(&rule, STR_FMT "=%lld", STR_ARG(class->keep), (long long)months);
		e = walk_begin(&x, &k);
		k.end = zone_at(c->zone, months_before(today, months), 0);
		n = 0;
		if (e == OK && months && k.day != today)
			e = page(&x, &k, &v, &n);
		for (size_t i = 0; e == OK && i < n; i++) {
			int64_t values = 0, files = 0;
			if (v[i].kind && kind_holds_class(v[i].kind, class))
				e = destroy_in(&x, v[i].matter, class, buf_str(&rule), &values, &files);
			sum->values += values;
			sum->files += files;
			sum->matters += values || files;
			k.changed = v[i].changed;
			k.matter = v[i].matter;
		}
		if (n < PAGE)
			k.day = today;
		ctx_refresh(&x);
		if (e == OK && months)
			e = store_write(c->store, walk_job, &k);
		ctx_close(&x);
		arena_done(&a);
	}
	return e;
}

/* Keys that were overwritten leave the files, also those of a night that died before this. */
err keys_forget(struct core *c)
{
	struct arena a;
	struct ctx x;
	const struct data_class owed = {.name = S(FORGET_OWED)};
	struct walk k = {.core = c, .class = &owed};
	arena_init(&a);
	err e = ctx_open(c, &a, NULL, &x);
	if (e == OK) {
		e = walk_begin(&x, &k);
		ctx_close(&x);
	}
	arena_done(&a);
	if (e != OK || !k.changed)
		return e;
	TRY(store_forget(c->store, "key_seal, evidence"));
	k.changed = 0;
	return store_write(c->store, walk_job, &k);
}

err privacy_due(struct core *c, struct destroyed_sum *ret)
{
	struct destroyed_sum sum = {0};
	day_t today = zone_day(c->zone, now_ms(c->time));
	err e = OK;
	if (atomic_load(&c->privacy_day) != today) {
		for (const struct pack *const *p = c->packs; e == OK && *p; p++)
			for (size_t i = 0; e == OK && i < (*p)->n_classes; i++)
				e = walk_class(c, *p, &(*p)->classes[i], &sum);
		if (e == OK)
			e = keys_forget(c);
		if (e == OK)
			atomic_store(&c->privacy_day, today);
	}
	*ret = sum;
	return e;
}

err destroyed_list(struct ctx *x, int64_t before, int limit, struct destroyed_row **ret, size_t *ret_n, int64_t *ret_next)
{
	LIST(struct destroyed_row) l = {0};
	struct rows *r;
	const uint32_t may = 1u << DUTY_AUDIT | 1u << DUTY_SUPERVISION | 1u << DUTY_INTAKE;
	if (x->actor.user && !(x->actor.duties & may))
		return fail(ERR_DENIED, "your duties do not include this");
	TRY(ctx_snap(x));
	TRY(query(x->snap, &destroyed_newest, VALS(V_INT(x->core->region), V_INT(before ? before : INT64_MAX), V_INT(limit + 1)), &r));
	while (rows_next(r)) {
		const struct pack *p;
		str class = row_copy(r, 4, x->arena);
		const struct data_class *k = data_class_named(x->core, class, &p);
		const struct member *who = row_int(r, 8) ? roster_member(x->roster, row_int(r, 8)) : NULL;
		*list_push(x->arena, &l) = (struct destroyed_row){.id = row_int(r, 0), .at = row_int(r, 1), .matter = row_int(r, 2), .part = row_int(r, 3),
			.class = class, .label = k ? words2_in(&k->label, x->actor.lang) : str_eq(class, S(DESTROYED_ALL)) ? word(x->actor.lang, W("destroyed|all of it")) : class, .rule = row_copy(r, 5, x->arena), .values = row_int(r, 6),
			.files = row_int(r, 7), .by = who ? who->name : word(x->actor.lang, W("actor|the system"))};
	}
	TRY(rows_end(r));
	*ret_next = l.n > (size_t)limit ? l.v[limit - 1].id : 0;
	*ret_n = l.n > (size_t)limit ? (size_t)limit : l.n;
	*ret = l.v;
	return OK;
}
