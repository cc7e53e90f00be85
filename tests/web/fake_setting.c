/* SPDX-License-Identifier: Apache-2.0 */
/* One setting. */
#include "fake_core.h"

#include <stdio.h>

/* ---- settings ---------------------------------------------------------------------------------------- */
static const struct setting near = {.name = S("near_days"), .label = L("剩余几个工作日起亮黄灯", "Working days left that turn the light yellow"),
	.type = FIELD_INT, .low = 0, .high = 30, .initial = 3, .source = S("[D] 各地一至五个工作日不等")};
static struct setting_view setting_of(struct ctx *c)
{
	return (struct setting_view){.name = S("commitments.near_days"), .decl = &near, .pack = fake_packs[0], .value = S("3"), .shown = S("3"), .initial = S("3"),
		.since = DAY_NONE, .coming_from = DAY_NONE, .may_change = c->actor.duties & (1u << DUTY_SUPERVISION)};
}
err setting_list(struct ctx *c, struct setting_view **ret, size_t *ret_n)
{
	*ret = arena_new(c->arena, struct setting_view);
	**ret = setting_of(c);
	*ret_n = 1;
	return OK;
}
err setting_read(struct ctx *c, str name, struct setting_view *ret, struct setting_event **ret_v, size_t *ret_n, int64_t *ret_version)
{
	unused_arg(name); /* there is but one */
	*ret = setting_of(c);
	*ret_v = NULL;
	*ret_n = 0;
	*ret_version = 1;
	return OK;
}
err setting_set(struct ctx *c, const struct setting_request *q)
{
	unused_arg(c);
	snprintf(fake_did, sizeof fake_did, "set " STR_FMT "=" STR_FMT, STR_ARG(q->name), STR_ARG(q->value));
	return fake_refuse;
}
err setting_preview(struct ctx *c, str name, str value, struct setting_preview *ret)
{
	unused_arg(c);
	unused_arg(name);
	unused_arg(value);
	*ret = (struct setting_preview){.open = 332, .changed = 4, .counted = true, .moves[LIGHT_GREEN][LIGHT_YELLOW] = 4};
	return OK;
}
