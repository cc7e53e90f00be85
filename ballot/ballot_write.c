/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a round, answering, closing it. An answer is one event that says that this person has answered; the
 * answer itself goes into the box of the group and stands nowhere else. */
#include "ballot/ballot_in.h"

#include "store/store.h"

#include <string.h>

STMT(ballot_round_new,
     "INSERT INTO ballot_round(region, id, state, duty, person, opened, closed, title, body) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)");
STMT(ballot_box_new, "INSERT INTO ballot_box(region, round, grp, invited, n, sealed) VALUES($1, $2, $3, $4, 0, $5)");
STMT(ballot_invite_new, "INSERT INTO ballot_invite(region, round, person, grp, state) VALUES($1, $2, $3, $4, 0)");
STMT(ballot_invite_answered, "UPDATE ballot_invite SET state = 1 WHERE region = $1 AND round = $2 AND person = $3 AND state = 0");
STMT(ballot_invite_never, "UPDATE ballot_invite SET state = 2 WHERE region = $1 AND round = $2 AND state = 0");
STMT(ballot_box_put, "UPDATE ballot_box SET n = n + 1, sealed = $5 WHERE region = $1 AND round = $2 AND grp = $3 AND n = $4");
STMT(ballot_box_keep, "UPDATE ballot_box SET sealed = $5 WHERE region = $1 AND round = $2 AND grp = $3 AND n = $4");
STMT(ballot_still_open, "UPDATE ballot_round SET state = 1 WHERE region = $1 AND id = $2 AND state = 1");
STMT(ballot_round_close, "UPDATE ballot_round SET state = 2, closed = $3 WHERE region = $1 AND id = $2 AND state = 1");
const struct stmt *const ballot_stmts[] = {&ballot_round_new, &ballot_box_new, &ballot_invite_new, &ballot_invite_answered, &ballot_invite_never, &ballot_box_put,
	&ballot_box_keep, &ballot_still_open, &ballot_round_close, NULL};

#define TRIES 50 /* of an answer while others of the group answer */

static str hex_of(struct arena *a, str bytes)
{
	struct digest d;
	struct buf b;
	hash_bytes(HASH_SHA256, bytes.p, bytes.n, &d);
	buf_init(&b, a);
	hex_put(&b, d.b, sizeof d.b);
	return buf_str(&b);
}

/* ---- opening -------------------------------------------------------------------------------------- */
static err invited_fit(struct ctx *x, const struct ballot_rules *r, const struct ballot_invited *v, size_t *ret_n)
{
	struct person *all;
	size_t n, sum = 0;
	TRY(person_list(x, UINT32_MAX, &all, &n));
	for (size_t g = 0; g < r->n_groups; g++) {
		if (!v[g].n || v[g].n > BALLOT_PEOPLE_MOST)
			return fail(ERR_INPUT, "invite 1 to 500 people into the group “{0}”", r->groups[g].name);
		sum += v[g].n;
	}
	for (size_t i = 0; i < n; i++) {
		size_t times = 0;
		for (size_t g = 0; g < r->n_groups; g++)
			for (size_t k = 0; k < v[g].n; k++)
				times += v[g].people[k] == all[i].id;
		if (times > 1)
			return fail(ERR_INPUT, "{0} is invited twice; everybody answers once, in one group", all[i].name);
	}
	*ret_n = sum;
	return OK;
}

static int64_t leading_duty(const struct ctx *x)
{
	return x->actor.duties >> DUTY_ORGANISATION & 1 ? DUTY_ORGANISATION : DUTY_SUPERVISION;
}

static err open_rows(struct ctx *x, const struct ballot_rules *r, const struct ballot_invited *v, int64_t id, struct fact_row *rows, size_t *n)
{
	int64_t region = core_region(x->core);
	size_t cells = ballot_cells(r);
	int64_t *none = arena_new_n(x->arena, cells, int64_t);
	memset(none, 0, cells * sizeof *none);
	for (size_t g = 0; g < r->n_groups; g++) {
		str sealed;
		TRY(ballot_box_seal(x, id, (int)g, none, cells, &sealed));
		rows[(*n)++] = (struct fact_row){.stmt = &ballot_box_new, .one = true, .n = 5, .v = {V_INT(region), V_INT(id), V_INT((int64_t)g), V_INT((int64_t)v[g].n),
			V_BLOB(sealed)}};
		for (size_t i = 0; i < v[g].n; i++)
			rows[(*n)++] = (struct fact_row){.stmt = &ballot_invite_new, .one = true, .n = 4, .v = {V_INT(region), V_INT(id), V_INT(v[g].people[i]),
				V_INT((int64_t)g)}};
	}
	return OK;
}

