/* SPDX-License-Identifier: Apache-2.0 */
/* What a commitment is called: one clause of its sentence, without whoever does it and
 * by when, for those stand in fields of their own. Pure. */
#include "core/document_in.h"

#include <stdlib.h>
#include <string.h>

#define TITLE_LEAST 6 /* code points; a shorter clause takes the next one along */
#define TITLE_MOST 40

str span_text(str text, struct span s)
{
	size_t from = utf8_offset(text, s.from);
	str rest = str_cut(text, from, text.n);
	return str_cut(rest, 0, utf8_offset(rest, s.to > s.from ? s.to - s.from : 0));
}

static bool inside(const struct sentence *s, size_t cp)
{
	for (size_t i = 0; s && i < s->n_units; i++)
		if (cp >= s->units[i].at.from && cp < s->units[i].at.to)
			return true;
	for (size_t i = 0; s && i < s->n_deadlines; i++)
		if (cp >= s->deadlines[i].at.from && cp < s->deadlines[i].at.to)
			return true;
	return false;
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
	static const uint32_t v[] = {0xff0c, 0x3002, 0xff1b, 0xff01, 0xff1f, 0xff1a, ',', ';', '\n'}; /* ，。；！？： */
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

str title_of(struct arena *a, str text, const struct sentence *s, struct span at)
{
	struct buf b;
	str words = span_text(text, at), best = STR_NONE;
	size_t pos = 0, cp_at = at.from;
	buf_init(&b, a);
	while (pos < words.n) {
		uint32_t cp = utf8_next(words, &pos);
		if (!inside(s, cp_at++) && !ends_clause(cp))
			buf_cp(&b, cp);
		if (!ends_clause(cp) && pos < words.n)
			continue;
		best = without_joints(without_number(str_trim(buf_str(&b))));
		if (utf8_count(best) >= TITLE_LEAST)
			break;
		if (best.n && pos < words.n)
			buf_z(&b, "，");
	}
	while (str_ends(best, S("，")))
		best = str_cut(best, 0, best.n - 3);
	return str_dup(a, cut_to(best.n ? best : str_trim(words), TITLE_MOST));
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
