/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in for core in the tests of pages: canned data of an invented district, no
 * store. What the pages ask core to do is noted in fake_did, and refused where a test asks
 * for it in fake_refuse. */
#include "fake_core.h"

#include "core/told.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char fake_did[256];
err fake_refuse;
int fake_rows = 12;

struct core {
	int unused;
};

#define L(zh_, en_) {S(zh_), S(en_)}
static const struct role roles[] = {
	{S("office"), L("督查室", "office"), DUTY_SUPERVISION, REL_ANY, -1, -1},
	{S("lead"), L("牵头单位", "lead"), DUTY_LIAISON, REL_LEAD, -1, -1},
	{S("leader"), L("包联领导", "leader"), DUTY_LEADER, REL_PERSON, 6, -1},
};
static const struct choice ways[] = {{S("site"), L("现场", "on site")}, {S("papers"), L("书面", "on paper")}};
static const struct field fields[] = {
	{S("title"), L("事项", "Matter"), .type = FIELD_LINE},
	{S("goal"), L("目标", "Target"), .type = FIELD_LINE},
	{S("lead"), L("牵头单位", "Lead unit"), .type = FIELD_UNIT},
	{S("assist"), L("配合单位", "Assisting units"), .type = FIELD_UNITS},
	{S("due"), L("时限", "Deadline"), .type = FIELD_DATE},
	{S("share"), L("进度", "Progress"), {S("填 0 至 100"), S("0 to 100")}, FIELD_SHARE},
	{S("leader"), L("包联领导", "Leader"), .type = FIELD_PERSON},
	{S("note"), L("进展", "Progress note"), .type = FIELD_TEXT},
	{S("way"), L("核查方式", "Way of checking"), .type = FIELD_CHOICE, .choices = ways, .n_choices = 2},
	{S("urgent"), L("加急", "Urgent"), .type = FIELD_FLAG},
};
static const struct state states[] = {
	{S("open"), L("待签收", "not yet received"), .first = true, .tray = L("签收", "receive")},
	{S("running"), L("办理中", "under way"), .tray = L("报进展", "report")},
	{S("closed"), L("销号", "closed"), .closed = true},
};
static const struct form_field report_form[] = {{5, true, true}, {7, true, false}, {3, false, true}, {9, false, false}};
static const struct form_field close_form[] = {{7, true, false}, {8, true, false}};
static const struct form_field open_form[] = {{0, true, false}, {4, false, false}};
static const struct form_field extend_form[] = {{4, true, true}};
static const struct action actions[] = {
	{.name = S("report"), .label = L("报本周进展", "Report progress"), .help = L("报送后督查室可见，时限照旧。", "The office sees it; the clock runs on."),
	 .done = L("报进展", "Progress was reported"), .from = 2, .to = -1, .by = ROLES_ALL, .form = report_form, .n_form = 4, .other_than = -1, .guard = -1},
	{.name = S("close"), .label = L("申请销号", "Ask to close"), .help = L("佐证齐全方可提交。提交后督查室 2 个工作日内核查，其间时限暂停。", "Evidence must be complete."),
	 .done = L("申请销号", "Closing was asked for"), .from = 2, .to = 2, .by = ROLES_ALL, .form = close_form, .n_form = 2, .evidence = 1, .other_than = -1, .main = true, .key = 's', .guard = -1},
	{.name = S("extend"), .label = L("申请延期", "Ask for more time"), .help = L("写明理由，由督查室决定。", "The office decides."), .done = L("已申请延期", "More time was asked for"),
	 .from = 2, .to = -1, .by = ROLES_ALL, .form = extend_form, .n_form = 1, .reason = true, .other_than = -1, .guard = -1},
	{.name = S("remind"), .label = L("催办", "Remind"), .help = L("牵头单位会收到提醒。", "The lead unit is reminded."), .done = L("已催办", "Reminded"), .from = 3, .to = -1, .by = 1, .other_than = -1, .bulk = true, .guard = -1},
	{.name = S("instruct"), .label = L("批示", "Instruct"), .help = L("牵头单位会收到批示。", "The lead unit receives it."), .done = L("已批示", "Instructed"), .from = 3, .to = -1, .by = 4, .reason = true, .other_than = -1, .bulk = true, .guard = -1},
	{.name = S("open"), .label = L("立项", "Open"), .help = L("写清事项。", "Say what."), .done = L("立项", "opened it"), .to = 0, .by = ROLES_ALL, .form = open_form, .n_form = 2, .opens = true, .other_than = -1, .guard = -1},
};
static const struct clock_decl clocks[] = {{S("due"), L("办结时限", "Deadline"), CU_WORKING_DAY, 10, .field = -1, .main = true}};
static struct pack pack;
static const struct kind kinds[1];
static const struct field piece_fields[] = {
	{S("title"), L("分工内容", "What is to be done"), .type = FIELD_LINE}, {S("unit"), L("协办单位", "Unit"), .type = FIELD_UNIT},
	{S("due"), L("时限", "Due"), .type = FIELD_DATE},		      {S("share"), L("进度", "Progress"), .type = FIELD_SHARE},
	{S("result"), L("完成情况", "Result"), .type = FIELD_TEXT},
};
static const struct form_field piece_form[] = {{0, true, false}, {1, true, false}, {2, true, false}}, piece_report_form[] = {{3, true, true}, {4, true, false}};
static const struct action piece_actions[] = {
	{.name = S("assign"), .label = L("分工", "Assign a piece"), .help = L("写清分工。", "Say what."), .done = L("分工", "assigned a piece"), .opens = true,
	 .by = ROLES_ALL, .form = piece_form, .n_form = 3, .other_than = -1, .guard = -1},
	{.name = S("report"), .label = L("报分工进展", "Report on it"), .help = L("写明进展。", "Say how far."), .done = L("报分工进展", "reported on it"), .from = 2, .to = -1,
	 .by = ROLES_ALL, .form = piece_report_form, .n_form = 2, .other_than = -1, .main = true, .guard = -1},
};
static const struct kind pieces[] = {{
	.name = S("piece"), .label = L("协办分工", "Assignments"), .roles = roles, .n_roles = 3, .fields = piece_fields, .n_fields = COUNT_OF(piece_fields),
	.states = states, .n_states = 3, .actions = piece_actions, .n_actions = COUNT_OF(piece_actions), .title = 0, .lead = 1, .assist = -1, .due = 2, .share = 3,
	.source = -1, .person = -1, .weight = -1, .see = ROLES_ALL, .pack = &pack, .whole = &kinds[0], .max = 9}};
static const struct overview all_of_them = {.group = 8, .total = -1, .planned = -1, .done = -1, .done_all = -1, .officer = 6};
static const struct kind kinds[1] = {{
	.overview = &all_of_them,
	.parts = pieces, .n_parts = 1,
	.name = S("commitment"), .label = L("承诺事项", "Commitment"), .number = S("督〔{year}〕{n:4}"), .roles = roles, .n_roles = 3,
	.fields = fields, .n_fields = COUNT_OF(fields), .states = states, .n_states = 3, .actions = actions, .n_actions = COUNT_OF(actions),
	.clocks = clocks, .n_clocks = 1, .title = 0, .lead = 2, .assist = 3, .due = 4, .share = 5, .source = -1, .confidence = -1,
	.see = ROLES_ALL, .pack = &pack}};
