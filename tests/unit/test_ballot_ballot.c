/* SPDX-License-Identifier: Apache-2.0 */
/* Ballots: what is computed, what too few answered is nowhere, each answers once, and nothing says who said what. */
#define KIT_MODULES ballot_modules
#include "core_kit.h"

#include "ballot/ballot_in.h"

/* ---- computing, pure ----------------------------------------------------------------------------- */
static const struct ballot_named grades[] = {{{"好", 3}, 10000}, {{"较好", 6}, 8500}, {{"一般", 6}, 7000}, {{"较差", 6}, 5000}};
static const struct ballot_named items[] = {{{"德", 3}, 40}, {{"绩", 3}, 60}};
static const struct ballot_named groups[] = {{{"上级", 6}, 45}, {{"同级", 6}, 35}, {{"下级", 6}, 20}};
static const str subjects[] = {{"甲", 3}, {"乙", 3}};
static const struct ballot_rules rules = {.sort = BALLOT_GRADE, .title = {"测评", 6}, .note = {"", 0}, .subjects = subjects, .n_subjects = 2, .items = items, .n_items = 2,
	.grades = grades, .n_grades = 4, .groups = groups, .n_groups = 3, .least = 5, .trim = 1};

static void same_dec(struct dec d, const char *want)
{
	struct buf b;
	buf_init(&b, NULL);
	dec_put(&b, d);
	same_str(buf_str(&b), str_of(want));
	buf_done(&b);
}

/* counts: subject 甲 by item 德, 绩; then 乙. */
static const int64_t upper[] = {3, 2, 0, 1, /**/ 2, 3, 1, 0, /**/ 6, 0, 0, 0, /**/ 0, 0, 0, 6};
static const int64_t peers[] = {1, 3, 1, 0, /**/ 0, 4, 1, 0, /**/ 1, 1, 1, 1, /**/ 1, 1, 1, 1}; /* of 乙 one passed over it: four */
static const int64_t below[] = {2, 1, 0, 0, /**/ 3, 0, 0, 0, /**/ 0, 3, 0, 0, /**/ 0, 3, 0, 0};

static void results_are_exact_and_trimmed(void **state)
{
	(void)state;
	struct arena a;
	struct ballot_result r;
	const int64_t *counts[] = {upper, peers, below};
	arena_init(&a);
	ballot_compute(&a, &rules, counts, &r);
	/* upper, 甲, 德: 100 100 100 85 85 50 without one 100 and the 50: 370 / 4 */
	same_dec(r.cells[0].items[0], "92.50");
	/* 绩: 100 100 85 85 85 70 without 100 and 70: 355 / 4 */
	same_dec(r.cells[0].items[1], "88.75");
	same_dec(r.cells[0].value, "90.25");
	/* peers, 甲: 德 100 85 85 85 70 -> 85; 绩 85 85 85 85 70 -> 85 */
	same_dec(r.cells[1].value, "85.00");
	assert_false(r.cells[2].shown);
	assert_int_equal(r.cells[2].n, 0);
	assert_null(r.cells[2].counts);
	/* (45 * 90.25 + 35 * 85) / 80 = 87.953125 */
	same_dec(r.totals[0].value, "87.95");
	assert_int_equal(r.totals[0].hidden, 1);
	assert_int_equal(r.totals[0].rank, 0);
	/* of 乙 only the first group is left: its value is the total, and the others cannot be found from it */
	assert_false(r.cells[4].shown);
	same_dec(r.totals[1].value, "70.00");
	assert_int_equal(r.totals[1].hidden, 2);
	assert_int_equal(r.hidden, 3);
	arena_done(&a);
}

/* What a group that is not shown said changes nothing that is shown. */
static void a_hidden_group_leaves_no_trace(void **state)
{
	(void)state;
	static const int64_t other[] = {0, 0, 0, 3, /**/ 0, 0, 0, 3, /**/ 0, 0, 0, 3, /**/ 0, 0, 0, 3};
	struct arena a;
	struct ballot_result r, s;
	arena_init(&a);
	ballot_compute(&a, &rules, (const int64_t *const[]){upper, peers, below}, &r);
	ballot_compute(&a, &rules, (const int64_t *const[]){upper, peers, other}, &s);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(dec_cmp(r.totals[i].value, s.totals[i].value), 0);
		for (size_t g = 0; g < 3; g++) {
			assert_int_equal(r.cells[i * 3 + g].shown, s.cells[i * 3 + g].shown);
			assert_int_equal(r.cells[i * 3 + g].n, s.cells[i * 3 + g].n);
		}
	}
	arena_done(&a);
}

