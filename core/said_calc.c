/* SPDX-License-Identifier: Apache-2.0 */
/* Which numbers of a text are claims about an indicator. Strict on purpose: between the name and its
 * number only words of packs/indicators/said.tsv may stand, and before the name nothing that would
 * make it another one (农村居民人均可支配收入, 全市一般公共预算收入). Pure. */
#include "core/said.h"

#include <stdlib.h>
#include <string.h>

#define WORD_CLASSES \
	X(own) X(lead) X(other) X(way) X(up) X(down) X(growth) X(growth_name) X(current) X(sofar) X(year_ago) X(other_base) X(city) X(above) X(below) \
	X(plan) X(part) X(total) X(each) X(least)
enum word_class {
#define X(name) IS_##name,
	WORD_CLASSES
#undef X
	CLASSES
};
static const char *const class_names[] = {
#define X(name) #name,
	WORD_CLASSES
#undef X
};
#define BIT(c) (1u << IS_##c)

struct word { str text; unsigned classes; };
struct said_words {
	struct word *v;
	size_t n;
};

static int longest_word(const void *a, const void *b)
{
	const struct word *x = a, *y = b;
	return x->text.n != y->text.n ? (x->text.n < y->text.n ? 1 : -1) : str_cmp(x->text, y->text);
}

const struct said_words *said_words_compile(struct arena *a, str tsv)
{
	LIST(struct word) l = {0};
	str line, class, words, one;
	for (str rest = tsv; rest.n;) {
		if (!str_split(rest, '\n', &line, &rest))
			line = rest, rest = S("");
		if (!line.n || line.p[0] == '#' || !str_split(line, '\t', &class, &words))
			continue;
		unsigned c = 0;
		while (c < CLASSES && !str_eq(class, str_of(class_names[c])))
			c++;
		if (c == CLASSES)
			continue;
		if (str_split(words, '\t', &one, &line))
			words = one;
		while (words.n) {
			if (!str_split(words, '|', &one, &words))
				one = words, words = S("");
			*list_push(a, &l) = (struct word){one, 1u << c};
		}
	}
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, longest_word);
	size_t n = 0;
	for (size_t i = 0; i < l.n; i++) { /* a word of several classes stands once */
		if (n && str_eq(l.v[n - 1].text, l.v[i].text))
			l.v[n - 1].classes |= l.v[i].classes;
		else
			l.v[n++] = l.v[i];
	}
	struct said_words *w = arena_new(a, struct said_words);
	*w = (struct said_words){l.v, n};
	return w;
}

static size_t word_at(const struct said_words *w, str rest, unsigned *ret)
{
	for (size_t i = 0; i < w->n; i++)
		if (str_starts(rest, w->v[i].text)) {
			*ret = w->v[i].classes;
			return w->v[i].text.n;
		}
	return 0;
}

/* ---- names ---------------------------------------------------------------------------------------- */
static int longest_name(const void *a, const void *b)
{
	const struct said_name *x = a, *y = b;
	return x->word.n != y->word.n ? (x->word.n < y->word.n ? 1 : -1) : str_cmp(x->word, y->word);
}

void said_all_names(struct arena *a, const struct said_words *w, const struct pack *const *packs, struct said_name **ret, size_t *ret_n)
{
	LIST(struct said_name) l = {0};
	for (; *packs; packs++)
		for (size_t i = 0; i < (*packs)->n_indicators; i++) {
			const struct indicator *of = &(*packs)->indicators[i];
			for (size_t k = 0; k <= of->n_heads; k++) {
				str name = k ? of->heads[k - 1] : of->label.zh;
				bool growth = false;
				*list_push(a, &l) = (struct said_name){name, of, false, true};
				size_t own = l.n - 1;
				for (size_t j = 0; j < w->n; j++)
					if (w->v[j].classes & BIT(growth_name) && name.n > w->v[j].text.n && str_ends(name, w->v[j].text)) {
						growth = true;
						*list_push(a, &l) = (struct said_name){str_cut(name, 0, name.n - w->v[j].text.n), of, true, false};
						break;
					}
				l.v[own].growth = l.v[own].full = growth;
			}
			for (size_t k = 0; k < l.n; k++) /* a heading without that word is of growth as the label says */
				for (size_t j = 0; j < l.n && l.v[k].of == of; j++)
					l.v[k].growth |= l.v[j].of == of && l.v[j].growth;
		}
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, longest_name);
	*ret = l.v;
	*ret_n = l.n;
}

