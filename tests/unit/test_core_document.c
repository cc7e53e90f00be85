/* SPDX-License-Identifier: Apache-2.0 */
#include "core_kit.h"

#define TEXT \
	"全区重点工作调度会议记录\n2026年9月28日\n\n一、重点任务\n" \
	"（一）区住建局牵头，区教体局配合，2026年12月31日前完成城北12个老旧小区改造。\n" \
	"（二）区交通局负责，会后十个工作日内完成3条断头路打通方案。\n" \
	"同志们辛苦了。\n"

static int64_t add_text(struct kit *k, int person, str text, err want)
{
	struct arena *a = &k->arena;
	struct decoded d;
	struct repaired r;
	struct extracted e;
	int64_t id = 0;
	struct ctx x = kit_ctx(k, a, person);
	good(text_decode(a, text, &d));
	text_repair(a, &d, &r);
	text_extract(a, r.text, DAY_NONE, NULL, &e);
	/* what a promise is, the tests of text/ say; here it is whatever has somebody in charge */
	for (size_t i = 0; i < e.n_sentences; i++)
		e.sentences[i].kind = e.sentences[i].n_units ? KIND_COMMITMENT : KIND_OTHER;
	err got = document_add(&x, &(struct document_new){.file_name = S("调度会.txt"), .bytes = text, .date = DAY_NONE, .decoded = &d,
		.repaired = &r, .extracted = &e, .kind = kit_kind(k)}, &id);
	if (want == OK)
		good(got);
	assert_int_equal(got, want);
	ctx_close(&x);
	return id;
}

static struct document read_as(struct kit *k, int person, int64_t id)
{
	struct document d;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(document_read(&x, id, &d));
	ctx_close(&x);
	return d;
}

static void a_document_proposes_what_it_promises(void **state)
{
	struct kit *k = *state;
	int64_t id = add_text(k, P_CHIEF, S(TEXT), OK);
	struct document d = read_as(k, P_CHIEF, id);
	same_str(d.row.file_name, S("调度会.txt"));
	same_str(d.row.number, S("文〔2026〕001"));
	assert_int_equal(d.n_proposals, 2);
	assert_int_equal(d.proposals[0].lead, k->unit[U_HOUSING]);
	assert_int_equal(d.proposals[0].n_assist, 1);
	assert_int_equal(d.proposals[0].assist[0], k->unit[U_SCHOOLS]);
	assert_int_equal(d.proposals[0].due, day_of(2026, 12, 31));
	assert_true(str_find(d.proposals[0].title, S("老旧小区改造"), 0) >= 0);
	assert_true(str_find(d.proposals[0].title, S("住建局"), 0) < 0);
	assert_int_equal(d.proposals[1].lead, k->unit[U_TRAFFIC]);
	/* ten working days after Monday 28 September, over the National Day holidays */
	assert_int_equal(d.proposals[1].due, calendar_add(k->calendar, day_of(2026, 9, 28), 10));
	assert_int_equal(d.proposals[1].paragraph, 5);
	add_text(k, P_CHIEF, S(TEXT), ERR_CONFLICT);
	add_text(k, P_HOUSING, S("另一份文件。"), ERR_DENIED);
	str name, bytes;
	struct ctx x = kit_ctx(k, &k->arena, P_CLERK);
	good(document_original(&x, id, &name, &bytes));
	same_str(bytes, S(TEXT));
	ctx_close(&x);
}