/* The published form: the sum of votes times points over the ballots, two decimals, ties share a rank. */
static void a_tour_is_ranked_as_published(void **state)
{
	(void)state;
	static const str five[] = {{"A", 1}, {"B", 1}, {"C", 1}, {"D", 1}};
	static const struct ballot_named one[] = {{{"观摩人员", 12}, 100}};
	/* tests/score/observation.csv has the same votes in its first four places; here every place is given once */
	static const int64_t votes[] = {20, 10, 5, 2, /**/ 10, 20, 5, 2, /**/ 5, 5, 20, 7, /**/ 2, 2, 7, 26};
	const struct ballot_rules tour = {.sort = BALLOT_RANK, .title = {"观摩", 6}, .note = {"", 0}, .subjects = five, .n_subjects = 4, .groups = one, .n_groups = 1, .least = 5,
		.first = 100, .step = 3};
	struct arena a;
	struct ballot_result r;
	arena_init(&a);
	good(ballot_rules_fit(&tour));
	ballot_compute(&a, &tour, (const int64_t *const[]){votes}, &r);
	same_dec(r.totals[0].value, "97.89");
	same_dec(r.totals[1].value, "97.08");
	same_dec(r.totals[2].value, "94.65");
	same_dec(r.totals[3].value, "92.38");
	assert_int_equal(r.totals[3].rank, 4);
	static const int64_t tied[] = {3, 3, 0, 0, /**/ 3, 3, 0, 0, /**/ 0, 0, 0, 6, /**/ 0, 0, 6, 0};
	ballot_compute(&a, &tour, (const int64_t *const[]){tied}, &r);
	assert_int_equal(r.totals[0].rank, 1);
	assert_int_equal(r.totals[1].rank, 1);
	assert_int_equal(r.totals[3].rank, 3);
	assert_int_equal(r.order[2], 3);
	assert_int_equal(r.order[3], 2);
	arena_done(&a);
}

/* The largest round: nothing overflows, and equal answers give themselves. */
static void the_largest_round_is_exact(void **state)
{
	(void)state;
	struct arena a;
	struct ballot_result r;
	struct ballot_named many[BALLOT_GROUPS_MOST], twenty[BALLOT_ITEMS_MOST];
	static const struct ballot_named two[] = {{{"高", 3}, 100000}, {{"低", 3}, 0}};
	int64_t counts[BALLOT_GROUPS_MOST][2 * BALLOT_ITEMS_MOST];
	const int64_t *all[BALLOT_GROUPS_MOST];
	for (int g = 0; g < BALLOT_GROUPS_MOST; g++) {
		many[g] = (struct ballot_named){groups[0].name, 1000};
		all[g] = counts[g];
		for (int i = 0; i < BALLOT_ITEMS_MOST; i++) {
			twenty[i] = (struct ballot_named){items[0].name, 1000};
			counts[g][2 * i] = BALLOT_PEOPLE_MOST - g;
			counts[g][2 * i + 1] = 0;
		}
	}
	const struct ballot_rules large = {.sort = BALLOT_GRADE, .subjects = subjects, .n_subjects = 1, .items = twenty, .n_items = BALLOT_ITEMS_MOST, .grades = two, .n_grades = 2,
		.groups = many, .n_groups = BALLOT_GROUPS_MOST, .least = 5};
	arena_init(&a);
	ballot_compute(&a, &large, all, &r);
	same_dec(r.totals[0].value, "1000.00");
	arena_done(&a);
}

static void rules_come_back_from_their_text(void **state)
{
	(void)state;
	struct arena a;
	struct ballot_rules back;
	struct ballot_rules r = rules;
	arena_init(&a);
	r.note = S("两行\n的\t说明");
	str text = ballot_text(&a, &r);
	assert_true(ballot_text_read(&a, text, &back));
	same_str(ballot_text(&a, &back), text);
	same_str(back.note, r.note);
	assert_false(ballot_text_read(&a, S("grade\t\t\n"), &back));
	assert_false(ballot_text_read(&a, S("nonsense\t\t\nnote\t\t"), &back));
	arena_done(&a);
}

static err fits(struct ballot_rules r)
{
	return ballot_rules_fit(&r);
}

