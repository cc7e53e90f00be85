/* SPDX-License-Identifier: Apache-2.0 */
/* The matrix of rights: person x state x field x function, walked from the declarations of
 * the packs. What `see` denies stands in no answer of any read function: every field
 * holds a word of its own, and whoever may not see it finds that word nowhere. */
#include "core_kit.h"

#include "core/search_in.h"

static void put_value(struct buf *b, const struct value *v)
{
	buf_add(b, v->text);
	buf_byte(b, '\n');
	buf_add(b, v->raw);
	buf_byte(b, '\n');
}

static void put_row(struct buf *b, const struct matter_row *r)
{
	const str v[] = {r->number, r->title, r->lead_name, r->light_word, r->source_title};
	for (size_t i = 0; i < COUNT_OF(v); i++) {
		buf_add(b, v[i]);
		buf_byte(b, '\n');
	}
	buf_fmt(b, "share=%d\nlead=%lld\n", r->share, (long long)r->lead);
}

static void put_view(struct buf *b, const struct matter_view *v)
{
	put_row(b, &v->row);
	for (size_t i = 0; i < v->n_fields; i++)
		put_value(b, &v->fields[i]);
	for (size_t i = 0; i < v->n_events; i++) {
		buf_add(b, v->events[i].text);
		buf_byte(b, '\n');
	}
	buf_add(b, v->source.quote);
}

/* Everything that this person is told, by every read function. */
static str everything(struct kit *k, int person, int64_t matter, int64_t event, bool *ret_sees)
{
	struct matter_view v;
	struct matter_page page;
	struct todo *todo;
	struct evidence_view e;
	str bytes;
	size_t n;
	int64_t by_number;
	struct buf b;
	struct ctx x = kit_ctx(k, &k->arena, person);
	buf_init(&b, &k->arena);
	err read = matter_read(&x, matter, &v);
	*ret_sees = read == OK;
	if (read == OK)
		put_view(&b, &v);
	else
		assert_int_equal(read, ERR_NOTFOUND); /* never "denied" */
	assert_int_equal(matter_by_number(&x, S("督〔2026〕0001"), &by_number), read);
	if (event) {
		assert_int_equal(evidence_read(&x, event, 0, &e, &bytes), read);
		if (read == OK) {
			buf_add(&b, e.name);
			buf_add(&b, bytes);
		}
	}
	for (int order = ORDER_CHANGED; order <= ORDER_OPENED; order++) {
		good(matter_list(&x, &(struct matter_query){.order = order, .due_from = DAY_NONE, .due_to = DAY_NONE}, &page));
		assert_int_equal(page.n, read == OK);
		for (size_t i = 0; i < page.n; i++)
			put_row(&b, &page.rows[i]);
	}
	good(matter_list(&x, &(struct matter_query){.unit = k->unit[U_HOUSING], .due_from = DAY_NONE, .due_to = DAY_NONE}, &page));
	assert_int_equal(page.n, read == OK);
	struct matter_counts c;
	good(matter_counts(&x, &c));
	assert_int_equal(c.all, read == OK);
	assert_true(read == OK || (c.open | c.green | c.yellow | c.red | c.done | c.waiting_for_me) == 0);
	good(todo_list(&x, &todo, &n));
	assert_true(read == OK || n == 0);
	assert_int_equal(c.waiting_for_me, n);
	for (size_t i = 0; i < n; i++) {
		buf_add(&b, todo[i].what);
		put_row(&b, &todo[i].row);
	}
	ctx_close(&x);
	return buf_str(&b);
}

/* The role a person has, said here once more and without the code under test. */
static bool stands_to(struct kit *k, const struct kind *kind, const struct role *r, int person)
{
	static const int lead[] = {P_HOUSING, P_HOUSING_HEAD}, assist[] = {P_SCHOOLS};
	struct actor who = kit_actor(k, person);
	unused_arg(kind);
	if (!(who.duties >> r->duty & 1))
		return false;
	switch (r->relation) {
	case REL_ANY:
		return true;
	case REL_LEAD:
		return person == lead[0] || person == lead[1] || who.unit == k->unit[U_TOP];
	case REL_ASSIST:
		return person == assist[0] || who.unit == k->unit[U_TOP];
	case REL_OWNER:
		return who.unit == k->unit[U_SUPERVISION] || who.unit == k->unit[U_TOP];
	case REL_PERSON:
		return person == P_MAYOR;
	default:
		return false;
	}
}

static role_set roles_of(struct kit *k, const struct kind *kind, int person)
{
	role_set roles = 0;
	for (size_t i = 0; i < kind->n_roles; i++)
		if (stands_to(k, kind, &kind->roles[i], person))
			roles |= (role_set)1 << i;
	return roles;
}

