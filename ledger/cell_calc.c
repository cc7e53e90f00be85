/* SPDX-License-Identifier: Apache-2.0 */
/* One cell as the value of one field. What cannot be told is asked, never guessed. */
#include "ledger/mean_in.h"

#include <string.h>

#include "base/words.h"

#define DIGITS_KEPT 15 /* of a number in a sheet (IEEE 754) */
#define START_MOST 60  /* characters of a cell in a sentence */

void meaning_fault(struct meaning_of *m, enum cell_fault f)
{
	m->ret->fault = f;
}

/* ---- text --------------------------------------------------------------------------------------- */
static bool digits_lost(const struct cell *c)
{
	size_t digits = 0;
	for (size_t i = 0; i < c->text.n && c->text.p[i] != '.'; i++)
		digits += c->text.p[i] >= '0' && c->text.p[i] <= '9';
	return c->kind == CELL_NUMBER && digits > DIGITS_KEPT;
}

static bool is_latin(char c)
{
	return is_digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'z') || strchr(",;.)", c);
}

/* A phone begins there. */
static bool phone_at(str s, size_t at)
{
	size_t n = 0;
	while (at + n < s.n && (is_digit(s.p[at + n]) || s.p[at + n] == '-'))
		n++;
	return n >= 7;
}

str unbroken(struct arena *a, str s)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\n' && s.p[i] != '\r') {
			buf_byte(&b, s.p[i]);
			continue;
		}
		bool parts = b.n && i + 1 < s.n && b.p[b.n - 1] != ' ' && ((is_latin(b.p[b.n - 1]) && is_latin(s.p[i + 1])) || phone_at(s, i + 1));
		if (parts)
			buf_byte(&b, ' ');
	}
	return str_trim(buf_str(&b));
}

/* Letters that are not seen: who copies from the web copies U+200B and marks of direction too. Joiners (U+200C, U+200D)
 * belong to how some scripts are written and stay in texts; names of units and people have none. */
static bool is_unseen(uint32_t c, bool name)
{
	if (c == 0x200c || c == 0x200d)
		return name;
	return (c < ' ' && c != '\n' && c != '\t') || c == 0x7f || c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

static str seen_only(struct arena *a, str s, bool name)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < s.n;) {
		uint32_t c = utf8_next(s, &i);
		if (!is_unseen(c, name))
			buf_cp(&b, c == '\t' || (name && (c == 0xa0 || c == 0x3000)) ? ' ' : c);
	}
	return str_trim(buf_str(&b));
}

static void mean_line(struct meaning_of *m)
{
	if (digits_lost(m->c))
		meaning_fault(m, CELL_DIGITS_LOST);
	m->ret->value = seen_only(m->a, unbroken(m->a, m->c->text), false);
}

static void mean_text(struct meaning_of *m)
{
	m->ret->value = seen_only(m->a, m->c->text, false);
}

/* ---- numbers -------------------------------------------------------------------------------------- */
static str wanted_measure(struct arena *a, const struct ledger_words *w, const struct field *f)
{
	str label = ledger_fold(a, f->label.zh);
	ptrdiff_t open = str_find(label, S("("), 0);
	if (open < 0 || !str_ends(label, S(")")))
		return S("");
	str unit = str_cut(label, (size_t)open + 1, label.n - 1);
	return measure_find(w, unit) ? unit : S("");
}

static void put_dec(struct meaning_of *m, struct dec v)
{
	struct buf b;
	buf_init(&b, m->a);
	dec_put(&b, v);
	m->ret->value = buf_str(&b);
}

static void mean_number(struct meaning_of *m)
{
	struct amount v;
	struct dec converted;
	str wants = wanted_measure(m->a, m->l->words, m->f);
	if (!amount_of_cell(m->a, m->l->words, m->c, &v)) {
		meaning_fault(m, CELL_NO_NUMBER);
		return;
	}
	str from = v.measure.n ? v.measure : m->column->measure.n ? m->column->measure : wants.n ? m->l->measure : S("");
	if (!wants.n && v.measure.n)
		from = wants;
	if (wants.n && !from.n && v.v.v)
		meaning_fault(m, CELL_ASK_MEASURE);
	else if (!amount_in(m->l->words, v.v, from, wants, &converted))
		meaning_fault(m, CELL_OTHER_MEASURE);
	else
		put_dec(m, converted);
}

/* 0.9 without a sign of per cent: nine tenths, or less than one in a hundred? */
static bool asks_share(struct meaning_of *m, struct dec v)
{
	struct dec times;
	if (v.v <= 0 || dec_cmp(v, (struct dec){1, 0}) > 0 || !dec_mul(v, (struct dec){100, 0}, &times))
		return false;
	meaning_fault(m, CELL_NO_SHARE);
	put_dec(m, shortest(times));
	m->ret->propose = m->ret->value;
	m->ret->value = S("");
	return true;
}