static void rules_that_say_too_much_are_refused(void **state)
{
	(void)state;
	struct ballot_rules r = rules;
	good(fits(r));
	r.least = 2;
	assert_int_equal(fits(r), ERR_INPUT);
	r = rules;
	r.trim = 2; /* of five one would be left: that is an answer */
	assert_int_equal(fits(r), ERR_INPUT);
	r = rules;
	r.n_subjects = 0;
	assert_int_equal(fits(r), ERR_INPUT);
	r = rules;
	r.subjects = (const str[]){{"甲", 3}, {"甲", 3}};
	assert_int_equal(fits(r), ERR_INPUT);
	r = (struct ballot_rules){.sort = BALLOT_RANK, .title = S("x"), .note = S(""), .subjects = subjects, .n_subjects = 2, .groups = groups, .n_groups = 1, .least = 3, .first = 2, .step = 3};
	assert_int_equal(fits(r), ERR_INPUT);
}

static void lines_are_read(void **state)
{
	(void)state;
	struct arena a;
	struct ballot_named *v;
	size_t n;
	arena_init(&a);
	good(ballot_named_read(&a, S("上级 45\n同级：25\r\n 服务 对象:10\n\n"), 0, &v, &n));
	assert_int_equal(n, 3);
	same_str(v[1].name, S("同级"));
	same_str(v[2].name, S("服务 对象"));
	assert_int_equal(v[2].value, 10);
	good(ballot_named_read(&a, S("好 92.5"), 2, &v, &n));
	assert_int_equal(v[0].value, 9250);
	assert_int_equal(ballot_named_read(&a, S("好"), 0, &v, &n), ERR_INPUT);
	assert_int_equal(ballot_named_read(&a, S("好 1.5"), 0, &v, &n), ERR_INPUT);
	arena_done(&a);
}

/* ---- a round on a record ------------------------------------------------------------------------------ */
#define VOTERS 14 /* 6 above, 5 beside, 3 below */
struct world {
	struct kit *k;
	int64_t voter[VOTERS], round;
};

static struct ctx as_voter(struct world *w, int i)
{
	struct ctx x;
	struct actor who = {.user = w->voter[i], .unit = w->k->unit[U_SCHOOLS], .duties = 1u << DUTY_LIAISON, .lang = LANG_ZH, .name = S("某人")};
	good(ctx_open(w->k->core, &w->k->arena, &who, &x));
	return x;
}

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	struct ctx x;
	w->k = kit_place();
	kit_open(w->k);
	kit_people(w->k);
	good(ctx_open(w->k->core, &w->k->arena, NULL, &x));
	for (int i = 0; i < VOTERS; i++) {
		char login[] = {'v', (char)('a' + i), 0};
		good(user_add(&x, &(struct user_new){.unit = w->k->unit[i < 6 ? U_TRAFFIC : U_SCHOOLS], .login = str_dup(&w->k->arena, str_of(login)), .name = str_dup(&w->k->arena, str_of(login)),
			.post = S("科员"), .duties = 1u << DUTY_LIAISON, .demo = true, .password = S("")}, &w->voter[i]));
	}
	ctx_close(&x);
	x = kit_ctx(w->k, &w->k->arena, P_CHIEF);
	const struct ballot_invited invited[] = {{w->voter, 6}, {w->voter + 6, 5}, {w->voter + 11, 3}};
	good(ballot_open(&x, &rules, invited, &w->round));
	ctx_close(&x);
	*state = w;
	return 0;
}

static int64_t findings(struct world *w, str *ret)
{
	struct buf b;
	int64_t n = 0;
	buf_init(&b, &w->k->arena);
	good(ballot_check(w->k->core, LANG_EN, &b, &n));
	*ret = buf_str(&b);
	return n;
}

static int teardown(void **state)
{
	struct world *w = *state;
	str said;
	if (findings(w, &said))
		test_fails("findings: " STR_FMT, STR_ARG(said));
	void *kit = w->k;
	free(w);
	return kit_teardown(&kit);
}

static err answer(struct world *w, int voter, int g0, int g1, int g2, int g3)
{
	struct ctx x = as_voter(w, voter);
	err e = ballot_answer(&x, w->round, (const int[]){g0, g1, g2, g3}, 4);
	ctx_close(&x);
	return e;
}

static void close_it(struct world *w)
{
	struct ctx x = kit_ctx(w->k, &w->k->arena, P_CLERK); /* another of the same duty */
	good(ballot_close(&x, w->round));
	ctx_close(&x);
}

