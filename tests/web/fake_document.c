/* SPDX-License-Identifier: Apache-2.0 */
/* One document, and the calendar. */
#include "fake_core.h"

#include <string.h>

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
