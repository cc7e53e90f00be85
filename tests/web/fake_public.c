/* SPDX-License-Identifier: Apache-2.0 */
/* Requests and what was published, canned: for the pages of citizens. */
#include <string.h>

#include "core/published.h"
#include "core/request.h"
#include "fake_public.h"

#define NO .other_than = -1, .guard = -1, .each_sort = -1, .each_action = -1
static const struct role roles[] = {{S("intake"), L("诉求中心", "Request centre"), DUTY_INTAKE, REL_ANY, -1, -1}, {S("asker"), L("诉求人", "Whoever asked"), DUTIES, REL_ASKER, -1, -1}};
static const struct choice classes[] = {{S("consult"), L("咨询", "Question")}, {S("complaint"), L("投诉", "Complaint"), L("对服务不满意", "about a service")}};
static const struct choice categories[] = {{S("urban.road.lamp"), L("城市管理·道路设施·路灯", "Urban management · Roads · Street lamps")},
	{S("urban.clean.fly"), L("城市管理·环境卫生·垃圾偷倒", "Urban management · Cleaning · Fly-tipping")},
	{S("utility.water.cut"), L("水电气暖·供水·停水", "Utilities · Water · No water")}};
enum { F_TITLE, F_CLASS, F_CATEGORY, F_PLACE, F_AREA, F_X, F_Y, F_REPORTED, F_CONFIDENTIAL, F_PUBLIC_TITLE, F_ANSWER, F_PUBLISHED };
static const struct field fields[] = {
	[F_TITLE] = {S("title"), L("标题", "Title"), .type = FIELD_LINE},
	[F_CLASS] = {S("class"), L("类别", "Class"), .type = FIELD_CHOICE, .choices = classes, .n_choices = 2, .public = true},
	[F_CATEGORY] = {S("category"), L("分类", "Category"), .type = FIELD_CHOICE, .choices = categories, .n_choices = 3, .public = true},
	[F_PLACE] = {S("place"), L("地点", "Place"), .type = FIELD_LINE},
	[F_AREA] = {S("area"), L("属地", "Town"), .type = FIELD_UNIT, .public = true},
	[F_X] = {S("x"), L("经度", "Longitude"), .type = FIELD_DEC},
	[F_Y] = {S("y"), L("纬度", "Latitude"), .type = FIELD_DEC},
	[F_REPORTED] = {S("reported_unit"), L("被反映单位", "Unit complained of"), .type = FIELD_UNIT},
	[F_CONFIDENTIAL] = {S("confidential"), L("保密", "Confidential"), .type = FIELD_FLAG},
	[F_PUBLIC_TITLE] = {S("public_title"), L("公开标题", "Public title"), .type = FIELD_LINE, .public = true},
	[F_ANSWER] = {S("public_answer"), L("答复诉求人的话", "Answer to whoever asked"), .type = FIELD_TEXT, .public = true},
	[F_PUBLISHED] = {S("published"), L("公开", "Published"), .type = FIELD_FLAG},
};
enum { R_CHANNEL, R_NAME, R_PHONE, R_WORDS, R_PLACE, R_EXPECTED, R_SECRECY, R_NOTICE, R_SOLVED, R_SATISFACTION, R_COMMENT, R_ADDED };
static const struct choice solved[] = {{S("yes"), L("已解决", "Yes")}, {S("partly"), L("部分解决", "Partly")}, {S("no"), L("未解决", "No")}};
static const struct field asked[] = {
	[R_CHANNEL] = {S("channel"), L("渠道", "Channel"), .type = FIELD_LINE},
	[R_NAME] = {S("name"), L("称呼", "Name"), .type = FIELD_LINE, .personal = true},
	[R_PHONE] = {S("phone"), L("联系电话", "Phone"), .type = FIELD_LINE, .personal = true},
	[R_WORDS] = {S("words"), L("诉求原话", "In their own words"), .type = FIELD_TEXT, .personal = true},
	[R_PLACE] = {S("place"), L("地点", "Place"), .type = FIELD_LINE},
	[R_EXPECTED] = {S("expected"), L("希望怎样解决", "What is hoped for"), .type = FIELD_TEXT},
	[R_SECRECY] = {S("wants_secrecy"), L("要求保密", "Wants secrecy"), .type = FIELD_FLAG},
	[R_NOTICE] = {S("notice"), L("告知书版本", "Notice"), .type = FIELD_LINE},
	[R_SOLVED] = {S("solved"), L("是否解决", "Solved"), .type = FIELD_CHOICE, .choices = solved, .n_choices = 3},
	[R_SATISFACTION] = {S("satisfaction"), L("满意度", "Satisfaction"), .type = FIELD_INT},
	[R_COMMENT] = {S("comment"), L("评价", "Comment"), .type = FIELD_TEXT, .personal = true},
	[R_ADDED] = {S("added"), L("追加内容", "Added"), .type = FIELD_TEXT, .personal = true},
};
static const struct state states[] = {{S("open"), L("办理中", "Being handled"), .first = true, .public = true}};
static const struct form_field order_form[] = {{F_TITLE, true, false}, {F_CLASS, false, false}, {F_PLACE, false, false}, {F_AREA, false, false}, {F_X, false, false}, {F_Y, false, false},
	{F_REPORTED, false, false}, {F_CONFIDENTIAL, false, false}};
