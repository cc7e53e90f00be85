/* SPDX-License-Identifier: Apache-2.0 */
/* Requests (诉求): their rows of the index are derived again from their parts. */
#include "core/check_in.h"

#include <string.h>

STMT(request_row, "SELECT " REQUEST_COLUMN_NAMES ", caller FROM request WHERE region = $1 AND id = $2");
STMT_FLAGS(count_requests, STMT_SCAN, "SELECT COUNT(*) FROM request WHERE region = $1");
const struct stmt *const core_check_request_stmts[] = {&request_row, &count_requests, NULL};

/* The digest that its sealed phone gives; none when the key was erased or no phone was given. */
static err caller_of(struct checking *k, const struct matter *part, struct digest *ret, bool *ret_there)
{
	uint8_t key[SEAL_KEY_LEN];
	struct secret *s;
	size_t n = 0;
	bool there;
	*ret_there = false;
	if (part->kind->phone < 0 || !part->sealed.p)
		return OK;
	TRY(key_find(k->core, k->x.snap, part->id, key, &there));
	if (there && secrets_open(k->x.arena, key, aad_of(k->x.arena, "part", part->id), part->sealed, &s, &n) != OK)
		n = 0; /* said of the part itself */
	for (size_t i = 0; there && i < n; i++)
		if (str_eq(s[i].name, part->kind->fields[part->kind->phone].name))
			*ret_there = phone_digest(k->core, k->x.arena, s[i].value, ret);
	explicit_bzero(key, sizeof key);
	return OK;
}

err check_request(struct checking *k, const struct matter *m, const struct matter *part)
{
	static const char *const name[REQUEST_COLUMNS] = {"id", "version", "matter", "number", "channel", "state", "at", "outside"};
	struct rows *r;
	struct val v[REQUEST_COLUMNS];
	struct digest d;
	bool found, caller;
	if (!part->kind->is_request || part->moved || part->state < 0)
		return OK;
	k->request_rows++;
	TRY(caller_of(k, part, &d, &caller));
	TRY(query_one(k->x.snap, &request_row, VALS(V_INT(k->core->region), V_INT(part->id)), &r, &found));
	if (!found) {
		finding(k, W("the request {0} cannot be found in the index of requests"), part->number, S(""));
		return OK;
	}
	request_columns(m, part, v);
	for (int i = 0; i < REQUEST_COLUMNS; i++)
		if (v[i].kind == VAL_INT ? row_int(r, i) != v[i].i : !str_eq(row_text(r, i), v[i].s))
			finding(k, W("the request {0} is not in the index as its events say: {1}"), part->number, str_of(name[i]));
	if (caller != !row_null(r, REQUEST_COLUMNS) || (caller && !str_eq(row_text(r, REQUEST_COLUMNS), (str){(const char *)d.b, sizeof d.b})))
		finding(k, W("the request {0} is not in the index as its events say: {1}"), part->number, S("caller"));
	return OK;
}

err check_request_count(struct checking *k)
{
	struct rows *r;
	bool found;
	TRY(query_one(k->x.snap, &count_requests, VALS(V_INT(k->core->region)), &r, &found));
	if (!found || row_int(r, 0) != k->request_rows)
		finding(k, W("the table {0} has rows that no event accounts for"), S("request"), S(""));
	return OK;
}
