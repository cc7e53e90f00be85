/* SPDX-License-Identifier: Apache-2.0 */
/* A round of the canned district: id 1 waits for an answer, 2 is closed and one group is not shown; 3 ranks. The
 * markup in names must never come through. */
#include "fake_core.h"

#include "ballot/ballot.h"

static const struct ballot_named items[] = {{{"德<b>", 6}, 40}, {{"绩", 3}, 60}}, grades[] = {{{"好<b>", 6}, 10000}, {{"差", 3}, 5050}},
	groups[] = {{{"上级<b>", 9}, 60}, {{"同级", 6}, 40}};
static const str subjects[] = {{"甲<b>", 6}, {"乙", 3}};
static const struct ballot_rules rules = {.sort = BALLOT_GRADE, .title = {"测评<b>", 9}, .note = {"说明<b>", 9}, .subjects = subjects, .n_subjects = 2, .items = items, .n_items = 2,
	.grades = grades, .n_grades = 2, .groups = groups, .n_groups = 2, .least = 5, .trim = 1, .first = 100, .step = 3};

bool ballot_may_open(const struct ctx *x)
{
	return x->actor.duties >> DUTY_SUPERVISION & 1;
}

err ballot_waits(struct ctx *x, int64_t *ret)
{
	(void)x;
	*ret = 1;
	return OK;
}

err ballots_list(struct ctx *x, struct ballot_row **ret, size_t *ret_n)
{
	struct ballot_row *v = arena_new_n(x->arena, 2, struct ballot_row);
	v[0] = (struct ballot_row){2, S("测评<b>二"), BALLOT_CLOSED, FAKE_NOW, false, true};
	v[1] = (struct ballot_row){1, S("测评<b>"), BALLOT_OPEN, FAKE_NOW, true, true};
	*ret = v;
	*ret_n = 2;
	return OK;
}

err ballot_packs(struct ctx *x, const struct pack ***ret)
{
	static const struct setting source[] = {{.name = {"ballot_least", 12}, .source = {"[D] <b>", 7}}};
	static const struct pack one = {.name = {"canned", 6}, .label = {{"考核<b>", 9}, {"Canned", 6}}, .settings = source, .n_settings = 1};
	const struct pack **v = arena_new_n(x->arena, 2, const struct pack *);
	v[0] = &one;
	v[1] = NULL;
	*ret = v;
	return OK;
}

err ballot_defaults(struct ctx *x, const struct pack *p, struct ballot_rules *ret)
{
	(void)x;
	(void)p;
	*ret = rules;
	return OK;
}

err ballot_named_read(struct arena *a, str lines, int decimals, struct ballot_named **ret, size_t *ret_n)
{
	(void)a;
	(void)lines;
	(void)decimals;
	*ret = NULL;
	*ret_n = 0;
	return OK;
}

err ballot_people(struct ctx *x, str lines, int64_t **ret, size_t *ret_n)
{
	(void)x;
	(void)lines;
	*ret = NULL;
	*ret_n = 0;
	return OK;
}

err ballot_open(struct ctx *x, const struct ballot_rules *r, const struct ballot_invited *v, int64_t *ret)
{
	(void)x;
	(void)v;
	(void)ret;
	return fail(ERR_INPUT, "“{0}” stands there twice", r->title);
}

err ballot_read(struct ctx *x, int64_t id, struct ballot_round *ret)
{
	if (id > 3)
		return fail(ERR_NOTFOUND, "there is no such page");
	*ret = (struct ballot_round){.id = id, .person = 1, .state = id == 2 ? BALLOT_CLOSED : BALLOT_OPEN, .opened = FAKE_NOW, .closed = id == 2 ? FAKE_NOW : MS_NONE, .rules = rules,
		.invited = arena_new_n(x->arena, 2, int64_t), .answered = arena_new_n(x->arena, 2, int64_t), .group = 0, .done = id == 2, .may = true};
	ret->invited[0] = ret->invited[1] = 9;
	ret->answered[0] = 6;
	ret->answered[1] = 3;
	if (id == 3)
		ret->rules.sort = BALLOT_RANK;
	return OK;
}

err ballot_answer(struct ctx *x, int64_t id, const int *answers, size_t n)
{
	(void)x;
	(void)id;
	(void)answers;
	(void)n;
	return fail(ERR_INPUT, "grade every item of {0}, or say that you do not know enough", subjects[0]);
}

err ballot_close(struct ctx *x, int64_t id)
{
	(void)x;
	(void)id;
	return fail(ERR_CONFLICT, "this ballot is closed");
}

err ballot_result(struct ctx *x, int64_t id, struct ballot_result *ret)
{
	static const int64_t first[] = {5, 1, 4, 2, 3, 3, 6, 0}, second[] = {3, 0, 3, 0, 3, 0, 3, 0};
	static const int64_t *const counts[] = {first, second};
	(void)id;
	ballot_compute(x->arena, &rules, counts, ret);
	return OK;
}
