/* SPDX-License-Identifier: Apache-2.0 */
/* Requests for the page tests: one, whatever its number; none is taken. */
#include "core/request.h"
#include "ledger/request.h"

err request_row_take(struct ctx *x, const struct request_in *in, struct request_taken *ret)
{
	(void)x, (void)in, (void)ret;
	return fail(ERR_INPUT, "no requests are taken here");
}

err request_find(struct ctx *x, str number, struct request_row *ret)
{
	struct matter_page page;
	TRY(matter_list(x, &(struct matter_query){.due_from = DAY_NONE, .due_to = DAY_NONE}, &page));
	*ret = (struct request_row){.id = 9, .matter = page.rows[0], .number = number, .channel = S("web"), .outside = S(""),
		.state = &page.rows[0].kind->states[0], .at = page.rows[0].opened, .open = true};
	return OK;
}

err request_find_outside(struct ctx *x, str channel, str outside, struct request_row *ret)
{
	(void)channel;
	return request_find(x, outside, ret);
}

err requests_of_caller(struct ctx *x, str phone, int limit, struct request_row **ret, size_t *ret_n)
{
	(void)x, (void)phone, (void)limit;
	*ret = NULL;
	*ret_n = 0;
	return OK;
}

err request_list(struct ctx *x, const struct request_query *q, struct request_row **ret, size_t *ret_n, str *ret_next)
{
	*ret_next = S("");
	return requests_of_caller(x, q->channel, 0, ret, ret_n);
}

err request_move(struct ctx *x, const struct request_move *q, struct act_result *ret)
{
	(void)x;
	*ret = (struct act_result){.matter = q->to, .part = q->request, .number = S("SQ1")};
	return OK;
}
