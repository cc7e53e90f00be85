/* SPDX-License-Identifier: Apache-2.0 */
/* What was taken out (导出记录): who, what, how many rows, what for, whether personal data were in
 * it; kept three years at least (网络数据安全管理条例 12), and the line that marks a file. */
#include "core/core_in.h"
#include "core/privacy.h"
#include "core/told.h"

STMT(export_insert,
     "INSERT INTO export_log(region, id, at, person, unit, behalf, list, kind, form, filter, purpose, count, personal)"
     " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, $12)");
STMT(export_purpose, "UPDATE export_log SET purpose = $3 WHERE region = $1 AND id = $2");
STMT(export_newest,
     "SELECT id, at, person, unit, behalf, list, kind, form, filter, purpose, count, personal FROM export_log"
     " WHERE region = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
const struct stmt *const core_export_stmts[] = {&export_insert, &export_purpose, &export_newest, NULL};

static str number(struct ctx *x, int64_t n)
{
	struct buf b;
	buf_init(&b, x->arena);
	buf_int(&b, n);
	return buf_str(&b);
}

#define PURPOSE_MOST 600 /* bytes */
static str short_of(str s)
{
	return str_cut(s, 0, s.n > PURPOSE_MOST ? utf8_valid(str_cut(s, 0, PURPOSE_MOST)) : utf8_valid(s));
}

err export_note_put(struct ctx *x, const struct export_note *n)
{
	struct ctx own;
	struct actor who = x->hand.user ? x->hand : x->actor;
	int64_t behalf = x->hand.user ? x->actor.user : 0, id = store_new_id(x->core->store, x->now);
	str purpose = short_of(str_trim(n->purpose)), filter = short_of(n->filter);
	const struct fact facts[] = {{.name = S("list"), .value = n->list}, {.name = S("kind"), .value = n->kind}, {.name = S("form"), .value = n->form},
				     {.name = S("rows"), .value = number(x, n->rows)}, {.name = S("personal"), .value = n->personal ? S("1") : S("0")},
				     {.name = S("behalf"), .value = behalf ? number(x, behalf) : S("")}, {.name = S("of"), .value = number(x, id)},
				     {.name = S("filter"), .value = filter}, {.name = S("purpose"), .value = purpose, .sealed = true}};
	const struct val region = V_INT(x->core->region);
	const struct fact_row rows[] = {
		{.stmt = &export_insert, .n = 12, .one = true,
		 .v = {region, V_INT(id), V_INT(x->now), V_INT(who.user), V_INT(who.unit), V_INT(behalf), V_TEXT(n->list), V_TEXT(n->kind), V_TEXT(n->form),
		       V_TEXT(filter), V_INT(n->rows), V_INT(n->personal)}},
		{.stmt = &export_purpose, .n = 3, .one = true, .v = {region, V_INT(id), V_TEXT(purpose)}},
	};
	ctx_refresh(x);
	TRY(ctx_open(x->core, x->arena, &who, &own));
	own.now = x->now;
	err e = who.user ? fact_of_person(&own, S("export"), facts, COUNT_OF(facts), rows, COUNT_OF(rows))
			 : fact_of_district(&own, S("export"), id, facts, COUNT_OF(facts) - 1, rows, COUNT_OF(rows));
	ctx_close(&own);
	return e;
}

static str name_of(struct ctx *x, int64_t person)
{
	const struct member *m = person ? roster_member(x->roster, person) : NULL;
	return m ? m->name : S("");
}

err export_list(struct ctx *x, int64_t before, int limit, struct export_row **ret, size_t *ret_n, int64_t *ret_next)
{
	LIST(struct export_row) l = {0};
	struct rows *r;
	const uint32_t may = 1u << DUTY_AUDIT | 1u << DUTY_SUPERVISION;
	if (x->actor.user && !(x->actor.duties & may))
		return fail(ERR_DENIED, "your duties do not include this");
	TRY(ctx_snap(x));
	TRY(query(x->snap, &export_newest, VALS(V_INT(x->core->region), V_INT(before ? before : INT64_MAX), V_INT(limit + 1)), &r));
	while (rows_next(r)) {
		int64_t person = row_int(r, 2);
		*list_push(x->arena, &l) = (struct export_row){.id = row_int(r, 0), .at = row_int(r, 1),
			.by = person ? name_of(x, person) : word(x->actor.lang, W("actor|the system")), .by_unit = roster_unit_name(x->roster, row_int(r, 3)),
			.behalf = name_of(x, row_int(r, 4)), .list = row_copy(r, 5, x->arena), .kind = row_copy(r, 6, x->arena),
			.form = row_copy(r, 7, x->arena), .filter = row_copy(r, 8, x->arena), .purpose = row_copy(r, 9, x->arena),
			.rows = row_int(r, 10), .personal = row_int(r, 11) != 0};
	}
	TRY(rows_end(r));
	*ret_next = l.n > (size_t)limit ? l.v[limit - 1].id : 0;
	*ret_n = l.n > (size_t)limit ? (size_t)limit : l.n;
	*ret = l.v;
	return OK;
}

str export_mark(struct ctx *x, str purpose)
{
	struct buf b, day;
	const struct actor *who = x->hand.user ? &x->hand : &x->actor;
	buf_init(&b, x->arena);
	buf_init(&day, x->arena);
	ms_put_rfc3339(&day, x->core->zone, x->now);
	day.n = 16; /* to the minute */
	day.p[10] = ' ';
	purpose = short_of(str_trim(purpose));
	const str args[] = {who->user ? who->name : word(x->actor.lang, W("actor|the system")), who->unit_name, buf_str(&day),
			    purpose.n ? purpose : word(x->actor.lang, W("export|not stated"))};
	word_fmt(&b, x->actor.lang, W("taken out by {0} ({1}), {2}; purpose: {3}"), args, COUNT_OF(args));
	return buf_str(&b);
}