static void accepting_opens_and_assigns_at_once(void **state)
{
	struct kit *k = *state;
	int64_t id = add_text(k, P_CHIEF, S(TEXT), OK);
	struct document d = read_as(k, P_CHIEF, id);
	struct act_result done, other;
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(proposal_accept(&x, id, d.proposals[0].id, NULL, true, &done));
	assert_int_equal(done.version, 2);
	same_str(done.number, S("督〔2026〕0001"));
	assert_int_equal(proposal_accept(&x, id, d.proposals[0].id, NULL, true, &other), ERR_CONFLICT);
	good(matter_read(&x, done.matter, &v));
	same_str(v.row.source_title, d.row.title);
	assert_int_equal(v.source.document, id);
	assert_true(str_find(v.source.quote, S("城北12个老旧小区改造"), 0) >= 0);
	assert_int_equal(v.source.paragraph, 4);
	assert_int_equal(v.row.lead, k->unit[U_HOUSING]);
	ctx_close(&x);
	/* who is led to it by a matter reads the text, but not what is still open */
	d = read_as(k, P_HOUSING, id);
	assert_int_equal(d.n_proposals, 1);
	assert_int_equal(d.proposals[0].matter, done.matter);
	x = kit_ctx(k, &k->arena, P_TRAFFIC);
	assert_int_equal(document_read(&x, id, &d), ERR_NOTFOUND);
	str name, bytes;
	assert_int_equal(document_original(&x, id, &name, &bytes), ERR_NOTFOUND);
	assert_int_equal(proposal_dismiss(&x, id, 1, S("")), ERR_NOTFOUND);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_HOUSING);
	assert_int_equal(proposal_dismiss(&x, id, d.proposals[0].id, S("")), ERR_DENIED);
	ctx_close(&x);
}

static void edits_are_kept_and_faults_named(void **state)
{
	struct kit *k = *state;
	int64_t id = add_text(k, P_CHIEF, S(TEXT), OK);
	struct document d = read_as(k, P_CHIEF, id);
	struct act_result done;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	int64_t p = d.proposals[1].id;
	assert_int_equal(proposal_save(&x, id, p, &(struct proposal_edit){.lead = S("没有这个局")}), ERR_INPUT);
	same_str(act_field_at_fault(&x), S("lead"));
	assert_int_equal(proposal_save(&x, id, p, &(struct proposal_edit){.due = S("年底")}), ERR_INPUT);
	assert_int_equal(proposal_save(&x, id, p, &(struct proposal_edit){.title = S("  ")}), ERR_INPUT);
	good(proposal_save(&x, id, p, &(struct proposal_edit){.title = S("打通断头路"), .lead = S("住建局"), .due = S("")}));
	/* assigning needs a date, and then neither of the two happens */
	assert_int_equal(proposal_accept(&x, id, p, NULL, true, &done), ERR_INPUT);
	good(proposal_accept(&x, id, p, &(struct proposal_edit){.due = S("2026-11-30")}, true, &done));
	struct matter_view v;
	good(matter_read(&x, done.matter, &v));
	same_str(v.row.title, S("打通断头路"));
	assert_int_equal(v.row.lead, k->unit[U_HOUSING]);
	ctx_close(&x);
}

static void decisions_can_be_taken_back(void **state)
{
	struct kit *k = *state;
	int64_t id = add_text(k, P_CHIEF, S(TEXT), OK), added;
	struct document d = read_as(k, P_CHIEF, id), e;
	struct act_result done;
	struct matter_view v;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	int64_t a = d.proposals[0].id, b = d.proposals[1].id;
	assert_int_equal(proposal_undo(&x, id, a), ERR_INPUT);
	good(proposal_accept(&x, id, a, NULL, true, &done));
	good(proposal_undo(&x, id, a));
	good(matter_read(&x, done.matter, &v));
	same_str(kit_kind(k)->states[v.row.state].name, S("dismissed"));
	assert_int_equal(proposal_undo(&x, id, a), ERR_INPUT);
	good(proposal_dismiss(&x, id, b, S("已在另一份文件里")));
	good(proposal_undo(&x, id, b));
	good(proposal_join(&x, id, a, b));
	good(document_read(&x, id, &e));
	assert_int_equal(e.proposals[1].state, PROPOSAL_MERGED);
	assert_true(e.proposals[0].at.to == d.proposals[1].at.to);
	good(proposal_undo(&x, id, a));
	good(document_read(&x, id, &e));
	assert_int_equal(e.proposals[1].state, PROPOSAL_OPEN);
	same_str(e.proposals[0].goal, d.proposals[0].goal);
	good(proposal_split(&x, id, a, d.proposals[0].at.from + 12));
	good(document_read(&x, id, &e));
	assert_int_equal(e.n_proposals, 3);
	good(proposal_add(&x, id, (struct span){0, 12}, &added));
	/* once a matter has moved, its opening is not undone from the document */
	good(proposal_accept(&x, id, b, NULL, true, &done));
	ctx_refresh(&x);
	good(kit_do(k, P_TRAFFIC, done.matter, "sign", NO_ARGS, ""));
	assert_int_equal(proposal_undo(&x, id, b), ERR_CONFLICT);
	ctx_close(&x);
}

