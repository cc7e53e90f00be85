/* SPDX-License-Identifier: Apache-2.0 */
/* Finding requests (诉求). The index names candidates; what is told has passed `see` of the matter
 * and of the request in it. */
#include "core/request_in.h"

#include "core/read_in.h"

STMT(by_number, "SELECT id, matter FROM request WHERE region = $1 AND number = $2");
STMT(by_outside, "SELECT id, matter FROM request WHERE region = $1 AND channel = $2 AND outside = $3 AND outside <> ''");
STMT(by_id, "SELECT id, matter FROM request WHERE region = $1 AND id = $2");
STMT(by_caller,
     "SELECT id, matter, at FROM request WHERE region = $1 AND caller = $2 ORDER BY at DESC, id DESC LIMIT $3");
STMT(by_time,
     "SELECT id, matter, at FROM request WHERE region = $1 AND (at, id) < ($2, $3) AND at >= $4 ORDER BY at DESC, id DESC LIMIT $5");
STMT(by_channel,
     "SELECT id, matter, at FROM request WHERE region = $1 AND channel = $6 AND (at, id) < ($2, $3) AND at >= $4"
     " ORDER BY at DESC, id DESC LIMIT $5");
const struct stmt *const core_read_request_stmts[] = {&by_number, &by_outside, &by_id, &by_caller, &by_time, &by_channel, NULL};

#define LOOK 500 /* rows of the index that one page looks at, at most */

static err not_there(void)
{
	return fail(ERR_NOTFOUND, "there is no such request, or you may not see it; look at the number again");
}

err request_place(struct ctx *x, int64_t request, int64_t *ret)
{
	struct rows *r;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &by_id, VALS(V_INT(x->core->region), V_INT(request)), &r, &found));
	if (found)
		*ret = row_int(r, 1);
	return OK;
}

err request_his(struct ctx *x, int64_t matter, struct matter *ret)
{
	bool there;
	TRY(ctx_snap(x));
	TRY(matter_load(x->core, x->snap, x->arena, matter, ret, &there));
	return there ? OK : not_there();
}

static str shown(const struct matter *part, role_set roles, int field)
{
	if (field < 0 || see_value(part, roles, &part->kind->fields[field]) != SIGHT_PLAIN || !part->fields[field].n)
		return S("");
	return part->fields[field].v[0];
}

/* A matter with many requests is loaded once for a page that has several of them. */
#define KEPT 64
struct kept {
	struct kept_matter {
		int64_t id;
		err e;
		role_set roles;
		struct matter m;
	} v[KEPT];
	size_t n;
};

static err matter_once(struct ctx *x, struct kept *kept, int64_t id, struct kept_matter **ret)
{
	for (size_t i = 0; i < kept->n && i < KEPT; i++)
		if (kept->v[i].id == id) {
			*ret = &kept->v[i];
			return OK;
		}
	struct kept_matter *k = &kept->v[kept->n++ % KEPT];
	*k = (struct kept_matter){.id = id};
	k->e = see_load(x, id, &k->m, &k->roles);
	*ret = k;
	return k->e == ERR_NOTFOUND ? OK : k->e;
}

/* As the reader may see it: ERR_NOTFOUND also when he sees the matter and not this request. */
static err row_of(struct ctx *x, struct kept *kept, int64_t matter, int64_t request, struct request_row *ret)
{
	struct kept_matter *k;
	TRY(matter_once(x, kept, matter, &k));
	if (k->e != OK)
		return not_there();
	struct matter m = k->m;
	role_set roles = k->roles;
	struct matter *part = matter_part(&k->m, request);
	role_set mine = part ? see_roles(x, part) : 0;
	if (!part || !(mine & part->kind->see))
		return not_there();
	struct request_row r = {.id = part->id, .number = part->number, .channel = shown(part, mine, part->kind->channel),
		.outside = shown(part, mine, part->kind->outside), .state = &part->kind->states[part->state], .at = part->opened,
		.open = !part->kind->states[part->state].closed};
	TRY(matter_row_of(x, &m, roles, &r.matter));
	*ret = r;
	return OK;
}

