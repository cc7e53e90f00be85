/* SPDX-License-Identifier: Apache-2.0 */
/* What a commitment is called: one clause of its sentence, without whoever does it and
 * by when, for those stand in fields of their own. Pure. */
#include "core/document_in.h"

#include <stdlib.h>
#include <string.h>

#define TITLE_LEAST 9  /* code points; a shorter title takes the next clause along */
#define CLAUSE_LEAST 4 /* a shorter clause says nothing by itself */
#define TITLE_MOST 40

str span_text(str text, struct span s)
{
	size_t from = utf8_offset(text, s.from);
	str rest = str_cut(text, from, text.n);
	return str_cut(rest, 0, utf8_offset(rest, s.to > s.from ? s.to - s.from : 0));
}

static bool is_one_of(uint32_t cp, const uint32_t *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (v[i] == cp)
			return true;
	return false;
}

static bool ends_clause(uint32_t cp)
{
	static const uint32_t v[] = {0xff0c, 0x3002, 0xff1b, 0xff01, 0xff1f, 0xff1a, ',', ';', '\n', '\t'}; /* ，。；！？： */
	return is_one_of(cp, v, COUNT_OF(v));
}

/* Words that only join a clause to what was taken out of it; grammar, not custom. */
static const char *const joints[] = {"由", "请", "要", "将", "会", "应", "须", "在", "于", "并", "和", "与", "及", "、", "和、", "前", "底前", "以前",
	"之前", "内", "以内", "牵头", "负责", "配合", "全力", "力争", "确保", "必须", "务必", "争取", "我们", "我区", "全区", "今年", "一是", "二是",
	"三是", "四是", "五是", "六是", "首先", "其次", "同时", "（", "）", "(", ")", "—", " ", "　"};

static str without_joints(str s)
{
	for (size_t i = 0; i < COUNT_OF(joints); i++) {
		str j = str_of(joints[i]);
		if (str_starts(s, j) && s.n > j.n + 12) {
			s = str_cut(s, j.n, s.n);
			i = (size_t)-1;
		}
	}
	return s;
}

/* 一、 （二） 3. in front of a clause. */
static str without_number(str s)
{
	static const uint32_t digits[] = {0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d, 0x5341};
	size_t at = 0, n = 0;
	uint32_t cp = 0;
	while (at < s.n && n < 5) {
		cp = utf8_next(s, &at);
		bool digit = is_one_of(cp, digits, COUNT_OF(digits)) || (cp >= '0' && cp <= '9');
		bool open = n == 0 && (cp == 0xff08 || cp == '(');
		if (!digit && !open)
			break;
		n++;
	}
	bool closes = cp == 0x3001 || cp == 0xff09 || cp == ')' || cp == '.' || cp == 0xff0e;
	return n && closes ? str_trim(str_cut(s, at, s.n)) : s;
}

static str cut_to(str s, size_t most)
{
	return str_cut(s, 0, utf8_offset(s, most));
}

/* ---- who and by when, with the words that tie them to the rest ---------------------------- */
static const char *const ties_before[] = {"由", "请", "、", "和", "及", "会同", "（", "牵头单位：", "责任单位：", "配合单位："};
static const char *const ties_behind[] = {"牵头负责", "组织实施", "具体负责", "牵头", "负责", "配合", "参与", "协助", "会同", "要", "）"};

struct words {
	str part;      /* the sentence */
	bool *dropped; /* of each of its bytes */
};

static bool tie(const struct words *w, const char *const *ties, size_t n, size_t at, bool before, size_t *ret)
{
	for (size_t i = 0; i < n; i++) {
		str t = str_of(ties[i]);
		if (before ? at >= t.n && str_eq(str_cut(w->part, at - t.n, at), t) : str_starts(str_cut(w->part, at, w->part.n), t)) {
			*ret = t.n;
			return true;
		}
	}
	return false;
}

static void drop(struct words *w, struct span at, struct span of, bool ties)
{
	size_t n, from, to;
	if (of.from < at.from || of.to > at.to)
		return;
	from = utf8_offset(w->part, of.from - at.from);
	to = utf8_offset(w->part, of.to - at.from);
	while (ties && tie(w, ties_before, COUNT_OF(ties_before), from, true, &n))
		from -= n;
	while (ties && tie(w, ties_behind, COUNT_OF(ties_behind), to, false, &n))
		to += n;
	for (size_t i = from; i < to; i++)
		w->dropped[i] = true;
}

static void drop_owners(struct words *w, struct span at, const struct sentence *s)
{
	for (size_t i = 0; s && i < s->n_units; i++)
		drop(w, at, s->units[i].at, true);
	for (size_t i = 0; s && i < s->n_deadlines; i++)
		drop(w, at, s->deadlines[i].at, false);
}

/* What is left of the clause that begins at *pos; *ret_open: an owner stood at its end, so
 * the next clause says what happens to it. */
static str clause(struct arena *a, const struct words *w, size_t *pos, bool *ret_open)
{
	struct buf b;
	buf_init(&b, a);
	*ret_open = false;
	while (*pos < w->part.n) {
		size_t at = *pos;
		uint32_t cp = utf8_next(w->part, pos);
		if (ends_clause(cp))
			break;
		*ret_open = w->dropped[at];
		if (!w->dropped[at])
			buf_cp(&b, cp);
	}
	return without_joints(without_number(str_trim(buf_str(&b))));
}

str title_of(struct arena *a, str text, const struct sentence *s, struct span at)
{
	struct words w = {.part = span_text(text, at)};
	struct buf b;
	size_t pos = 0;
	bool open = false, before = false;
	buf_init(&b, a);
	w.dropped = arena_new_n(a, w.part.n + 1, bool);
	drop_owners(&w, at, s);
	while (pos < w.part.n && utf8_count(buf_str(&b)) < TITLE_LEAST) {
		str c = clause(a, &w, &pos, &open);
		if (utf8_count(c) < CLAUSE_LEAST)
			continue;
		if (b.n && !before)
			buf_z(&b, "，");
		buf_add(&b, c);
		before = open;
	}
	return str_dup(a, cut_to(b.n ? buf_str(&b) : str_trim(w.part), TITLE_MOST));
}

/* ---- likeness -------------------------------------------------------------------------- */
static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static size_t bigrams(struct arena *a, str s, uint64_t **ret)
{
	uint64_t *v = arena_new_n(a, utf8_count(s), uint64_t);
	size_t n = 0, pos = 0;
	uint32_t before = 0;
	while (pos < s.n) {
		uint32_t cp = utf8_next(s, &pos);
		if (cp < 0x80 && !(cp >= '0' && cp <= '9') && !(cp >= 'A' && cp <= 'z'))
			continue;
		if (before)
			v[n++] = (uint64_t)before << 32 | cp;
		before = cp;
	}
	qsort(v, n, sizeof *v, by_value);
	*ret = v;
	return n;
}

/* Dice's share over the multisets of bigrams. */
int title_likeness(struct arena *a, str one, str two)
{
	uint64_t *v, *w;
	size_t n = bigrams(a, one, &v), m = bigrams(a, two, &w), same = 0;
	for (size_t i = 0, k = 0; i < n && k < m;) {
		same += v[i] == w[k];
		bool left = v[i] <= w[k], right = w[k] <= v[i];
		i += left;
		k += right;
	}
	return n + m ? (int)(200 * same / (n + m)) : 0;
}