static const struct form_field ask_form[] = {{R_CHANNEL, true, false}, {R_NAME, false, false}, {R_PHONE, false, false}, {R_WORDS, true, false}, {R_PLACE, false, false},
	{R_EXPECTED, false, false}, {R_SECRECY, false, false}, {R_NOTICE, false, false}};
static const struct form_field rate_form[] = {{R_SOLVED, true, false}, {R_SATISFACTION, true, false}, {R_COMMENT, false, false}};
static const struct form_field add_form[] = {{R_ADDED, true, false}};
#define ASKER 2
static const struct action order_actions[] = {
	{.name = S("ask"), .label = L("提交", "Submit"), .help = L("提交后给您一个编号。", "You get a number."), .done = L("提交", "submitted it"), .to = 0, .by = ASKER,
	 .form = order_form, .n_form = COUNT_OF(order_form), .opens = true, NO}};
static const struct action actions[] = {
	{.name = S("ask"), .label = L("提交诉求", "Ask"), .help = L("说清什么事。", "Say what it is."), .done = L("提交了诉求", "asked"), .to = 0, .by = ASKER, .form = ask_form,
	 .n_form = COUNT_OF(ask_form), .opens = true, NO},
	{.name = S("rate"), .label = L("评价", "Rate"), .help = L("您的评价决定这件事能不能结。", "It is closed only if you say so."), .done = L("评价", "rated it"), .from = 1, .to = -1,
	 .by = ASKER, .form = rate_form, .n_form = COUNT_OF(rate_form), NO},
	{.name = S("add"), .label = L("追加说明", "Add"), .help = L("补充情况。", "Say what is new."), .done = L("追加了说明", "added something"), .from = 1, .to = -1, .by = ASKER,
	 .form = add_form, .n_form = COUNT_OF(add_form), NO},
};
static const struct kind kinds[1];
#define NONE .share = -1, .source = -1, .due = -1, .assist = -1, .confidence = -1, .person = -1, .weight = -1, .merge = -1, .secret = -1
static const struct kind sorts[] = {{
	.name = S("request"), .label = L("诉求", "Requests"), .roles = roles, .n_roles = 2, .fields = asked, .n_fields = COUNT_OF(asked), .states = states, .n_states = 1,
	.actions = actions, .n_actions = COUNT_OF(actions), .title = 0, .lead = -1, NONE, .request = -1, .published = -1, .is_request = true, .channel = R_CHANNEL,
	.outside = -1, .phone = R_PHONE, .pack = &fake_public_pack, .whole = &kinds[0], .max = 9}};
