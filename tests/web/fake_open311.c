/* SPDX-License-Identifier: Apache-2.0 */
/* No programs, no requests: what Open311 asks of core, for tests of pages. */
#include "fake_core.h"

#include "core/open311.h"
#include "core/request.h"

err open311_key_find(struct core *c, struct arena *a, str secret, int64_t *ret)
{
	unused_arg(c), unused_arg(a), unused_arg(secret), unused_arg(ret);
	return fail(ERR_DENIED, "this api_key is not valid here; see key_service in the discovery document");
}

err open311_bound(struct core *c, struct arena *a, int64_t key, struct open311_key *ret)
{
	unused_arg(key), unused_arg(ret);
	int64_t none;
	return open311_key_find(c, a, S(""), &none);
}

err open311_sent(struct core *c, struct arena *a, int64_t key, int64_t request, str *ret_token)
{
	unused_arg(c), unused_arg(a);
	*ret_token = S("token");
	return fake_do("sent %lld %lld", (long long)key, (long long)request);
}

static err nothing(void)
{
	return fail(ERR_NOTFOUND, "there is no request with this number, or it is not told of");
}

err open311_by_token(struct core *c, struct arena *a, str token, int64_t *ret_request, str *ret_number)
{
	unused_arg(c), unused_arg(a), unused_arg(token), unused_arg(ret_request), unused_arg(ret_number);
	return nothing();
}

err open311_list(struct core *c, struct arena *a, const struct open311_query *q, struct open311_row **ret, size_t *ret_n)
{
	unused_arg(c), unused_arg(a), unused_arg(q);
	*ret = NULL;
	*ret_n = 0;
	return OK;
}

err open311_find(struct core *c, struct arena *a, const struct open311_query *q, str number, struct open311_row *ret)
{
	unused_arg(c), unused_arg(a), unused_arg(q), unused_arg(number), unused_arg(ret);
	return nothing();
}

err open311_steps(struct core *c, struct arena *a, const struct open311_query *q, struct open311_update **ret, size_t *ret_n)
{
	unused_arg(c), unused_arg(a), unused_arg(q);
	*ret = NULL;
	*ret_n = 0;
	return OK;
}

err open311_add(struct core *c, struct arena *a, const struct open311_query *q, const struct open311_more *more, int64_t *ret_event)
{
	unused_arg(c), unused_arg(a), unused_arg(q), unused_arg(more), unused_arg(ret_event);
	return nothing();
}

str open311_setting(struct core *c, struct arena *a, const char *name)
{
	unused_arg(c), unused_arg(a), unused_arg(name);
	return S("");
}

int64_t open311_number(struct core *c, const char *name)
{
	unused_arg(c), unused_arg(name);
	return 0;
}

int64_t open311_region(const struct core *c)
{
	unused_arg(c);
	return 370499;
}

/* web_pages stands without core, and nobody else there takes requests */
__attribute__((weak)) err request_take(struct ctx *x, const struct request_new *q, struct request_taken *ret)
{
	unused_arg(x), unused_arg(q), unused_arg(ret);
	return fake_do("request_take");
}

__attribute__((weak)) err request_take_public(struct core *c, struct arena *a, enum lang lang, str address, const struct request_new *q,
					      struct request_taken *ret)
{
	unused_arg(c), unused_arg(a), unused_arg(lang), unused_arg(address), unused_arg(q), unused_arg(ret);
	return fake_do("request_take_public");
}

err open311_key_list(struct ctx *x, struct open311_key **ret, size_t *ret_n)
{
	struct open311_key *k = arena_new(x->arena, struct open311_key);
	*k = (struct open311_key){.id = 1, .name = S("城管采集平台<b>"), .at = 1795000000000, .sent = MS_NONE};
	*ret = k;
	*ret_n = 1;
	return OK;
}

err open311_key_add(struct ctx *x, str name, str *ret_secret)
{
	unused_arg(x), unused_arg(name);
	*ret_secret = S("00ff");
	return OK;
}

err open311_key_withdraw(struct ctx *x, int64_t id)
{
	unused_arg(x), unused_arg(id);
	return OK;
}
