/* SPDX-License-Identifier: Apache-2.0 */
/* Search through the index of whichever engine the kit has. */
#include "core_kit.h"

#include "core/search_in.h"

static void index_all(struct kit *k)
{
	bool more = true;
	for (int i = 0; more; i++) {
		good(search_due(k->core, &more));
		assert_true(i < 1000);
	}
}

static struct search_page ask(struct kit *k, int person, enum search_tab tab, const char *words)
{
	struct search_page page;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(search_read(&x, &(struct search_query){.words = str_of(words), .tab = tab}, &page));
	ctx_close(&x);
	return page;
}

static size_t found(struct kit *k, int person, const char *words)
{
	return ask(k, person, SEARCH_MATTERS, words).n;
}

/* What is marked, in brackets. */
static str shown(struct kit *k, const struct marked_text *m)
{
	struct buf b;
	size_t at = 0;
	buf_init(&b, &k->arena);
	for (size_t i = 0; i < m->n; i++) {
		size_t from = utf8_offset(m->text, m->at[i].from), to = utf8_offset(m->text, m->at[i].to);
		buf_add(&b, str_cut(m->text, at, from));
		buf_byte(&b, '[');
		buf_add(&b, str_cut(m->text, from, to));
		buf_byte(&b, ']');
		at = to;
	}
	buf_add(&b, str_cut(m->text, at, m->text.n));
	return buf_str(&b);
}

static int64_t reported(struct kit *k, const char *title, const char *progress)
{
	int64_t id = kit_commitment(k, title, U_HOUSING, "2026-12-31", true);
	good(kit_do(k, P_HOUSING, id, "sign", NO_ARGS, ""));
	good(kit_do(k, P_HOUSING, id, "report", ARGS({S("share"), S("30")}, {S("progress"), str_of(progress)}), ""));
	return id;
}

static void a_matter_is_found_by_any_piece_of_it(void **state)
{
	struct kit *k = *state;
	int64_t id = reported(k, "推进示范区PM2.5治理和G318线提升", "雨污管网已铺设三公里");
	index_all(k);
	static const char *const row[] = {"示范区", "示范", "区", "推進示範區", "ＰＭ2.5", "pm2.5治理", "g318", "G318线", "治理和", "雨污管网", "三公里", "示范区 管网"};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct search_page p = ask(k, P_CHIEF, SEARCH_MATTERS, row[i]);
		if (p.n != 1 || p.hits[0].row.id != id)
			test_fails("%s is not found", row[i]);
	}
	static const char *const none[] = {"示区", "区范", "pm2", "318", "示范区 断头路", "《》", "", "治理雨污"};
	for (size_t i = 0; i < COUNT_OF(none); i++)
		if (found(k, P_CHIEF, none[i]))
			test_fails("%s is found", none[i]);
	struct search_page p = ask(k, P_CHIEF, SEARCH_MATTERS, "示范区 管网");
	same_str(shown(k, &p.hits[0].title), S("推进[示范区]PM2.5治理和G318线提升"));
	same_str(shown(k, &p.hits[0].snippet), S("雨污[管网]已铺设三公里"));
	assert_false(ask(k, P_CHIEF, SEARCH_MATTERS, "《》").asked);
}

static void every_pair_of_a_title_finds_it(void **state)
{
	struct kit *k = *state;
	static const char *const titles[] = {"打通团结路等3条断头路", "改造老旧小区12个，惠及2600户", "𠀀𪚥村道路硬化", "新建12345热线受理大厅（二期）"};
	for (size_t i = 0; i < COUNT_OF(titles); i++)
		kit_commitment(k, titles[i], U_HOUSING, "2026-12-31", false);
	index_all(k);
	for (size_t i = 0; i < COUNT_OF(titles); i++) {
		struct folded f;
		bigram_fold(&k->arena, str_of(titles[i]), &f);
		for (size_t at = 0; at + 2 <= f.n; at++) {
			struct folded w = {.cp = f.cp + at, .n = 2};
			str pair = str_cut(f.text, utf8_offset(f.text, at), utf8_offset(f.text, at + 2));
			if (pair.p[0] == ' ' || pair.p[pair.n - 1] == ' ' || bigram_find(&f, &w, at) != at)
				continue;
			bool there = false;
			struct search_page p = ask(k, P_CHIEF, SEARCH_MATTERS, str_z(&k->arena, pair));
			for (size_t h = 0; h < p.n; h++)
				there |= str_eq(p.hits[h].row.title, str_of(titles[i]));
			if (!there)
				test_fails("%.*s does not find %s", (int)pair.n, pair.p, titles[i]);
		}
	}
}

