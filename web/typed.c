/* SPDX-License-Identifier: Apache-2.0 */
/* Forms that come back: what was typed, what is wrong, beside which field. */
#include "web/web_in.h"

bool typed_from(struct visit *v, err e, str action, struct typed *ret)
{
	if (e != ERR_INPUT && e != ERR_CONFLICT && e != ERR_LIMIT)
		return false;
	*ret = (struct typed){.action = action, .error = fail_said(v), .field = str_dup(v->arena, act_field_at_fault(ctx_of(v))),
			      .status = e == ERR_CONFLICT ? 409 : e == ERR_LIMIT ? 413 : 422};
	return true;
}

/* The query as it was, without some names ("c did n"), with something more. */
str join_query(struct visit *v, const char *leave_out, str extra)
{
	struct buf b;
	buf_init(&b, v->arena);
	for (size_t i = 0; i < v->rq->query.n; i++) {
		const struct http_pair *p = &v->rq->query.v[i];
		str rest = str_of(leave_out), one;
		bool out = !p->value.n;
		while (!out && rest.n) {
			if (!str_split(rest, ' ', &one, &rest)) {
				one = rest;
				rest = STR_NONE;
			}
			out = str_eq(one, p->name);
		}
		if (out)
			continue;
		if (b.n)
			buf_byte(&b, '&');
		http_put_escaped(&b, p->name);
		buf_byte(&b, '=');
		http_put_escaped(&b, p->value);
	}
	if (extra.n && b.n)
		buf_byte(&b, '&');
	buf_add(&b, extra);
	return buf_str(&b);
}

const struct action *action_find(const struct kind *k, str name)
{
	int i = kind_action(k, name);
	return i < 0 ? NULL : &k->actions[i];
}
