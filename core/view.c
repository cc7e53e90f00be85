/* SPDX-License-Identifier: Apache-2.0 */
/* Saved views: a name and a query string, a person's own. Not events: they change
 * nothing that anybody else relies on. */
#include "core/people_in.h"

STMT(view_rows, "SELECT id, name, query FROM saved_view WHERE region = $1 AND person = $2 ORDER BY id");
STMT(view_put, "INSERT INTO saved_view(region, person, id, name, query) VALUES($1, $2, $3, $4, $5)");
STMT(view_change, "UPDATE saved_view SET name = $4, query = $5 WHERE region = $1 AND person = $2 AND id = $3");
STMT(view_drop, "DELETE FROM saved_view WHERE region = $1 AND person = $2 AND id = $3");
const struct stmt *const core_view_stmts[] = {&view_rows, &view_put, &view_change, &view_drop, NULL};

#define VIEWS_MOST 50

err view_list(struct ctx *x, struct saved_view **ret, size_t *ret_n)
{
	LIST(struct saved_view) l = {0};
	struct rows *r;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &view_rows, VALS(V_INT(x->core->region), V_INT(x->actor.user)), &r));
	while (rows_next(r))
		*list_push(x->arena, &l) = (struct saved_view){row_int(r, 0), row_copy(r, 1, x->arena), row_copy(r, 2, x->arena)};
	*ret = l.v;
	*ret_n = l.n;
	return rows_end(r);
}

static int64_t view_named(const struct saved_view *v, size_t n, str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, name))
			return v[i].id;
	return 0;
}

/* A name stands for one view: saved again, it is changed, so a form sent twice saves one. */
err view_save(struct ctx *x, str name, str query_text, int64_t *ret)
{
	struct saved_view *v;
	size_t n;
	struct commit c;
	name = str_trim(name);
	if (!name.n || name.n > 120 || utf8_valid(name) != name.n || query_text.n > 2000 || utf8_valid(query_text) != query_text.n)
		return fail(ERR_INPUT, "a view needs a name of at most 40 characters");
	TRY(own_only(x));
	TRY(view_list(x, &v, &n));
	int64_t id = view_named(v, n, name);
	const struct stmt *stmt = id ? &view_change : &view_put;
	if (!id && n >= VIEWS_MOST)
		return fail(ERR_LIMIT, "you have 50 saved views; remove one first");
	if (!id)
		id = store_new_id(x->core->store, x->now);
	commit_init(&c, x);
	commit_op(&c, OP_ONE, stmt, NULL,
		  VALS(V_INT(x->core->region), V_INT(x->actor.user), V_INT(id), V_TEXT(name), V_TEXT(query_text)));
	TRY(ctx_commit(x, &c));
	*ret = id;
	return OK;
}

err view_remove(struct ctx *x, int64_t id)
{
	struct commit c;
	TRY(own_only(x));
	commit_init(&c, x);
	commit_op(&c, OP_ANY, &view_drop, NULL, VALS(V_INT(x->core->region), V_INT(x->actor.user), V_INT(id)));
	return ctx_commit(x, &c);
}