static void mean_share(struct meaning_of *m)
{
	struct amount v;
	struct dec whole;
	bool of_one = m->c->kind == CELL_NUMBER && str_find(m->c->format, S("%"), 0) >= 0;
	if (!of_one && amount_of_cell(m->a, m->l->words, m->c, &v) && !v.measure.n && asks_share(m, v.v))
		return;
	if (!amount_of_cell(m->a, m->l->words, m->c, &v) || (v.measure.n && !str_eq(v.measure, S("%"))) ||
	    (of_one && !dec_mul(v.v, (struct dec){100, 0}, &v.v)) || !dec_round(v.v, 0, ROUND_DOWN, &whole) || whole.v < 0 || whole.v > 100) {
		meaning_fault(m, CELL_NO_SHARE);
		return;
	}
	put_dec(m, whole);
}

/* ---- names ---------------------------------------------------------------------------------------------- */
static bool parts_names(uint32_t c)
{
	static const uint32_t marks[] = {0x3001 /* 、 */, 0xff0c /* ， */, ',', ';', 0xff1b /* ； */, '\n', '\r', '\t', '/', 0xff0f, ' ', 0x3000};
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (marks[i] == c)
			return true;
	return false;
}

/* 牵头单位：区工信局, 区审批局（牵头） -> the name */
static str name_only(struct meaning_of *m, str s)
{
	const struct ledger_words *w = m->l->words;
	s = seen_only(m->a, s, true);
	str folded = ledger_fold(m->a, s);
	ptrdiff_t colon = str_find(folded, S(":"), 0), open = str_find(folded, S("("), 0);
	if (colon > 0 && ledger_word_is(w, WORD_ROLE, str_cut(folded, 0, (size_t)colon)))
		return str_cut(folded, (size_t)colon + 1, folded.n);
	if (open > 0 && str_ends(folded, S(")")) && ledger_word_is(w, WORD_ROLE, str_cut(folded, (size_t)open + 1, folded.n - 1)))
		return str_cut(folded, 0, (size_t)open);
	return s;
}

static void mean_names(struct meaning_of *m)
{
	LIST(str) names = {0};
	str s = m->c->text;
	size_t from = 0;
	for (size_t i = 0; i <= s.n;) {
		size_t at = i;
		bool end = i == s.n;
		if (!end && !parts_names(utf8_next(s, &i)))
			continue;
		str name = name_only(m, str_cut(s, from, at));
		if (name.n)
			*list_push(m->a, &names) = name;
		from = i;
		if (end)
			break;
	}
	m->ret->several = names.v;
	m->ret->n_several = names.n;
	m->ret->value = names.n ? names.v[0] : S("");
}

static const struct choice *choice_of(struct meaning_of *m, str said)
{
	for (size_t i = 0; i < m->f->n_choices; i++) {
		const struct choice *c = &m->f->choices[i];
		if (str_eq(said, c->name) || str_eq(said, ledger_fold(m->a, c->label.zh)) || str_eq(said, ledger_fold(m->a, c->label.en)))
			return c;
	}
	return NULL;
}

/* 新建=新开工 in words.tsv: what offices write for a choice whose label is another word. */
static const struct choice *other_word(struct meaning_of *m, str said)
{
	const struct ledger_words *w = m->l->words;
	const struct choice *found = NULL;
	for (size_t i = 0; i < w->n[WORD_SAME] && !found; i++) {
		str one, other;
		if (str_split(w->v[WORD_SAME][i], '=', &one, &other) && str_eq(one, said))
			found = choice_of(m, other);
	}
	return found;
}

static void mean_choice(struct meaning_of *m)
{
	static const char *const behind[] = {"", "项目", "重点项目", "重点", "类", "类项目", "事项"};
	str said = ledger_fold(m->a, m->c->text);
	const struct choice *c = NULL;
	for (size_t i = 0; i < COUNT_OF(behind) && !c; i++)
		if (str_ends(said, str_of(behind[i]))) {
			str word = str_cut(said, 0, said.n - strlen(behind[i]));
			c = choice_of(m, word);
			c = c ? c : other_word(m, word);
		}
	if (c)
		m->ret->value = c->name;
	else
		meaning_fault(m, CELL_NO_CHOICE);
}

static void mean_flag(struct meaning_of *m)
{
	str said = ledger_fold(m->a, m->c->text);
	bool yes = ledger_word_is(m->l->words, WORD_YES, said) || str_eq(said, S("TRUE"));
	bool no = ledger_word_is(m->l->words, WORD_NO, said) || str_eq(said, S("FALSE"));
	meaning_fault(m, yes || no ? CELL_FINE : CELL_NO_FLAG);
	m->ret->value = yes ? S("1") : no ? S("0") : S("");
}

static void mean_nothing(struct meaning_of *m)
{
	unused_arg(m);
}

/* ---- all ---------------------------------------------------------------------------------------------------- */
static bool says_none(struct meaning_of *m)
{
	str said = ledger_fold(m->a, m->c->text);
	bool words = m->f->type == FIELD_TEXT || m->f->type == FIELD_CHOICE || m->f->type == FIELD_FLAG; /* 存在问题: 无 is an answer */
	return m->c->kind == CELL_TEXT && ledger_word_is(m->l->words, WORD_NONE, said) && !(words && utf8_count(said) == 1 && (unsigned char)said.p[0] >= 0xe4);
}

