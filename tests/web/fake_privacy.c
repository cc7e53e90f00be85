/* SPDX-License-Identifier: Apache-2.0 */
/* Canned answers about personal data, for tests of pages. */
#include "fake_core.h"

#include "core/privacy.h"
#include "core/request.h"

static const ms_t at = 1790820000000LL;

err privacy_notice(struct ctx *x, enum lang lang, str *ret_text, str *ret_version)
{
	unused_arg(x);
	*ret_text = lang == LANG_ZH ? S("# 个人信息处理告知\n\n一、谁在处理\n本区诉求办理服务机构。\n") : S("# Privacy notice\n\n1. Who\nThe request centre.\n");
	*ret_version = S("0a1b2c3d4e5f");
	return OK;
}

err privacy_notice_read(struct ctx *x, str version, struct notice_text *ret)
{
	*ret = (struct notice_text){.version = version, .at = at, .now = true};
	TRY(privacy_notice(x, LANG_ZH, &ret->zh, &version));
	return privacy_notice(x, LANG_EN, &ret->en, &version);
}

err privacy_notices(struct ctx *x, struct notice_text **ret, size_t *ret_n)
{
	*ret = arena_new(x->arena, struct notice_text);
	*ret_n = 1;
	return privacy_notice_read(x, S("0a1b2c3d4e5f"), *ret);
}

err personal_fields(struct ctx *x, struct personal_field **ret, size_t *ret_n)
{
	unused_arg(x);
	*ret = NULL;
	*ret_n = 0;
	return OK;
}

err privacy_reveal(struct ctx *x, int64_t matter, int64_t part, str field, str reason, str *ret_value)
{
	unused_arg(x);
	unused_arg(matter);
	unused_arg(part);
	unused_arg(field);
	unused_arg(reason);
	*ret_value = S("13700000000");
	return OK;
}

err reveals_of(struct ctx *x, int64_t matter, struct reveal_row **ret, size_t *ret_n)
{
	unused_arg(x);
	unused_arg(matter);
	*ret = NULL;
	*ret_n = 0;
	return OK;
}

err reveal_list(struct ctx *x, const struct reveal_query *q, struct reveal_row **ret, size_t *ret_n, int64_t *ret_next)
{
	unused_arg(q);
	*ret = arena_new(x->arena, struct reveal_row);
	**ret = (struct reveal_row){.id = 7, .matter = 11, .at = at, .by = S("柳青禾"), .by_unit = S("区住建局"), .label = S("电话"), .reason = S("上门前联系"),
		.drawn = true, .judged = MS_NONE};
	*ret_n = 1;
	*ret_next = 0;
	return OK;
}

err reveal_judge(struct ctx *x, int64_t id, bool fine, str note)
{
	unused_arg(x);
	unused_arg(id);
	unused_arg(fine);
	unused_arg(note);
	return OK;
}

err export_note_put(struct ctx *x, const struct export_note *n)
{
	unused_arg(x);
	return fake_do("export " STR_FMT " " STR_FMT, STR_ARG(n->list), STR_ARG(n->form));
}

err export_list(struct ctx *x, int64_t before, int limit, struct export_row **ret, size_t *ret_n, int64_t *ret_next)
{
	unused_arg(before);
	unused_arg(limit);
	*ret = arena_new(x->arena, struct export_row);
	**ret = (struct export_row){.id = 9, .rows = 17, .at = at, .by = S("柳青禾"), .by_unit = S("区住建局"), .list = S("matters"), .form = S("xlsx"), .personal = true};
	*ret_n = 1;
	*ret_next = 0;
	return OK;
}

str export_mark(struct ctx *x, str purpose)
{
	unused_arg(x);
	unused_arg(purpose);
	return S("");
}

err destroyed_list(struct ctx *x, int64_t before, int limit, struct destroyed_row **ret, size_t *ret_n, int64_t *ret_next)
{
	unused_arg(before);
	unused_arg(limit);
	*ret = arena_new(x->arena, struct destroyed_row);
	**ret = (struct destroyed_row){.id = 5, .matter = 11, .at = at, .class = S("contact"), .label = S("联系方式"), .rule = S("keep_contact_months=12"), .by = S("系统"),
		.values = 2};
	*ret_n = 1;
	*ret_next = 0;
	return OK;
}

err privacy_correct(struct ctx *x, int64_t matter, int64_t part, str field, str value, str reason)
{
	unused_arg(x);
	unused_arg(matter);
	unused_arg(part);
	unused_arg(field);
	unused_arg(value);
	unused_arg(reason);
	return OK;
}

err request_erase(struct ctx *x, int64_t matter, int64_t request, str reason)
{
	unused_arg(x);
	unused_arg(matter);
	unused_arg(request);
	unused_arg(reason);
	return OK;
}