err ballot_open(struct ctx *x, const struct ballot_rules *r, const struct ballot_invited *v, int64_t *ret)
{
	size_t n = 0, people = 0;
	if (!ballot_may_open(x))
		return fail(ERR_DENIED, "a ballot is opened by the supervision office or the organisation office");
	TRY(ballot_rules_fit(r));
	TRY(invited_fit(x, r, v, &people));
	int64_t id = store_new_id(core_store(x->core), x->now), region = core_region(x->core);
	str body = ballot_text(x->arena, r);
	struct fact_row *rows = arena_new_n(x->arena, people + r->n_groups + 1, struct fact_row);
	rows[n++] = (struct fact_row){.stmt = &ballot_round_new, .one = true, .n = 9, .v = {V_INT(region), V_INT(id), V_INT(BALLOT_OPEN), V_INT(leading_duty(x)),
		V_INT(x->actor.user), V_INT(x->now), V_INT(MS_NONE), V_TEXT(r->title), V_TEXT(body)}};
	TRY(open_rows(x, r, v, id, rows, &n));
	const struct fact facts[] = {{.name = S("rules"), .value = hex_of(x->arena, body)}};
	TRY(fact_of_district(x, S("ballot_open"), id, facts, COUNT_OF(facts), rows, n));
	*ret = id;
	return OK;
}

/* ---- answering --------------------------------------------------------------------------------------- */
static err grades_fit(const struct ballot_rules *r, const int *answers)
{
	size_t items = ballot_items(r), passed = 0;
	for (size_t s = 0; s < r->n_subjects; s++) {
		const int *of = answers + s * items;
		size_t none = 0;
		for (size_t i = 0; i < items; i++) {
			none += of[i] == BALLOT_PASS;
			if (of[i] >= (int)r->n_grades)
				return fail(ERR_INPUT, "there is no such grade");
			if (of[i] < BALLOT_PASS)
				return fail(ERR_INPUT, "grade every item of {0}, or say that you do not know enough", r->subjects[s]);
		}
		if (none && none < items)
			return fail(ERR_INPUT, "grade every item of {0}, or say that you do not know enough", r->subjects[s]);
		passed += none == items;
	}
	return passed == r->n_subjects ? fail(ERR_INPUT, "nothing is graded yet") : OK;
}

static err places_fit(const struct ballot_rules *r, const int *answers)
{
	for (size_t s = 0; s < r->n_subjects; s++) {
		if (answers[s] < 0 || answers[s] >= (int)r->n_subjects)
			return fail(ERR_INPUT, "give every one a place; {0} has none yet", r->subjects[s]);
		for (size_t k = 0; k < s; k++)
			if (answers[k] == answers[s])
				return fail(ERR_INPUT, "{0} and {1} have the same place; each place is given once", r->subjects[k], r->subjects[s]);
	}
	return OK;
}

static err answer_once(struct ctx *x, const struct ballot_round *round, const int *answers)
{
	const struct ballot_rules *r = &round->rules;
	size_t items = ballot_items(r), choices = ballot_choices(r), cells = ballot_cells(r);
	int64_t region = core_region(x->core), *counts;
	struct box *boxes;
	str sealed;
	TRY(boxes_read(x, round->id, r->n_groups, &boxes));
	const struct box *box = &boxes[round->group];
	TRY(ballot_box_open(x, round->id, round->group, box->sealed, cells, &counts));
	for (size_t k = 0; k < r->n_subjects * items; k++)
		if (answers[k] != BALLOT_PASS)
			counts[k * choices + (size_t)answers[k]]++;
	TRY(ballot_box_seal(x, round->id, round->group, counts, cells, &sealed));
	const struct fact_row rows[] = {
		{.stmt = &ballot_still_open, .one = true, .n = 2, .v = {V_INT(region), V_INT(round->id)}},
		{.stmt = &ballot_invite_answered, .one = true, .n = 3, .v = {V_INT(region), V_INT(round->id), V_INT(x->actor.user)}},
		{.stmt = &ballot_box_put, .one = true, .n = 5, .v = {V_INT(region), V_INT(round->id), V_INT(round->group), V_INT(box->n), V_BLOB(sealed)}},
	};
	return fact_of_district(x, S("ballot_answer"), round->id, NULL, 0, rows, COUNT_OF(rows));
}

