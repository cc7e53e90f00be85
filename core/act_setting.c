/* SPDX-License-Identifier: Apache-2.0 */
/* setting (设置): a number or word that a district changes, kept with the day from which
 * it holds. All of them are read once and after each change. */
#include "core/core_in.h"

#include <string.h>

STMT(setting_all, "SELECT name, from_day, value FROM setting WHERE region = $1 ORDER BY name, from_day DESC");
STMT(setting_version, "SELECT MAX(version) FROM event WHERE region = $1 AND entity = $2 AND entity_id = $3");
STMT(setting_update, "UPDATE setting SET value = $4 WHERE region = $1 AND name = $2 AND from_day = $3");
STMT(setting_insert, "INSERT INTO setting(region, name, from_day, value) VALUES($1, $2, $3, $4)");
const struct stmt *const core_setting_stmts[] = {&setting_all, &setting_version, &setting_update, &setting_insert, NULL};

#define MARK_DEMO S("kernel.demo")

static err load(struct core *c, struct conn *conn, struct arena *a, struct setting_row **ret, size_t *ret_n)
{
	LIST(struct setting_row) l = {0};
	struct rows *q;
	TRY(query(conn, &setting_all, VALS(V_INT(c->region)), &q));
	while (rows_next(q))
		*list_push(a, &l) = (struct setting_row){.name = row_copy(q, 0, a), .from = (day_t)row_int(q, 1), .value = row_copy(q, 2, a)};
	TRY(rows_end(q));
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

err settings_load(struct core *c)
{
	struct conn *conn;
	struct arena a;
	struct setting_row *v;
	size_t n;
	arena_init(&a);
	TRY(store_read_begin(c->store, &conn));
	pthread_mutex_lock(&c->lock);
	err e = load(c, conn, &a, &v, &n);
	if (e == OK) {
		arena_done(&c->settings_arena);
		c->settings_arena = a;
		c->settings = v;
		c->n_settings = n;
		c->demo = false;
		for (size_t i = 0; i < n; i++)
			c->demo |= str_eq(v[i].name, MARK_DEMO);
	}
	pthread_mutex_unlock(&c->lock);
	store_read_end(conn);
	if (e != OK)
		arena_done(&a);
	return e;
}

int64_t setting_int(struct core *c, day_t today, str name, int64_t initial)
{
	int64_t v = initial;
	pthread_mutex_lock(&c->lock);
	for (size_t i = 0; i < c->n_settings; i++)
		if (str_eq(c->settings[i].name, name) && c->settings[i].from <= today) {
			if (!str_int(c->settings[i].value, &v))
				v = initial;
			break;
		}
	pthread_mutex_unlock(&c->lock);
	return v;
}

static err entity_version(struct ctx *x, enum entity entity, int64_t id, int64_t *ret)
{
	struct rows *r;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &setting_version, VALS(V_INT(x->core->region), V_INT(entity), V_INT(id)), &r, &found));
	*ret = found ? row_int(r, 0) : 0;
	return OK;
}

static err put(struct ctx *x, enum entity entity, str action, str name, str value)
{
	struct commit c;
	int64_t version;
	TRY(entity_version(x, entity, ENTITY_OF_REGION, &version));
	commit_init(&c, x);
	struct pending *p = commit_event(&c, x, entity, ENTITY_OF_REGION, version + 1, action, S(""));
	effect_add(p, &(struct effect){.op = EFFECT_VALUE, .text = {name, value}});
	commit_op(&c, OP_UPSERT, &setting_update, &setting_insert,
		  VALS(V_INT(x->core->region), V_TEXT(name), V_INT(ctx_today(x)), V_TEXT(value)));
	TRY(ctx_commit(x, &c));
	return settings_load(x->core);
}

err setting_put(struct ctx *x, str name, str value)
{
	return put(x, ENTITY_SETTING, S("set"), name, value);
}

err core_mark_demo(struct ctx *x)
{
	return put(x, ENTITY_REGION, S("mark_demo"), MARK_DEMO, S("1"));
}

bool core_is_demo(struct core *c)
{
	pthread_mutex_lock(&c->lock);
	bool demo = c->demo;
	pthread_mutex_unlock(&c->lock);
	return demo;
}