static void merging_makes_a_second_source(void **state)
{
	struct kit *k = *state;
	int64_t id = add_text(k, P_CHIEF, S(TEXT), OK), matter = kit_commitment(k, "断头路打通", U_TRAFFIC, "2026-12-31", true);
	struct document d = read_as(k, P_CHIEF, id);
	struct matter_page page;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(proposal_merge(&x, id, d.proposals[1].id, matter));
	good(matter_list(&x, &(struct matter_query){.document = id, .due_from = DAY_NONE, .due_to = DAY_NONE}, &page));
	assert_int_equal(page.n, 1);
	good(proposal_undo(&x, id, d.proposals[1].id));
	good(matter_list(&x, &(struct matter_query){.document = id, .due_from = DAY_NONE, .due_to = DAY_NONE}, &page));
	assert_int_equal(page.n, 0);
	ctx_close(&x);
}

static void a_likeness_is_hinted(void **state)
{
	struct kit *k = *state;
	int64_t matter = kit_commitment(k, "完成城北12个老旧小区改造", U_HOUSING, "2026-12-31", true);
	int64_t id = add_text(k, P_CHIEF, S(TEXT), OK);
	struct document d = read_as(k, P_CHIEF, id);
	assert_int_equal(d.proposals[0].like, matter);
	same_str(d.proposals[0].like_number, S("督〔2026〕0001"));
	assert_int_equal(d.proposals[1].like, 0);
}

static void another_reading_moves_what_stands_behind_it(void **state)
{
	struct kit *k = *state;
	struct arena *a = &k->arena;
	struct decoded dec;
	struct repaired rep;
	struct extracted ext;
	int64_t id;
	str text = S("大会。\n区住建局牵头，2026年12月31日前完成12个小区改造。\n");
	str alternatives[] = {S("代表大会")};
	struct repair_edit edit = {.at = {0, 2}, .raw = {0, 6}, .from = S("?"), .to = S("大会"), .rule = REPAIR_SHIFT, .confidence = 0.6,
		.inferred = true, .alternatives = alternatives, .n_alternatives = 1};
	good(text_decode(a, text, &dec));
	text_repair(a, &dec, &rep);
	text_extract(a, rep.text, DAY_NONE, NULL, &ext);
	for (size_t i = 0; i < ext.n_sentences; i++)
		ext.sentences[i].kind = ext.sentences[i].n_units ? KIND_COMMITMENT : KIND_OTHER;
	rep.edits = &edit;
	rep.n_edits = 1;
	struct ctx x = kit_ctx(k, a, P_CHIEF);
	good(document_add(&x, &(struct document_new){.file_name = S("a.txt"), .bytes = text, .date = DAY_NONE, .decoded = &dec, .repaired = &rep,
		.extracted = &ext, .kind = kit_kind(k)}, &id));
	struct document before, after;
	struct act_result done;
	struct matter_view v;
	good(document_read(&x, id, &before));
	assert_int_equal(before.row.inferred, 1);
	assert_int_equal(before.n_proposals, 1);
	good(proposal_accept(&x, id, before.proposals[0].id, NULL, false, &done));
	assert_int_equal(document_choose(&x, id, 0, 1, 0), ERR_INPUT);
	assert_int_equal(document_choose(&x, id, 0, 0, 1), ERR_CONFLICT);
	good(document_choose(&x, id, 0, 0, 2));
	good(document_read(&x, id, &after));
	assert_true(str_starts(after.text, S("代表大会。")));
	assert_int_equal(after.row.inferred, 0);
	assert_int_equal(after.proposals[0].at.from, before.proposals[0].at.from + 2);
	same_str(after.edits[0].alternatives[0], S("大会"));
	/* the matter still stands on the words that promised it */
	good(matter_read(&x, done.matter, &v));
	assert_true(str_starts(v.source.quote, S("区住建局牵头")));
	ctx_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(a_document_proposes_what_it_promises),
		kit_test(accepting_opens_and_assigns_at_once),
		kit_test(edits_are_kept_and_faults_named),
		kit_test(decisions_can_be_taken_back),
		kit_test(merging_makes_a_second_source),
		kit_test(a_likeness_is_hinted),
		kit_test(another_reading_moves_what_stands_behind_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