static void everybody_answers_once_and_nobody_sees_before_the_end(void **state)
{
	struct world *w = *state;
	struct ballot_result r;
	struct ballot_round round;
	int64_t waits;
	struct ctx x = as_voter(w, 0);
	good(ballot_waits(&x, &waits));
	assert_int_equal(waits, 1);
	good(ballot_read(&x, w->round, &round));
	assert_int_equal(round.group, 0);
	assert_false(round.may);
	assert_int_equal(round.invited[0] + round.answered[0], 0);
	ctx_close(&x);
	assert_int_equal(answer(w, 0, 0, 1, 2, -1), ERR_INPUT); /* a subject half graded */
	assert_int_equal(answer(w, 0, -1, -1, -1, -1), ERR_INPUT);
	assert_int_equal(answer(w, 0, 0, 1, 2, 4), ERR_INPUT);
	good(answer(w, 0, 0, 1, 2, 3));
	assert_int_equal(answer(w, 0, 0, 1, 2, 3), ERR_CONFLICT);
	x = as_voter(w, 0);
	good(ballot_waits(&x, &waits));
	assert_int_equal(waits, 0);
	assert_int_equal(ballot_result(&x, w->round, &r), ERR_DENIED);
	assert_int_equal(ballot_close(&x, w->round), ERR_DENIED);
	ctx_close(&x);
	x = kit_ctx(w->k, &w->k->arena, P_CHIEF);
	assert_int_equal(ballot_result(&x, w->round, &r), ERR_CONFLICT);
	good(ballot_read(&x, w->round, &round));
	assert_int_equal(round.invited[0], 6);
	assert_int_equal(round.answered[0], 1);
	ctx_close(&x);
	x = kit_ctx(w->k, &w->k->arena, P_MAYOR); /* neither leads it nor is invited */
	assert_int_equal(ballot_read(&x, w->round, &round), ERR_NOTFOUND);
	assert_int_equal(ballot_answer(&x, w->round, (const int[]){0, 0, 0, 0}, 4), ERR_NOTFOUND);
	ctx_close(&x);
	close_it(w);
	assert_int_equal(answer(w, 1, 0, 1, 2, 3), ERR_CONFLICT);
	x = as_voter(w, 1);
	good(ballot_waits(&x, &waits));
	assert_int_equal(waits, 0);
	ctx_close(&x);
}

static void a_closed_round_has_its_result(void **state)
{
	struct world *w = *state;
	struct ballot_result r;
	/* the same as upper, peers and below above: in turn of voters */
	static const int how[VOTERS][4] = {{0, 0, 0, 3}, {0, 0, 0, 3}, {0, 1, 0, 3}, {1, 1, 0, 3}, {1, 1, 0, 3}, {3, 2, 0, 3},
		{0, 1, 0, 0}, {1, 1, 1, 1}, {1, 1, 2, 2}, {1, 1, 3, 3}, {2, 2, -1, -1},
		{0, 0, 1, 1}, {0, 0, 1, 1}, {1, 0, 1, 1}};
	for (int i = VOTERS; i-- > 0;)
		good(answer(w, i, how[i][0], how[i][1], how[i][2], how[i][3]));
	close_it(w);
	struct ctx x = kit_ctx(w->k, &w->k->arena, P_CHIEF);
	good(ballot_result(&x, w->round, &r));
	same_dec(r.totals[0].value, "87.95");
	same_dec(r.totals[1].value, "70.00");
	assert_int_equal(r.hidden, 3);
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(r.cells[0].counts[i], upper[i]);
		assert_int_equal(r.cells[1].counts[i], peers[i]);
	}
	assert_int_equal(ballot_close(&x, w->round), ERR_CONFLICT);
	ctx_close(&x);
}

STMT_FLAGS(all_boxes, STMT_SCAN, "SELECT grp, n, sealed FROM ballot_box WHERE region = $1 ORDER BY round, grp");
STMT_FLAGS(all_events, STMT_SCAN, "SELECT effects, args, reason, sealed FROM event WHERE region = $1 AND action = $2 ORDER BY seq");

/* Two people of one group answer differently: their events are alike to the byte and name nothing of the answer; the
 * record holds one box for them, which is the same whoever said what. */