err ballot_answer(struct ctx *x, int64_t id, const int *answers, size_t n)
{
	struct ballot_round round;
	err e = ERR_CONFLICT;
	if (x->hand.user)
		return fail(ERR_DENIED, "a ballot is answered by oneself, not on behalf of somebody");
	for (int i = 0; i < TRIES && e == ERR_CONFLICT; i++) {
		ctx_refresh(x);
		TRY(ballot_read(x, id, &round));
		const struct ballot_rules *r = &round.rules;
		if (round.group < 0)
			return fail(ERR_DENIED, "you are not invited to this ballot");
		if (round.done)
			return fail(ERR_CONFLICT, "you have answered this ballot already; an answer cannot be found again, so it cannot be changed");
		if (round.state != BALLOT_OPEN)
			return fail(ERR_CONFLICT, "this ballot is closed");
		if (n != r->n_subjects * ballot_items(r))
			return fail(ERR_INPUT, "nothing is graded yet");
		TRY(r->sort == BALLOT_RANK ? places_fit(r, answers) : grades_fit(r, answers));
		e = answer_once(x, &round, answers);
	}
	return e;
}

/* ---- closing ------------------------------------------------------------------------------------------ */
/* The boxes are sealed anew and what was overwritten is forgotten: no old state of a box is left to be compared. */
err ballot_close(struct ctx *x, int64_t id)
{
	struct ballot_round round;
	struct box *boxes;
	size_t n = 0;
	int64_t region = core_region(x->core);
	ctx_refresh(x);
	TRY(ballot_read(x, id, &round));
	if (!round.may)
		return fail(ERR_DENIED, "a ballot is closed by the office that leads it");
	if (round.state != BALLOT_OPEN)
		return fail(ERR_CONFLICT, "this ballot is closed");
	TRY(boxes_read(x, id, round.rules.n_groups, &boxes));
	struct fact_row rows[BALLOT_GROUPS_MOST + 2];
	struct fact facts[BALLOT_GROUPS_MOST];
	rows[n++] = (struct fact_row){.stmt = &ballot_round_close, .one = true, .n = 3, .v = {V_INT(region), V_INT(id), V_INT(x->now)}};
	rows[n++] = (struct fact_row){.stmt = &ballot_invite_never, .n = 2, .v = {V_INT(region), V_INT(id)}};
	for (size_t g = 0; g < round.rules.n_groups; g++) {
		int64_t *counts;
		str sealed;
		struct buf name;
		TRY(ballot_box_open(x, id, (int)g, boxes[g].sealed, ballot_cells(&round.rules), &counts));
		TRY(ballot_box_seal(x, id, (int)g, counts, ballot_cells(&round.rules), &sealed));
		buf_init(&name, x->arena);
		buf_fmt(&name, "box.%zu", g);
		facts[g] = (struct fact){.name = buf_str(&name), .value = hex_of(x->arena, sealed)};
		rows[n++] = (struct fact_row){.stmt = &ballot_box_keep, .one = true, .n = 5, .v = {V_INT(region), V_INT(id), V_INT((int64_t)g), V_INT(boxes[g].n), V_BLOB(sealed)}};
	}
	TRY(fact_of_district(x, S("ballot_close"), id, facts, round.rules.n_groups, rows, n));
	ctx_refresh(x);
	err forgotten = store_forget(core_store(x->core), "ballot_box"); /* somebody reads without a pause: it goes with the next */
	(void)forgotten;
	return OK;
}
