/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/people.h"

#include "ledger/ledger.h"

/* ---- lines -------------------------------------------------------------------- */
static void cut(str s, struct line *ret)
{
	str rest = s;
	char between = str_find(s, S("\t"), 0) >= 0 ? '\t' : ',';
	for (ret->n = 0; ret->n < COLUMNS - 1 && str_split(rest, between, &ret->column[ret->n], &rest); ret->n++)
		;
	ret->column[ret->n++] = rest;
	for (size_t i = 0; i < COLUMNS; i++)
		ret->column[i] = i < ret->n ? str_trim(ret->column[i]) : STR_NONE;
}

static err at_line(struct people *p, const char *file, int number, err e)
{
	struct buf said, where;
	buf_init(&said, p->arena);
	buf_init(&where, p->arena);
	fail_text(&said, p->lang);
	buf_fmt(&where, "%s:%d", file, number);
	return fail(e, "{0}: {1}", buf_str(&where), buf_str(&said));
}

err each_line(struct people *p, const char *file, str text, line_fn fn)
{
	str rest = text, one;
	struct line line;
	for (int number = 1; rest.n; number++) {
		if (!str_split(rest, '\n', &one, &rest)) {
			one = rest;
			rest = STR_NONE;
		}
		one = str_trim(one);
		if (!one.n || one.p[0] == '#' || str_ends(one, S(OUT_ID_HEADING))) /* the last: a heading of our own exports */
			continue;
		cut(one, &line);
		err e = fn(p, &line);
		if (e != OK)
			return at_line(p, file, number, e);
	}
	return OK;
}

/* ---- units -------------------------------------------------------------------- */
static err unit_id(struct people *p, str name, int64_t *ret)
{
	for (size_t i = 0; i < p->units.n; i++)
		if (str_eq(p->units.v[i].name, name)) {
			*ret = p->units.v[i].id;
			return OK;
		}
	TRY(unit_find(p->ctx, name, ret));
	return *ret ? OK : fail(ERR_INPUT, "there is no unit {0}; see the list of units", name);
}

err people_unit(struct people *p, const struct line *l)
{
	LIST(str) aliases = {0};
	struct unit_new unit = {.name = l->column[2], .short_name = l->column[3]};
	const str comma = S("、");
	int64_t order = 0, id;
	str rest = l->column[4];
	for (ptrdiff_t at; rest.n; rest = at < 0 ? STR_NONE : str_cut(rest, (size_t)at + comma.n, rest.n)) {
		at = str_find(rest, comma, 0);
		*list_push(p->arena, &aliases) = at < 0 ? rest : str_cut(rest, 0, (size_t)at);
	}
	if (!str_int(l->column[0], &order) || order < 0 || order > INT32_MAX)
		return fail(ERR_INPUT, "the order of a unit is a number");
	if (l->column[1].n)
		TRY(unit_id(p, l->column[1], &unit.parent));
	unit.aliases = aliases.v;
	unit.n_aliases = aliases.n;
	unit.order = (int)order;
	TRY(unit_add(p->ctx, &unit, &id));
	*list_push(p->arena, &p->units) = (struct unit_row){unit.short_name.n ? unit.short_name : unit.name, id};
	return OK;
}

/* ---- people ------------------------------------------------------------------- */
err people_duties(str names, uint32_t *ret)
{
	uint32_t set = 0;
	for (str head, rest = names; rest.n;) {
		int found = -1;
		if (!str_split(rest, ',', &head, &rest)) {
			head = rest;
			rest = STR_NONE;
		}
		for (int d = 0; d < DUTIES; d++)
			if (str_eq(str_of(duty_name((enum duty)d)), str_trim(head)))
				found = d;
		if (found < 0)
			return fail(ERR_USAGE, "there is no duty {0}; see docs/operate.md", head);
		set |= 1u << found;
	}
	*ret = set;
	return OK;
}

str people_password(struct arena *a)
{
	uint8_t bytes[10];
	struct buf b;
	random_bytes(bytes, sizeof bytes);
	buf_init(&b, a);
	hex_put(&b, bytes, sizeof bytes);
	return buf_str(&b);
}

err people_person(struct people *p, const struct line *l)
{
	struct user_new user = {.login = l->column[0], .name = l->column[2], .post = l->column[3], .demo = p->demo};
	int64_t id;
	TRY(unit_id(p, l->column[1], &user.unit));
	TRY(people_duties(l->column[4], &user.duties));
	if (!p->demo)
		user.password = people_password(p->arena), user.first = true;
	TRY(user_add(p->ctx, &user, &id));
	*list_push(p->arena, &p->people) = (struct actor_row){
		user.login, {.user = id, .unit = user.unit, .duties = user.duties, .name = user.name, .unit_name = l->column[1]}};
	if (!p->demo)
		buf_fmt(&p->said, STR_FMT "\t" STR_FMT "\n", STR_ARG(user.login), STR_ARG(user.password));
	return OK;
}

const struct actor *people_actor(const struct people *p, str login)
{
	for (size_t i = 0; i < p->people.n; i++)
		if (str_eq(p->people.v[i].login, login))
			return &p->people.v[i].actor;
	return NULL;
}