static void nothing_joins_an_answer_with_a_person(void **state)
{
	struct world *w = *state;
	struct conn *conn;
	struct rows *r;
	str effects[2] = {S(""), S("")};
	size_t n = 0;
	good(answer(w, 0, 0, 0, 0, 0));
	good(answer(w, 1, 3, 3, 3, 3));
	struct ctx x = kit_ctx(w->k, &w->k->arena, P_CHIEF);
	good(ctx_conn(&x, &conn));
	good(query(conn, &all_events, VALS(V_INT(KIT_REGION), V_TEXT(S("ballot_answer"))), &r));
	while (rows_next(r) && n < 2) {
		effects[n++] = row_copy(r, 0, x.arena);
		assert_int_equal(row_text(r, 1).n, 0);
		assert_int_equal(row_text(r, 2).n, 0);
		assert_int_equal(row_text(r, 3).n, 0);
	}
	good(rows_end(r));
	assert_int_equal(n, 2);
	same_str(effects[0], effects[1]);
	good(query(conn, &all_boxes, VALS(V_INT(KIT_REGION)), &r));
	for (n = 0; rows_next(r); n++) /* one row for a group, however many answer; and not to be read without the key */
		assert_true(ballot_cells(&rules) * 2 <= row_text(r, 2).n && str_find(row_text(r, 2), S("1 0 0 1"), 0) < 0);
	good(rows_end(r));
	assert_int_equal(n, 3);
	int64_t *counts;
	struct box *boxes;
	ctx_refresh(&x);
	good(boxes_read(&x, w->round, 3, &boxes));
	good(ballot_box_open(&x, w->round, 0, boxes[0].sealed, ballot_cells(&rules), &counts));
	for (size_t k = 0; k < ballot_cells(&rules); k++)
		assert_int_equal(counts[k], k % 4 == 0 || k % 4 == 3);
	ctx_close(&x);
}

static void people_come_by_name_and_unit(void **state)
{
	struct world *w = *state;
	int64_t *people;
	size_t n;
	struct ctx x = kit_ctx(w->k, &w->k->arena, P_CHIEF);
	good(ballot_people(&x, S("区交通局\n童晚晴 区教体局\n童晚晴\n"), &people, &n));
	assert_int_equal(n, 8); /* six voters, 秦越川, and 童晚晴 once */
	assert_int_equal(ballot_people(&x, S("没有这个人"), &people, &n), ERR_INPUT);
	assert_int_equal(ballot_people(&x, S("童晚晴 区交通局"), &people, &n), ERR_INPUT);
	assert_int_equal(ballot_people(&x, S("程维序"), &people, &n), ERR_INPUT); /* administrators answer nothing */
	int64_t id;
	const struct ballot_invited twice[] = {{w->voter, 6}, {w->voter + 5, 5}, {w->voter + 11, 3}};
	assert_int_equal(ballot_open(&x, &rules, twice, &id), ERR_INPUT);
	ctx_close(&x);
	x = kit_ctx(w->k, &w->k->arena, P_HOUSING);
	const struct ballot_invited fine[] = {{w->voter, 6}, {w->voter + 6, 5}, {w->voter + 11, 3}};
	assert_int_equal(ballot_open(&x, &rules, fine, &id), ERR_DENIED);
	ctx_close(&x);
}

STMT(spoil_box, "UPDATE ballot_box SET n = n + 1 WHERE region = $1 AND round = $2 AND grp = 0");
STMT(mend_box, "UPDATE ballot_box SET n = n - 1 WHERE region = $1 AND round = $2 AND grp = 0");
static err spoil(struct conn *c, void *arg)
{
	struct world *w = arg;
	return exec(c, &spoil_box, VALS(V_INT(KIT_REGION), V_INT(w->round)), NULL);
}
static err mend(struct conn *c, void *arg)
{
	struct world *w = arg;
	return exec(c, &mend_box, VALS(V_INT(KIT_REGION), V_INT(w->round)), NULL);
}

static void check_finds_a_box_that_was_stuffed(void **state)
{
	struct world *w = *state;
	str said;
	good(answer(w, 0, 0, 0, 0, 0));
	assert_int_equal(findings(w, &said), 0);
	good(store_write(w->k->store, spoil, w));
	assert_true(findings(w, &said) > 0);
	assert_true(str_find(said, S("more or fewer have answered"), 0) >= 0);
	good(store_write(w->k->store, mend, w));
}

static void every_statement_prepares_and_none_scans(void **state)
{
	struct world *w = *state;
	struct buf b;
	buf_init(&b, &w->k->arena);
	good(store_check_statements(w->k->store, &b));
	same_str(buf_str(&b), S(""));
}

#define run_case(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(results_are_exact_and_trimmed),
		cmocka_unit_test(a_hidden_group_leaves_no_trace),
		cmocka_unit_test(a_tour_is_ranked_as_published),
		cmocka_unit_test(the_largest_round_is_exact),
		cmocka_unit_test(rules_come_back_from_their_text),
		cmocka_unit_test(rules_that_say_too_much_are_refused),
		cmocka_unit_test(lines_are_read),
		run_case(everybody_answers_once_and_nobody_sees_before_the_end),
		run_case(a_closed_round_has_its_result),
		run_case(nothing_joins_an_answer_with_a_person),
		run_case(people_come_by_name_and_unit),
		run_case(check_finds_a_box_that_was_stuffed),
		run_case(every_statement_prepares_and_none_scans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
