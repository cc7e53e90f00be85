/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of each day are those that the newest event about that day names. */
#include "core/check_in.h"
#include "core/request_rates.h"

STMT(calls_events,
     "SELECT effects FROM event WHERE region = $1 AND entity = 8 AND entity_id >= 190001 AND entity_id <= 999912 AND action = 'calls'"
     " ORDER BY entity_id, version");
const struct stmt *const core_check_request_calls_stmts[] = {&calls_events, NULL};

struct told {
	day_t day;
	str counts;
};

/* Days of one month come in one run of events: the newest counts. */
static err tell(struct checking *k, struct told **ret, size_t *ret_n)
{
	LIST(struct told) l = {0};
	struct effect *v;
	struct rows *r;
	size_t n;
	TRY(query(k->x.snap, &calls_events, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		if (!effects_read(&k->scratch, row_copy(r, 0, &k->scratch), &v, &n))
			continue;
		for (size_t i = 0; i < n; i++) {
			day_t day;
			size_t at = 0;
			if (v[i].op != EFFECT_VALUE || !day_parse(v[i].text[0], &day))
				continue;
			for (at = l.n; at > 0 && l.v[at - 1].day != day && l.n - at < 62; at--)
				;
			if (at > 0 && l.v[at - 1].day == day)
				l.v[at - 1].counts = v[i].text[1];
			else
				*list_push(&k->scratch, &l) = (struct told){day, v[i].text[1]};
		}
	}
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

err check_request_calls(struct checking *k)
{
	struct calls_day *rows, *one;
	struct told *v;
	size_t n, n_rows, there;
	TRY(tell(k, &v, &n));
	TRY(calls_read(&k->x, day_of(1900, 1, 1), day_of(9999, 12, 31), &rows, &n_rows));
	for (size_t i = 0; i < n; i++) {
		struct buf day;
		buf_init(&day, &k->scratch);
		day_put(&day, v[i].day);
		TRY(calls_read(&k->x, v[i].day, v[i].day, &one, &there));
		if (there != 1 || !str_eq(calls_day_text(&k->scratch, &one[0]), v[i].counts))
			finding(k, W("the calls of {0} are not what its events say"), buf_str(&day), S(""));
	}
	if (n_rows != n)
		finding(k, W("the table {0} has rows that no event accounts for"), S("request_calls"), S(""));
	return OK;
}