static struct pack pack = {.name = S("commitments"), .version = S("1"), .kinds = kinds, .n_kinds = 1};
const struct pack *const fake_packs[] = {&pack, NULL};

static struct core the_core;
struct core *fake_core(void)
{
	return &the_core;
}

/* ---- the clock stands still on 2026-10-12 10:20 ------------------------------------------------ */
static ms_t fixed(void *arg)
{
	unused_arg(arg);
	return FAKE_NOW;
}
const struct time_source fake_time = {fixed, NULL};

err fake_do(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	vsnprintf(fake_did, sizeof fake_did, fmt, args);
	va_end(args);
	if (fake_refuse != OK)
		return fail(fake_refuse, "somebody was quicker");
	return OK;
}

/* ---- people --------------------------------------------------------------------------------------- */
static const struct actor actors[] = {
	{1, 10, 1u << DUTY_SUPERVISION, S("顾一舟"), S("区政府督查室"), LANG_ZH, false},
	{2, 20, 1u << DUTY_LIAISON, S("柳青禾"), S("区住建局"), LANG_ZH, false},
	{3, 11, 1u << DUTY_LEADER, S("林疏桐"), S("区政府"), LANG_ZH, false},
};
static const char *const tokens[] = {"office-token", "liaison-token", "leader-token"};
static const struct unit units[] = {
	{10, 0, S("榴园区人民政府督查室"), S("区政府督查室"), .order = 1, .active = true},
	{20, 0, S("榴园区住房和城乡建设局"), S("区住建局"), .order = 2, .active = true},
	{21, 0, S("榴园区交通运输局"), S("区交通局"), .order = 3, .active = true},
	{22, 0, S("青萝街道办事处"), S("青萝街道"), .order = 4, .active = true},
	{23, 0, S("清渠街道办事处"), S("清渠街道"), .order = 5, .active = true},
};

static err session_of(struct arena *a, size_t i, struct session *ret)
{
	unused_arg(a);
	*ret = (struct session){actors[i], str_of(tokens[i]), S("form-secret-form-secret"), FAKE_NOW + 1000000};
	return OK;
}

err session_find(struct core *c, struct arena *a, str token, struct session *ret)
{
	unused_arg(c);
	for (size_t i = 0; i < COUNT_OF(tokens); i++)
		if (str_eq(token, str_of(tokens[i])))
			return session_of(a, i, ret);
	return fail(ERR_SIGN_IN, "please sign in");
}
err session_end(struct core *c, str token)
{
	unused_arg(c);
	unused_arg(token);
	return OK;
}
bool core_is_demo(struct core *c)
{
	unused_arg(c);
	return true;
}
err demo_people(struct core *c, struct arena *a, struct demo_person **ret, size_t *ret_n)
{
	static struct demo_person people[] = {
		{1, S("顾一舟"), S("区政府督查室"), S("督查专员"), L("督查室", "Supervision")},
		{2, S("柳青禾"), S("区住建局"), S("办公室主任"), L("联络员", "Liaison")},
		{3, S("林疏桐"), S("区政府"), S("副区长"), L("包联领导", "Leader")},
	};
	unused_arg(c);
	unused_arg(a);
	*ret = people;
	*ret_n = 3;
	return OK;
}
err user_prefer(struct ctx *c, enum lang lang, bool large)
{
	return fake_do("prefer %lld %d %d", (long long)c->actor.user, lang, large);
}
err unit_list(struct ctx *c, struct unit **ret, size_t *ret_n)
{
	*ret = arena_new_n(c->arena, COUNT_OF(units), struct unit);
	memcpy(*ret, units, sizeof units);
	*ret_n = COUNT_OF(units);
	return OK;
}
err unit_find(struct ctx *c, str name, int64_t *ret)
{
	unused_arg(c);
	*ret = 0;
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (str_eq(name, units[i].name) || str_eq(name, units[i].short_name))
			*ret = units[i].id;
	return OK;
}
err person_list(struct ctx *c, uint32_t duties, struct person **ret, size_t *ret_n)
{
	unused_arg(duties);
	*ret = arena_new_n(c->arena, 1, struct person);
	(*ret)[0] = (struct person){3, 11, S("林疏桐"), S("副区长"), 0};
	*ret_n = 1;
	return OK;
}
err ctx_open(struct core *c, struct arena *a, const struct actor *who, struct ctx *ret)
{
	*ret = (struct ctx){.core = c, .arena = a, .actor = *who, .now = FAKE_NOW};
	return OK;
}
void ctx_close(struct ctx *c)
{
	unused_arg(c);
}
void ctx_refresh(struct ctx *c)
{
	unused_arg(c);
}
err ctx_conn(struct ctx *c, struct conn **ret)
{
	unused_arg(c);
	*ret = NULL;
	return OK;
}
err fact_of_person(struct ctx *c, str action, const struct fact *v, size_t n, const struct fact_row *rows, size_t n_rows)
{
	unused_arg(c);
	unused_arg(rows);
	unused_arg(n_rows);
	return fake_do("fact " STR_FMT " " STR_FMT " %zu", STR_ARG(action), STR_ARG(v[0].value), n);
}
err core_seq(struct core *c, int64_t *ret)
{
	unused_arg(c);
	*ret = 1182;
	return OK;
}

/* ---- matters ----------------------------------------------------------------------------------------- */
static const struct {
	const char *title, *unit, *source;
	int state, share, schedule, days;
	enum light light;
	const char *word;
} canned[] = {
	{"榴乡路沿线3处积水点整治", "区住建局", "9月23日调度会讲话，第4段", 1, 67, 80, 2, LIGHT_YELLOW, "临期"},
	{"重点项目完成投资122.8亿元", "区发改局", "9月23日调度会讲话，第3段", 1, 78, 89, 58, LIGHT_YELLOW, "滞后"},
	{"新增公办园学位1080个", "区教体局", "民生实事第2项", 1, 70, 72, 58, LIGHT_GREEN, ""},
	{"专精特新企业培育申报12家", "区工信局", "工业强区意见，第9条", 2, 100, 100, 0, LIGHT_DONE, ""},
	{"规上企业214家走访一遍", "区工信局", "9月23日调度会讲话，第6段", 1, 58, 57, 14, LIGHT_GREEN, ""},
	{"南坡采石点复绿42公顷", "区自然资源局", "生态环境督察整改，第14项", 1, 63, 100, -12, LIGHT_RED, "超期"},
	{"清渠河省控断面水质达Ⅲ类", "区生态环境分局", "生态环境督察整改，第11项", 1, 78, 78, 58, LIGHT_GREEN, ""},
	{"榴园大道北延段3.2公里通车", "区交通局", "9月23日调度会讲话，第3段", 0, -1, -1, 35, LIGHT_GREEN, ""},
	{"石屏镇3个村饮水管网改造", "区水务局", "民生实事第6项", 1, 74, 100, -4, LIGHT_RED, "超期"},
	{"<b>不是标签</b>&\"引号\"", "区商务局", "转义 <script>", 1, 80, 94, 0, LIGHT_YELLOW, "临期"},
};
enum { CANNED = COUNT_OF(canned) };