static err find(struct ctx *x, const struct stmt *stmt, const struct val *v, size_t n, struct request_row *ret)
{
	struct rows *r;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, stmt, v, n, &r, &found));
	return found ? row_of(x, arena_new(x->arena, struct kept), row_int(r, 1), row_int(r, 0), ret) : not_there();
}

err request_find(struct ctx *x, str number, struct request_row *ret)
{
	return find(x, &by_number, VALS(V_INT(x->core->region), V_TEXT(str_trim(number))), ret);
}

err request_find_outside(struct ctx *x, str channel, str outside, struct request_row *ret)
{
	return find(x, &by_outside, VALS(V_INT(x->core->region), V_TEXT(channel), V_TEXT(str_trim(outside))), ret);
}

/* ---- several ---------------------------------------------------------------------------- */
struct place {
	int64_t request, matter, at;
};
typedef LIST(struct place) places;

/* At most LOOK; what is denied ends no page and reaches no bound. v[limit] is the bound of the statement. */
static err gather(struct ctx *x, const struct stmt *stmt, struct val *v, size_t n, size_t limit, places *l)
{
	struct rows *r;
	int64_t *denied;
	size_t n_denied;
	TRY(denied_ids(x, &denied, &n_denied));
	v[limit] = V_INT(LOOK + (int64_t)n_denied);
	TRY(query(x->snap, stmt, v, n, &r));
	while (l->n < LOOK && rows_next(r)) {
		x->rows_read++;
		if (id_in(denied, n_denied, row_int(r, 1)))
			continue;
		*list_push(x->arena, l) = (struct place){row_int(r, 0), row_int(r, 1), row_int(r, 2)};
	}
	return rows_end(r);
}

/* Of the places in order those that may be seen, until there are `most`; *ret_last: the place
 * that was looked at last, plus one. */
static err seen(struct ctx *x, const places *l, size_t most, struct request_row **ret, size_t *ret_n, size_t *ret_last)
{
	struct request_row *v = arena_new_n(x->arena, most < l->n ? most : l->n, struct request_row);
	size_t n = 0, i = 0;
	struct kept *kept = arena_new(x->arena, struct kept);
	for (; i < l->n && n < most; i++) {
		err e = row_of(x, kept, l->v[i].matter, l->v[i].request, &v[n]);
		if (e != OK && e != ERR_NOTFOUND)
			return e;
		n += e == OK;
	}
	*ret = v;
	*ret_n = n;
	*ret_last = i;
	return OK;
}

static size_t page_of(int limit)
{
	return limit <= 0 ? 50 : limit > LIMIT_PAGE ? LIMIT_PAGE : (size_t)limit;
}

err requests_of_caller(struct ctx *x, str phone, int limit, struct request_row **ret, size_t *ret_n)
{
	struct digest d;
	places l = {0};
	size_t last;
	*ret_n = 0;
	if (!phone_digest(x->core, x->arena, phone, &d))
		return OK;
	struct val v[] = {V_INT(x->core->region), V_BLOB(((str){(const char *)d.b, sizeof d.b})), V_INT(LOOK)};
	TRY(gather(x, &by_caller, v, COUNT_OF(v), 2, &l));
	return seen(x, &l, page_of(limit), ret, ret_n, &last);
}

err request_list(struct ctx *x, const struct request_query *q, struct request_row **ret, size_t *ret_n, str *ret_next)
{
	int64_t key = q->to == MS_NONE ? INT64_MAX : q->to, id = INT64_MIN;
	places l = {0};
	size_t last;
	if (q->cursor.n)
		cursor_read(q->cursor, false, &key, &id);
	if (q->to != MS_NONE && key > q->to) {
		key = q->to;
		id = INT64_MIN;
	}
	struct val v[] = {V_INT(x->core->region), V_INT(key), V_INT(id), V_INT(q->from == MS_NONE ? INT64_MIN : q->from), V_INT(LOOK),
		V_TEXT(q->channel)};
	TRY(gather(x, q->channel.n ? &by_channel : &by_time, v, COUNT_OF(v) - !q->channel.n, 4, &l));
	TRY(seen(x, &l, page_of(q->limit), ret, ret_n, &last));
	*ret_next = last && (last < l.n || l.n == LOOK) ? cursor_text(x->arena, l.v[last - 1].at, l.v[last - 1].request) : S("");
	return OK;
}