static size_t name_at(const struct said_source *s, str rest, size_t *ret_first)
{
	for (size_t i = 0; i < s->n_names; i++)
		if (str_starts(rest, s->names[i].word)) {
			*ret_first = i;
			return s->names[i].word.n;
		}
	return 0;
}

/* ---- one sentence ------------------------------------------------------------------------------------ */
#define RUN_NAMES 8
struct run { /* names that the numbers after them are about */
	str names[RUN_NAMES];
	int64_t subject;
	size_t n, each_at; /* each_at: numbers since 分别 */
	bool each, current;
};
struct reading {
	struct arena *a;
	const struct said_source *s;
	const struct sentence *of;
	const struct quantity **q; /* by place */
	size_t next_q, at;         /* the next of them; the byte that is looked at */
	str text;
	struct run run;
	bool active, free_before, joined; /* free_before: a name may begin here; joined: 、 stands before it */
	unsigned cues;
	int64_t subject;           /* named right before; 0 */
	struct said_period period, common;
	bool has_period;
};
struct said_out { LIST(struct said) l; };

static const struct { const char *word; int n; } place_words[] = {{"第一", 1}, {"第二", 2}, {"第三", 3}, {"第四", 4}, {"第五", 5}, {"第六", 6}, {"第七", 7},
	{"第八", 8}, {"第九", 9}, {"第十", 10}, {"首位", 1}, {"榜首", 1}};

static bool place_of_words(str v, struct dec *ret)
{
	int64_t n;
	for (size_t i = 0; i < COUNT_OF(place_words); i++)
		if (str_eq(v, str_of(place_words[i].word))) {
			*ret = (struct dec){place_words[i].n, 0};
			return true;
		}
	if (str_starts(v, S("第")))
		v = str_cut(v, 3, v.n);
	while (str_ends(v, S("位")) || str_ends(v, S("名")))
		v = str_cut(v, 0, v.n - 3);
	if (!str_int(v, &n) || n < 1 || n > 9999)
		return false;
	*ret = (struct dec){n, 0};
	return true;
}

static bool has_class(const struct said_words *w, str s, unsigned bits)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->v[i].classes & bits && str_find(s, w->v[i].text, 0) >= 0)
			return true;
	return false;
}

/* 达到9.7% of what is over is 9.7%; 9.7%以上 is a bound. */
static enum quantity_op op_of(const struct reading *d, const struct quantity *q)
{
	return q->op == OP_GE && q->status != QUANTITY_TARGET && !has_class(d->s->words, q->text, BIT(least)) ? OP_EQ : q->op;
}

static bool is_target(const struct reading *d, const struct quantity *q)
{
	return q->status == QUANTITY_TARGET || (q->status == QUANTITY_UNKNOWN && d->of->kind == KIND_COMMITMENT);
}

