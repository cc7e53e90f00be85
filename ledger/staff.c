/* SPDX-License-Identifier: Apache-2.0 */
/* A workbook of units and people: which cell is what, and what of it is new here. */
#include "ledger/staff.h"

#include <string.h>

#include "ledger/import_in.h"

extern const char ledger_staff_tsv[];
extern const size_t ledger_staff_tsv_n;

#define LOOK_ROWS 40 /* a heading stands near the top */
#define NAME_MOST 200

static const char *const column_names[STAFF_COLUMNS] = {"unit", "short", "above", "order", "name", "belongs", "post", "role", "login", "phone"};

/* ---- words ------------------------------------------------------------------------------------ */
static bool line_of(str sort, str *ret)
{
	str rest = {ledger_staff_tsv, ledger_staff_tsv_n}, one, name;
	while (str_split(rest, '\n', &one, &rest))
		if (str_split(one, '\t', &name, ret) && str_eq(name, sort))
			return true;
	return false;
}

/* 0: it is not; the first words fit best. */
static int word_fit(struct arena *a, str sort, str folded)
{
	str rest, one;
	int at = 100;
	if (!folded.n || !line_of(sort, &rest))
		return 0;
	for (bool more = true; more; at--) {
		more = str_split(rest, ' ', &one, &rest);
		if (str_eq(ledger_fold(a, more ? one : rest), folded))
			return at;
	}
	return 0;
}

static bool duty_of(struct arena *a, str word, enum duty *ret)
{
	for (int d = 0; d < DUTIES; d++) {
		struct buf b;
		buf_init(&b, a);
		buf_fmt(&b, "duty.%s", duty_name((enum duty)d));
		if (word_fit(a, buf_str(&b), word) || str_eq(word, str_of(duty_name((enum duty)d)))) {
			*ret = (enum duty)d;
			return true;
		}
	}
	return false;
}

/* ---- the heading -------------------------------------------------------------------------------- */
struct heading {
	uint32_t row;
	bool people;
	uint32_t at[STAFF_COLUMNS]; /* UINT32_MAX: no such column */
	size_t fits;
};
static bool belongs_to(bool people, int column)
{
	return people ? column >= STAFF_NAME : column < STAFF_NAME;
}

static struct heading heading_at(struct arena *a, const struct sheet *s, uint32_t row, bool people)
{
	struct heading h = {.row = row, .people = people};
	int best[STAFF_COLUMNS] = {0};
	for (int k = 0; k < STAFF_COLUMNS; k++)
		h.at[k] = UINT32_MAX;
	for (uint32_t c = 0; c < s->n_columns && c < 60; c++) {
		str text = ledger_fold(a, sheet_text(s, row, c));
		int column = -1, fit = 0;
		for (int k = 0; k < STAFF_COLUMNS; k++) {
			int one = belongs_to(people, k) ? word_fit(a, str_of(column_names[k]), text) : 0;
			if (one > fit) {
				fit = one;
				column = k;
			}
		}
		if (fit > 0 && fit > best[column]) {
			h.fits += best[column] == 0;
			best[column] = fit;
			h.at[column] = c;
		}
	}
	bool whole = people ? h.at[STAFF_NAME] != UINT32_MAX : h.at[STAFF_UNIT] != UINT32_MAX;
	if (!whole || h.fits < 2)
		h.fits = 0;
	return h;
}

static struct heading heading_find(struct arena *a, const struct sheet *s)
{
	struct heading best = {.row = UINT32_MAX};
	for (uint32_t r = 0; r < s->n_rows && r < LOOK_ROWS; r++)
		for (int people = 1; people >= 0; people--) {
			struct heading h = heading_at(a, s, r, people != 0);
			if (h.fits > best.fits)
				best = h;
		}
	return best;
}

/* ---- planning --------------------------------------------------------------------------------------- */
struct reading {
	struct ctx *x;
	struct staff_look *l;
	struct unit *units;
	size_t n_units;
	struct account_row *people;
	size_t n_people;
	bool *met; /* of people: he stands in the workbook */
	LIST(str) named; /* units of the workbook, wherever they stand in it */
	LIST(struct staff_row) rows;
};
typedef LIST(struct staff_finding) finding_list;
typedef LIST(struct staff_diff) diff_list;