static struct matter_row row_of(struct arena *a, int64_t id)
{
	size_t i = (size_t)(id - 1) % CANNED;
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "督〔2026〕%04d", (int)(300 + id));
	return (struct matter_row){.id = id, .version = 7, .kind = &kinds[0], .state = canned[i].state, .number = buf_str(&b),
				   .title = str_of(canned[i].title), .lead = 20, .lead_name = str_of(canned[i].unit),
				   .light = canned[i].light, .light_word = str_of(canned[i].word),
				   .due = FAKE_NOW + (canned[i].days + canned[i].days / 5 * 2) * 86400000ll, .overdue = canned[i].days < 0,
				   .left = canned[i].days, .share = canned[i].share, .schedule = canned[i].schedule,
				   .changed = FAKE_NOW, .opened = FAKE_NOW - 18 * 86400000ll, .reported = FAKE_NOW - 2 * 86400000ll,
				   .evidence = 1, .source_title = str_of(canned[i].source), .confidence = -1, .judged = MS_NONE};
}

err matter_list(struct ctx *c, const struct matter_query *q, struct matter_page *ret)
{
	struct matter_row *rows = arena_new_n(c->arena, (size_t)fake_rows + 1, struct matter_row);
	*ret = (struct matter_page){.rows = rows};
	for (int64_t id = 1; id <= fake_rows; id++) {
		struct matter_row r = row_of(c->arena, id);
		if (q->lights && !(q->lights & (1u << r.light)))
			continue;
		if (q->words.n && str_find(r.title, q->words, 0) < 0)
			continue;
		rows[ret->n++] = r;
	}
	ret->next = q->cursor.n || q->lights ? STR_NONE : S("a+b/c=");
	return OK;
}
err part_list(struct ctx *c, const struct part_query *q, struct part_page *ret)
{
	unused_arg(c);
	unused_arg(q);
	*ret = (struct part_page){0};
	return OK;
}
err matter_counts(struct ctx *c, struct matter_counts *ret)
{
	unused_arg(c);
	*ret = (struct matter_counts){.all = 412, .open = 332, .green = 302, .yellow = 23, .red = 7, .done = 80, .waiting_for_me = 5};
	return OK;
}
err matter_planned(struct ctx *c, int64_t id, struct course *ret)
{
	return matter_course(c, id, ret);
}

err matter_course(struct ctx *c, int64_t id, struct course *ret)
{
	unused_arg(c);
	unused_arg(id);
	*ret = (struct course){.planned_now = -1, .from = DAY_NONE, .to = DAY_NONE, .started = DAY_NONE};
	return OK;
}

int64_t pack_setting_int(struct ctx *c, const struct pack *p, str name, int64_t otherwise)
{
	unused_arg(c);
	unused_arg(p);
	unused_arg(name);
	return otherwise;
}

err differ_count(struct ctx *c, int64_t *ret, bool *ret_more)
{
	unused_arg(c);
	*ret = 0;
	*ret_more = false;
	return OK;
}

/* ---- settings ---------------------------------------------------------------------------------------- */
static const struct setting near = {.name = S("near_days"), .label = L("剩余几个工作日起亮黄灯", "Working days left that turn the light yellow"),
	.type = FIELD_INT, .low = 0, .high = 30, .initial = 3, .source = S("[D] 各地一至五个工作日不等")};