/* What the number says of the indicator; false: nothing that can be held against a value. */
static bool aspect_of(const struct reading *d, const struct said_name *name, const struct quantity *q, enum said_aspect *ret, bool *ret_negative)
{
	unsigned c = d->cues;
	bool share = indicator_is_share(name->of), moved = c & (BIT(up) | BIT(down));
	*ret_negative = (c & BIT(down)) != 0;
	if (c & (BIT(other_base) | BIT(part)))
		return false;
	if (str_eq(q->unit, S("位次"))) {
		*ret = SAID_RANK;
		*ret_negative = false;
		return !(c & BIT(total)) || name->of->compare == BY_VALUE;
	}
	if (str_ends(q->unit, S("百分点")) || str_ends(q->unit, S("个点"))) {
		bool gap = c & (BIT(above) | BIT(below)) && c & BIT(city);
		*ret = gap ? SAID_GAP : SAID_POINTS;
		*ret_negative = gap ? ((c & BIT(below)) != 0) != name->of->down : (c & BIT(down)) != 0;
		return gap || (share && moved && !(c & BIT(city)));
	}
	if (str_eq(q->unit, S("%")) || str_eq(q->unit, S("％"))) {
		if (c & BIT(plan)) {
			*ret = SAID_DONE;
			*ret_negative = false;
			return true;
		}
		*ret = share ? SAID_VALUE : SAID_GROWTH;
		moved |= (c & (BIT(growth) | BIT(year_ago))) != 0;
		return share && !name->growth ? !moved : moved || (share && name->full);
	}
	*ret = SAID_VALUE;
	return !moved && !share;
}

static bool scaled(struct said_range *r, struct frac by)
{
	return frac_mul(r->low, by, &r->low) && frac_mul(r->high, by, &r->high) && frac_mul(r->half, by, &r->half);
}

static bool range_of(const struct reading *d, const struct indicator *of, const struct quantity *q, enum said_aspect aspect, bool negative, struct said_range *ret)
{
	struct dec v, max;
	struct frac by = {1, 1};
	bool has_max = q->max.p && dec_parse(q->max, &max);
	if (!q->value.p || !(aspect == SAID_RANK ? place_of_words(q->value, &v) : dec_parse(q->value, &v)))
		return false;
	if (aspect == SAID_VALUE && !indicator_is_share(of) && !said_unit(q->unit, of->unit.zh, &by))
		return false;
	str before = str_cut(d->text, 0, d->at);
	if (aspect != SAID_RANK && v.v >= 0 && (str_ends(before, S("-")) || str_ends(before, S("−")) || str_ends(before, S("－")) || str_ends(before, S("负"))))
		negative = !negative;
	/* A promise is held against the target as it was set: 6%以上 is 6. */
	enum quantity_op op = is_target(d, q) ? OP_EQ : aspect == SAID_RANK ? OP_EQ : op_of(d, q);
	*ret = said_range_of(v, has_max ? &max : NULL, op, negative, d->s->about);
	return scaled(ret, by);
}

static struct said_period period_of(struct reading *d, const struct quantity *q)
{
	struct said_period p = d->common;
	if (d->has_period)
		p = d->period;
	else if (q->period.n)
		(void)(said_period_read(q->period, &p) || (p = d->common, true));
	if (d->run.current && p.to)
		p.from = p.to;
	if (!said_period_settle(&p, d->s->date, is_target(d, q)))
		p.from = 0;
	return p;
}

static void claim(struct reading *d, struct said_out *out, str name, const struct quantity *q)
{
	struct said c = {.subject = d->run.subject, .target = is_target(d, q), .text = q->text.n ? q->text : q->value, .at = q->at, .sentence = d->of->at};
	for (size_t i = 0; i < d->s->n_names; i++) {
		const struct said_name *n = &d->s->names[i];
		bool negative;
		if (!str_eq(n->word, name) || (d->run.subject != 0) != str_eq(n->of->of, S(OF_UNIT)) || (!d->run.subject && !str_eq(n->of->of, S(OF_DISTRICT))))
			continue;
		if (!aspect_of(d, n, q, &c.aspect, &negative) || !range_of(d, n->of, q, c.aspect, negative, &c.range))
			continue;
		c.of = n->of;
		c.period = period_of(d, q);
		*list_push(d->a, &out->l) = c;
		return;
	}
}

static void number_found(struct reading *d, struct said_out *out, const struct quantity *q)
{
	const struct run *r = &d->run;
	bool amount = !str_eq(q->unit, S("%")) && !str_eq(q->unit, S("位次")) && !str_ends(q->unit, S("百分点"));
	if (q->status == QUANTITY_SCOPE)
		return;
	if (r->each) {
		if (r->each_at < r->n)
			claim(d, out, r->names[r->each_at], q);
		d->run.each_at++;
		return;
	}
	for (size_t i = 0; i < r->n && !(amount && r->n > 1); i++)
		claim(d, out, r->names[i], q);
}