static void find(struct reading *p, finding_list *f, const struct heading *h, int column, bool wrong, const char *key, str what)
{
	uint32_t at = column >= 0 && h->at[column] != UINT32_MAX ? h->at[column] : CELL_MARK_ROW;
	*list_push(p->x->arena, f) = (struct staff_finding){at, said_in(p->x, key, &what, 1), wrong};
}

static void differ(struct reading *p, diff_list *d, enum staff_column c, str before, str after)
{
	if (!str_eq(before, after))
		*list_push(p->x->arena, d) = (struct staff_diff){c, before, after};
}

static const struct unit *unit_by_id(const struct reading *p, int64_t id)
{
	for (size_t i = 0; i < p->n_units; i++)
		if (p->units[i].id == id)
			return &p->units[i];
	return NULL;
}

static str name_of(const struct reading *p, int64_t unit)
{
	const struct unit *u = unit_by_id(p, unit);
	return u ? u->name : S("");
}

static bool new_unit(const struct reading *p, str name)
{
	for (size_t i = 0; i < p->rows.n; i++)
		if (!p->rows.v[i].person && !p->rows.v[i].id && (str_eq(p->rows.v[i].v[STAFF_UNIT], name) || str_eq(p->rows.v[i].v[STAFF_SHORT], name)))
			return true;
	return false;
}

/* A unit that is here or stands in the workbook; *ret_id 0: it is new. */
static err unit_known(struct reading *p, str name, int64_t *ret_id, bool *ret_known)
{
	TRY(unit_find(p->x, name, ret_id));
	*ret_known = *ret_id != 0;
	for (size_t i = 0; i < p->named.n && !*ret_known; i++)
		*ret_known = str_eq(p->named.v[i], name);
	return OK;
}

static err plan_unit(struct reading *p, const struct heading *h, struct staff_row *r, finding_list *f, diff_list *d)
{
	int64_t above = 0, order = 0;
	bool known = true;
	const struct unit *u = unit_by_id(p, r->id);
	if (r->v[STAFF_UNIT].n > NAME_MOST)
		find(p, f, h, STAFF_UNIT, true, W("“{0}” is too long for the name of a unit: at most 60 characters"), r->v[STAFF_UNIT]);
	if (r->v[STAFF_ABOVE].n)
		TRY(unit_known(p, r->v[STAFF_ABOVE], &above, &known));
	if (!known)
		find(p, f, h, STAFF_ABOVE, true, W("there is no unit called “{0}”, here or in this workbook; mend the name or add a row for it"), r->v[STAFF_ABOVE]);
	if (r->v[STAFF_ORDER].n && (!str_int(r->v[STAFF_ORDER], &order) || order < 0 || order > 99999))
		find(p, f, h, STAFF_ORDER, true, W("“{0}” is not a place in the order of units; write a whole number"), r->v[STAFF_ORDER]);
	r->order = r->v[STAFF_ORDER].n ? (int)order : u ? u->order : 0;
	if (!u)
		return OK;
	struct buf b;
	buf_init(&b, p->x->arena);
	buf_int(&b, u->order);
	if (r->v[STAFF_ORDER].n && r->order != u->order)
		differ(p, d, STAFF_ORDER, buf_str(&b), r->v[STAFF_ORDER]);
	if (h->at[STAFF_ABOVE] == UINT32_MAX)
		r->v[STAFF_ABOVE] = name_of(p, u->parent);
	else if (known && above != u->parent)
		differ(p, d, STAFF_ABOVE, name_of(p, u->parent), r->v[STAFF_ABOVE]);
	if (h->at[STAFF_SHORT] == UINT32_MAX || !r->v[STAFF_SHORT].n)
		r->v[STAFF_SHORT] = u->short_name;
	differ(p, d, STAFF_SHORT, u->short_name, r->v[STAFF_SHORT]);
	return OK;
}