static int64_t first_file(struct kit *k, int64_t matter)
{
	struct matter_view v;
	struct ctx x;
	good(ctx_open(k->core, &k->arena, NULL, &x));
	good(matter_read(&x, matter, &v));
	int64_t event = v.n_evidence ? v.evidence[0].event : 0;
	ctx_close(&x);
	return event;
}

struct marked {
	const char *field;
	str plain, masked; /* words that only this field holds */
};

static void index_all(struct kit *k)
{
	bool more = true;
	while (more)
		good(search_due(k->core, &more));
}

/* No word finds what is not shown plainly; a personal value is found by nobody. */
static bool finds(struct kit *k, int person, int64_t matter, str word)
{
	struct search_page page;
	struct ctx x = kit_ctx(k, &k->arena, person);
	good(search_read(&x, &(struct search_query){.words = word}, &page));
	ctx_close(&x);
	assert_true(page.n <= 1 && (!page.n || page.hits[0].row.id == matter));
	return page.n == 1;
}

static void check_person(struct kit *k, const struct kind *kind, int person, int64_t matter, const struct marked *w, size_t n, bool denied)
{
	bool sees;
	role_set roles = denied ? 0 : roles_of(k, kind, person);
	str all = everything(k, person, matter, first_file(k, matter), &sees);
	assert_int_equal(sees, (roles & kind->see) != 0);
	for (size_t i = 0; i < n; i++) {
		const struct field *f = &kind->fields[kind_field(kind, str_of(w[i].field))];
		bool plain = sees && (roles & f->see), masked = sees && !plain && f->mask;
		bool found = str_find(all, w[i].plain, 0) >= 0;
		if (found != plain)
			test_fails("person %d, field %s: plain %d, found %d", person, w[i].field, plain, found);
		if (finds(k, person, matter, w[i].plain) != (plain && field_searched(f)))
			test_fails("person %d, field %s: plain %d, but search does not agree", person, w[i].field, plain);
		if (masked && w[i].masked.n && str_find(all, w[i].masked, 0) < 0)
			test_fails("person %d, field %s: not shown masked", person, w[i].field);
	}
}

static void all_people(struct kit *k, const struct kind *kind, int64_t matter, const struct marked *w, size_t n)
{
	index_all(k);
	for (int person = 0; person < KIT_PEOPLE; person++)
		check_person(k, kind, person, matter, w, n, false);
}

static const struct marked words[] = {
	{"title", S("石榴大道亮化"), S("石**")},  {"goal", S("目标甲乙丙"), S("")},  {"officer", S("13812345678"), S("")},
	{"progress", S("进展子丑寅"), S("")},      {"problem", S("难处卯辰巳"), S("")},
};

static int64_t open_marked(struct kit *k)
{
	struct act_result done;
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	const struct arg args[] = {{S("title"), words[0].plain}, {S("goal"), words[1].plain}, {S("officer"), words[2].plain},
		{S("lead"), S("区住建局")}, {S("assist"), S("区教体局")}, {S("sponsor"), kit_id(&k->arena, k->person[P_MAYOR])},
		{S("due"), S("2026-12-31")}};
	good(act(&x, &(struct act_request){.kind = kit_kind(k), .action = S("open"), .args = args, .n_args = COUNT_OF(args)}, &done));
	ctx_close(&x);
	return done.matter;
}

static void nobody_is_told_what_he_may_not_see_in_any_state(void **state)
{
	struct kit *k = *state;
	const struct kind *kind = kit_kind(k);
	int64_t id = open_marked(k);
	all_people(k, kind, id, words, 3);
	good(kit_do(k, P_CHIEF, id, "assign", NO_ARGS, ""));
	all_people(k, kind, id, words, 3);
	good(kit_do(k, P_HOUSING, id, "sign", NO_ARGS, ""));
	all_people(k, kind, id, words, 3);
	good(kit_do(k, P_HOUSING, id, "report", ARGS({S("share"), S("100")}, {S("progress"), words[3].plain}, {S("problem"), words[4].plain}), ""));
	all_people(k, kind, id, words, 5);
	good(kit_do(k, P_HOUSING, id, "apply_close", ARGS({S("result"), S("完工")}), ""));
	all_people(k, kind, id, words, 5);
	good(kit_do(k, P_CLERK, id, "verify", ARGS({S("check"), S("好")}), ""));
	all_people(k, kind, id, words, 5);
	good(kit_do(k, P_CLERK, id, "close", NO_ARGS, ""));
	all_people(k, kind, id, words, 5);
}

