/* SPDX-License-Identifier: Apache-2.0 */
/* One cell of a row as arguments of an action, or as findings. Here names become units and
 * people; which unit a name means may have been settled by hand. */
#include "ledger/import_in.h"

#include "base/words.h"
#include "ledger/out.h"

#include <string.h>

str said_in(struct ctx *x, const char *key, const str *args, size_t n)
{
	struct buf b;
	buf_init(&b, x->arena);
	word_fmt(&b, x->actor.lang, key, args, n);
	return buf_str(&b);
}

str fail_sentence(struct ctx *x)
{
	struct buf b;
	buf_init(&b, x->arena);
	fail_text(&b, x->actor.lang);
	return buf_str(&b);
}

void finding_add(struct planning *p, struct import_row *row, uint32_t column, str head, str sentence, bool wrong)
{
	struct import_finding *v = arena_new_n(p->x->arena, row->n_findings + 1, struct import_finding);
	for (size_t i = 0; i < row->n_findings; i++)
		v[i] = row->findings[i];
	v[row->n_findings++] = (struct import_finding){column, head, sentence, .said = S(""), .propose = S(""), .wrong = wrong};
	row->findings = v;
}

void arg_add(struct planning *p, struct import_row *row, const struct field *f, str value)
{
	struct arg *v = arena_new_n(p->x->arena, row->n_args + 1, struct arg);
	for (size_t i = 0; i < row->n_args; i++)
		v[i] = row->args[i];
	v[row->n_args++] = (struct arg){f->name, value};
	row->args = v;
}

/* ---- units -------------------------------------------------------------------------------------- */
static size_t shared_letters(str a, str b)
{
	size_t n = 0;
	for (size_t i = 0; i < a.n;) {
		size_t from = i;
		utf8_next(a, &i);
		n += str_find(b, str_cut(a, from, i), 0) >= 0;
	}
	return n;
}

static size_t likeness(const struct unit *u, str name)
{
	size_t best = shared_letters(name, u->name), other = shared_letters(name, u->short_name);
	return (best > other ? best : other) * 100 / (utf8_count(name) + 1);
}

#define LIKE_MOST 5

void unknown_add(struct planning *p, str name)
{
	for (size_t i = 0; i < p->unknown.n; i++)
		if (str_eq(p->unknown.v[i].name, name)) {
			p->unknown.v[i].rows++;
			return;
		}
	struct import_unknown *u = list_push(p->x->arena, &p->unknown);
	*u = (struct import_unknown){.name = name, .rows = 1, .like = arena_new_n(p->x->arena, LIKE_MOST, struct unit)};
	for (size_t least = 100; least >= 50 && u->n_like < LIKE_MOST; least -= 10)
		for (size_t i = 0; i < p->n_units && u->n_like < LIKE_MOST; i++) {
			size_t like = likeness(&p->units[i], name);
			if (p->units[i].active && like >= least && like < least + 10)
				u->like[u->n_like++] = p->units[i];
		}
}

static const struct import_name *settled(const struct planning *p, str name)
{
	const struct import_choices *c = &p->l->choices;
	for (size_t i = 0; i < c->n_names; i++)
		if (str_eq(c->names[i].name, name))
			return &c->names[i];
	return NULL;
}

static str id_text(struct arena *a, int64_t id)
{
	struct buf b;
	buf_init(&b, a);
	buf_int(&b, id);
	return buf_str(&b);
}

struct named {
	LIST(int64_t) ids;
};

static str pasted(struct arena *a, str one, str other)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, one), buf_add(&b, other);
	return buf_str(&b);
}

/* 区水务局和区自然资源局, where both are units; 住房和城乡建设局 is one. */
static err two_units(struct planning *p, str name, int64_t ret[2])
{
	static const char *const words[] = {"和", "与", "及", "以及"};
	ret[0] = ret[1] = 0;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		for (ptrdiff_t at = 0; (at = str_find(name, str_of(words[i]), (size_t)at)) >= 0; at++) {
			TRY(unit_find(p->x, str_cut(name, 0, (size_t)at), &ret[0]));
			TRY(unit_find(p->x, str_cut(name, (size_t)at + strlen(words[i]), name.n), &ret[1]));
			if (ret[0] && ret[1])
				return OK;
		}
	ret[0] = ret[1] = 0;
	return OK;
}