/* Who it is: by the sign-in name, else by name and unit, else by the name alone. */
static void person_match(struct reading *p, const struct heading *h, struct staff_row *r, int64_t unit, finding_list *f)
{
	size_t found = 0, at = 0;
	for (int round = r->v[STAFF_LOGIN].n ? 0 : 1; round < 3 && !found; round++) {
		if (r->v[STAFF_LOGIN].n && round > 0)
			break;
		for (size_t i = 0; i < p->n_people; i++) {
			const struct account_row *a = &p->people[i];
			bool same = round == 0 ? str_eq(a->login, r->v[STAFF_LOGIN]) : a->active && str_eq(a->name, r->v[STAFF_NAME]) && (round == 2 || a->unit == unit);
			if (same && ++found)
				at = i;
		}
	}
	if (found > 1)
		find(p, f, h, STAFF_NAME, true, W("several people here are called “{0}”; write their sign-in names into the workbook"), r->v[STAFF_NAME]);
	if (found != 1)
		return;
	r->id = p->people[at].id;
	if (p->met[at])
		find(p, f, h, STAFF_NAME, true, W("“{0}” stands in this workbook twice; leave one of the rows"), r->v[STAFF_NAME]);
	p->met[at] = true;
	if (!str_eq(p->people[at].name, r->v[STAFF_NAME]))
		find(p, f, h, STAFF_LOGIN, true, W("this sign-in name belongs to “{0}”; mend the name or the sign-in name"), p->people[at].name);
	if (!p->people[at].active)
		find(p, f, h, STAFF_NAME, true, W("the account of “{0}” is disabled; enable it first on the page of people, or leave the row out"), r->v[STAFF_NAME]);
}

static void plan_duties(struct reading *p, const struct heading *h, struct staff_row *r, finding_list *f)
{
	str rest = r->v[STAFF_ROLE], none = ledger_fold(p->x->arena, rest);
	if (!none.n || word_fit(p->x->arena, S("none"), none))
		return;
	const str comma = S("、");
	for (ptrdiff_t at; rest.n; rest = at < 0 ? S("") : str_cut(rest, (size_t)at + comma.n, rest.n)) {
		enum duty d;
		at = str_find(rest, comma, 0);
		str one = ledger_fold(p->x->arena, at < 0 ? rest : str_cut(rest, 0, (size_t)at));
		if (!one.n || duty_of(p->x->arena, one, &d))
			r->duties |= one.n ? 1u << d : 0;
		else
			find(p, f, h, STAFF_ROLE, true, W("“{0}” is not one of the roles: 督查室, 联络员, 单位负责人, 包联领导, 诉求中心, 统计, 生态环境"), one);
	}
	if (r->duties && p->x->actor.user && !r->id) {
		find(p, f, h, STAFF_ROLE, false, W("the role “{0}” is given by the security administrator, after the workbook was taken in"), r->v[STAFF_ROLE]);
		r->duties = 0;
	}
}

static bool login_twice(const struct reading *p, str login)
{
	for (size_t i = 0; i < p->rows.n; i++)
		if (p->rows.v[i].person && str_eq(p->rows.v[i].v[STAFF_LOGIN], login))
			return true;
	return false;
}

static err plan_person(struct reading *p, const struct heading *h, struct staff_row *r, finding_list *f, diff_list *d)
{
	int64_t unit = 0;
	bool known = false;
	str login = r->v[STAFF_LOGIN];
	if (r->v[STAFF_BELONGS].n)
		TRY(unit_known(p, r->v[STAFF_BELONGS], &unit, &known));
	if (r->v[STAFF_BELONGS].n && !known)
		find(p, f, h, STAFF_BELONGS, true, W("there is no unit called “{0}”, here or in this workbook; mend the name or add a row for it"), r->v[STAFF_BELONGS]);
	person_match(p, h, r, unit, f);
	plan_duties(p, h, r, f);
	if (!r->id && !f->n && !login.n)
		find(p, f, h, STAFF_LOGIN, true, W("“{0}” is new and needs a sign-in name"), r->v[STAFF_NAME]);
	if (login.n > 64)
		find(p, f, h, STAFF_LOGIN, true, W("the sign-in name “{0}” is longer than 64 letters"), login);
	if (login.n && !r->id && login_twice(p, login))
		find(p, f, h, STAFF_LOGIN, true, W("the sign-in name “{0}” stands in this workbook twice"), login);
	if (!r->v[STAFF_BELONGS].n && !r->id)
		find(p, f, h, STAFF_BELONGS, true, W("“{0}” is new and needs a unit"), r->v[STAFF_NAME]);
	for (size_t i = 0; i < p->n_people; i++) {
		const struct account_row *a = &p->people[i];
		if (a->id != r->id || !r->id)
			continue;
		if (!r->v[STAFF_BELONGS].n)
			r->v[STAFF_BELONGS] = name_of(p, a->unit);
		else if (known && unit != a->unit)
			differ(p, d, STAFF_BELONGS, name_of(p, a->unit), r->v[STAFF_BELONGS]);
		if (h->at[STAFF_POST] == UINT32_MAX)
			r->v[STAFF_POST] = a->post;
		differ(p, d, STAFF_POST, a->post, r->v[STAFF_POST]);
	}
	return OK;
}

