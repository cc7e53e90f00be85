/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of a round: what the settings of a pack begin with, what people type, and the text that is frozen. */
#include "ballot/ballot_in.h"

#include "base/limits.h"

#include <string.h>

#define NAME_MOST 120
#define TITLE_MOST 200
#define NOTE_MOST 2000
#define WEIGHT_MOST 1000
#define ANSWERS_MOST 400    /* of one person: they come in one form */
#define POINTS_MOST 100000 /* hundredths */

const char *const ballot_sort_names[] = {"grade", "rank", NULL};

/* ---- what people type --------------------------------------------------------------------------- */
/* "name 45", "name:45", "name：45" */
static bool split_value(str line, str *ret_name, str *ret_value)
{
	size_t at = line.n;
	while (at && line.p[at - 1] != ' ' && line.p[at - 1] != ':' && line.p[at - 1] != '\t' && (unsigned char)line.p[at - 1] < 0x80)
		at--;
	*ret_value = str_cut(line, at, line.n);
	str name = str_trim(str_cut(line, 0, at));
	if (str_ends(name, S(":")))
		name.n--;
	else if (str_ends(name, S("：")))
		name.n -= S("：").n;
	*ret_name = str_trim(name);
	return at > 0 && ret_name->n && ret_value->n;
}

err ballot_named_read(struct arena *a, str lines, int decimals, struct ballot_named **ret, size_t *ret_n)
{
	LIST(struct ballot_named) l = {0};
	str line, rest = lines;
	for (bool more = true; more;) {
		struct dec d;
		struct ballot_named one;
		str value;
		more = str_split(rest, '\n', &line, &rest);
		if (!more)
			line = rest;
		line = str_trim(line);
		if (!line.n)
			continue;
		if (!split_value(line, &one.name, &value) || !dec_parse(value, &d) || d.scale > decimals || !dec_round(d, decimals, ROUND_DOWN, &d))
			return fail(ERR_INPUT, "“{0}” is not a name and a number; write a line like {1}", line, S("“同级 25”"));
		one.value = d.v;
		*list_push(a, &l) = one;
		if (l.n > BALLOT_SUBJECTS_MOST)
			break;
	}
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

static bool may_answer(const struct person *p)
{
	return (p->duties & ~(1u << DUTY_SYSTEM | 1u << DUTY_SECURITY | 1u << DUTY_AUDIT)) != 0;
}

struct finding_people {
	struct ctx *x;
	struct person *all;
	size_t n;
	LIST(int64_t) found;
};

static void take(struct finding_people *f, int64_t person)
{
	for (size_t i = 0; i < f->found.n; i++)
		if (f->found.v[i] == person)
			return;
	*list_push(f->x->arena, &f->found) = person;
}

static err one_line(struct finding_people *f, str line)
{
	int64_t unit = 0, in = 0, is = 0;
	size_t n = 0;
	str name = line, rest = S("");
	TRY(unit_find(f->x, line, &unit));
	if (!unit && str_split(line, ' ', &name, &rest) && str_trim(rest).n) {
		TRY(unit_find(f->x, str_trim(rest), &in));
		if (!in)
			return fail(ERR_INPUT, "there is no unit “{0}”; check the line “{1}”", str_trim(rest), line);
	}
	for (size_t i = 0; i < f->n; i++) {
		const struct person *p = &f->all[i];
		if (!may_answer(p) || (unit ? p->unit != unit : !str_eq(p->name, name) || (in && p->unit != in)))
			continue;
		n++;
		is = p->id;
		if (unit)
			take(f, p->id);
	}
	if (!n)
		return fail(ERR_INPUT, "“{0}” is neither a person nor a unit that answers here; check the name", line);
	if (!unit && n > 1)
		return fail(ERR_INPUT, "there are several people called “{0}”; write the unit behind the name", line);
	if (!unit)
		take(f, is);
	return OK;
}

err ballot_people(struct ctx *x, str lines, int64_t **ret, size_t *ret_n)
{
	struct finding_people f = {.x = x};
	str line, rest = lines;
	TRY(person_list(x, UINT32_MAX, &f.all, &f.n));
	for (bool more = true; more;) {
		more = str_split(rest, '\n', &line, &rest);
		line = str_trim(more ? line : rest);
		if (line.n)
			TRY(one_line(&f, line));
	}
	*ret = f.found.v;
	*ret_n = f.found.n;
	return OK;
}

/* ---- what the settings begin with --------------------------------------------------------------- */
err ballot_packs(struct ctx *x, const struct pack ***ret)
{
	size_t n = 0, all = 0;
	const struct pack *const *packs = core_packs(x->core);
	while (packs[all])
		all++;
	const struct pack **v = arena_new_n(x->arena, all + 1, const struct pack *);
	for (size_t i = 0; i < all; i++)
		if (pack_setting(packs[i], S("ballot_sort")))
			v[n++] = packs[i];
	v[n] = NULL;
	*ret = v;
	return OK;
}

/* A setting is one line: its parts stand apart by spaces. */
static err named_setting(struct ctx *x, const struct pack *p, const char *name, int decimals, const struct ballot_named **ret, size_t *ret_n)
{
	struct ballot_named *v;
	str word = pack_setting_word(x, p, str_of(name));
	char *lines = str_z(x->arena, word);
	for (size_t i = 0; i < word.n; i++)
		if (lines[i] == ' ')
			lines[i] = '\n';
	TRY(ballot_named_read(x->arena, str_of(lines), decimals, &v, ret_n));
	*ret = v;
	return OK;
}

err ballot_defaults(struct ctx *x, const struct pack *p, struct ballot_rules *ret)
{
	*ret = (struct ballot_rules){.title = S(""), .note = S(""), .sort = str_eq(pack_setting_word(x, p, S("ballot_sort")), S("rank")) ? BALLOT_RANK : BALLOT_GRADE,
		.least = pack_setting_int(x, p, S("ballot_least"), 5), .trim = pack_setting_int(x, p, S("ballot_trim"), 0),
		.first = pack_setting_int(x, p, S("ballot_first"), 100), .step = pack_setting_int(x, p, S("ballot_step"), 0)};
	TRY(named_setting(x, p, "ballot_groups", 0, &ret->groups, &ret->n_groups));
	if (ret->sort == BALLOT_RANK)
		return OK;
	TRY(named_setting(x, p, "ballot_grades", 2, &ret->grades, &ret->n_grades));
	return named_setting(x, p, "ballot_items", 0, &ret->items, &ret->n_items);
}

/* ---- what is wrong with them ------------------------------------------------------------------------ */
static bool plain(str s, size_t most)
{
	if (!s.n || s.n > most || utf8_valid(s) != s.n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20)
			return false;
	return true;
}

static err named_fit(const struct ballot_named *v, size_t n, int64_t least, int64_t most)
{
	for (size_t i = 0; i < n; i++) {
		if (!plain(v[i].name, NAME_MOST))
			return fail(ERR_INPUT, "the name “{0}” is empty or too long", v[i].name);
		if (v[i].value < least || v[i].value > most)
			return fail(ERR_INPUT, "the number of “{0}” is not one that may stand there; weights go from 1 to 1000, points from 0 to 1000", v[i].name);
		for (size_t k = 0; k < i; k++)
			if (str_eq(v[k].name, v[i].name))
				return fail(ERR_INPUT, "“{0}” stands there twice", v[i].name);
	}
	return OK;
}

static err subjects_fit(const struct ballot_rules *r)
{
	if (r->n_subjects < (r->sort == BALLOT_RANK ? 2 : 1) || r->n_subjects > BALLOT_SUBJECTS_MOST)
		return fail(ERR_INPUT, "say who is graded (1 to 60) or ranked (2 to 60), a line each");
	for (size_t i = 0; i < r->n_subjects; i++) {
		if (!plain(r->subjects[i], NAME_MOST))
			return fail(ERR_INPUT, "the name “{0}” is empty or too long", r->subjects[i]);
		for (size_t k = 0; k < i; k++)
			if (str_eq(r->subjects[k], r->subjects[i]))
				return fail(ERR_INPUT, "“{0}” stands there twice", r->subjects[i]);
	}
	return OK;
}

err ballot_rules_fit(const struct ballot_rules *r)
{
	if (!plain(r->title, TITLE_MOST))
		return fail(ERR_INPUT, "give the ballot a title");
	if (r->note.n > NOTE_MOST || utf8_valid(r->note) != r->note.n)
		return fail(ERR_INPUT, "the note is too long; say it in fewer words");
	TRY(subjects_fit(r));
	if (!r->n_groups || r->n_groups > BALLOT_GROUPS_MOST)
		return fail(ERR_INPUT, "a ballot has one to eight groups of people who answer");
	TRY(named_fit(r->groups, r->n_groups, 1, WEIGHT_MOST));
	if (r->least < BALLOT_LEAST_LEAST || r->least > BALLOT_PEOPLE_MOST)
		return fail(ERR_INPUT, "the least number of answers that is shown lies between 3 and 500");
	if (r->trim < 0 || r->least - 2 * r->trim < BALLOT_LEAST_LEAST) /* else what is shown could be one person's answer */
		return fail(ERR_INPUT, "too many answers would be left out at both ends; of the least number at least three must remain");
	if (r->sort == BALLOT_RANK) {
		if (r->trim || r->first < 1 || r->step < 0 || r->first > WEIGHT_MOST || r->step > WEIGHT_MOST)
			return fail(ERR_INPUT, "the points of the first place or the step is not one that may stand there");
		if (r->first - r->step * ((int64_t)r->n_subjects - 1) < 0)
			return fail(ERR_INPUT, "with so many to rank the last place would have less than nothing; choose a smaller step");
		return OK;
	}
	if (!r->n_items || r->n_items > BALLOT_ITEMS_MOST || r->n_grades < 2 || r->n_grades > BALLOT_GRADES_MOST)
		return fail(ERR_INPUT, "a ballot that grades has 1 to 20 items and 2 to 8 grades");
	if (r->n_subjects * r->n_items > ANSWERS_MOST)
		return fail(ERR_INPUT, "that is too much for one person to answer; take fewer items, or open several ballots");
	TRY(named_fit(r->items, r->n_items, 1, WEIGHT_MOST));
	return named_fit(r->grades, r->n_grades, 0, POINTS_MOST);
}

/* ---- the text that is frozen -------------------------------------------------------------------------- */
static void put_named(struct buf *b, const char *what, const struct ballot_named *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_fmt(b, "%s\t%lld\t" STR_FMT "\n", what, (long long)v[i].value, STR_ARG(v[i].name));
}

str ballot_text(struct arena *a, const struct ballot_rules *r)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "luoshi-ballot\t%d\nsort\t%d\t" STR_FMT "\n", BALLOT_FORMAT, (int)r->sort, STR_ARG(r->title));
	buf_fmt(&b, "least\t%lld\t\ntrim\t%lld\t\nfirst\t%lld\t\nstep\t%lld\t\n", (long long)r->least, (long long)r->trim, (long long)r->first, (long long)r->step);
	for (size_t i = 0; i < r->n_subjects; i++)
		buf_fmt(&b, "subject\t\t" STR_FMT "\n", STR_ARG(r->subjects[i]));
	put_named(&b, "group", r->groups, r->n_groups);
	put_named(&b, "item", r->items, r->n_items);
	put_named(&b, "grade", r->grades, r->n_grades);
	buf_z(&b, "note\t\t"); /* last: it may have lines of its own */
	buf_add(&b, r->note);
	return buf_str(&b);
}