static struct setting_view setting_of(struct ctx *c)
{
	return (struct setting_view){.name = S("commitments.near_days"), .decl = &near, .pack = &pack, .value = S("3"), .shown = S("3"), .initial = S("3"),
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

err matter_by_number(struct ctx *c, str number, int64_t *ret)
{
	unused_arg(c);
	if (!str_eq(number, S("督〔2026〕0301")))
		return fail(ERR_NOTFOUND, "there is nothing here");
	*ret = 1;
	return OK;
}

static struct event_view events[] = {
	{6, 106, FAKE_NOW - 150000000, S("宋一苇"), S("区住建局"), S("report"), S("报进展"), S("学校西门、邮局路口两处完工，67%。"), S(""), 4},
	{5, 105, FAKE_NOW - 208000000, S(""), S(""), S("light"), S("转黄灯"), S("剩余工作日降到 3 个。"), S(""), 0},
	{4, 104, FAKE_NOW - 262000000, S("顾一舟"), S("区政府督查室"), S("remind"), S("催办"), S(""), S("请于周六中午前报送本周进展"), 0},
	{1, 101, FAKE_NOW - 1562000000, S("顾一舟"), S("区政府督查室"), S("open"), S("立项"), S("自文〔2026〕0058 第 3 条承诺采纳。"), S(""), 0},
};
static struct evidence_view evidence[] = {
	{6, 0, S("学校西门.png"), S("image/png"), 183422, FAKE_NOW - 150000000, S("宋一苇")},
	{6, 1, S("页面.html"), S("text/html"), 2210, FAKE_NOW - 150000000, S("宋一苇")},
};

static void pieces_of(struct ctx *c, int64_t id, struct matter_view *ret)
{
	static const char *const title[] = {"绿化移植<b>37棵</b>", "路口导改", "管线迁改协调"};
	ret->parts = arena_new_n(c->arena, COUNT_OF(title), struct part_view);
	for (size_t i = 0; i < COUNT_OF(title); i++) {
		struct part_view *p = &ret->parts[ret->n_parts++];
		struct matter_row r = row_of(c->arena, id);
		p->row = (struct matter_row){.id = 500 + (int64_t)i, .kind = &pieces[0], .state = i == 2 ? 2 : 1, .title = str_of(title[i]), .lead = 21,
			.lead_name = S("区交通局"), .light = i == 0 ? LIGHT_RED : i == 1 ? LIGHT_GREEN : LIGHT_DONE, .light_word = i == 0 ? S("超期") : S("正常"),
			.due = r.due, .overdue = i == 0, .share = i == 2 ? 100 : 40, .schedule = -1};
		p->fields = arena_new_n(c->arena, 1, struct value);
		p->fields[0] = (struct value){&piece_fields[4], S("移植了一半"), S("移植了一半"), false};
		p->n_fields = 1;
		p->actions = arena_new_n(c->arena, 1, struct offered);
		p->actions[0].action = &piece_actions[1];
		p->n_actions = i < 2;
	}
	ret->part_offers = arena_new(c->arena, struct part_offer);
	ret->part_offers[0] = (struct part_offer){&pieces[0], {.action = &piece_actions[0]}};
	ret->n_part_offers = 1;
}

static struct offered *offers(struct ctx *c, size_t *ret_n)
{
	struct offered *o = arena_new_n(c->arena, COUNT_OF(actions), struct offered);
	uint64_t mine = 0;
	for (size_t r = 0; r < COUNT_OF(roles); r++)
		if (c->actor.duties & (1u << roles[r].duty))
			mine |= 1ull << r;
	for (size_t i = 0; i < COUNT_OF(actions); i++)
		if (actions[i].by & mine)
			o[(*ret_n)++] = (struct offered){&actions[i], {STR_NONE, STR_NONE}};
	o[1 < *ret_n ? 1 : 0].missing = (struct words2)L("桥涵口照片", "a photograph");
	return o;
}

err matter_read(struct ctx *c, int64_t id, struct matter_view *ret)
{
	if (id < 1 || id > fake_rows)
		return fail(ERR_NOTFOUND, "there is nothing here");
	struct value *v = arena_new_n(c->arena, 8, struct value);
	v[0] = (struct value){&fields[1], S("3 处，全部完成"), S("3 处，全部完成"), false};
	v[1] = (struct value){&fields[2], S("区住建局"), S("20"), false};
	v[2] = (struct value){&fields[3], S("青萝街道、清渠街道"), S("22,23"), false};
	v[3] = (struct value){&fields[4], S("2026-10-14"), S("2026-10-14"), false};
	v[4] = (struct value){&fields[5], S("67"), S("67"), false};
	v[5] = (struct value){&fields[6], S("林疏桐"), S("3"), false};
	struct clock_reason *why = arena_new_n(c->arena, 2, struct clock_reason);
	why[0] = (struct clock_reason){.kind = REASON_START, .note = S("9月23日会议定下，次日起算 10 个工作日。")};
	why[1] = (struct clock_reason){.kind = REASON_HOLIDAY, .note = S("9-25 至 9-27 中秋、10-01 至 10-07 国庆放假，不算。")};
	struct clock_view *clock = arena_new(c->arena, struct clock_view);
	*clock = (struct clock_view){&clocks[0], FAKE_START, FAKE_DUE, FAKE_DUE, .running = true, .left = 2, .reasons = why, .n_reasons = 2};
	*ret = (struct matter_view){.row = row_of(c->arena, id), .fields = v, .n_fields = 6, .clocks = clock, .n_clocks = 1,
		.light_why = S("进度 67%，序时应到 80%，差 13 个百分点。差 10 至 30 点为黄。"), .events = events, .n_events = COUNT_OF(events),
		.evidence = evidence, .n_evidence = 2};
	ret->row.due = id % CANNED == 1 ? FAKE_DUE : ret->row.due;
	ret->source = (struct source_ref){7, {0, 10}, S("请区住建局牵头，青萝街道、清渠街道配合，会后十个工作日内把榴乡路沿线3处积水点整治到位，逐点销号。"),
					  S("在全区重点工作调度会议上的讲话"), day_of(2026, 9, 23), 4, 3};
	ret->actions = offers(c, &ret->n_actions);
	pieces_of(c, id, ret);
	struct matter_row *linked = arena_new(c->arena, struct matter_row);
	*linked = row_of(c->arena, 2);
	ret->linked = linked;
	ret->n_linked = 1;
	return OK;
}
err matter_brief(struct ctx *c, int64_t id, struct matter_view *ret)
{
	return matter_read(c, id, ret);
}
err evidence_read(struct ctx *c, int64_t event, int position, struct evidence_view *ret, str *ret_bytes)
{
	unused_arg(c);
	if (event != 6 || position > 1)
		return fail(ERR_NOTFOUND, "there is nothing here");
	*ret = evidence[position];
	*ret_bytes = S("<b>bytes</b>");
	return OK;
}
err act(struct ctx *c, const struct act_request *r, struct act_result *ret)
{
	struct buf b;
	buf_init(&b, c->arena);
	for (size_t i = 0; i < r->n_args; i++) {
		buf_byte(&b, ' ');
		buf_add(&b, r->args[i].field);
		buf_byte(&b, '=');
		buf_add(&b, r->args[i].value);
		if (str_eq(r->args[i].field, S("share")) && str_eq(r->args[i].value, S("900"))) {
			c->at_fault = S("share");
			return fail(ERR_INPUT, "this could not be accepted");
		}
	}
	*ret = (struct act_result){.matter = r->matter, .version = 8, .event = 9, .part = r->sort.n ? 503 : r->part, .number = S("督〔2026〕0301")};
	if (r->part || r->sort.n)
		return fake_do("act %lld part %lld" STR_FMT " " STR_FMT STR_FMT, (long long)r->matter, (long long)r->part, STR_ARG(r->sort),
			   STR_ARG(r->action), STR_ARG(buf_str(&b)));
	return fake_do("act %lld " STR_FMT STR_FMT " files=%zu key=%d", (long long)r->matter, STR_ARG(r->action), STR_ARG(buf_str(&b)),
		   r->n_files, r->idempotency_key.n > 0);
}
str act_field_at_fault(struct ctx *c)
{
	return c->at_fault;
}
err todo_list(struct ctx *c, struct todo **ret, size_t *ret_n)
{
	static const char *const what[] = {"申请销号：", "报进展：", "签收："};
	static const int64_t ids[] = {9, 10, 1, 5, 8};
	*ret = arena_new_n(c->arena, COUNT_OF(ids), struct todo);
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		struct todo *t = &(*ret)[(*ret_n)++];
		struct buf b;
		t->row = row_of(c->arena, ids[i]);
		t->action = &actions[i % 3];
		buf_init(&b, c->arena);
		buf_z(&b, what[i % 3]);
		buf_add(&b, t->row.title);
		t->what = buf_str(&b);
	}
	return OK;
}
err view_list(struct ctx *c, struct saved_view **ret, size_t *ret_n)
{
	*ret = arena_new(c->arena, struct saved_view);
	**ret = (struct saved_view){5, S("我督办的"), S("u=20&l=yellow")};
	*ret_n = 1;
	return OK;
}
err view_save(struct ctx *c, str name, str query, int64_t *ret)
{
	unused_arg(c);
	*ret = 6;
	return fake_do("view " STR_FMT " " STR_FMT, STR_ARG(name), STR_ARG(query));
}
err view_remove(struct ctx *c, int64_t id)
{
	unused_arg(c);
	return fake_do("view_remove %lld", (long long)id);
}

err todo_page(struct ctx *c, str cursor, int limit, struct todo **ret, size_t *ret_n, str *ret_next)
{
	unused_arg(cursor);
	unused_arg(limit);
	*ret_n = 0;
	*ret_next = STR_NONE;
	return todo_list(c, ret, ret_n);
}
err mine_list(struct ctx *c, enum mine which, str cursor, int limit, struct matter_page *ret)
{
	unused_arg(cursor);
	unused_arg(limit);
	struct matter_row *rows = arena_new_n(c->arena, 3, struct matter_row);
	*ret = (struct matter_page){.rows = rows, .next = which == MINE_DONE ? S("7.8") : STR_NONE};
	for (int64_t id = 1; id <= 3; id++)
		rows[ret->n++] = row_of(c->arena, id + which);
	return OK;
}
err mine_count(struct ctx *c, enum mine which, int64_t *ret, bool *ret_more)
{
	*ret_more = which == MINE_CLOSED;
	unused_arg(c);
	*ret = which == MINE_CLOSED ? MINE_COUNT_MOST + 1 : 3;
	return OK;
}
err watch_set(struct ctx *c, int64_t matter, bool on)
{
	unused_arg(c);
	return fake_do("watch %lld %d", (long long)matter, on);
}
err matter_counts_named(struct ctx *c, struct matter_counts *ret)
{
	*ret = (struct matter_counts){0};
	if (c->actor.duties & 1u << DUTY_LEADER)
		*ret = (struct matter_counts){.all = 9, .open = 8, .green = 5, .yellow = 2, .red = 1, .done = 1};
	return OK;
}
err matter_state_counts(struct ctx *c, const struct kind *k, int64_t *ret)
{
	unused_arg(c);
	for (size_t i = 0; i < k->n_states; i++)
		ret[i] = (int64_t)(i + 1) * 100;
	return OK;
}
err act_may(struct ctx *c, int64_t matter, str action)
{
	unused_arg(c);
	unused_arg(action);
	return matter % 9 == 5 ? fail(ERR_INPUT, "somebody was quicker") : OK;
}

/* ---- delegation, leave, the calendar ----------------------------------------------------------- */
static struct absence absences[] = {{.id = 90, .person = 2, .colleague = 1, .first = 20740, .last = 20750, .away = true,
	.reason = S("外出学习"), .person_name = S("柳青禾"), .colleague_name = S("顾一舟")}};
static err one_absence(struct absence **ret, size_t *ret_n, bool there)
{
	*ret = absences;
	*ret_n = there;
	return OK;
}
err ctx_act_for(struct ctx *c, int64_t person)
{
	if (c->actor.user != 1 || person != 2)
		return fail(ERR_DENIED, "nothing is delegated to you for today by this person; the delegation may have ended");
	c->hand = c->actor;
	c->actor = actors[1];
	return OK;
}
err absence_add(struct ctx *c, const struct absence *a, int64_t *ret)
{
	unused_arg(c);
	*ret = 91;
	return fake_do("absence %lld %lld %d %d %d " STR_FMT, (long long)a->person, (long long)a->colleague, a->first, a->last, a->away, STR_ARG(a->reason));
}
err absence_withdraw(struct ctx *c, int64_t person, int64_t id)
{
	unused_arg(c);
	return fake_do("withdraw %lld %lld", (long long)person, (long long)id);
}
err absence_list(struct ctx *c, int64_t person, struct absence **ret, size_t *ret_n)
{
	unused_arg(c);
	return one_absence(ret, ret_n, person == 2);
}
err absence_for_me(struct ctx *c, struct absence **ret, size_t *ret_n)
{
	return one_absence(ret, ret_n, (c->hand.user ? c->hand.user : c->actor.user) == 1);
}
err absence_of(struct ctx *c, int64_t unit, int64_t person, struct absence **ret, size_t *ret_n)
{
	unused_arg(c);
	unused_arg(person);
	return one_absence(ret, ret_n, unit == 20);
}
err absence_people(struct ctx *c, struct person **ret, size_t *ret_n)
{
	*ret = arena_new_n(c->arena, 1, struct person);
	(*ret)[0] = (struct person){c->actor.user, c->actor.unit, c->actor.name, S("科员"), c->actor.duties};
	*ret_n = 1;
	return OK;
}
err absence_colleagues(struct ctx *c, int64_t person, struct person **ret, size_t *ret_n)
{
	unused_arg(person);
	return person_list(c, 0, ret, ret_n);
}
err calendar_key_new(struct ctx *c, str *ret_secret)
{
	unused_arg(c);
	*ret_secret = S("5ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4");
	return fake_do("calendar new");
}
err calendar_key_revoke(struct ctx *c)
{
	unused_arg(c);
	return fake_do("calendar revoke");
}
err calendar_key_there(struct ctx *c, bool *ret)
{
	*ret = c->actor.user == 2;
	return OK;
}
err calendar_key_find(struct core *c, struct arena *a, str secret, struct actor *ret)
{
	unused_arg(c);
	unused_arg(a);
	if (!str_eq(secret, S("liaison-secret")))
		return fail(ERR_NOTFOUND, "there is no calendar at this address; make a new address in your settings");
	*ret = actors[1];
	return OK;
}

/* ---- one document --------------------------------------------------------------------------------- */
static const char text[] =
	"同志们：今天的会议，主要是盘点前八个月工作，部署四季度任务。下面，我讲三点意见。\n"
	"一、前八个月的账要算清\n"
	"今年以来，实施区级以上重点项目126个，完成投资87.4亿元；群众诉求按期办结率只有91.6%，离年初定的95%还有差距。\n"
	"二、四季度的事要办实\n"
	"一是抓项目。区发改局牵头，年底前确保重点项目完成投资122.8亿元以上。榴园大道北延段由区交通局负责，11月30日前建成通车，全长3.2公里。\n"
	"二是抓排涝。请区住建局牵头，青萝街道、清渠街道配合，会后十个工作日内把榴乡路沿线3处积水点整治到位，逐点销号。我到时候去看。\n"
	"三是抓<script>alert(1)</script>\n"
	"六是抓民生。11月15日前集中供热提前调试到位，各热力企业负责，186个小区逐栋试温。\n";

static struct span at(const char *words)
{
	const char *p = strstr(text, words);
	ours(p);
	size_t from = utf8_count((str){text, (size_t)(p - text)});
	return (struct span){from, from + utf8_count(str_of(words))};
}

static void proposals(struct ctx *c, struct document *d)
{
	struct proposal *p = arena_new_n(c->arena, 4, struct proposal);
	p[0] = (struct proposal){.id = 71, .number = 1, .state = PROPOSAL_ACCEPTED, .at = at("区发改局牵头，年底前确保重点项目完成投资122.8亿元以上。"),
				 .title = S("重点项目完成投资122.8亿元以上"), .lead_text = S("区发改局"), .due = day_of(2026, 12, 31), .targets = 1, .matter = 2, .confidence = .97};
	p[1] = (struct proposal){.id = 72, .number = 2, .at = at("榴园大道北延段由区交通局负责，11月30日前建成通车，全长3.2公里。"),
				 .title = S("榴园大道北延段3.2公里建成通车"), .lead = 21, .lead_text = S("区交通局"), .due = day_of(2026, 11, 30), .due_text = S("11月30日前"), .targets = 1, .confidence = .95, .paragraph = 5, .sentence = 2};
	p[2] = (struct proposal){.id = 73, .number = 3, .at = at("请区住建局牵头，青萝街道、清渠街道配合，会后十个工作日内把榴乡路沿线3处积水点整治到位，逐点销号。"),
				 .title = S("榴乡路沿线3处积水点整治到位，逐点销号"), .goal = S("3 处，全部完成"), .lead = 20, .lead_text = S("区住建局"), .assist_text = S("青萝街道、清渠街道"),
				 .due = day_of(2026, 10, 14), .due_text = S("会后十个工作日内"), .targets = 1, .confidence = .93, .like = 1, .like_number = S("督〔2026〕0371"), .like_title = S("榴乡路学校段排水管网清淤"), .paragraph = 6, .sentence = 2};
	p[3] = (struct proposal){.id = 74, .number = 4, .at = at("11月15日前集中供热提前调试到位，各热力企业负责，186个小区逐栋试温。"),
				 .title = S("186个小区逐栋试温，供热提前调试"), .lead_text = S("各热力企业"), .due = DAY_NONE, .due_text = S("11月15日前"), .targets = 1, .confidence = .88};
	p[2].assist = arena_new_n(c->arena, 2, int64_t);
	p[2].assist[0] = 22;
	p[2].assist[1] = 23;
	p[2].n_assist = 2;
	d->proposals = p;
	d->n_proposals = 4;
}

static void sentences(struct ctx *c, struct document *d)
{
	struct sentence *s = arena_new_n(c->arena, 2, struct sentence);
	struct quantity *q = arena_new_n(c->arena, 7, struct quantity);
	struct unit_ref *u = arena_new_n(c->arena, 6, struct unit_ref);
	struct deadline *l = arena_new_n(c->arena, 4, struct deadline);
	q[0] = (struct quantity){.at = at("126个"), .status = QUANTITY_ACTUAL};
	q[1] = (struct quantity){.at = at("87.4亿元"), .status = QUANTITY_ACTUAL};
	q[2] = (struct quantity){.at = at("91.6%"), .status = QUANTITY_ACTUAL};
	q[3] = (struct quantity){.at = at("95%"), .status = QUANTITY_TARGET};
	s[0] = (struct sentence){.at = at("今年以来"), .kind = KIND_ACHIEVEMENT, .quantities = q, .n_quantities = 4};
	q[4] = (struct quantity){.at = at("122.8亿元以上"), .status = QUANTITY_TARGET};
	q[5] = (struct quantity){.at = at("3.2公里"), .status = QUANTITY_TARGET};
	q[6] = (struct quantity){.at = at("3处"), .status = QUANTITY_TARGET};
	u[0] = (struct unit_ref){.at = at("区发改局")};
	u[1] = (struct unit_ref){.at = at("区交通局")};
	u[2] = (struct unit_ref){.at = at("区住建局")};
	u[3] = (struct unit_ref){.at = at("青萝街道")};
	u[4] = (struct unit_ref){.at = at("清渠街道")};
	u[5] = (struct unit_ref){.at = at("各热力企业")};
	l[0] = (struct deadline){.at = at("年底前")};
	l[1] = (struct deadline){.at = at("11月30日前")};
	l[2] = (struct deadline){.at = at("会后十个工作日内")};
	l[3] = (struct deadline){.at = at("11月15日前")};
	s[1] = (struct sentence){.at = at("区发改局"), .kind = KIND_COMMITMENT, .quantities = q + 4, .n_quantities = 3, .units = u, .n_units = 6, .deadlines = l, .n_deadlines = 4};
	d->sentences = s;
	d->n_sentences = 2;
}

err document_read(struct ctx *c, int64_t id, struct document *ret)
{
	static str other[] = {S("楚"), S("出")};
	if (id != 7)
		return fail(ERR_NOTFOUND, "there is nothing here");
	*ret = (struct document){.row = {7, S("文〔2026〕0058"), S("在全区重点工作调度会议上的讲话"), S("讲话.txt"), day_of(2026, 9, 23), FAKE_NOW, 4, 1, 131, 1},
				 .text = S(text), .encoding = ENC_GB18030, .proved = true, .version = 1};
	ret->edits = arena_new(c->arena, struct repair_edit);
	ret->edits[0] = (struct repair_edit){.at = at("算清"), .from = S("算?q"), .to = S("算清"), .rule = REPAIR_SHIFT, .confidence = .8, .inferred = true, .alternatives = other, .n_alternatives = 2};
	ret->n_edits = 1;
	ret->flags = arena_new_n(c->arena, 2, struct text_flag);
	ret->flags[0] = (struct text_flag){{at("我到时候").from, at("我到时候").from}, FLAG_HOLE};
	ret->flags[1] = (struct text_flag){at("186个"), FLAG_MASK};
	ret->n_flags = 2;
	ret->measures = arena_new_n(c->arena, 2, struct measure);
	ret->measures[0] = (struct measure){at("一、前八个月的账要算清"), 1, S("一"), S("")};
	ret->measures[1] = (struct measure){at("二、四季度的事要办实"), 1, S("二"), S("")};
	ret->n_measures = 2;
	sentences(c, ret);
	proposals(c, ret);
	return OK;
}
err document_list(struct ctx *c, str cursor, int limit, struct document_row **ret, size_t *ret_n, str *ret_next)
{
	struct document d;
	unused_arg(cursor);
	unused_arg(limit);
	TRY(document_read(c, 7, &d));
	*ret = arena_new(c->arena, struct document_row);
	**ret = d.row;
	*ret_n = 1;
	*ret_next = STR_NONE;
	return OK;
}
err document_original(struct ctx *c, int64_t id, str *ret_name, str *ret_bytes)
{
	unused_arg(c);
	*ret_name = S("讲话 \"原稿\".txt");
	*ret_bytes = S("bytes");
	return id == 7 ? OK : fail(ERR_NOTFOUND, "there is nothing here");
}
err document_choose(struct ctx *c, int64_t id, size_t edit, size_t alternative, int64_t version)
{
	unused_arg(c);
	return fake_do("choose %lld %zu %zu %lld", (long long)id, edit, alternative, (long long)version);
}
err fake_ingest(struct ctx *c, str file_name, str bytes, str title, day_t date, int64_t *ret)
{
	unused_arg(c);
	*ret = 7;
	return fake_do("ingest " STR_FMT " %zu " STR_FMT " %d", STR_ARG(file_name), bytes.n, STR_ARG(title), date);
}
err proposal_accept(struct ctx *c, int64_t d, int64_t p, const struct proposal_edit *e, bool assign, struct act_result *ret)
{
	unused_arg(c);
	unused_arg(d);
	*ret = (struct act_result){.matter = 1};
	return fake_do("accept %lld %d lead=" STR_FMT " assist=%zu due=" STR_FMT, (long long)p, assign, STR_ARG(e->lead), e->n_assist, STR_ARG(e->due));
}
#define DECISION(name, type) \
	err name(struct ctx *c, int64_t d, int64_t p, type x) \
	{ \
		unused_arg(c); \
		unused_arg(d); \
		(void)x; \
		return fake_do(#name " %lld", (long long)p); \
	}
DECISION(proposal_save, const struct proposal_edit *)
DECISION(proposal_dismiss, str)
DECISION(proposal_merge, int64_t)
DECISION(proposal_join, int64_t)
DECISION(proposal_split, size_t)
err proposal_add(struct ctx *c, int64_t d, struct span s, int64_t *ret)
{
	unused_arg(c);
	unused_arg(d);
	*ret = 75;
	return fake_do("add %zu-%zu", s.from, s.to);
}
err proposal_undo(struct ctx *c, int64_t d, int64_t p)
{
	unused_arg(c);
	unused_arg(d);
	return fake_do("undo %lld", (long long)p);
}

void clock_reason_put(struct buf *b, enum lang lang, const struct clock_reason *r)
{
	unused_arg(lang);
	buf_add(b, r->note);
}

const struct calendar *fake_calendar(struct arena *a)
{
	struct calendar *c = calendar_new(a);
	ours(calendar_load(c, a, calendar_built_in(), S("built in")) == OK);
	return c;
}

void clock_json(struct json *j, const struct clock *c)
{
	unused_arg(j);
	unused_arg(c);
}
err calendar_list(struct ctx *c, struct calendar_view **ret, size_t *ret_n)
{
	struct calendar_view *v = arena_new_n(c->arena, 2, struct calendar_view);
	struct calendar *hall = calendar_new(c->arena);
	ours(calendar_load(hall, c->arena, S("always\tweek\t1-6\t公告\nalways\thours\t1-6 09:00-12:00\t公告\n"), S("hall")) == OK);
	v[0] = (struct calendar_view){S(""), S(""), 0, fake_calendar(c->arena)};
	v[1] = (struct calendar_view){S("hall"), S("政务大厅"), 1, hall};
	*ret = v;
	*ret_n = 2;
	return OK;
}
err calendar_import(struct ctx *c, const struct calendar_import *q, struct calendar_imported *ret)
{
	unused_arg(c);
	if (str_find(q->tsv, S("\t"), 0) < 0)
		return fail(ERR_INPUT, "this could not be accepted");
	*ret = (struct calendar_imported){.lines = 3, .moves = true, .from = day_of(2027, 1, 1), .to = day_of(2027, 12, 31)};
	return fake_do("calendar_import " STR_FMT, STR_ARG(q->name));
}
err clocks_again(struct core *c, int64_t ms, struct again_report *ret)
{
	unused_arg(c);
	unused_arg(ms);
	*ret = (struct again_report){.moved = 2, .done = true};
	return OK;
}
err clocks_pending(struct ctx *c, bool *ret)
{
	unused_arg(c);
	*ret = false;
	return OK;
}

err document_add(struct ctx *c, const struct document_new *d, int64_t *ret)
{
	unused_arg(c);
	*ret = 7;
	return fake_do("document_add " STR_FMT, STR_ARG(d->file_name));
}

/* ---- signing in, accounts, the record -------------------------------------------------------------- */
const char *const sign_by_names[] = {"password", "proxy", "provider", "link", "demo", "code", "recovery", NULL};
const struct words2 *duty_label(enum duty d)
{
	static const struct words2 label = {S("督查室"), S("supervision office")};
	unused_arg(d);
	return &label;
}
err sign_in(struct core *c, struct arena *a, enum sign_by by, const struct proof *p, struct session *ret)
{
	unused_arg(c);
	if (by == BY_DEMO)
		return p->user >= 1 && p->user <= 3 ? session_of(a, (size_t)p->user - 1, ret) : fail(ERR_NOTFOUND, "there is nothing here");
	if (by == BY_PROVIDER)
		return str_eq(p->login, S("office")) ? session_of(a, 0, ret) : fail(ERR_SIGN_IN, "“{0}” has no account here, or a disabled one; ask the system administrator", p->login);
	if (!str_eq(p->login, S("office")) || !str_eq(p->secret, S("right")))
		return fail(ERR_SIGN_IN, "please sign in");
	return session_of(a, 0, ret);
}
err session_pending(struct core *c, struct arena *a, str token, struct session *ret)
{
	unused_arg(c);
	TRY(session_of(a, 0, ret));
	ret->want = WANT_CODE;
	return str_eq(token, S("owing-token")) ? OK : fail(ERR_SIGN_IN, "please sign in");
}
err sign_in_step(struct core *c, struct arena *a, str token, enum sign_by by, const struct proof *p, struct session *ret)
{
	unused_arg(c);
	unused_arg(token);
	unused_arg(by);
	unused_arg(p);
	return session_of(a, 0, ret);
}
err sign_in_password(struct core *c, struct arena *a, str token, str password, const struct proof *p, struct session *ret)
{
	unused_arg(password);
	return sign_in_step(c, a, token, BY_CODE, p, ret);
}
err sign_in_second(struct core *c, struct arena *a, str token, const struct proof *p, struct session *ret, str **ret_codes, size_t *ret_n)
{
	*ret_codes = NULL;
	*ret_n = 0;
	return sign_in_step(c, a, token, BY_CODE, p, ret);
}
err link_find(struct core *c, struct arena *a, str secret, struct link_view *ret)
{
	unused_arg(c);
	unused_arg(a);
	unused_arg(secret);
	*ret = (struct link_view){.person = 1, .login = S("office"), .duty = -1};
	return OK;
}
err link_use(struct core *c, struct arena *a, const struct link_use *u, const struct proof *p, struct session *ret)
{
	unused_arg(u);
	return sign_in_step(c, a, S(""), BY_CODE, p, ret);
}
struct password_rules password_rules(struct core *c)
{
	unused_arg(c);
	return (struct password_rules){.profile = S("mlps3"), .length = 8, .classes = 3, .days = 90, .history = 5};
}
err password_change(struct ctx *x, str current, str password, str keep)
{
	unused_arg(x);
	unused_arg(keep);
	return fake_do("password " STR_FMT " " STR_FMT, STR_ARG(current), STR_ARG(password));
}
err account_mine(struct ctx *x, struct account_view *ret)
{
	unused_arg(x);
	*ret = (struct account_view){.password_at = FAKE_START, .password_ends = FAKE_NOW + 86400000, .codes = 7, .seen = FAKE_NOW};
	return OK;
}
str second_secret(struct core *c, struct arena *a, str token)
{
	unused_arg(c);
	unused_arg(a);
	unused_arg(token);
	return S("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}
str second_uri(struct arena *a, str issuer, str login, str secret)
{
	unused_arg(a);
	unused_arg(issuer);
	unused_arg(login);
	unused_arg(secret);
	return S("otpauth://totp/x:office?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=x");
}
err second_enrol(struct ctx *x, str token, str password, str code, str **ret_codes, size_t *ret_n)
{
	static str codes[] = {S("ABCDE-FGHIJ")};
	unused_arg(x);
	unused_arg(token);
	unused_arg(password);
	*ret_codes = codes;
	*ret_n = 1;
	return fake_do("enrol " STR_FMT, STR_ARG(code));
}
err second_codes(struct ctx *x, str password, str **ret_codes, size_t *ret_n)
{
	return second_enrol(x, S(""), password, S(""), ret_codes, ret_n);
}
err second_remove(struct ctx *x, str password)
{
	unused_arg(x);
	unused_arg(password);
	return fake_do("second remove");
}
err session_list(struct ctx *x, int64_t person, str token, struct session_view **ret, size_t *ret_n)
{
	static struct session_view v[] = {{1, FAKE_START, FAKE_NOW, S("password"), S("10.0.0.7"), S("Firefox"), true}};
	unused_arg(x);
	unused_arg(person);
	unused_arg(token);
	*ret = v;
	*ret_n = 1;
	return OK;
}
err session_end_one(struct ctx *x, int64_t person, int64_t id, str token)
{
	unused_arg(x);
	unused_arg(token);
	return fake_do("end %lld %lld", (long long)person, (long long)id);
}
static err no_admin(void)
{
	return fail(ERR_DENIED, "your duties do not include this");
}
err account_list(struct ctx *x, const struct account_query *q, struct account_row **ret, size_t *ret_n, int64_t *ret_next)
{
	unused_arg(x), unused_arg(q), unused_arg(ret), unused_arg(ret_n), unused_arg(ret_next);
	return no_admin();
}
err account_read(struct ctx *x, int64_t person, struct account_row *ret)
{
	unused_arg(x), unused_arg(person), unused_arg(ret);
	return no_admin();
}
err account_add(struct ctx *x, const struct account_new *n, int64_t *ret, str *ret_link)
{
	unused_arg(x), unused_arg(n), unused_arg(ret), unused_arg(ret_link);
	return no_admin();
}
err account_active(struct ctx *x, int64_t person, bool active, str reason)
{
	unused_arg(x), unused_arg(person), unused_arg(active), unused_arg(reason);
	return no_admin();
}
err account_move(struct ctx *x, int64_t person, int64_t unit, str post, str reason)
{
	unused_arg(x), unused_arg(person), unused_arg(unit), unused_arg(post), unused_arg(reason);
	return no_admin();
}
err account_reset(struct ctx *x, int64_t person, str reason, str *ret_link)
{
	unused_arg(x), unused_arg(person), unused_arg(reason), unused_arg(ret_link);
	return no_admin();
}
err account_grant(struct ctx *x, int64_t person, uint32_t duties, str reason)
{
	unused_arg(x), unused_arg(person), unused_arg(duties), unused_arg(reason);
	return no_admin();
}
err account_second_remove(struct ctx *x, int64_t person, str reason)
{
	unused_arg(x), unused_arg(person), unused_arg(reason);
	return no_admin();
}
err lockout_list(struct ctx *x, struct lockout **ret, size_t *ret_n)
{
	unused_arg(x), unused_arg(ret), unused_arg(ret_n);
	return no_admin();
}
err lockout_clear(struct ctx *x, int64_t person, str reason)
{
	unused_arg(x), unused_arg(person), unused_arg(reason);
	return no_admin();
}
err unit_add(struct ctx *x, const struct unit_new *u, int64_t *ret)
{
	unused_arg(x), unused_arg(u), unused_arg(ret);
	return no_admin();
}
err unit_active(struct ctx *x, int64_t unit, bool active, str reason)
{
	unused_arg(x), unused_arg(unit), unused_arg(active), unused_arg(reason);
	return no_admin();
}
const char *const unit_change_names[UNIT_CHANGES] = {"rename", "move", "merge", "split", "close"};
err unit_story(struct ctx *x, int64_t unit, struct unit_story *ret)
{
	unused_arg(x), unused_arg(unit), unused_arg(ret);
	return no_admin();
}
err unit_preview(struct ctx *x, const struct unit_change *q, struct unit_preview *ret)
{
	unused_arg(x), unused_arg(q), unused_arg(ret);
	return no_admin();
}
err unit_change(struct ctx *x, const struct unit_change *q, int64_t *ret)
{
	unused_arg(x), unused_arg(q), unused_arg(ret);
	return no_admin();
}
err unit_withdraw(struct ctx *x, int64_t id, str reason)
{
	unused_arg(x), unused_arg(id), unused_arg(reason);
	return no_admin();
}
err unit_matters_named(struct ctx *x, int64_t unit, str numbers, int64_t **ret, size_t *ret_n)
{
	unused_arg(x), unused_arg(unit), unused_arg(numbers), unused_arg(ret), unused_arg(ret_n);
	return no_admin();
}
err record_list(struct ctx *x, const struct record_query *q, struct record_row **ret, size_t *ret_n, int64_t *ret_next)
{
	unused_arg(x), unused_arg(q), unused_arg(ret), unused_arg(ret_n), unused_arg(ret_next);
	return no_admin();
}
/* ---- search ------------------------------------------------------------------------------- */
static struct marked_text marked_of(struct ctx *c, str words, size_t from, size_t to)
{
	struct marked_text m = {.text = words, .at = arena_new(c->arena, struct span), .n = to > from};
	m.at[0] = (struct span){from, to};
	return m;
}

err search_read(struct ctx *c, const struct search_query *q, struct search_page *ret)
{
	struct matter_page rows;
	*ret = (struct search_page){.asked = q->words.n > 0, .next = S("")};
	if (str_eq(q->words, S("督〔2026〕0003")))
		ret->matter = 3;
	if (!ret->asked || str_eq(q->words, S("没有")))
		return OK;
	TRY(matter_list(c, &(struct matter_query){.due_from = DAY_NONE, .due_to = DAY_NONE}, &rows));
	ret->hits = arena_new_n(c->arena, 2, struct search_hit);
	ret->n = rows.n ? 1 : 0;
	ret->next = S("9.0");
	struct search_hit *h = ret->hits;
	if (q->tab == SEARCH_DOCUMENTS) {
		h->document = 7;
		h->date = day_of(2026, 9, 22);
		h->number = marked_of(c, S("文〔2026〕001"), 0, 0);
		h->title = marked_of(c, S("<b>讲话"), 3, 5);
	} else if (rows.n) {
		h->row = rows.rows[0];
		h->number = marked_of(c, h->row.number, 0, 0);
		h->title = marked_of(c, h->row.title, 0, 2);
		h->snippet = marked_of(c, S("雨污<分流>"), 0, 2);
		h->label = S("Progress");
	}
	return OK;
}

err search_names(struct ctx *c, str words, struct name_hit **ret, size_t *ret_n)
{
	*ret = arena_new_n(c->arena, 2, struct name_hit);
	*ret_n = words.n && !str_eq(words, S("没有")) ? 2 : 0;
	(*ret)[0] = (struct name_hit){.unit = 11, .name = marked_of(c, S("区住建局"), 1, 3), .detail = S("榴园区住房和城乡建设局")};
	(*ret)[1] = (struct name_hit){.unit = 11, .person = 4, .name = marked_of(c, S("柳青禾"), 0, 0), .detail = S("区住建局 · 科员")};
	return OK;
}