static bool blank(const struct sheet *s, uint32_t row)
{
	size_t from, to;
	sheet_row(s, row, &from, &to);
	return from == to;
}

static bool is_foot(struct arena *a, const struct sheet *s, uint32_t row)
{
	const struct ledger_words *w = ledger_words_built_in();
	size_t from, to;
	sheet_row(s, row, &from, &to);
	str first = ledger_fold(a, s->cells[from].text);
	return ledger_word_is(w, WORD_TOTAL, first) || ledger_word_is(w, WORD_SUBTOTAL, first) || ledger_word_is(w, WORD_NOTE, first) ||
	       (to - from == 1 && s->n_columns > 2);
}

static err plan_row(struct reading *p, size_t sheet, const struct heading *h, uint32_t at)
{
	const struct sheet *s = &p->l->book.sheets[sheet];
	struct staff_row r = {.sheet = sheet, .at = at, .person = h->people};
	finding_list f = {0};
	diff_list d = {0};
	for (int k = 0; k < STAFF_COLUMNS; k++)
		r.v[k] = h->at[k] == UINT32_MAX ? S("") : str_dup(p->x->arena, str_trim(sheet_text(s, at, h->at[k])));
	enum staff_column main = h->people ? STAFF_NAME : STAFF_UNIT;
	if (is_foot(p->x->arena, s, at))
		return OK;
	if (!r.v[main].n) {
		find(p, &f, h, main, true, W("a name is missing here"), S(""));
	} else if (h->people) {
		TRY(plan_person(p, h, &r, &f, &d));
	} else {
		TRY(unit_find(p->x, r.v[STAFF_UNIT], &r.id));
		if (!r.id && new_unit(p, r.v[STAFF_UNIT]))
			find(p, &f, h, main, true, W("“{0}” stands in this workbook twice; leave one of the rows"), r.v[main]);
		TRY(plan_unit(p, h, &r, &f, &d));
	}
	bool wrong = false;
	for (size_t i = 0; i < f.n; i++)
		wrong |= f.v[i].wrong;
	r.findings = f.v;
	r.n_findings = f.n;
	r.diffs = d.v;
	r.n_diffs = d.n;
	r.sort = wrong ? STAFF_WRONG : !r.id ? STAFF_NEW : d.n ? STAFF_CHANGED : STAFF_SAME;
	p->l->counts[r.person][r.sort]++;
	if (p->rows.n >= STAFF_MOST)
		return fail(ERR_LIMIT, "at most {0} rows can be taken in at once; do it in parts", S("5000"));
	*list_push(p->x->arena, &p->rows) = r;
	return OK;
}

static void name_units(struct reading *p)
{
	for (size_t i = 0; i < p->l->book.n_sheets; i++) {
		const struct sheet *s = &p->l->book.sheets[i];
		struct heading h = heading_find(p->x->arena, s);
		for (uint32_t r = h.row + 1; h.fits && !h.people && r < s->n_rows; r++)
			for (int k = STAFF_UNIT; k <= STAFF_SHORT; k++)
				if (h.at[k] != UINT32_MAX && sheet_text(s, r, h.at[k]).n)
					*list_push(p->x->arena, &p->named) = str_trim(sheet_text(s, r, h.at[k]));
	}
}

