/* SPDX-License-Identifier: Apache-2.0 */
/* The settings are what their events say. */
#include "core/check_in.h"

STMT(setting_log, "SELECT at, effects FROM event WHERE region = $1 AND entity = $2 AND entity_id = 1 ORDER BY version");
STMT(setting_rows, "SELECT name, from_day, value FROM setting WHERE region = $1");
const struct stmt *const core_check_setting_stmts[] = {&setting_log, &setting_rows, NULL};

struct said { /* a setting as the events leave it */
	str name, value;
	day_t from;
	bool found;
};
typedef LIST(struct said) said_list;

static void say(struct checking *k, said_list *l, const struct effect *e, day_t from)
{
	for (size_t i = 0; i < l->n; i++)
		if (str_eq(l->v[i].name, e->text[0]) && l->v[i].from == from) {
			l->v[i].value = e->text[1];
			return;
		}
	*list_push(&k->arena, l) = (struct said){.name = e->text[0], .value = e->text[1], .from = from};
}

static err fold(struct checking *k, enum entity entity, said_list *l)
{
	struct rows *r;
	TRY(query(k->x.snap, &setting_log, VALS(V_INT(k->core->region), V_INT(entity)), &r));
	while (rows_next(r)) {
		struct effect *v;
		size_t n;
		if (!effects_read(&k->arena, row_copy(r, 1, &k->arena), &v, &n))
			continue;
		for (size_t i = 0; i < n; i++)
			if (v[i].op == EFFECT_SETTING || v[i].op == EFFECT_VALUE)
				say(k, l, &v[i], v[i].op == EFFECT_SETTING ? (day_t)v[i].number[0] : zone_day(k->core->zone, row_int(r, 0)));
	}
	return rows_end(r);
}

err check_settings(struct checking *k)
{
	said_list l = {0};
	struct rows *r;
	TRY(fold(k, ENTITY_SETTING, &l));
	TRY(fold(k, ENTITY_REGION, &l));
	TRY(query(k->x.snap, &setting_rows, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		bool same = false;
		for (size_t i = 0; i < l.n; i++)
			if (str_eq(l.v[i].name, row_text(r, 0)) && l.v[i].from == (day_t)row_int(r, 1) && str_eq(l.v[i].value, row_text(r, 2)))
				same = l.v[i].found = true;
		if (!same)
			finding(k, W("the setting {0} is not what its events say"), row_copy(r, 0, &k->arena), S(""));
	}
	for (size_t i = 0; i < l.n; i++)
		if (!l.v[i].found)
			finding(k, W("the setting {0} is not what its events say"), l.v[i].name, S(""));
	return rows_end(r);
}