static void what_changed_is_found_as_it_is_now(void **state)
{
	struct kit *k = *state;
	int64_t id = reported(k, "城北片区提升", "已完成勘察");
	index_all(k);
	assert_int_equal(found(k, P_CHIEF, "勘察"), 1);
	good(kit_do(k, P_HOUSING, id, "report", ARGS({S("share"), S("40")}, {S("progress"), S("已进场施工")}), ""));
	assert_int_equal(found(k, P_CHIEF, "进场施工"), 0); /* not yet in the index */
	index_all(k);
	assert_int_equal(found(k, P_CHIEF, "进场施工"), 1);
	assert_int_equal(found(k, P_CHIEF, "勘察"), 1); /* it stands in the course of the matter */
	struct search_page p = ask(k, P_CHIEF, SEARCH_MATTERS, "勘察");
	same_str(shown(k, &p.hits[0].snippet), S("已完成[勘察]"));
	kit_check(k);
}

static void titles_come_first_among_the_newest(void **state)
{
	struct kit *k = *state;
	int64_t a = kit_commitment(k, "东湖公园一期", U_HOUSING, "2026-12-31", false);
	int64_t b = reported(k, "绿化提升", "东湖公园已清表");
	int64_t c = kit_commitment(k, "东湖公园二期", U_HOUSING, "2026-12-31", false);
	index_all(k);
	struct search_page p = ask(k, P_CHIEF, SEARCH_MATTERS, "东湖公园");
	assert_int_equal(p.n, 3);
	assert_int_equal(p.hits[0].row.id, c);
	assert_int_equal(p.hits[1].row.id, a);
	assert_int_equal(p.hits[2].row.id, b);
}

static void a_number_leads_to_its_matter(void **state)
{
	struct kit *k = *state;
	int64_t id = kit_commitment(k, "东湖公园一期", U_HOUSING, "2026-12-31", true);
	index_all(k);
	static const char *const row[] = {"督〔2026〕0001", "督[2026]0001", " 督（２０２６）0001 ", "督【2026】0001"};
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		assert_int_equal(ask(k, P_CHIEF, SEARCH_MATTERS, row[i]).matter, id);
		assert_int_equal(ask(k, P_TRAFFIC, SEARCH_MATTERS, row[i]).matter, 0);
	}
	assert_int_equal(ask(k, P_CHIEF, SEARCH_MATTERS, "督〔2026〕0009").matter, 0);
	assert_int_equal(found(k, P_CHIEF, "0001"), 1);
}

static void words_have_other_names(void **state)
{
	struct kit *k = *state;
	kit_commitment(k, "由榴园区住房和城乡建设局办理的东湖公园动工", U_HOUSING, "2026-12-31", false);
	index_all(k);
	assert_int_equal(found(k, P_CHIEF, "区住建局"), 1); /* of the table of units */
	assert_int_equal(found(k, P_CHIEF, "住建局 开工"), 1);
	assert_int_equal(found(k, P_CHIEF, "\"开工\""), 0); /* as it stands */
	assert_int_equal(found(k, P_CHIEF, "“动工”"), 1);
	struct search_page p = ask(k, P_CHIEF, SEARCH_MATTERS, "开工");
	same_str(shown(k, &p.hits[0].title), S("由榴园区住房和城乡建设局办理的东湖公园[动工]"));
}

static void nobody_finds_what_he_may_not_see(void **state)
{
	struct kit *k = *state;
	int64_t id = reported(k, "东湖公园一期", "雨污管网");
	index_all(k);
	assert_int_equal(found(k, P_HOUSING, "东湖公园"), 1);
	assert_int_equal(found(k, P_SCHOOLS, "东湖公园"), 1); /* assists */
	assert_int_equal(found(k, P_TRAFFIC, "东湖公园"), 0);
	assert_int_equal(found(k, P_ADMIN, "东湖公园"), 0);
	for (int person = 0; person < KIT_PEOPLE; person++) { /* personal values are in no index */
		assert_int_equal(found(k, person, "13812345678"), 0);
		assert_int_equal(found(k, person, "王小路"), 0);
	}
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_deny(&x, id, k->unit[U_HOUSING], S("反映的就是该单位")));
	ctx_close(&x);
	static const char *const row[] = {"东湖公园", "东", "雨污管网", "督〔2026〕0001", "0001"};
	for (size_t i = 0; i < COUNT_OF(row); i++) { /* at once, before the index has heard of it */
		assert_int_equal(found(k, P_HOUSING, row[i]), 0);
		assert_int_equal(found(k, P_ROADS, row[i]), 0);
		assert_int_equal(ask(k, P_HOUSING, SEARCH_MATTERS, row[i]).matter, 0);
	}
	assert_int_equal(found(k, P_CHIEF, "东湖公园"), 1);
}