struct reading {
	LIST(str) subjects;
	LIST(struct ballot_named) groups, items, grades;
};

static bool read_line(struct arena *a, struct reading *l, struct ballot_rules *r, str what, int64_t value, str name)
{
	const struct {
		const char *word;
		int64_t *to;
	} numbers[] = {{"least", &r->least}, {"trim", &r->trim}, {"first", &r->first}, {"step", &r->step}};
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		if (str_eq(what, str_of(numbers[i].word)))
			return *numbers[i].to = value, true;
	if (str_eq(what, S("sort")) && value >= 0 && value < BALLOT_SORTS)
		return r->sort = (enum ballot_sort)value, r->title = name, true;
	const struct ballot_named one = {name, value};
	if (str_eq(what, S("subject")))
		*list_push(a, &l->subjects) = name;
	else if (str_eq(what, S("group")))
		*list_push(a, &l->groups) = one;
	else if (str_eq(what, S("item")))
		*list_push(a, &l->items) = one;
	else if (str_eq(what, S("grade")))
		*list_push(a, &l->grades) = one;
	else
		return str_eq(what, S("luoshi-ballot"));
	return true;
}

bool ballot_text_read(struct arena *a, str text, struct ballot_rules *ret)
{
	struct reading l = {0};
	struct ballot_rules r = {.title = S(""), .note = S("")};
	str line, rest = text, what, number, name;
	while (!str_starts(rest, S("note\t\t"))) {
		int64_t value = 0;
		if (!str_split(rest, '\n', &line, &rest))
			return false;
		if (!str_split(line, '\t', &what, &name))
			return false;
		if (!str_split(name, '\t', &number, &name))
			number = name, name = S("");
		if (number.n && !str_int(number, &value))
			return false;
		if (!read_line(a, &l, &r, what, value, name))
			return false;
	}
	r.note = str_cut(rest, S("note\t\t").n, rest.n);
	r.subjects = l.subjects.v;
	r.n_subjects = l.subjects.n;
	r.groups = l.groups.v;
	r.n_groups = l.groups.n;
	r.items = l.items.v;
	r.n_items = l.items.n;
	r.grades = l.grades.v;
	r.n_grades = l.grades.n;
	*ret = r;
	return true;
}
