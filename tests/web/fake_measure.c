/* SPDX-License-Identifier: Apache-2.0 */
/* Indicators of the canned district: one is declared and nobody entered a value. */
#include "fake_core.h"

#include "core/measure.h"
#include "core/bunch.h"
#include "core/fast.h"
#include "core/said.h"
#include "core/cultivate.h"
#include "core/told.h"

const struct pack *const *core_packs(const struct core *c)
{
	/* called as the walk over all routes calls a {word} */
	static const struct indicator one = {.name = {"report", 6}, .label = {{"产值", 6}, {"Output", 6}}, .of = {OF_DISTRICT, 8}, .span = SPAN_MONTH,
		.total = TOTAL_SUM, .decimals = 2, .compare = BY_GROWTH, .target = BY_VALUE, .source = {"[D]", 3}};
	static const struct pack pack = {.name = {"measured", 8}, .indicators = &one, .n_indicators = 1};
	static const struct pack *const packs[] = {&pack, NULL};
	unused_arg(c);
	return packs;
}

str unit_name(struct ctx *x, int64_t unit)
{
	unused_arg(x);
	unused_arg(unit);
	return S("");
}

err values_put(struct ctx *x, const struct measured *v, size_t n, str reason, size_t *ret_changed)
{
	unused_arg(x);
	unused_arg(v);
	unused_arg(reason);
	*ret_changed = n;
	return OK;
}

err values_would(struct ctx *x, const struct measured *v, size_t n, str reason, size_t *ret_changed)
{
	return values_put(x, v, n, reason, ret_changed);
}

err values_confirm(struct ctx *x, const struct measured *v, size_t n, size_t *ret_changed)
{
	return values_put(x, v, n, S(""), ret_changed);
}

bool values_may_put(struct ctx *x, const struct indicator *i)
{
	unused_arg(x);
	unused_arg(i);
	return true;
}

err values_read(struct ctx *x, const struct value_query *q, struct measured **ret, size_t *ret_n)
{
	unused_arg(x);
	unused_arg(q);
	*ret = NULL;
	*ret_n = 0;
	return OK;
}

err value_story(struct ctx *x, const struct measured *key, struct measured **ret, size_t *ret_n)
{
	unused_arg(key);
	return values_read(x, NULL, ret, ret_n);
}

err subjects_read(struct ctx *x, str kind, str class_field, struct measured_subject **ret, size_t *ret_n)
{
	unused_arg(x);
	unused_arg(kind);
	unused_arg(class_field);
	*ret = NULL;
	*ret_n = 0;
	return OK;
}

err subject_find(struct ctx *x, str kind, str written, int64_t *ret)
{
	unused_arg(x);
	unused_arg(kind);
	unused_arg(written);
	*ret = 0;
	return OK;
}

err subject_read(struct ctx *x, int64_t id, struct measured_subject *ret)
{
	unused_arg(x);
	unused_arg(id);
	unused_arg(ret);
	return fail(ERR_NOTFOUND, "there is no such subject");
}

err wall_read(struct ctx *x, str of, int64_t subject, str period, ms_t known, struct wall *ret)
{
	unused_arg(x);
	unused_arg(of);
	unused_arg(subject);
	unused_arg(known);
	*ret = (struct wall){.period = period.n ? period : S("2026-10")};
	return OK;
}

err wall_public(struct core *c, struct arena *a, enum lang lang, str period, struct wall *ret)
{
	unused_arg(c);
	unused_arg(a);
	unused_arg(lang);
	return wall_read(NULL, S(""), 0, period, MS_NONE, ret);
}

err said_read(struct ctx *x, int64_t document, str cursor, int limit, struct said_list *ret)
{
	unused_arg(x);
	unused_arg(document);
	unused_arg(cursor);
	unused_arg(limit);
	*ret = (struct said_list){.next = S("")};
	return OK;
}

err bunch_read(struct ctx *x, struct bunch_list *ret)
{
	unused_arg(x);
	*ret = (struct bunch_list){.percent = 5, .days = 3, .least = 20, .chance = 10};
	return OK;
}

err fast_read(struct ctx *x, str period, struct fast_report *ret)
{
	unused_arg(x);
	*ret = (struct fast_report){.period = period.n ? period : S("2026-10")};
	return OK;
}

err scale_read(struct ctx *x, str period, struct scale_list *ret)
{
	unused_arg(x);
	unused_arg(period);
	*ret = (struct scale_list){.from = S(""), .to = S("")};
	return OK;
}

err matters_counted(struct ctx *x, const struct indicator *i, day_t from, day_t to, struct counted_unit **ret, size_t *ret_n)
{
	unused_arg(i);
	*ret = arena_new(x->arena, struct counted_unit);
	**ret = (struct counted_unit){1, to - from};
	*ret_n = 1;
	return OK;
}

err cultivated_read(struct ctx *x, const struct scale_list *scale, struct cultivated_list *ret)
{
	unused_arg(x);
	unused_arg(scale);
	*ret = (struct cultivated_list){.year = S("")};
	return OK;
}

int cultivated_library(const struct cultivated_list *l, str code)
{
	unused_arg(l);
	unused_arg(code);
	return -1;
}
