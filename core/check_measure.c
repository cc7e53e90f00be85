/* SPDX-License-Identifier: Apache-2.0 */
/* Values of indicators are what their events say: every version stands once, as it was entered, and is
 * confirmed exactly when an event confirms it. */
#include "core/check_in.h"
#include "core/measure_in.h"

#include <string.h>

STMT_FLAGS(measured_events, STMT_SCAN, "SELECT at, actor, unit, reason, effects FROM event WHERE region = $1 AND entity = 4 ORDER BY entity_id");
STMT_FLAGS(measured_count, STMT_SCAN, "SELECT COUNT(*), COALESCE(SUM(CASE WHEN confirmed = 0 THEN 0 ELSE 1 END), 0) FROM measured WHERE region = $1");
STMT_FLAGS(measured_was_count, STMT_SCAN, "SELECT COUNT(*), COALESCE(SUM(CASE WHEN confirmed = 0 THEN 0 ELSE 1 END), 0) FROM measured_was WHERE region = $1");
const struct stmt *const core_check_measure_stmts[] = {&measured_events, &measured_count, &measured_was_count, NULL};

struct said {
	struct checking *k;
	ms_t at;
	int64_t actor, unit, versions, confirmed;
	str reason;
};

static void wrong(struct said *s, const struct measured *v)
{
	struct buf b;
	buf_init(&b, &s->k->arena);
	buf_add(&b, v->indicator);
	buf_byte(&b, ' ');
	buf_add(&b, v->period);
	finding(s->k, W("the value {0} is not what its events say"), buf_str(&b), S(""));
}

static err check_value(struct said *s, const struct measured *v, bool confirms)
{
	struct measured is;
	bool found;
	TRY(measured_version(&s->k->x, v, v->version, &is, &found));
	if (!found || is.state != v->state || is.number.v != v->number.v || is.number.scale != v->number.scale || !str_eq(is.source, v->source))
		wrong(s, v);
	else if (confirms ? is.confirmed != s->at || is.confirmed_by != s->actor
			  : is.at != s->at || is.person != s->actor || is.unit != s->unit || (v->version > 1 && !str_eq(is.reason, s->reason)))
		wrong(s, v);
	s->versions += !confirms;
	s->confirmed += confirms;
	return OK;
}

static err check_event(struct said *s, str effects)
{
	struct effect *v;
	struct measured *m;
	size_t n, n_m;
	if (!effects_read(&s->k->scratch, effects, &v, &n))
		return OK;
	for (size_t i = 0; i < n; i++) {
		if (v[i].op != EFFECT_VALUES || !values_unpack(&s->k->scratch, v[i].bytes[0], &m, &n_m))
			continue;
		for (size_t j = 0; j < n_m; j++)
			TRY(check_value(s, &m[j], str_eq(v[i].text[0], S("confirm"))));
	}
	return OK;
}

static err count(struct checking *k, const struct stmt *s, int64_t *rows, int64_t *confirmed)
{
	struct rows *r;
	bool found;
	TRY(query_one(k->x.snap, s, VALS(V_INT(k->core->region)), &r, &found));
	*rows += found ? row_int(r, 0) : 0;
	*confirmed += found ? row_int(r, 1) : 0;
	return OK;
}

err check_measured(struct checking *k)
{
	struct said s = {.k = k};
	struct rows *r;
	int64_t rows = 0, confirmed = 0;
	err e = OK;
	TRY(query(k->x.snap, &measured_events, VALS(V_INT(k->core->region)), &r));
	while (e == OK && rows_next(r)) {
		s.at = row_int(r, 0);
		s.actor = row_int(r, 1);
		s.unit = row_int(r, 2);
		s.reason = row_copy(r, 3, &k->scratch);
		e = check_event(&s, row_copy(r, 4, &k->scratch));
		arena_reset(&k->scratch);
	}
	err end = rows_end(r);
	TRY(e != OK ? e : end);
	TRY(count(k, &measured_count, &rows, &confirmed));
	TRY(count(k, &measured_was_count, &rows, &confirmed));
	if (rows != s.versions || confirmed != s.confirmed)
		finding(k, W("there are more or fewer values of indicators than their events say"), S(""), S(""));
	return OK;
}
