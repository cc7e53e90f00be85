/* SPDX-License-Identifier: Apache-2.0 */
/* What was revealed, taken out and destroyed has its event, and each event its row; a notice is
 * the text that its version says. */
#include "core/check_in.h"

#include <stdlib.h>

STMT_FLAGS(privacy_events, STMT_SCAN,
     "SELECT action, effects, entity_id FROM event WHERE region = $1 AND action IN ('reveal', 'export', 'notice', 'destroy', 'erase', 'erase_request') ORDER BY seq");
STMT_FLAGS(privacy_reveals, STMT_SCAN, "SELECT id FROM reveal WHERE region = $1 ORDER BY id");
STMT_FLAGS(privacy_exports, STMT_SCAN, "SELECT id FROM export_log WHERE region = $1 ORDER BY id");
STMT_FLAGS(privacy_destroyed, STMT_SCAN, "SELECT matter, class FROM destroyed WHERE region = $1 ORDER BY id");
STMT_FLAGS(privacy_notices_all, STMT_SCAN, "SELECT version, zh, en FROM notice_text WHERE region = $1 ORDER BY version");
const struct stmt *const core_check_privacy_stmts[] = {&privacy_events, &privacy_reveals, &privacy_exports, &privacy_destroyed,
	&privacy_notices_all, NULL};

struct said_notice {
	str version, digest;
	bool found;
};
struct said {
	LIST(int64_t) reveals, exports;
	LIST(struct said_notice) notices;
	LIST(struct said_destroyed {
		int64_t matter;
		str class;
		bool found;
	}) destroyed;
};

static void say(struct checking *k, struct said *s, str action, int64_t entity, const struct effect *e)
{
	int64_t id;
	if (e->op == EFFECT_VALUE && str_eq(e->text[0], S("of")) && str_int(e->text[1], &id)) {
		if (str_eq(action, S("reveal")))
			*list_push(&k->arena, &s->reveals) = id;
		if (str_eq(action, S("export")))
			*list_push(&k->arena, &s->exports) = id;
	}
	if (e->op == EFFECT_NOTICE)
		*list_push(&k->arena, &s->notices) = (struct said_notice){.version = e->text[0], .digest = e->bytes[0]};
	if (e->op == EFFECT_DESTROYED)
		*list_push(&k->arena, &s->destroyed) = (struct said_destroyed){.matter = entity, .class = e->text[0]};
}

static err gather(struct checking *k, struct said *s)
{
	struct rows *r;
	TRY(query(k->x.snap, &privacy_events, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		struct effect *v;
		size_t n;
		str action = row_copy(r, 0, &k->arena);
		if (!effects_read(&k->arena, row_copy(r, 1, &k->arena), &v, &n))
			continue;
		for (size_t i = 0; i < n; i++)
			say(k, s, action, row_int(r, 2), &v[i]);
	}
	return rows_end(r);
}

static void wrong(struct checking *k, const char *table)
{
	finding(k, W("the table {0} is not what its events say"), str_of(table), S(""));
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static err check_ids(struct checking *k, const struct stmt *stmt, int64_t *v, size_t n, const char *table)
{
	struct rows *r;
	size_t i = 0;
	bool same = true;
	if (n)
		qsort(v, n, sizeof *v, by_number);
	TRY(query(k->x.snap, stmt, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		same = same && i < n && v[i] == row_int(r, 0);
		i++;
	}
	if (!same || i != n)
		wrong(k, table);
	return rows_end(r);
}

static err check_notices(struct checking *k, struct said *s)
{
	struct rows *r;
	size_t n = 0;
	TRY(query(k->x.snap, &privacy_notices_all, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		struct digest d;
		bool good = false;
		str version = row_copy(r, 0, &k->arena), zh = row_copy(r, 1, &k->arena), en = row_copy(r, 2, &k->arena);
		hash_pieces(HASH_SHA256, (str[]){zh, {"\0", 1}, en}, 3, &d);
		for (size_t i = 0; i < s->notices.n; i++)
			good |= str_eq(s->notices.v[i].version, version) && str_eq(s->notices.v[i].digest, (str){(const char *)d.b, sizeof d.b});
		if (!good)
			finding(k, W("the privacy notice {0} is not the text that its event says"), version, S(""));
		n++;
	}
	if (n != s->notices.n)
		wrong(k, "notice_text");
	return rows_end(r);
}

static err check_destroyed(struct checking *k, struct said *s)
{
	struct rows *r;
	size_t n = 0;
	TRY(query(k->x.snap, &privacy_destroyed, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		bool good = false;
		for (size_t i = 0; i < s->destroyed.n && !good; i++)
			if (!s->destroyed.v[i].found && s->destroyed.v[i].matter == row_int(r, 0) && str_eq(s->destroyed.v[i].class, row_text(r, 1)))
				good = s->destroyed.v[i].found = true;
		if (!good)
			wrong(k, "destroyed");
		n++;
	}
	if (n != s->destroyed.n)
		wrong(k, "destroyed");
	return rows_end(r);
}

err check_privacy(struct checking *k)
{
	struct said s = {0};
	TRY(gather(k, &s));
	TRY(check_notices(k, &s));
	TRY(check_ids(k, &privacy_reveals, s.reveals.v, s.reveals.n, "reveal"));
	TRY(check_ids(k, &privacy_exports, s.exports.v, s.exports.n, "export_log"));
	return check_destroyed(k, &s);
}