static const struct kind kinds[1] = {{
	.name = S("order"), .label = L("诉求工单", "Request order"), .elsewhere = true, .roles = roles, .n_roles = 2, .fields = fields, .n_fields = COUNT_OF(fields),
	.states = states, .n_states = 1, .actions = order_actions, .n_actions = 1, .title = 0, .lead = -1, NONE, .parts = sorts, .n_parts = 1, .request = 0,
	.published = F_PUBLISHED, .askers = ASKER, .pack = &fake_public_pack}};
struct pack fake_public_pack = {.name = S("requests"), .version = S("1"), .kinds = kinds, .n_kinds = 1};

/* ---- asking ---- */
char fake_asked[2048]; /* field=value; of the newest request */
char fake_key[80];
int fake_files;
err fake_public_refuse;
static char number[] = "诉20260000012";

static void note(const struct arg *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t at = strlen(fake_asked);
		snprintf(fake_asked + at, sizeof fake_asked - at, STR_FMT "=" STR_FMT ";", STR_ARG(v[i].field), STR_ARG(v[i].value));
	}
}

err request_take_public(struct core *c, struct arena *a, enum lang lang, str address, const struct request_new *q, struct request_taken *ret)
{
	unused_arg(c);
	unused_arg(a);
	unused_arg(lang);
	unused_arg(address);
	if (fake_public_refuse != OK)
		return fail(fake_public_refuse, "somebody was quicker");
	bool again = q->idempotency_key.n && str_eq(q->idempotency_key, str_of(fake_key));
	fake_asked[0] = 0;
	note(q->of_matter, q->n_of_matter);
	note(q->args, q->n_args);
	fake_files = (int)q->n_files;
	snprintf(fake_key, sizeof fake_key, STR_FMT, STR_ARG(q->idempotency_key));
	bool phone = strstr(fake_asked, "phone=") != NULL;
	*ret = (struct request_taken){.matter = 5, .request = 6, .number = str_of(number), .matter_number = S("单2026000001"), .code = phone ? S("5678") : S("K7QX3M2P"), .repeated = again};
	return OK;
}

/* ---- following ---- */
static const struct action *offered[2] = {&actions[1], &actions[2]};
static const struct public_step steps[] = {{FAKE_START, S("提交了诉求")}, {FAKE_START + 3600000, S("派单")}, {FAKE_NOW - 3600000, S("提交答复")}};
static struct value told[] = {{&fields[F_ANSWER], S("您反映的路灯在榴花路西段。经查是电缆接头烧坏，\n昨晚已经换好，今晚会再去看一次。"), S(""), false}};

err request_follow(struct core *c, struct arena *a, enum lang lang, str address, str n, str code, struct request_public *ret)
{
	unused_arg(c);
	unused_arg(a);
	unused_arg(lang);
	unused_arg(address);
	if (str_eq(code, S("9999")))
		return fail(ERR_LIMIT, "too many attempts; wait an hour and try again");
	if (!str_eq(n, str_of(number)) || (!str_eq(code, S("5678")) && !str_eq(code, S("K7QX3M2P"))))
		return fail(ERR_NOTFOUND, "there is nothing here");
	*ret = (struct request_public){.number = str_of(number), .state = S("已答复"), .kind_label = S("诉求"), .unit = S("区住建局"), .at = FAKE_START, .due = FAKE_DUE,
		.fields = told, .n_fields = 1, .steps = (struct public_step *)steps, .n_steps = COUNT_OF(steps), .sort = &sorts[0], .actions = offered, .n_actions = 2};
	return OK;
}