static void what_was_erased_is_found_no_more(void **state)
{
	struct kit *k = *state;
	int64_t id = kit_commitment(k, "东湖公园一期", U_HOUSING, "2026-12-31", true);
	kit_commitment(k, "东湖公园二期", U_HOUSING, "2026-12-31", true);
	index_all(k);
	assert_int_equal(found(k, P_CHIEF, "东湖公园"), 2);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_erase(&x, id, S("保存期满")));
	ctx_close(&x);
	index_all(k);
	assert_int_equal(found(k, P_CHIEF, "东湖公园"), 1);
	assert_int_equal(found(k, P_CHIEF, "一期"), 0);
}

/* ---- documents -------------------------------------------------------------------------------- */
static int64_t document(struct kit *k, str name, str text)
{
	struct arena *a = &k->arena;
	struct decoded d;
	struct repaired r;
	struct extracted e;
	int64_t id = 0;
	struct ctx x = kit_ctx(k, a, P_CHIEF);
	good(text_decode(a, text, &d));
	text_repair(a, &d, &r);
	text_extract(a, r.text, DAY_NONE, NULL, &e);
	good(document_add(&x, &(struct document_new){.file_name = name, .title = name, .bytes = text, .date = day_of(2026, 9, 28), .decoded = &d,
		.repaired = &r, .extracted = &e, .kind = kit_kind(k)}, &id));
	ctx_close(&x);
	return id;
}

static void documents_are_found_by_their_paragraphs(void **state)
{
	struct kit *k = *state;
	struct buf b;
	buf_init(&b, &k->arena);
	for (int i = 0; i < 300; i++)
		buf_z(&b, "各单位要认真学习会议精神，抓好贯彻执行。\n");
	buf_z(&b, "要加快打通滨湖路断头路，年底前完成薛政办发〔2024〕6号文件交办事项。\n");
	int64_t id = document(k, S("调度会讲话"), buf_str(&b));
	index_all(k);
	struct search_page p = ask(k, P_CHIEF, SEARCH_DOCUMENTS, "滨湖路 讲话");
	assert_int_equal(p.n, 1);
	assert_int_equal(p.hits[0].document, id);
	same_str(shown(k, &p.hits[0].title), S("调度会[讲话]"));
	assert_true(str_find(shown(k, &p.hits[0].snippet), S("打通[滨湖路]断头路"), 0) >= 0);
	assert_int_equal(ask(k, P_CHIEF, SEARCH_DOCUMENTS, "薛政办发[2024]6号").n, 1);
	assert_int_equal(ask(k, P_CHIEF, SEARCH_DOCUMENTS, "会议精神").n, 1); /* in many blocks, shown once */
	assert_int_equal(ask(k, P_TRAFFIC, SEARCH_DOCUMENTS, "滨湖路").n, 0);
	assert_int_equal(ask(k, P_CHIEF, SEARCH_MATTERS, "滨湖路").n, 0);
}

/* ---- pages ----------------------------------------------------------------------------------------- */
static void pages_go_on_where_they_ended(void **state)
{
	struct kit *k = *state;
	enum { N = 230 };
	int64_t id[N];
	bool seen[N] = {false};
	size_t n = 0;
	struct buf cursor;
	for (int i = 0; i < N; i++)
		id[i] = kit_commitment(k, i % 7 ? "绿化提升工程" : "东湖绿化提升", i % 5 ? U_HOUSING : U_SCHOOLS, "2026-12-31", false);
	index_all(k);
	buf_init(&cursor, &k->arena);
	for (int pages = 0;; pages++) {
		struct search_page p;
		struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
		good(search_read(&x, &(struct search_query){.words = S("绿化提升"), .cursor = buf_str(&cursor), .limit = 17}, &p));
		ctx_close(&x);
		for (size_t h = 0; h < p.n; h++, n++)
			for (int i = 0; i < N; i++)
				if (id[i] == p.hits[h].row.id) {
					assert_false(seen[i]);
					seen[i] = true;
				}
		if (!p.next.n)
			break;
		assert_true(pages < 30);
		buf_clear(&cursor);
		buf_add(&cursor, p.next);
	}
	assert_int_equal(n, N);
	/* rubbish is the first page */
	struct search_page p;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(search_read(&x, &(struct search_query){.words = S("绿化提升"), .cursor = S("99999999.-4")}, &p));
	assert_int_equal(p.n, 20);
	good(search_read(&x, &(struct search_query){.words = S("绿化提升"), .cursor = S("a.b")}, &p));
	assert_int_equal(p.n, 20);
	ctx_close(&x);
}

/* ---- the index -------------------------------------------------------------------------------------- */
STMT(forget_recipe, "UPDATE search_mark SET recipe = $2 WHERE region = $1");
STMT(spoil_place, "UPDATE search_place SET digest = 5 WHERE region = $1 AND sort = 1 AND n = 1");
STMT(lose_place, "DELETE FROM search_place WHERE region = $1 AND sort = 1 AND n = 1");

