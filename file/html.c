/* SPDX-License-Identifier: Apache-2.0 */
#include "file/html_in.h"

#include <string.h>

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool letter(char c)
{
	c = small(c);
	return c >= 'a' && c <= 'z';
}

static bool space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static char at(const struct html_marks *m, size_t i)
{
	return i < m->page.n ? m->page.p[i] : 0;
}

/* Position of `z`, or the end of the page. */
static size_t find(const struct html_marks *m, size_t from, str z)
{
	ptrdiff_t i = str_find(m->page, z, from);
	return i < 0 ? m->page.n : (size_t)i;
}

/* Whether the name of a tag stands at i, as a whole word. */
static bool name_at(const struct html_marks *m, size_t i, const char *name)
{
	size_t n = strlen(name);
	for (size_t k = 0; k < n; k++)
		if (small(at(m, i + k)) != name[k])
			return false;
	char after = at(m, i + n);
	return !after || space(after) || after == '>' || after == '/';
}

static size_t after(const struct html_marks *m, size_t from, str z)
{
	size_t i = find(m, from, z);
	return i == m->page.n ? i : i + z.n;
}

/* Behind a comment, a declaration or another thing that is not text. */
static size_t skip_odd(const struct html_marks *m, size_t i)
{
	if (str_starts(str_cut(m->page, i, m->page.n), S("<!-->")))
		return i + 5;
	if (str_starts(str_cut(m->page, i, m->page.n), S("<!--")))
		return after(m, i + 4, S("-->"));
	return after(m, i + 1, S(">"));
}

/* The '>' that ends a tag: one inside quotes does not, if the quotes end at all. */
static size_t tag_end(const struct html_marks *m, size_t from)
{
	bool value = false;
	for (size_t i = from; i < m->page.n; i++) {
		char c = m->page.p[i];
		if (c == '>')
			return i;
		if (value && (c == '"' || c == '\'')) {
			size_t end = find(m, i + 1, (str){&c, 1});
			if (end == m->page.n)
				return find(m, i, S(">"));
			i = end;
			value = false;
		} else if (!space(c)) {
			value = c == '=';
		}
	}
	return m->page.n;
}

/* Elements whose text ends only with their own close; in the first two it has entities. */
#define RCDATA 2
static const char *const raw_names[] = {"title", "textarea", "script", "style", "xmp", "iframe", "noframes", "noembed"};

static void enter_raw(struct html_marks *m, const char *name)
{
	for (size_t i = m->unclosed ? RCDATA : 0; i < COUNT_OF(raw_names); i++)
		if (!strcmp(name, raw_names[i]))
			memcpy(m->raw, name, strlen(name) + 1);
}

static void read_tag(struct html_marks *m, struct html_mark *ret)
{
	bool close = at(m, m->at + 1) == '/';
	size_t i = m->at + 1 + close, k = 0, end = tag_end(m, i);
	*ret = (struct html_mark){.kind = close ? HTML_CLOSE : HTML_OPEN};
	for (; i < end && !space(m->page.p[i]) && m->page.p[i] != '/'; i++)
		if (k + 1 < sizeof ret->name)
			ret->name[k++] = small(m->page.p[i]);
	ret->attributes = str_cut(m->page, i, end);
	m->at = end < m->page.n ? end + 1 : end;
	if (!close)
		enter_raw(m, ret->name);
}

static bool read_raw(struct html_marks *m, struct html_mark *ret)
{
	size_t i = find(m, m->at, S("</"));
	while (i < m->page.n && !name_at(m, i + 2, m->raw))
		i = find(m, i + 1, S("</"));
	bool rcdata = !strcmp(m->raw, "title") || !strcmp(m->raw, "textarea");
	if (i == m->page.n && rcdata) {
		/* never closed: the page goes on behind it, and no further one is looked for */
		m->unclosed = true;
		i = find(m, m->at, S("<"));
	}
	*ret = (struct html_mark){.kind = HTML_TEXT, .text = str_cut(m->page, m->at, i), .raw = !rcdata};
	m->at = i;
	m->raw[0] = 0;
	return ret->text.n > 0;
}

bool html_next(struct html_marks *m, struct html_mark *ret)
{
	if (m->raw[0] && read_raw(m, ret))
		return true;
	while (m->at < m->page.n) {
		size_t from = m->at, i = from;
		char second;
		/* text up to what begins a tag; a lone '<' is text */
		for (;; i++) {
			i = find(m, i, S("<"));
			second = at(m, i + 1);
			if (i == m->page.n || letter(second) || second == '/' || second == '!' || second == '?')
				break;
		}
		if (i > from) {
			*ret = (struct html_mark){.kind = HTML_TEXT, .text = str_cut(m->page, from, i)};
			m->at = i;
			return true;
		}
		if (letter(second) || (second == '/' && letter(at(m, i + 2)))) {
			read_tag(m, ret);
			return true;
		}
		m->at = skip_odd(m, i);
	}
	*ret = (struct html_mark){.kind = HTML_END};
	return false;
}