static void name_found(struct reading *d, str name)
{
	bool more = d->active && d->joined && d->run.n < RUN_NAMES;
	if (!d->free_before) {
		d->active = false;
		return;
	}
	if (!more)
		d->run = (struct run){.subject = d->subject};
	d->run.names[d->run.n++] = name;
	d->active = true;
	d->cues = 0;
}

static void word_found(struct reading *d, unsigned classes)
{
	d->cues |= classes;
	if (classes & BIT(current))
		d->run.current = true;
	if (classes & BIT(each)) {
		d->run.each = true;
		d->run.each_at = 0;
	}
	d->free_before = classes & BIT(own) || (d->free_before && classes & BIT(lead));
	if (classes & (BIT(own) | BIT(other)) && !(classes & BIT(city)))
		d->active = false; /* 全区 begins anew; 我市 is not ours */
}

static size_t mark_at(str rest, bool *ret_ends)
{
	static const char *const marks[] = {"，", ",", "、", "：", ":", "（", "）", "(", ")", " ", "\t", "　", "和", "与", "及", "“", "”", "\n"};
	static const char *const ends[] = {"。", "；", ";", "！", "？"};
	*ret_ends = false;
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (str_starts(rest, str_of(marks[i])))
			return strlen(marks[i]);
	*ret_ends = true;
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		if (str_starts(rest, str_of(ends[i])))
			return strlen(ends[i]);
	return 0;
}

static int by_place(const void *a, const void *b)
{
	const struct quantity *const *x = a, *const *y = b;
	return (*x)->at.from < (*y)->at.from ? -1 : (*x)->at.from > (*y)->at.from;
}

static void sort_quantities(struct reading *d)
{
	d->q = arena_new_n(d->a, d->of->n_quantities, const struct quantity *);
	for (size_t i = 0; i < d->of->n_quantities; i++)
		d->q[i] = &d->of->quantities[i];
	if (d->of->n_quantities)
		qsort(d->q, d->of->n_quantities, sizeof(*d->q), by_place);
	d->next_q = 0;
}

static const struct quantity *quantity_at(struct reading *d, size_t cp)
{
	while (d->next_q < d->of->n_quantities && d->q[d->next_q]->at.from < cp)
		d->next_q++;
	const struct quantity *q = d->next_q < d->of->n_quantities ? d->q[d->next_q] : NULL;
	return q && q->at.from == cp && q->at.to > cp ? q : NULL;
}

static size_t subject_at(const struct reading *d, str rest, int64_t *ret)
{
	size_t best = 0;
	for (size_t i = 0; i < d->s->n_subjects; i++)
		if (d->s->subjects[i].name.n > best && str_starts(rest, d->s->subjects[i].name)) {
			best = d->s->subjects[i].name.n;
			*ret = d->s->subjects[i].id;
		}
	return best;
}

/* 15项主要经济指标有11项增幅高于全市 */
static void count_above(struct reading *d, struct said_out *out)
{
	const struct sentence *s = d->of;
	d->run = (struct run){0};
	for (size_t i = 1; i < s->n_quantities; i++) {
		const struct quantity *all = &s->quantities[i - 1], *q = &s->quantities[i];
		struct dec n, m;
		if (!str_eq(all->unit, S("项")) || !str_eq(q->unit, S("项")) || q->at.from < all->at.to || q->at.from - all->at.to > 15 ||
		    !q->value.p || !all->value.p || !dec_parse(q->value, &n) || !dec_parse(all->value, &m) || m.scale || n.scale || n.v > m.v)
			continue;
		size_t a = utf8_offset(d->text, all->at.to - s->at.from), b = utf8_offset(d->text, q->at.from - s->at.from),
		       c = utf8_offset(d->text, q->at.to - s->at.from), e = utf8_offset(d->text, q->at.to - s->at.from + 15);
		str after = str_cut(d->text, c, e);
		if (str_find(str_cut(d->text, a, b), S("指标"), 0) < 0 || !has_class(d->s->words, after, BIT(above)) || !has_class(d->s->words, after, BIT(city)))
			continue;
		struct said one = {.aspect = SAID_ABOVE, .among = m.v, .text = str_cut(d->text, a, e), .at = q->at, .sentence = s->at,
			.range = said_range_of(n, NULL, OP_EQ, false, d->s->about)};
		struct said_period p = {0};
		for (size_t at = 0; at < a; at++) { /* the newest period said before */
			struct said_period found;
			if (said_period_read(str_cut(d->text, at, d->text.n), &found))
				p = found;
		}
		d->has_period = p.to != 0;
		d->period = p;
		one.text = q->text.n ? q->text : q->value;
		one.period = period_of(d, q);
		*list_push(d->a, &out->l) = one;
		return;
	}
}

