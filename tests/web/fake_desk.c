/* SPDX-License-Identifier: Apache-2.0 */
/* What the desk asks of core, canned: one duplicate, one suggestion, one hot place. */
#include <string.h>

#include "core/request.h"
#include "core/similar.h"
#include "core/suggest.h"
#include "fake_public.h"

static struct matter_row order(void)
{
	return (struct matter_row){.id = 5, .kind = &fake_public_pack.kinds[0], .number = S("单2026000001"), .title = S("文昌路<b>路灯"), .lead_name = S("区住建局"),
		.due = MS_NONE, .share = -1, .schedule = -1, .confidence = -1};
}

err request_take(struct ctx *x, const struct request_new *q, struct request_taken *ret)
{
	return request_take_public(x->core, x->arena, LANG_ZH, S("desk"), q, ret);
}

err similar_find(struct ctx *x, const struct similar_ask *q, struct similar_page *ret)
{
	struct similar_hit *h = arena_new(x->arena, struct similar_hit);
	*h = (struct similar_hit){.matter = 5, .request = 6, .row = order(), .score = 80, .metres = 40, .why = S("都说“路灯”<i>")};
	*ret = (struct similar_page){.hits = h, .n = q->words.n ? 1 : 0};
	return OK;
}

err similar_clusters(struct ctx *x, struct similar_cluster **ret, size_t *ret_n)
{
	struct similar_cluster *c = arena_new(x->arena, struct similar_cluster);
	*c = (struct similar_cluster){.category = {S("水电气暖·供水·停水"), S("Utilities · Water · No water")}, .category_name = S("utility.water.cut"), .area = 20,
		.area_name = S("榴花街道<b>"), .x = INT32_MIN, .requests = 7, .n_matters = 3, .newest = order(), .first = 1795000000000, .last = 1795100000000};
	*ret = c;
	*ret_n = 1;
	return OK;
}

err suggest_for(struct ctx *x, const struct suggest_ask *q, struct suggestion **ret, size_t *ret_n)
{
	struct suggestion *s = arena_new(x->arena, struct suggestion);
	*s = (struct suggestion){.value = S("urban.road.lamp"), .label = S("城市管理·道路设施·路灯"), .share = 72, .words = {S("路灯<u>")}, .n_words = 1};
	*ret = s;
	*ret_n = str_eq(q->field, S("category")) ? 1 : 0;
	return OK;
}