/* A name that a line break tears (区生态 环境分局), or two names in one. *ret_n: how many of m->several it was. */
static err units_torn(struct planning *p, const struct meaning *m, size_t at, struct named *ret, size_t *ret_n)
{
	int64_t id = 0, two[2];
	*ret_n = 0;
	if (at + 1 < m->n_several)
		TRY(unit_find(p->x, pasted(p->x->arena, m->several[at], m->several[at + 1]), &id));
	if (id) {
		*list_push(p->x->arena, &ret->ids) = id;
		*ret_n = 2;
		return OK;
	}
	TRY(two_units(p, m->several[at], two));
	for (size_t i = 0; two[0] && i < 2; i++)
		*list_push(p->x->arena, &ret->ids) = two[i];
	*ret_n = two[0] != 0;
	return OK;
}

static err units_of(struct planning *p, struct import_row *row, const struct ledger_column *c, const struct meaning *m, struct named *ret)
{
	for (size_t i = 0; i < m->n_several; i++) {
		const struct import_name *hand = settled(p, m->several[i]);
		int64_t id = 0;
		size_t torn;
		for (size_t k = 0; hand && k < hand->n_units; k++)
			*list_push(p->x->arena, &ret->ids) = hand->units[k];
		if (hand)
			continue;
		TRY(unit_find(p->x, m->several[i], &id));
		if (id) {
			*list_push(p->x->arena, &ret->ids) = id;
			continue;
		}
		TRY(units_torn(p, m, i, ret, &torn));
		if (torn) {
			i += torn - 1;
			continue;
		}
		str name = text_start(p->x->arena, m->several[i]);
		if (str_eq(name, m->several[i]))
			unknown_add(p, name);
		finding_add(p, row, c->at, c->head, said_in(p->x, W("there is no unit called “{0}” here; write its name as in the list of units, or say which one is meant"), &name, 1), true);
	}
	return OK;
}

static bool already(const struct import_row *row, str field, str value)
{
	for (size_t i = 0; i < row->n_args; i++)
		if (str_eq(row->args[i].field, field) && str_eq(row->args[i].value, value))
			return true;
	return false;
}

static void unit_arg(struct planning *p, struct import_row *row, const struct field *f, int64_t id)
{
	str value = id_text(p->x->arena, id);
	if (!already(row, f->name, value))
		arg_add(p, row, f, value);
}

/* Of several under 责任单位 the first leads and the others assist. */
static err plan_unit(struct planning *p, struct import_row *row, const struct ledger_column *c, const struct meaning *m)
{
	const struct kind *k = p->l->ledger.kind;
	const struct field *f = &k->fields[c->field];
	struct named named = {0};
	TRY(units_of(p, row, c, m, &named));
	for (size_t i = 0; i < named.ids.n; i++) {
		bool helps = i > 0 && c->field == k->lead && k->assist >= 0 && f->type == FIELD_UNIT;
		if (i > 0 && f->type == FIELD_UNIT && !helps) {
			finding_add(p, row, c->at, c->head, said_in(p->x, W("“{0}” takes one unit; leave one of them"), (const str[]){words2_in(&f->label, p->x->actor.lang)}, 1), true);
			return OK;
		}
		unit_arg(p, row, helps ? &k->fields[k->assist] : f, named.ids.v[i]);
	}
	return OK;
}

/* ---- people ---------------------------------------------------------------------------------------- */
static bool is_post(const struct planning *p, str s)
{
	const struct ledger_words *w = p->l->ledger.words;
	if (str_starts(s, S("(")) && str_ends(s, S(")")))
		s = str_cut(s, 1, s.n - 1);
	return !s.n || ledger_word_is(w, WORD_POST, s);
}