void cell_mean(struct arena *a, const struct ledger *l, const struct ledger_column *column, const struct cell *c, struct meaning *ret)
{
	static void (*const means[FIELD_TYPES])(struct meaning_of *) = {
		[FIELD_LINE] = mean_line, [FIELD_TEXT] = mean_text, [FIELD_INT] = mean_number, [FIELD_DEC] = mean_number,
		[FIELD_SHARE] = mean_share, [FIELD_DATE] = mean_date, [FIELD_UNIT] = mean_names, [FIELD_UNITS] = mean_names,
		[FIELD_PERSON] = mean_names, [FIELD_CHOICE] = mean_choice, [FIELD_FLAG] = mean_flag, [FIELD_SOURCE] = mean_nothing,
	};
	struct meaning_of m = {a, l, column, &l->kind->fields[column->field], c, ret};
	*ret = (struct meaning){.value = S(""), .as_written = S(""), .propose = S("")};
	if (!c || (!str_trim(c->text).n && !c->formula))
		return;
	if (c->kind == CELL_ERROR || (c->text.n <= 8 && ledger_word_is(l->words, WORD_ERROR, ledger_fold(a, c->text))))
		meaning_fault(&m, CELL_IS_ERROR);
	else if (!str_trim(c->text).n)
		meaning_fault(&m, CELL_NO_VALUE);
	else if (says_none(&m))
		ret->none = true;
	else
		means[m.f->type](&m);
}

static const char *const sentences[CELL_FAULTS] = {
	[CELL_ASK_MONTH] = W("“{1}” is kept as a number, so nobody can tell which month or day is meant; write it as 2024-10-31 or as text"),
	[CELL_ASK_SERIAL] = W("“{1}” looks like a day that lost its format ({2}); give the cell a date format, or write the day"),
	[CELL_ASK_YEAR] = W("“{1}” names no year and could be another one ({2}); write the year as well"),
	[CELL_NO_DATE] = W("“{1}” names no day; write it like 2024-06-30, 6月底前 or 三季度末"),
	[CELL_NO_SUCH_DAY] = W("there is no day “{1}”; was {2} meant?"),
	[CELL_NO_NUMBER] = W("“{1}” is no number; write digits only, as in 1200.5"),
	[CELL_NO_SHARE] = W("“{1}” is no share; write a number from 0 to 100"),
	[CELL_DIGITS_LOST] = W("“{1}” is kept as a number and lost digits behind the fifteenth; make the cell text and write it again"),
	[CELL_OTHER_MEASURE] = W("“{1}” measures something else than “{0}” does; write it in that unit"),
	[CELL_ASK_MEASURE] = W("“{1}”: nothing says in which unit; write it into the heading, as in “{0}”, or choose it on the page"),
	[CELL_NO_CHOICE] = W("“{1}” is none of the choices of “{0}”: {2}"),
	[CELL_NO_FLAG] = W("“{1}” is neither yes nor no; write 是 or 否"),
	[CELL_IS_ERROR] = W("the formula of this cell gives {1}; mend it, or write the value"),
	[CELL_NO_VALUE] = W("the formula of this cell was never computed; open the workbook, save it, and send it again"),
	[CELL_LOSES] = W("“{1}” has more decimals than “{0}” keeps; round it"),
};

str text_start(struct arena *a, str s)
{
	struct buf b;
	if (utf8_count(s) <= START_MOST)
		return s;
	buf_init(&b, a);
	buf_add(&b, str_cut(s, 0, utf8_offset(s, START_MOST)));
	buf_z(&b, "…");
	return buf_str(&b);
}

static str choices_of(struct arena *a, const struct field *f, enum lang lang)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < f->n_choices; i++) {
		if (i)
			buf_z(&b, lang == LANG_ZH ? "、" : ", ");
		buf_add(&b, words2_in(&f->choices[i].label, lang));
	}
	return buf_str(&b);
}

str cell_sentence(struct arena *a, enum lang lang, const struct ledger_column *column, const struct field *f, const struct cell *c, const struct meaning *m)
{
	struct buf b;
	unused_arg(column);
	str said = c ? text_start(a, unbroken(a, c->text)) : S(""), propose = m->fault == CELL_NO_CHOICE ? choices_of(a, f, lang) : m->propose;
	buf_init(&b, a);
	if (m->fault == CELL_FINE)
		return S("");
	if (m->fault == CELL_ASK_YEAR && !propose.n)
		word_fmt(&b, lang, W("“{0}” names no year; write the year as well"), &said, 1);
	else if (m->fault == CELL_NO_SUCH_DAY && !propose.n)
		word_fmt(&b, lang, sentences[CELL_NO_DATE], (const str[]){words2_in(&f->label, lang), said}, 2);
	else
		word_fmt(&b, lang, sentences[m->fault], (const str[]){words2_in(&f->label, lang), said, propose}, 3);
	return buf_str(&b);
}