/* The same with rights that were taken from fields: for every field in turn. */
static void every_field_can_be_hidden_or_masked(void **state)
{
	struct kit *k = *state;
	struct kind *kind = (struct kind *)kit_kind(k);
	struct field *fields = arena_new_n(&k->arena, kind->n_fields, struct field);
	const struct field *declared = kind->fields;
	int64_t id = open_marked(k);
	good(kit_do(k, P_CHIEF, id, "assign", NO_ARGS, ""));
	good(kit_do(k, P_HOUSING, id, "sign", NO_ARGS, ""));
	good(kit_do(k, P_HOUSING, id, "report", ARGS({S("share"), S("100")}, {S("progress"), words[3].plain}, {S("problem"), words[4].plain}), ""));
	for (size_t w = 0; w < COUNT_OF(words); w++)
		for (size_t role = 0; role < kind->n_roles; role++)
			for (int mask = 0; mask < 2; mask++) {
				memcpy(fields, declared, kind->n_fields * sizeof *fields);
				struct field *f = &fields[kind_field(kind, str_of(words[w].field))];
				f->see = (role_set)1 << role;
				f->mask = mask;
				kind->fields = fields;
				all_people(k, kind, id, words, COUNT_OF(words));
			}
	kind->fields = declared;
}

static void a_denial_always_wins(void **state)
{
	struct kit *k = *state;
	const struct kind *kind = kit_kind(k);
	int64_t id = open_marked(k);
	good(kit_do(k, P_CHIEF, id, "assign", NO_ARGS, ""));
	struct ctx x = kit_ctx(k, &k->arena, P_HOUSING);
	assert_int_equal(matter_deny(&x, id, k->unit[U_TRAFFIC], S("不该由他定")), ERR_DENIED);
	ctx_close(&x);
	x = kit_ctx(k, &k->arena, P_CHIEF);
	assert_int_equal(matter_deny(&x, id, 7, S("无此人")), ERR_INPUT);
	assert_int_equal(matter_deny(&x, id, k->unit[U_HOUSING], S("")), ERR_INPUT);
	good(matter_deny(&x, id, k->unit[U_HOUSING], S("反映的就是该单位")));
	assert_int_equal(matter_deny(&x, id, k->unit[U_HOUSING], S("再来一次")), ERR_CONFLICT);
	good(matter_deny(&x, id, k->person[P_MAYOR], S("回避")));
	good(matter_deny(&x, id, k->person[P_CLERK], S("回避")));
	ctx_close(&x);
	index_all(k);
	for (int person = 0; person < KIT_PEOPLE; person++) {
		bool denied = person == P_HOUSING || person == P_HOUSING_HEAD || person == P_ROADS || person == P_MAYOR || person == P_CLERK;
		check_person(k, kind, person, id, words, 3, denied);
	}
	assert_int_equal(kit_do(k, P_HOUSING, id, "sign", NO_ARGS, ""), ERR_NOTFOUND);
}

static void erased_is_gone_and_the_log_still_fits(void **state)
{
	struct kit *k = *state;
	struct matter_view v;
	int64_t id = open_marked(k);
	good(kit_do(k, P_CHIEF, id, "assign", NO_ARGS, ""));
	good(kit_do(k, P_HOUSING, id, "sign", NO_ARGS, ""));
	good(kit_do(k, P_HOUSING, id, "report", ARGS({S("share"), S("100")}, {S("progress"), S("完")}), ""));
	good(kit_do(k, P_HOUSING, id, "apply_close", ARGS({S("result"), S("完工")}), ""));
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	good(matter_erase(&x, id, S("保存期满")));
	good(matter_read(&x, id, &v));
	for (size_t i = 0; i < v.n_fields; i++)
		if (v.fields[i].field->personal)
			same_str(v.fields[i].text, S("erased"));
	same_str(v.evidence[0].name, S("erased"));
	struct evidence_view e;
	str bytes;
	assert_int_equal(evidence_read(&x, v.evidence[0].event, 0, &e, &bytes), ERR_NOTFOUND);
	ctx_close(&x);
	kit_check(k);
}

static void masks_keep_what_tells_people_apart(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	same_str(see_mask(&a, S("13812345678")), S("138****5678"));
	same_str(see_mask(&a, S("王小路")), S("王**"));
	same_str(see_mask(&a, S("370499199001011234")), S("3704**********1234"));
	same_str(see_mask(&a, S("37049919900101123X")), S("3704**********123X"));
	same_str(see_mask(&a, S("")), S("**"));
	same_str(see_mask(&a, S("市政科 13812345678")), S("市**"));
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(nobody_is_told_what_he_may_not_see_in_any_state),
		kit_test(every_field_can_be_hidden_or_masked),
		kit_test(a_denial_always_wins),
		kit_test(erased_is_gone_and_the_log_still_fits),
		cmocka_unit_test(masks_keep_what_tells_people_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