/* 马知行, 马知行副区长, 副区长马知行, 马知行（副区长） */
static bool is_called(const struct planning *p, str name, str said)
{
	str folded = ledger_fold(p->x->arena, said);
	if (!name.n || folded.n < name.n)
		return false;
	return (str_starts(folded, name) && is_post(p, str_cut(folded, name.n, folded.n))) ||
	       (str_ends(folded, name) && is_post(p, str_cut(folded, 0, folded.n - name.n)));
}

static size_t people_called(const struct planning *p, str said, int64_t *ret_id)
{
	size_t n = 0;
	for (size_t i = 0; i < p->n_people; i++)
		if (is_called(p, p->people[i].name, said)) {
			*ret_id = p->people[i].id;
			n++;
		}
	return n;
}

/* A phone or a post beside a name. */
static bool no_name(const struct planning *p, str s)
{
	str folded = ledger_fold(p->x->arena, s);
	size_t digits = 0;
	for (size_t i = 0; i < folded.n; i++)
		digits += folded.p[i] >= '0' && folded.p[i] <= '9';
	return digits >= 6 || is_post(p, folded);
}

static err plan_person(struct planning *p, struct import_row *row, const struct ledger_column *c, const struct meaning *m)
{
	const struct field *f = &p->l->ledger.kind->fields[c->field];
	int64_t id = 0;
	size_t n = 0, names = 0;
	str name = m->value;
	for (size_t i = 0; i < m->n_several; i++)
		if (!no_name(p, m->several[i]) && names++ == 0)
			name = m->several[i];
	n = people_called(p, name, &id);
	name = text_start(p->x->arena, name);
	if (names > 1)
		finding_add(p, row, c->at, c->head, said_in(p->x, W("“{0}” takes one person; leave one of them"), (const str[]){words2_in(&f->label, p->x->actor.lang)}, 1), true);
	else if (n == 1)
		arg_add(p, row, f, id_text(p->x->arena, id));
	else
		finding_add(p, row, c->at, c->head, said_in(p->x, n ? W("there are several people called “{0}”; leave this cell empty and choose the person afterwards")
			: W("there is nobody called “{0}” here; write the name as in the list of people, or leave it empty"), &name, 1), true);
	return OK;
}

/* ---- all ---------------------------------------------------------------------------------------------- */
static bool has_column(const struct planning *p, int field)
{
	return ledger_column_of(&p->l->ledger, field) != NULL;
}

/* 9月中旬: its day is inferred, so what was written is kept beside it. */
static void keep_as_written(struct planning *p, struct import_row *row, const struct ledger_column *c, const struct meaning *m)
{
	const struct kind *k = p->l->ledger.kind;
	if (c->field == k->due && k->due_text >= 0 && m->as_written.n && !has_column(p, k->due_text))
		arg_add(p, row, &k->fields[k->due_text], m->as_written);
}

static err plan_plain(struct planning *p, struct import_row *row, const struct ledger_column *c, const struct meaning *m)
{
	const struct field *f = &p->l->ledger.kind->fields[c->field];
	str value;
	if (!m->value.n)
		return OK;
	err e = field_read(p->x, f, m->value, &value);
	if (e == ERR_IO || e == ERR_BUSY)
		return e;
	if (e != OK)
		finding_add(p, row, c->at, c->head, fail_sentence(p->x), true);
	else
		arg_add(p, row, f, value);
	return OK;
}

#define DITTO_ROWS 500 /* so far 同上 is followed */

static const struct cell *cell_of(const struct sheet *s, uint32_t row, uint32_t column)
{
	const struct merged *joined = sheet_merge(s, row, column);
	return joined ? sheet_at(s, joined->row, joined->column) : sheet_at(s, row, column);
}

static bool is_ditto(const struct planning *p, const struct cell *c)
{
	return c && c->kind == CELL_TEXT && c->text.n <= 12 && ledger_word_is(p->l->ledger.words, WORD_DITTO, ledger_fold(p->x->arena, c->text));
}