static void read_sentence(struct reading *d, struct said_out *out)
{
	size_t at = 0, cp = d->of->at.from;
	d->active = d->has_period = d->joined = false;
	d->free_before = true;
	d->subject = 0;
	d->cues = 0;
	sort_quantities(d);
	while (at < d->text.n) {
		str rest = str_cut(d->text, at, d->text.n);
		d->at = at;
		const struct quantity *q = quantity_at(d, cp);
		struct said_period p;
		size_t first = 0, n = 0;
		unsigned classes = 0;
		int64_t subject = 0;
		bool ends, joined = false;
		if (!q && (n = said_period_read(rest, &p))) { /* before its numbers: 前10个月 */
			d->period = p;
			d->has_period = true;
		} else if (q) {
			if (d->active)
				number_found(d, out, q);
			n = utf8_offset(rest, q->at.to - cp);
			d->cues &= d->run.each ? ~0u : 0;
			d->free_before = false;
		} else if ((n = name_at(d->s, rest, &first))) {
			name_found(d, d->s->names[first].word);
			d->free_before = false;
			d->subject = 0;
		} else if ((n = subject_at(d, rest, &subject))) {
			d->subject = subject;
			d->active = false;
			d->free_before = true;
		} else if ((n = word_at(d->s->words, rest, &classes))) {
			word_found(d, classes);
		} else if ((n = mark_at(rest, &ends))) {
			joined = str_starts(rest, S("、")) || str_starts(rest, S("和")) || str_starts(rest, S("与")) || str_starts(rest, S("及"));
			d->free_before = true;
			d->active &= !ends;
		} else {
			(void)utf8_next(rest, &n);
			d->active = d->free_before = false;
			d->subject = 0;
		}
		d->joined = joined || (d->joined && rest.p[0] == ' ');
		cp += utf8_count(str_cut(rest, 0, n));
		at += n;
	}
	count_above(d, out);
}

static struct said_period title_period(str title)
{
	struct said_period p = {0}, found;
	for (size_t at = 0; at < title.n; at++)
		if (((unsigned char)title.p[at] & 0xc0) != 0x80 && said_period_read(str_cut(title, at, title.n), &found) && (found.year > 0 || !p.to)) {
			p = found;
			break;
		}
	return p;
}

void said_find(struct arena *a, const struct said_source *s, struct said **ret, size_t *ret_n)
{
	struct said_out out = {0};
	struct reading d = {.a = a, .s = s, .common = title_period(s->title)};
	size_t cp = 0, byte = 0;
	for (size_t i = 0; i < s->n_sentences; i++) {
		const struct sentence *one = &s->sentences[i];
		if (!one->n_quantities)
			continue;
		if (one->at.from < cp)
			cp = byte = 0;
		byte += utf8_offset(str_cut(s->text, byte, s->text.n), one->at.from - cp);
		cp = one->at.from;
		d.of = one;
		d.text = str_cut(s->text, byte, byte + utf8_offset(str_cut(s->text, byte, s->text.n), one->at.to - one->at.from));
		read_sentence(&d, &out);
	}
	*ret = out.l.v;
	*ret_n = out.l.n;
}