static err run(struct conn *c, void *arg)
{
	const struct stmt *s = arg;
	if (s == &forget_recipe)
		return exec(c, s, VALS(V_INT(KIT_REGION), V_BLOB(S("another"))), NULL);
	return exec(c, s, VALS(V_INT(KIT_REGION)), NULL);
}

static void another_recipe_makes_it_anew(void **state)
{
	struct kit *k = *state;
	kit_commitment(k, "东湖公园一期", U_HOUSING, "2026-12-31", false);
	reported(k, "绿化提升", "清表");
	index_all(k);
	good(store_write(k->store, run, (void *)&forget_recipe));
	assert_int_equal(found(k, P_CHIEF, "东湖公园"), 0);
	assert_true(ask(k, P_CHIEF, SEARCH_MATTERS, "东湖公园").behind);
	index_all(k);
	assert_int_equal(found(k, P_CHIEF, "东湖公园"), 1);
	assert_int_equal(found(k, P_CHIEF, "清表"), 1);
	assert_false(ask(k, P_CHIEF, SEARCH_MATTERS, "东湖公园").behind);
}

static void check_finds(struct kit *k, const char *what)
{
	struct kit_checking c = {.k = k};
	buf_init(&c.b, &k->arena);
	good(core_check(k->core, LANG_EN, &c.b, &c.r));
	if (str_find(buf_str(&c.b), str_of(what), 0) < 0)
		test_fails("check does not say “%s” but: %s", what, c.b.p);
}

static void check_holds_it_against_the_record(void **state)
{
	struct kit *k = *state;
	kit_commitment(k, "东湖公园一期", U_HOUSING, "2026-12-31", false);
	index_all(k);
	kit_check(k);
	good(store_write(k->store, run, (void *)&spoil_place));
	check_finds(k, "what its events do not say");
	good(store_write(k->store, run, (void *)&lose_place));
	check_finds(k, "is missing in the search index");
	good(store_write(k->store, run, (void *)&forget_recipe));
	index_all(k);
}

static void units_and_people_are_found_by_initials(void **state)
{
	struct kit *k = *state;
	struct name_hit *v;
	size_t n;
	struct ctx x = kit_ctx(k, &k->arena, P_TRAFFIC);
	good(search_names(&x, S("zjj"), &v, &n));
	assert_true(n >= 1 && v[0].unit == k->unit[U_HOUSING] && !v[0].person);
	good(search_names(&x, S("交通"), &v, &n));
	assert_int_equal(n, 1);
	same_str(shown(k, &v[0].name), S("区[交通]局"));
	good(search_names(&x, S("lqh"), &v, &n));
	assert_int_equal(n, 1);
	assert_int_equal(v[0].person, k->person[P_HOUSING]);
	same_str(v[0].name.text, S("柳青禾"));
	good(search_names(&x, S("不存在"), &v, &n));
	assert_int_equal(n, 0);
	good(search_names(&x, S(""), &v, &n));
	assert_int_equal(n, 0);
	ctx_close(&x);
}

/* The table of synonyms says its words as they are compared. */
extern const char synonyms_tsv[];
extern const size_t synonyms_tsv_n;
static void synonyms_are_written_folded(void **state)
{
	struct kit *k = *state;
	str line, list, source, one;
	size_t rows = 0;
	for (str rest = {synonyms_tsv, synonyms_tsv_n}; str_split(rest, '\n', &line, &rest);) {
		if (str_starts(line, S("#")))
			continue;
		assert_true(str_split(line, '\t', &list, &source) && source.n > 4);
		rows++;
		for (str left = list; left.n;) {
			struct folded f;
			if (!str_split(left, '=', &one, &left))
				one = left, left = STR_NONE;
			bigram_fold(&k->arena, one, &f);
			same_str(f.text, one);
		}
	}
	assert_true(rows > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(a_matter_is_found_by_any_piece_of_it),
		kit_test(every_pair_of_a_title_finds_it),
		kit_test(what_changed_is_found_as_it_is_now),
		kit_test(titles_come_first_among_the_newest),
		kit_test(a_number_leads_to_its_matter),
		kit_test(words_have_other_names),
		kit_test(nobody_finds_what_he_may_not_see),
		kit_test(what_was_erased_is_found_no_more),
		kit_test(documents_are_found_by_their_paragraphs),
		kit_test(pages_go_on_where_they_ended),
		kit_test(another_recipe_makes_it_anew),
		kit_test(check_holds_it_against_the_record),
		kit_test(units_and_people_are_found_by_initials),
		kit_test(synonyms_are_written_folded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
