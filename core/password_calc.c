/* SPDX-License-Identifier: Apache-2.0 */
/* Is it a good password? By the rules of a profile and by what everybody tries first: a word
 * of the list or of the person's own, with letters swapped for digits and a year behind it;
 * one character again and again; rows of keys. The list is made by us, by rule. */
#include "core/sign_in_in.h"

#include <string.h>

#define REST_LEAST 4 /* characters that must be left beside a word that everybody tries */

static const char *const words_[] = {
#define WORD(x) #x,
#include "core/password_words.tbl.h"
#undef WORD
};

/* How many of lower case, upper case, digits, others. */
int password_classes(str p)
{
	bool has[4] = {false};
	for (size_t i = 0; i < p.n; i++) {
		char c = p.p[i];
		has[c >= 'a' && c <= 'z' ? 0 : c >= 'A' && c <= 'Z' ? 1 : c >= '0' && c <= '9' ? 2 : 3] = true;
	}
	return has[0] + has[1] + has[2] + has[3];
}

static char plain(char c)
{
	static const char from[] = "01345789@$!", to[] = "oleastbgasi";
	const char *at = c ? strchr(from, c) : NULL;
	return at ? to[at - from] : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Lower case; with `fold` digits and signs that stand for letters become them. */
static str folded(struct arena *a, str p, bool fold)
{
	char *out = arena_alloc(a, p.n + 1);
	for (size_t i = 0; i < p.n; i++)
		out[i] = fold ? plain(p.p[i]) : p.p[i] >= 'A' && p.p[i] <= 'Z' ? (char)(p.p[i] + 32) : p.p[i];
	return (str){out, p.n};
}

static bool mostly(str p, str word)
{
	return word.n >= 3 && str_find(p, word, 0) >= 0 && utf8_count(p) < utf8_count(word) + REST_LEAST;
}

/* The tail of digits and signs says little: password2026! */
static str without_tail(str p)
{
	size_t n = p.n;
	while (n && !((p.p[n - 1] >= 'a' && p.p[n - 1] <= 'z') || (p.p[n - 1] & 0x80)))
		n--;
	return str_cut(p, 0, n);
}

static bool is_word(struct arena *a, str p, str word)
{
	str low = folded(a, p, false), swapped = folded(a, p, true), w = folded(a, word, false);
	str head = without_tail(low);
	if (w.n < 3)
		return false;
	return mostly(low, w) || mostly(swapped, w) || str_eq(head, w) || str_eq(without_tail(folded(a, head, true)), w) ||
	       str_eq(folded(a, without_tail(low), true), w);
}

static bool in_a_row(char a, char b)
{
	static const char *const rows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "!@#$%^&*()"};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *at = a ? strchr(rows[i], a) : NULL;
		if (at && ((at[1] && at[1] == b) || (at > rows[i] && at[-1] == b)))
			return true;
	}
	return a == b || a + 1 == b || a - 1 == b;
}

/* Most steps go to the same key, to a neighbour or to the next letter: 123456, qazwsx, aaaa1111. */
static bool is_run(str low)
{
	size_t steps = 0;
	for (size_t i = 1; i < low.n; i++)
		steps += in_a_row(low.p[i - 1], low.p[i]);
	return low.n > 1 && steps * 4 >= (low.n - 1) * 3;
}

static bool repeats(str low)
{
	for (size_t unit = 1; unit <= low.n / 2; unit++) {
		bool same = true;
		for (size_t i = unit; i < low.n && same; i++)
			same = low.p[i] == low.p[i - unit];
		if (same)
			return true;
	}
	return false;
}

static bool only_digits(str p)
{
	for (size_t i = 0; i < p.n; i++)
		if (p.p[i] < '0' || p.p[i] > '9')
			return false;
	return p.n > 0;
}

bool password_common(struct arena *a, str p, const str *own, size_t n_own)
{
	str low = folded(a, p, false);
	/* dates, numbers of telephones and of identity cards are digits alone */
	if (is_run(low) || repeats(low) || (only_digits(p) && p.n <= 18))
		return true;
	for (size_t i = 0; i < COUNT_OF(words_); i++)
		if (is_word(a, p, str_of(words_[i])))
			return true;
	for (size_t i = 0; i < n_own; i++)
		if (is_word(a, p, own[i]))
			return true;
	return false;
}

enum password_fault password_fault(struct arena *a, const struct password_rules *r, str p, const str *own, size_t n_own)
{
	if (utf8_valid(p) != p.n || (int64_t)utf8_count(p) < r->length)
		return PASSWORD_SHORT;
	if (utf8_count(p) > PASSWORD_CHARS)
		return PASSWORD_LONG;
	if (password_classes(p) < r->classes)
		return PASSWORD_PLAIN;
	return r->blocked && password_common(a, p, own, n_own) ? PASSWORD_COMMON : PASSWORD_GOOD;
}
