/* SPDX-License-Identifier: Apache-2.0 */
/* A month for whoever asks: as it was kept, or as the record says now. */
#include "report/rates_in.h"

/* A month that is kept; ret->figures points into *ret, which stays where it is. */
static err kept_month(struct ctx *x, int month, struct request_month *ret_when, struct rates_kept *ret, bool *ret_found)
{
	err e = request_month_find(x, month, ret_when);
	*ret_found = e == OK;
	if (e == ERR_NOTFOUND)
		return OK;
	TRY(e);
	return rates_thaw(x->arena, ret_when->body, ret);
}

static err changes_since(struct ctx *x, const struct rates_kept *before, struct rates_kept *k)
{
	struct rates_month now;
	TRY(requests_period_whole(x, before->month.month, &now));
	k->n_changes = rates_changes(x->arena, &before->month, &now, &k->changes);
	return OK;
}

err rates_read(struct ctx *x, int month, struct rates_view *ret)
{
	struct rates_kept *before = arena_new(x->arena, struct rates_kept);
	struct request_month when;
	bool there;
	*ret = (struct rates_view){.whole = true};
	TRY(kept_month(x, month, &ret->when, &ret->k, &ret->kept));
	TRY(kept_month(x, month_before(month), &when, before, &there));
	ret->before = there ? &before->figures : NULL;
	if (ret->kept)
		return OK;
	ret->whole = request_month_may_keep(x);
	if (ret->whole)
		TRY(requests_period_whole(x, month, &ret->k.month));
	else
		TRY(requests_period_read(x, month, &ret->k.month));
	rates_make(x->arena, &ret->k.month, &ret->k.figures);
	ret->k.same = true;
	if (there) {
		rates_before(&ret->k.figures, &before->figures);
		if (ret->whole)
			TRY(changes_since(x, before, &ret->k));
	}
	return OK;
}

err rates_keep(struct ctx *x, int month)
{
	struct rates_view v;
	TRY(rates_read(x, month, &v));
	if (v.kept)
		return fail(ERR_CONFLICT, "the month {0} has been kept already; what changed since stands in the next one", month_text(x->arena, month));
	if (!v.whole)
		return fail(ERR_DENIED, "a month is kept by the request centre or the supervision office");
	if (v.k.month.cut_short)
		return fail(ERR_LIMIT, "more orders than can be counted at once; a month that is not whole cannot be kept");
	str body = rates_freeze(x->arena, &v.k.figures, v.k.changes, v.k.n_changes);
	ctx_refresh(x);
	return request_month_keep(x, month, body);
}
