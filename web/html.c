/* SPDX-License-Identifier: Apache-2.0 */
#include "web/html_in.h"

#include <string.h>

#include "net/http.h"

static const char *entity(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return NULL;
	}
}

static const bool special[256] = {['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true};

void html_text(struct buf *b, str s)
{
	size_t from = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (!special[c])
			continue;
		html_add(b, (str){s.p + from, i - from});
		buf_z(b, entity((char)c));
		from = i + 1;
	}
	if (from < s.n)
		html_add(b, (str){s.p + from, s.n - from});
}

static bool is_own_path(str s)
{
	if (!s.n || str_find(s, S("\\"), 0) >= 0)
		return false;
	if (s.p[0] == '#' || s.p[0] == '?')
		return true;
	return s.p[0] == '/' && !(s.n > 1 && s.p[1] == '/');
}

void html_href(struct buf *b, str s)
{
	html_text(b, is_own_path(s) ? s : S("#"));
}

void html_part(struct buf *b, str s)
{
	http_put_escaped(b, s);
}

static str digits(char out[24], int64_t v)
{
	size_t at = 24;
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	do
		out[--at] = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		out[--at] = '-';
	return (str){out + at, 24 - at};
}

void html_int(struct buf *b, int64_t v)
{
	char out[24];
	html_add(b, digits(out, v));
}

str ui_n(int64_t v)
{
	static _Thread_local char room[8][24];
	static _Thread_local unsigned next;
	return digits(room[next++ % 8], v);
}

/* U+4000 to U+9FFF, nearly all ideographs, begin with a byte of e4 to e9. */
bool html_is_chinese(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0xe4 && (unsigned char)s.p[i] <= 0xe9)
			return true;
	return false;
}

void html_value(struct buf *b, enum lang lang, str s)
{
	bool mark = lang != LANG_ZH && html_is_chinese(s);
	if (mark)
		html_add(b, S("<span lang=\"zh-CN\">"));
	html_text(b, s);
	if (mark)
		html_add(b, S("</span>"));
}

void html_lang(struct buf *b, enum lang lang, str s)
{
	if (lang != LANG_ZH && html_is_chinese(s))
		html_add(b, S(" lang=\"zh-CN\""));
}

void ui_say(struct buf *b, enum lang lang, str sentence, const str *args, size_t n)
{
	size_t from = 0;
	for (size_t i = 0; i + 2 < sentence.n; i++) {
		unsigned slot = (unsigned char)sentence.p[i + 1] - '0';
		if (sentence.p[i] != '{' || sentence.p[i + 2] != '}' || slot >= n)
			continue;
		html_add(b, str_cut(sentence, from, i));
		html_value(b, lang, args[slot]);
		i += 2;
		from = i + 1;
	}
	html_add(b, str_cut(sentence, from, sentence.n));
}

void html_words(const char *const *keys, size_t n, str *ret_zh, str *ret_en)
{
	static struct arena forever; /* the words live as long as the program */
	static bool begun;
	if (!begun)
		arena_init(&forever);
	begun = true;
	for (size_t i = 0; i < n; i++)
		for (int lang = 0; lang < 2; lang++) {
			struct buf b;
			buf_init(&b, &forever);
			html_text(&b, word((enum lang)lang, keys[i]));
			*(lang == LANG_ZH ? &ret_zh[i] : &ret_en[i]) = buf_str(&b);
		}
}
