/* SPDX-License-Identifier: Apache-2.0 */
/* Months of requests that are kept are those their events name, byte for byte. */
#include "core/check_in.h"
#include "core/request_rates.h"

STMT(month_events, "SELECT entity_id, effects FROM event WHERE region = $1 AND entity = 8 AND entity_id >= 190001 AND entity_id <= 999912 ORDER BY entity_id, version");
const struct stmt *const core_check_request_month_stmts[] = {&month_events, NULL};

static str fact_named(const struct effect *v, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].op == EFFECT_VALUE && str_eq(v[i].text[0], str_of(name)))
			return v[i].text[1];
	return S("");
}

static err check_month(struct checking *k, int month, str want)
{
	struct request_month m;
	struct buf hex;
	err e = request_month_find(&k->x, month, &m);
	buf_init(&hex, &k->scratch);
	if (e == OK)
		hex_put(&hex, m.digest.b, sizeof m.digest.b);
	if (e != OK || !str_eq(buf_str(&hex), want))
		finding(k, W("the month {0} of requests is not as it was kept"), month_text(&k->scratch, month), S(""));
	return OK;
}

err check_request_months(struct checking *k)
{
	struct effect *v;
	size_t n, kept = 0, n_rows;
	struct rows *r;
	struct request_month *all;
	LIST(struct kept { int month; str digest; }) l = {0};
	TRY(query(k->x.snap, &month_events, VALS(V_INT(k->core->region)), &r));
	while (rows_next(r)) {
		if (!effects_read(&k->scratch, row_copy(r, 1, &k->scratch), &v, &n) || !fact_named(v, n, "request_month").n)
			continue;
		*list_push(&k->scratch, &l) = (struct kept){(int)row_int(r, 0), fact_named(v, n, "digest")};
	}
	TRY(rows_end(r));
	for (; kept < l.n; kept++)
		TRY(check_month(k, l.v[kept].month, l.v[kept].digest));
	TRY(request_month_list(&k->x, &all, &n_rows));
	if (n_rows != kept)
		finding(k, W("the table {0} has rows that no event accounts for"), S("request_month"), S(""));
	return OK;
}