/* 同上, 〃: what the cell above says. */
static const struct cell *cell_meant(const struct planning *p, uint32_t row, uint32_t column)
{
	const struct cell *c = cell_of(p->l->ledger.sheet, row, column), *first = c;
	uint32_t least = p->l->ledger.head_to > row - (row < DITTO_ROWS ? row : DITTO_ROWS) ? p->l->ledger.head_to : row - DITTO_ROWS;
	while (is_ditto(p, c) && row > least)
		c = cell_of(p->l->ledger.sheet, --row, column);
	return c && !is_ditto(p, c) ? c : first;
}

/* As mended on the page, else as the sheet has it; what a merge says holds in all its rows. */
static const struct cell *cell_here(const struct planning *p, const struct import_row *row, const struct ledger_column *c)
{
	const struct import_choices *k = &p->l->choices;
	for (size_t i = 0; i < k->n_cells; i++)
		if (k->cells[i].row == row->at && k->cells[i].column == c->at) {
			struct cell *mended = arena_new(p->x->arena, struct cell);
			*mended = (struct cell){row->at, c->at, CELL_TEXT, .text = k->cells[i].value, .format = S("")};
			return mended;
		}
	const struct cell *cell = cell_meant(p, row->at, c->at);
	if (!cell || p->l->book.sort != FILE_TEXT)
		return cell;
	struct cell *plain = arena_new(p->x->arena, struct cell); /* '=1 of a list that went out is =1 */
	*plain = *cell;
	plain->text = csv_plain(cell->text);
	return plain;
}

err cell_take(struct planning *p, struct import_row *row, const struct ledger_column *c, const struct meaning *m)
{
	enum field_type type = p->l->ledger.kind->fields[c->field].type;
	keep_as_written(p, row, c, m);
	if (m->none || (!m->value.n && !m->n_several))
		return OK;
	if (type == FIELD_UNIT || type == FIELD_UNITS)
		return plan_unit(p, row, c, m);
	return type == FIELD_PERSON ? plan_person(p, row, c, m) : plan_plain(p, row, c, m);
}

/* What a cell may have meant that names no year, or no day but “at once”: this year, today. */
static str proposal(struct planning *p, const struct ledger_column *c, const struct cell *cell, const struct meaning *m)
{
	struct ledger now = p->l->ledger;
	struct meaning again;
	struct buf b;
	if (m->propose.n || !cell || (m->fault != CELL_ASK_YEAR && m->fault != CELL_NO_DATE))
		return m->propose;
	if (m->fault == CELL_ASK_YEAR) {
		now.year = day_civil(zone_day(core_zone(p->x->core), p->x->now)).year;
		cell_mean(p->x->arena, &now, c, cell, &again);
		return again.fault == CELL_FINE ? again.value : S("");
	}
	if (!ledger_word_is(now.words, WORD_AT_ONCE, ledger_fold(p->x->arena, cell->text)))
		return S("");
	buf_init(&b, p->x->arena);
	day_put(&b, zone_day(core_zone(p->x->core), p->x->now));
	return buf_str(&b);
}

static err cell_means(struct planning *p, struct import_row *row, const struct ledger_column *c, const struct cell *cell)
{
	const struct ledger *l = &p->l->ledger;
	const struct field *f = &l->kind->fields[c->field];
	struct meaning m;
	cell_mean(p->x->arena, l, c, cell, &m);
	m.propose = proposal(p, c, cell, &m);
	p->l->asks_measure |= m.fault == CELL_ASK_MEASURE;
	if (m.fault != CELL_FINE) {
		finding_add(p, row, c->at, c->head, cell_sentence(p->x->arena, p->x->actor.lang, c, f, cell, &m), true);
		row->findings[row->n_findings - 1].propose = m.propose;
		return OK;
	}
	return cell_take(p, row, c, &m);
}

err cell_plan(struct planning *p, struct import_row *row, const struct ledger_column *c)
{
	const struct cell *cell = cell_here(p, row, c);
	size_t before = row->n_findings;
	TRY(cell_means(p, row, c, cell));
	for (size_t i = before; cell && i < row->n_findings; i++)
		row->findings[i].said = cell->text;
	return OK;
}
