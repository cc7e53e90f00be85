/* SPDX-License-Identifier: Apache-2.0 */
/* Lua tells the line of a call but not of a key in a table, so the source is looked
 * through once more, by words, comments, texts and brackets only. */
#include <string.h>

#include "pack/pack_in.h"

struct scan {
	str s;
	size_t at;
	int line;
};

static int peek(const struct scan *c, size_t ahead)
{
	return c->at + ahead < c->s.n ? (uint8_t)c->s.p[c->at + ahead] : -1;
}

static void step(struct scan *c, size_t n)
{
	for (; n && c->at < c->s.n; n--)
		c->line += c->s.p[c->at++] == '\n';
}

static bool is_word(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* [[ or [=*[ : how many =, or -1 */
static int long_level(const struct scan *c)
{
	size_t n = 1;
	while (peek(c, n) == '=')
		n++;
	return peek(c, 0) == '[' && peek(c, n) == '[' ? (int)n - 1 : -1;
}

static void skip_long(struct scan *c, int level)
{
	step(c, (size_t)level + 2);
	for (; c->at < c->s.n; step(c, 1)) {
		size_t n = 1;
		while (peek(c, 0) == ']' && peek(c, n) == '=')
			n++;
		if (peek(c, 0) == ']' && (int)n - 1 == level && peek(c, n) == ']') {
			step(c, n + 1);
			return;
		}
	}
}

static void skip_comment(struct scan *c)
{
	step(c, 2);
	int level = long_level(c);
	if (level >= 0)
		skip_long(c, level);
	else
		while (peek(c, 0) >= 0 && peek(c, 0) != '\n')
			step(c, 1);
}

static void skip_quoted(struct scan *c)
{
	int quote = peek(c, 0);
	for (step(c, 1); peek(c, 0) >= 0 && peek(c, 0) != quote && peek(c, 0) != '\n'; step(c, 1))
		if (peek(c, 0) == '\\')
			step(c, 1);
	step(c, 1);
}

/* The next word or sign; texts come as their opening quote. false at the end. */
static bool next(struct scan *c, str *ret, int *ret_line)
{
	for (;;) {
		int ch = peek(c, 0);
		if (ch < 0)
			return false;
		if (ch == '-' && peek(c, 1) == '-')
			skip_comment(c);
		else if (ch <= ' ')
			step(c, 1);
		else
			break;
	}
	size_t from = c->at;
	*ret_line = c->line;
	int level = long_level(c);
	if (level >= 0)
		skip_long(c, level);
	else if (peek(c, 0) == '"' || peek(c, 0) == '\'')
		skip_quoted(c);
	else if (is_word(peek(c, 0)))
		while (is_word(peek(c, 0)))
			step(c, 1);
	else
		step(c, peek(c, 0) == '=' && peek(c, 1) == '=' ? 2 : 1);
	*ret = is_word((uint8_t)c->s.p[from]) ? str_cut(c->s, from, c->at)
					      : str_cut(c->s, from, from + (c->at - from == 2 ? 2 : 1));
	return true;
}

static bool opens(str t)
{
	return str_eq(t, S("{")) || str_eq(t, S("(")) || str_eq(t, S("function")) || str_eq(t, S("if")) || str_eq(t, S("do"));
}

static bool closes(str t)
{
	return str_eq(t, S("}")) || str_eq(t, S(")")) || str_eq(t, S("end"));
}

static struct scan at_line(str source, int line)
{
	struct scan c = {.s = source, .line = 1};
	while (c.line < line && c.at < c.s.n)
		step(&c, 1);
	return c;
}

int line_of_key(str source, int line, const char *ctor, const char *key)
{
	struct scan c = at_line(source, line);
	str t, before = STR_NONE;
	int at = line, at_before = line, depth = 0;
	while (next(&c, &t, &at) && at == line && !str_eq(t, str_of(ctor)))
		;
	while (next(&c, &t, &at)) {
		if (depth == 1 && str_eq(t, S("=")) && str_eq(before, str_of(key)))
			return at_before;
		depth += opens(t) - closes(t);
		if (depth < 1 && !str_eq(t, S("(")))
			return line;
		before = t;
		at_before = at;
	}
	return line;
}
