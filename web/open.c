/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a matter that no document promised: a note by a leader, a decision of a meeting. */
#include "web/web_in.h"

/* What the visitor may open, else what opens at all: then the sentence says who may. */
static const struct action *opening(struct visit *v, const struct kind *k, bool named)
{
	const struct action *mine = kind_opening(v, k);
	for (size_t i = 0; !mine && named && i < k->n_actions; i++)
		mine = k->actions[i].opens ? &k->actions[i] : NULL;
	return mine;
}

/* The kind that is named, else the first; and its action that opens. */
err kind_to_open(struct visit *v, str name, const struct kind **ret, const struct action **ret_action)
{
	for (size_t i = 0; i < v->web->n_kinds; i++) {
		const struct kind *k = v->web->kinds[i];
		const struct action *a = name.n ? (str_eq(k->name, name) ? opening(v, k, true) : NULL) : k->elsewhere ? NULL : opening(v, k, false);
		if (a) {
			*ret = k;
			*ret_action = a;
			return OK;
		}
	}
	return fail(ERR_INPUT, "there is no kind of matter called “{0}” that can be opened", name);
}

static err show(struct visit *v, const struct kind *k, const struct action *a, const struct typed *typed)
{
	struct open_view view = {.kind = k};
	kinds_to_open(v, &view.kinds, &view.n_kinds);
	TRY(action_form_fill(v, k, NULL, a, typed, &view.form));
	TRY(frame(v, "matters"));
	render(v, ui_open(&v->rs->body, &v->ui, &view));
	return OK;
}

err open_page(struct visit *v)
{
	const struct kind *k = NULL;
	const struct action *a = NULL;
	TRY(kind_to_open(v, query_get(v, "kind"), &k, &a));
	return kind_opening(v, k) ? show(v, k, a, NULL) : fail(ERR_DENIED, "your duties do not include this");
}

err open_post(struct visit *v)
{
	const struct kind *k = NULL;
	const struct action *a = NULL;
	struct act_request rq = {.idempotency_key = form_get(v, "key")};
	struct act_result r;
	struct typed typed;
	TRY(kind_to_open(v, form_get(v, "kind"), &k, &a));
	rq.kind = k;
	err e = action_args(v, k, a, &rq);
	if (e == OK)
		e = committing(v, act(ctx_of(v), &rq, &r));
	if (e == OK) {
		see_other(v, path_with(v, "/matters/%lld", (long long)r.matter));
		return OK;
	}
	if (!typed_from(v, e, a->name, &typed))
		return e;
	v->rs->status = typed.status;
	ctx_refresh(ctx_of(v));
	return show(v, k, a, &typed);
}