static err read_sheets(struct reading *p, bool people, size_t *found)
{
	const struct workbook *w = &p->l->book;
	for (size_t i = 0; i < w->n_sheets; i++) {
		const struct sheet *s = &w->sheets[i];
		struct heading h = heading_find(p->x->arena, s);
		if (!h.fits || h.people != people || s->hidden)
			continue;
		p->l->header[i] = h.row;
		++*found;
		for (uint32_t r = h.row + 1; r < s->n_rows; r++)
			if (!blank(s, r) && !(sheet_row_hidden(s, r)))
				TRY(plan_row(p, i, &h, r));
	}
	return OK;
}

/* ---- who is not in it ------------------------------------------------------------------------------------ */
static bool covers(const struct reading *p, int64_t unit)
{
	for (size_t i = 0; i < p->rows.n; i++) {
		int64_t id = 0;
		if (p->rows.v[i].person && unit_find(p->x, p->rows.v[i].v[STAFF_BELONGS], &id) == OK && id == unit)
			return true;
	}
	return false;
}

static err leavers_find(struct reading *p)
{
	const uint32_t admins = 1u << DUTY_SYSTEM | 1u << DUTY_SECURITY | 1u << DUTY_AUDIT;
	LIST(struct staff_leaver) l = {0};
	for (size_t i = 0; i < p->n_people; i++) {
		const struct account_row *a = &p->people[i];
		if (p->met[i] || !a->active || (a->duties & admins) || a->id == p->x->actor.user || !covers(p, a->unit))
			continue;
		struct staff_leaver one = {.id = a->id, .name = a->name, .login = a->login, .unit_name = a->unit_name};
		TRY(staff_tasks(p->x, a->id, &one.tasks, &one.numbers));
		*list_push(p->x->arena, &l) = one;
	}
	p->l->leavers = l.v;
	p->l->n_leavers = l.n;
	return OK;
}

err staff_look(struct ctx *x, const struct decoder *decoder, str name, str bytes, struct staff_look *ret)
{
	struct staff_look l = {0};
	struct reading p = {.x = x, .l = &l};
	size_t found = 0;
	int64_t next;
	TRY(decoder ? workbook_decode(x->arena, decoder, bytes, name, &l.book) : workbook_read(x->arena, bytes, name, &l.book));
	TRY(unit_list(x, &p.units, &p.n_units));
	TRY(account_list(x, &(struct account_query){0}, &p.people, &p.n_people, &next));
	p.met = arena_new_n(x->arena, p.n_people, bool);
	l.header = arena_new_n(x->arena, l.book.n_sheets, uint32_t);
	for (size_t i = 0; i < l.book.n_sheets; i++)
		l.header[i] = UINT32_MAX;
	name_units(&p);
	TRY(read_sheets(&p, false, &found));
	TRY(read_sheets(&p, true, &found));
	if (!found)
		return fail(ERR_INPUT, "no heading was found: units need 单位名称 with 简称, 上级单位 or 机构序; people need 姓名 with 单位 and 登录名");
	l.rows = p.rows.v;
	l.n_rows = p.rows.n;
	TRY(leavers_find(&p));
	*ret = l;
	return OK;
}

/* ---- taking it in --------------------------------------------------------------------------------------------- */
static err is_leaver(const struct staff_look *l, int64_t id)
{
	for (size_t i = 0; i < l->n_leavers; i++)
		if (l->leavers[i].id == id)
			return OK;
	return fail(ERR_CONFLICT, "the people have changed meanwhile; look at the workbook again");
}