str html_attr(str s, const char *name)
{
	for (size_t i = 0; i < s.n;) {
		while (i < s.n && (space(s.p[i]) || s.p[i] == '/'))
			i++;
		size_t from = i;
		while (i < s.n && !space(s.p[i]) && s.p[i] != '=' && s.p[i] != '/')
			i++;
		str key = str_cut(s, from, i), value = S("");
		while (i < s.n && space(s.p[i]))
			i++;
		if (i < s.n && s.p[i] == '=') {
			i++;
			while (i < s.n && space(s.p[i]))
				i++;
			char quote = i < s.n && (s.p[i] == '"' || s.p[i] == '\'') ? s.p[i++] : 0;
			from = i;
			while (i < s.n && (quote ? s.p[i] != quote : !space(s.p[i])))
				i++;
			value = str_cut(s, from, i);
			i += quote != 0;
		}
		bool same = key.n == strlen(name);
		for (size_t k = 0; same && k < key.n; k++)
			same = small(key.p[k]) == name[k];
		if (same)
			return value;
	}
	return STR_NONE;
}

/* ---- entities ---- */
static const struct entity {
	const char *name;
	uint32_t cp;
} entities[] = {
#define ENTITY(name, cp) {#name, cp},
#include "file/html_entity.tbl.h"
#undef ENTITY
};

static uint32_t named(str s)
{
	size_t lo = 0, hi = COUNT_OF(entities);
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int c = str_cmp(s, str_of(entities[mid].name));
		if (c == 0)
			return entities[mid].cp;
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return 0;
}

/* Numbers 128 to 159 mean windows-1252 (HTML 5 13.2.5.80). */
static const uint16_t windows[32] = {
	0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
	0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178,
};

static uint32_t allowed(uint32_t cp)
{
	if (cp >= 0x80 && cp < 0xa0)
		return windows[cp - 0x80];
	bool wrong = cp == 0 || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff) || (cp < 0x20 && !space((char)cp));
	return wrong ? 0xfffd : cp;
}

static int digit(char c, bool hex)
{
	c = small(c);
	if (c >= '0' && c <= '9')
		return c - '0';
	return hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* &#26126; &#x660e; also without the semicolon; *len bytes read, 0 when it is none */
static uint32_t numeric(str s, size_t *len)
{
	bool hex = s.n > 2 && small(s.p[2]) == 'x';
	size_t i = 2 + hex, from = i;
	uint32_t cp = 0;
	for (; i < s.n && digit(s.p[i], hex) >= 0; i++)
		cp = cp > 0x10ffff ? cp : cp * (hex ? 16 : 10) + (uint32_t)digit(s.p[i], hex);
	*len = i == from ? 0 : i + (i < s.n && s.p[i] == ';');
	return allowed(cp);
}

/* Pages forget the semicolon behind these. */
static uint32_t named_prefix(str s, size_t *len)
{
	static const char *const often[] = {"nbsp", "amp", "lt", "gt", "quot", "ldquo", "rdquo", "mdash", "middot"};
	for (size_t i = 0; i < COUNT_OF(often); i++) {
		str name = str_of(often[i]);
		if (str_starts(s, name) && (s.n == name.n || (!letter(s.p[name.n]) && s.p[name.n] != '='))) {
			*len = 1 + name.n;
			return named(name);
		}
	}
	return 0;
}

static uint32_t entity(str s, size_t *len)
{
	if (s.n > 1 && s.p[1] == '#')
		return numeric(s, len);
	size_t i = 1;
	while (i < s.n && i < 12 && (letter(s.p[i]) || digit(s.p[i], false) >= 0))
		i++;
	*len = i + 1;
	uint32_t cp = i < s.n && s.p[i] == ';' ? named(str_cut(s, 1, i)) : 0;
	if (!cp)
		cp = named_prefix(str_cut(s, 1, s.n), len);
	return cp;
}

void html_put(struct buf *b, str s)
{
	while (s.n) {
		ptrdiff_t amp = str_find(s, S("&"), 0);
		buf_add(b, str_cut(s, 0, amp < 0 ? s.n : (size_t)amp));
		if (amp < 0)
			return;
		s = str_cut(s, (size_t)amp, s.n);
		size_t len = 0;
		uint32_t cp = entity(s, &len);
		if (cp && len) {
			buf_cp(b, cp);
		} else {
			buf_byte(b, '&');
			len = 1;
		}
		s = str_cut(s, len, s.n);
	}
}
