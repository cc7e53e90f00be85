/* SPDX-License-Identifier: Apache-2.0 */
/* Bulletins for programs: each figure with the rows it counts. */
#include "web/api_in.h"

err api_bulletins(struct visit *v)
{
	const struct kind *k = kind_named(v, S(BULLETIN_KIND));
	struct matter_query q = {.kind = k, .due_from = DAY_NONE, .due_to = DAY_NONE, .order = ORDER_OPENED, .cursor = query_get(v, "cursor"),
		.limit = (int)query_int(v, "limit", 50)};
	struct matter_page page;
	struct json j;
	if (!k)
		return fail(ERR_NOTFOUND, "no pack that is loaded has bulletins");
	if (q.limit < 1 || q.limit > LIMIT_PAGE)
		q.limit = 50;
	TRY(matter_list(ctx_of(v), &q, &page));
	api_begin(v, &j);
	json_open(&j, '{');
	json_key(&j, "bulletins");
	json_open(&j, '[');
	for (size_t i = 0; i < page.n; i++)
		api_row(v, &j, &page.rows[i]);
	json_close(&j);
	json_key(&j, "next");
	json_str(&j, page.next.n ? page.next : STR_NONE);
	json_close(&j);
	return OK;
}

err api_bulletin(struct visit *v)
{
	struct matter_view m;
	struct bulletin b;
	struct json j;
	str kept;
	TRY(bulletin_read(v, v->id[0], &m, &b));
	bulletin_freeze(v->arena, &b, &kept);
	api_begin(v, &j);
	json_open(&j, '{');
	json_key(&j, "matter");
	api_row(v, &j, &m.row);
	member_bool(&j, "kept", b.frozen);
	json_key(&j, "doubts");
	json_open(&j, '[');
	for (size_t i = 0; i < b.n_doubts; i++) {
		json_open(&j, '{');
		member_str(&j, "said", b.doubts[i].said);
		member_bool(&j, "stops", b.doubts[i].stops);
		json_close(&j);
	}
	json_close(&j);
	json_key(&j, "bulletin");
	json_raw(&j, kept);
	json_close(&j);
	return OK;
}