err staff_commit(struct ctx *x, const struct decoder *decoder, str name, str bytes, const int64_t *leavers, size_t n, struct staff_link **ret, size_t *ret_n)
{
	struct staff_look l;
	TRY(staff_look(x, decoder, name, bytes, &l));
	struct staff_unit *units = arena_new_n(x->arena, l.n_rows, struct staff_unit);
	struct staff_person *people = arena_new_n(x->arena, l.n_rows, struct staff_person);
	struct staff_set set = {.units = units, .people = people, .leavers = leavers, .n_leavers = n, .source = name};
	if (l.counts[0][STAFF_WRONG] + l.counts[1][STAFF_WRONG])
		return fail(ERR_INPUT, "some rows are wrong still; mend them in the workbook and send it again");
	for (size_t i = 0; i < n; i++)
		TRY(is_leaver(&l, leavers[i]));
	for (size_t i = 0; i < l.n_rows; i++) {
		const struct staff_row *r = &l.rows[i];
		if (r->sort != STAFF_NEW && r->sort != STAFF_CHANGED)
			continue;
		if (r->person)
			people[set.n_people++] = (struct staff_person){.id = r->id, .unit = r->v[STAFF_BELONGS], .login = r->v[STAFF_LOGIN],
				.name = r->v[STAFF_NAME], .post = r->v[STAFF_POST], .duties = r->id ? 0 : r->duties};
		else
			units[set.n_units++] = (struct staff_unit){.id = r->id, .name = r->v[STAFF_UNIT], .short_name = r->v[STAFF_SHORT],
				.above = r->v[STAFF_ABOVE], .order = r->order};
	}
	return staff_take(x, &set, ret, ret_n);
}

/* ---- with its mistakes marked --------------------------------------------------------------------------------------- */
err staff_marked(struct ctx *x, const struct decoder *decoder, str name, str bytes, str *ret_name, str *ret_bytes)
{
	struct staff_look l;
	enum file_sort sort;
	LIST(struct cell_mark) marks = {0};
	TRY(staff_look(x, decoder, name, bytes, &l));
	for (size_t s = 0; s < l.book.n_sheets; s++)
		for (size_t i = 0; i < l.n_rows; i++)
			for (size_t k = 0; l.rows[i].sheet == s && k < l.rows[i].n_findings; k++) {
				const struct staff_finding *f = &l.rows[i].findings[k];
				size_t at = marks.n;
				list_push(x->arena, &marks);
				for (; at > 0 && marks.v[at - 1].sheet == s && marks.v[at - 1].row == l.rows[i].at && marks.v[at - 1].column > f->column; at--)
					marks.v[at] = marks.v[at - 1];
				marks.v[at] = (struct cell_mark){(uint32_t)s, l.rows[i].at, f->column, f->sentence};
			}
	const struct marking m = {.marks = marks.v, .n_marks = marks.n, .heading = said_in(x, W("What is wrong"), NULL, 0), .header_row = l.header,
		.n_sheets = l.book.n_sheets};
	TRY(decoder ? workbook_mark_decode(x->arena, decoder, bytes, name, &m, ret_bytes, &sort) : workbook_mark(x->arena, bytes, name, &m, ret_bytes, &sort));
	*ret_name = str_ends(name, S(".xls")) ? S("staff.xls") : S("staff.xlsx");
	return OK;
}

bool staff_is(str bytes)
{
	static const str heads[] = {S("单位名称"), S("姓名"), S("机构名称"), S("单位全称")};
	str line, rest;
	if (str_starts(bytes, S("PK\x03\x04")) || str_starts(bytes, S("\xd0\xcf\x11\xe0")))
		return true;
	if (!str_split(bytes, '\n', &line, &rest))
		line = bytes;
	if (str_starts(line, S("#")) || str_ends(str_trim(line), S("luoshi-id"))) /* remarks, and lists that Luoshi made */
		return false;
	for (size_t i = 0; i < COUNT_OF(heads); i++)
		if (str_find(line, heads[i], 0) >= 0)
			return true;
	return false;
}

str staff_links_csv(struct arena *a, enum lang lang, str base, const struct staff_link *v, size_t n)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, STR_FMT "\t" STR_FMT "\t" STR_FMT "\n", STR_ARG(word(lang, W("Sign-in name"))), STR_ARG(word(lang, W("Name"))),
		STR_ARG(word(lang, W("One-time link"))));
	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, STR_FMT "\t" STR_FMT "\t" STR_FMT STR_FMT "\n", STR_ARG(v[i].login), STR_ARG(v[i].name), STR_ARG(base), STR_ARG(v[i].secret));
	return buf_str(&b);
}
