/* SPDX-License-Identifier: Apache-2.0 */
#include "file/xml_scan_in.h"

#include <string.h>

static bool space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t after(str s, size_t from, str what)
{
	ptrdiff_t at = str_find(s, what, from);
	return at < 0 ? s.n : (size_t)at + what.n;
}

/* Behind the '>' that ends a tag; one in quotes does not. */
static size_t tag_end(str s, size_t i)
{
	for (char quote = 0; i < s.n; i++) {
		char c = s.p[i];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return i + 1;
	}
	return s.n;
}

struct xml_piece xml_piece_of(str raw)
{
	struct xml_piece p = {.sort = XML_OPEN, .raw = raw, .to = raw.n};
	size_t i = 1, from;
	if (raw.n > 1 && raw.p[1] == '/') {
		p.sort = XML_CLOSE;
		i = 2;
	} else if (raw.n > 2 && raw.p[raw.n - 2] == '/') {
		p.sort = XML_EMPTY;
	}
	for (from = i; i < raw.n && !space(raw.p[i]) && raw.p[i] != '>' && raw.p[i] != '/'; i++)
		;
	p.name = str_cut(raw, from, i);
	ptrdiff_t colon = str_find(p.name, S(":"), 0);
	p.prefix = colon < 0 ? S("") : str_cut(p.name, 0, (size_t)colon + 1);
	p.name = str_cut(p.name, p.prefix.n, p.name.n);
	return p;
}

bool xml_scan_next(struct xml_scan *x, struct xml_piece *ret)
{
	while (x->at < x->s.n) {
		const char *open = memchr(x->s.p + x->at, '<', x->s.n - x->at);
		if (!open)
			break;
		size_t from = (size_t)(open - x->s.p);
		str rest = str_cut(x->s, from, x->s.n);
		if (str_starts(rest, S("<!--"))) {
			x->at = after(x->s, from + 4, S("-->"));
		} else if (str_starts(rest, S("<![CDATA["))) {
			x->at = after(x->s, from, S("]]>"));
		} else if (str_starts(rest, S("<?"))) {
			x->at = after(x->s, from, S("?>"));
		} else {
			x->at = tag_end(x->s, from);
			*ret = xml_piece_of(str_cut(x->s, from, x->at));
			ret->from = from;
			ret->to = x->at;
			return true;
		}
	}
	x->at = x->s.n;
	return false;
}

size_t xml_scan_behind(struct xml_scan *x, const struct xml_piece *open)
{
	struct xml_piece p;
	size_t depth = open->sort == XML_OPEN;
	while (depth && xml_scan_next(x, &p))
		depth = p.sort == XML_OPEN ? depth + 1 : p.sort == XML_CLOSE ? depth - 1 : depth;
	return x->at;
}

/* Where an attribute stands, its blank before it included; false: absent. */
static bool find_attr(const struct xml_piece *p, const char *name, size_t *ret_from, size_t *ret_to, str *ret_value)
{
	str s = p->raw;
	size_t i = 1 + p->prefix.n + p->name.n, n = strlen(name);
	while (i < s.n) {
		size_t before = i;
		while (i < s.n && space(s.p[i]))
			i++;
		size_t from = i;
		while (i < s.n && s.p[i] != '=' && s.p[i] != '>' && s.p[i] != '/' && !space(s.p[i]))
			i++;
		str key = str_cut(s, from, i);
		while (i < s.n && s.p[i] != '"' && s.p[i] != '\'' && s.p[i] != '>')
			i++;
		if (i >= s.n || s.p[i] == '>')
			return false;
		const char *end = memchr(s.p + i + 1, s.p[i], s.n - i - 1);
		if (!end)
			return false;
		str value = str_cut(s, i + 1, (size_t)(end - s.p));
		i = (size_t)(end - s.p) + 1;
		if (key.n == n && !memcmp(key.p, name, n)) {
			*ret_from = before;
			*ret_to = i;
			*ret_value = value;
			return true;
		}
	}
	return false;
}

str xml_piece_attr(const struct xml_piece *p, const char *name)
{
	size_t from, to;
	str value;
	return find_attr(p, name, &from, &to, &value) ? value : STR_NONE;
}

static void put_attr(struct buf *b, const char *name, str value)
{
	if (!value.p)
		return;
	buf_byte(b, ' ');
	buf_z(b, name);
	buf_z(b, "=\"");
	buf_add(b, value);
	buf_byte(b, '"');
}

void xml_piece_put(struct buf *b, const struct xml_piece *p, const char *name, str value)
{
	size_t from, to;
	str old;
	if (!find_attr(p, name, &from, &to, &old)) {
		from = to = p->raw.n - (p->sort == XML_EMPTY ? 2 : 1);
		while (from && space(p->raw.p[from - 1]))
			from--;
	}
	buf_add(b, str_cut(p->raw, 0, from));
	put_attr(b, name, value);
	buf_add(b, str_cut(p->raw, to, p->raw.n));
}

void xml_escape(struct buf *b, str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '&' || c == '<' || c == '>' || c == '"')
			buf_z(b, c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&quot;");
		else if ((uint8_t)c >= 0x20 || c == '\n' || c == '\t')
			buf_byte(b, c);
	}
}