err request_follow_act(struct core *c, struct arena *a, enum lang lang, str address, str n, str code, const struct act_request *q, struct act_result *ret)
{
	struct request_public p;
	if (request_follow(c, a, lang, address, n, code, &p) != OK)
		return fail(ERR_NOTFOUND, "there is nothing here");
	fake_asked[0] = 0;
	note(&(struct arg){S("action"), q->action}, 1);
	note(q->args, q->n_args);
	fake_files = (int)q->n_files;
	*ret = (struct act_result){.matter = 5};
	return OK;
}

/* ---- published ---- */
static struct value lamp[] = {{&fields[F_PUBLIC_TITLE], S("榴花路西段路灯不亮"), S(""), false}, {&fields[F_CATEGORY], S("城市管理·道路设施·路灯"), S(""), false},
	{&fields[F_ANSWER], S("电缆接头烧坏，已更换。<b>不是标签</b>"), S(""), false}};
static struct value water[] = {{&fields[F_PUBLIC_TITLE], S("清渠街道部分小区停水"), S(""), false}, {&fields[F_CATEGORY], S("水电气暖·供水·停水"), S(""), false}};

err published_list(struct core *c, struct arena *a, enum lang lang, const struct published_query *q, struct published_row **ret, size_t *ret_n, str *ret_next)
{
	struct published_row *v = arena_new_n(a, 2, struct published_row);
	unused_arg(c);
	unused_arg(lang);
	*ret = v;
	*ret_n = 0;
	*ret_next = S("");
	if (str_eq(q->kind, S("topic")))
		return OK;
	if (!q->category.n || str_eq(q->category, S("urban")))
		v[(*ret_n)++] = (struct published_row){&kinds[0], S("单2026000001"), S("区住建局"), FAKE_NOW - 86400000, lamp, 3, 2, 9};
	if (!q->category.n)
		v[(*ret_n)++] = (struct published_row){&kinds[0], S("单2026000002"), S("区水务局"), FAKE_START, water, 2, 0, 0};
	*ret_next = q->category.n ? S("") : S("5.6");
	return OK;
}

err public_units(struct core *c, struct arena *a, struct unit **ret, size_t *ret_n)
{
	static struct unit units[] = {{20, 0, S("榴园区住房和城乡建设局"), S("区住建局"), .order = 1, .active = true}, {22, 0, S("青萝街道办事处"), S("青萝街道"), .order = 2, .active = true},
		{24, 0, S("云岭镇人民政府"), S("云岭镇"), .order = 3, .active = true}};
	unused_arg(c);
	unused_arg(a);
	*ret = units;
	*ret_n = 3;
	return OK;
}

err public_notice_now(struct core *c, struct arena *a, enum lang lang, str *ret_text, str *ret_version)
{
	unused_arg(c);
	unused_arg(a);
	*ret_text = lang == LANG_ZH ? S("我们怎样处理您的个人信息。") : S("How we handle your data.");
	*ret_version = S("2026-1");
	return OK;
}

int64_t public_int(struct core *c, const char *name)
{
	static const struct {
		const char *name;
		int64_t n;
	} v[] = {{"public_ask", 1}, {"public_open", 1}, {"public_photos", 2}, {"public_photo_mb", 1}, {"public_words", 200}, {"public_follow_minutes", 30}};
	unused_arg(c);
	for (size_t i = 0; i < COUNT_OF(v); i++)
		if (!strcmp(v[i].name, name))
			return v[i].n;
	ours(false);
	return 0;
}

str public_text(struct core *c, struct arena *a, const char *name)
{
	static char map[64 << 10];
	unused_arg(c);
	unused_arg(a);
	if (!strcmp(name, "public_phone_free"))
		return S("praise consult");
	FILE *in = fopen("data/demo/map.tsv", "rb");
	if (!in)
		return S("");
	size_t n = fread(map, 1, sizeof map - 1, in);
	fclose(in);
	return (str){map, n};
}

void sign_in_key(struct core *c, const char *what, uint8_t ret[SEAL_KEY_LEN])
{
	unused_arg(c);
	memset(ret, what[0], SEAL_KEY_LEN);
}
