/* SPDX-License-Identifier: Apache-2.0 */
/* Matters, parts, lists of one's own: a kind of its own and ten invented lines. */
#include "fake_core.h"
#include "fake_public.h"

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
const struct pack *const fake_packs[] = {&pack, &fake_public_pack, NULL};

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
	*clock = (struct clock_view){&clocks[0], FAKE_START, FAKE_DUE, FAKE_DUE, .running = true, .counts = true, .left = 2, .reasons = why, .n_reasons = 2};
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
err matter_deny(struct ctx *c, int64_t matter, int64_t who, str reason)
{
	unused_arg(c);
	unused_arg(matter);
	unused_arg(who);
	return reason.n ? OK : fail(ERR_INPUT, "this needs a reason; write it down");
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
