/* SPDX-License-Identifier: Apache-2.0 */
#include "net/http.h"

#include <string.h>

#include "base/words.h"

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_nocase(str a, str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

str http_get(const http_pairs *p, str name)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->v[i].name, name))
			return p->v[i].value;
	return STR_NONE;
}

str http_get_nocase(const http_pairs *p, str name)
{
	for (size_t i = 0; i < p->n; i++)
		if (same_nocase(p->v[i].name, name))
			return p->v[i].value;
	return STR_NONE;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Text of a form may hold tabs and line ends, a path or a name none. */
static bool clean(str s, bool control)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool white = c == '\t' || c == '\n' || c == '\r';
		if (c == 0x7f || (c < 0x20 && !(control && white)))
			return false;
	}
	return utf8_valid(s) == s.n;
}

bool http_unescape(struct arena *a, str s, bool plus, bool control, str *ret)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%') {
			if (i + 2 >= s.n || hex(s.p[i + 1]) < 0 || hex(s.p[i + 2]) < 0)
				return false;
			out[n++] = (char)(hex(s.p[i + 1]) << 4 | hex(s.p[i + 2]));
			i += 2;
		} else {
			out[n++] = plus && s.p[i] == '+' ? ' ' : s.p[i];
		}
	}
	out[n] = 0;
	*ret = (str){out, n};
	return clean(*ret, control);
}

static bool parse_pairs(struct arena *a, str s, http_pairs *ret)
{
	str one;
	http_pairs out = {0};
	while (s.n) {
		if (!str_split(s, '&', &one, &s)) {
			one = s;
			s = STR_NONE;
		}
		if (!one.n)
			continue;
		str name, value;
		if (!str_split(one, '=', &name, &value)) {
			name = one;
			value = S("");
		}
		if (out.n == LIMIT_HTTP_FIELDS)
			return false;
		struct http_pair *p = list_push(a, &out);
		if (!http_unescape(a, name, true, false, &p->name) || !http_unescape(a, value, true, true, &p->value))
			return false;
	}
	*ret = out;
	return true;
}

bool http_parse_target(struct arena *a, str target, str *ret_path, http_pairs *ret_query)
{
	str path, query;
	if (!target.n || target.p[0] != '/' || str_find(target, S("#"), 0) >= 0)
		return false;
	if (!str_split(target, '?', &path, &query)) {
		path = target;
		query = STR_NONE;
	}
	return http_unescape(a, path, false, false, ret_path) && parse_pairs(a, query, ret_query);
}

bool http_parse_urlencoded(struct arena *a, str body, http_pairs *ret)
{
	return parse_pairs(a, body, ret);
}

static bool is_token(str s)
{
	static const char marks[] = "!#$%&'*+-.^_`|~";
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool word = (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
		if (!word && (!c || !strchr(marks, c)))
			return false;
	}
	return s.n > 0;
}

/* Cookies of other programs on the same host may be odd; what cannot be read is left out. */
bool http_parse_cookies(struct arena *a, str header, http_pairs *ret)
{
	http_pairs out = {0};
	str one, name, value;
	while (header.n) {
		if (!str_split(header, ';', &one, &header)) {
			one = header;
			header = STR_NONE;
		}
		if (!str_split(str_trim(one), '=', &name, &value) || !is_token(name))
			continue;
		if (out.n == 64)
			return false;
		if (value.n > 1 && value.p[0] == '"' && value.p[value.n - 1] == '"')
			value = str_cut(value, 1, value.n - 1);
		*list_push(a, &out) = (struct http_pair){name, value};
	}
	*ret = out;
	return true;
}

/* Cuts one `name=value` or `name="value"` off what follows a ';'. */
static bool next_parameter(struct arena *a, str *rest, str *ret_name, str *ret_value)
{
	str s = str_trim(*rest);
	if (!s.n || s.p[0] != ';')
		return false;
	s = str_trim(str_cut(s, 1, s.n));
	ptrdiff_t eq = str_find(s, S("="), 0);
	if (eq <= 0 || !is_token(str_cut(s, 0, (size_t)eq)))
		return false;
	*ret_name = str_cut(s, 0, (size_t)eq);
	s = str_cut(s, (size_t)eq + 1, s.n);
	if (!s.n || s.p[0] != '"') {
		ptrdiff_t end = str_find(s, S(";"), 0);
		*ret_value = str_trim(str_cut(s, 0, end < 0 ? s.n : (size_t)end));
		*rest = str_cut(s, end < 0 ? s.n : (size_t)end, s.n);
		return true;
	}
	char *out = arena_alloc(a, s.n);
	size_t n = 0, i = 1;
	/* browsers write a quote as %22 and a backslash as itself; only \" is an escape */
	for (; i < s.n && s.p[i] != '"'; i++)
		out[n++] = s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == '"' ? s.p[++i] : s.p[i];
	if (i >= s.n)
		return false;
	*ret_value = (str){out, n};
	*rest = str_cut(s, i + 1, s.n);
	return true;
}

bool http_parse_type(struct arena *a, str header, str parameter, str *ret_type, str *ret_value)
{
	ptrdiff_t end = str_find(header, S(";"), 0);
	str type = str_trim(str_cut(header, 0, end < 0 ? header.n : (size_t)end));
	str rest = str_cut(header, end < 0 ? header.n : (size_t)end, header.n), name, value;
	char *low = arena_copy(a, type.p, type.n);
	for (size_t i = 0; i < type.n; i++)
		low[i] = lower(low[i]);
	*ret_type = (str){low, type.n};
	*ret_value = STR_NONE;
	while (next_parameter(a, &rest, &name, &value))
		if (same_nocase(name, parameter))
			*ret_value = value;
	return !str_trim(rest).n || str_eq(str_trim(rest), S(";"));
}

/* ---- multipart/form-data --------------------------------------------------------------- */
struct part {
	str name, file;
	bool is_file;
};

/* A browser sends the whole path in some old cases; only the last piece is the name. */
static str base_name(str s)
{
	size_t at = s.n;
	while (at && s.p[at - 1] != '/' && s.p[at - 1] != '\\')
		at--;
	return str_cut(s, at, s.n);
}

static bool disposition(struct arena *a, str value, struct part *p)
{
	str rest, name, v;
	ptrdiff_t end = str_find(value, S(";"), 0);
	if (end < 0 || !same_nocase(str_trim(str_cut(value, 0, (size_t)end)), S("form-data")))
		return false;
	rest = str_cut(value, (size_t)end, value.n);
	while (next_parameter(a, &rest, &name, &v)) {
		if (same_nocase(name, S("name")))
			p->name = v;
		if (same_nocase(name, S("filename"))) {
			p->file = base_name(v);
			p->is_file = true;
		}
	}
	return !str_trim(rest).n && p->name.p && clean(p->name, false) && clean(p->file, false);
}

/* The head of a part ends at an empty line; at most 16 lines. */
static bool part_head(struct arena *a, str *body, struct part *ret)
{
	bool found = false;
	for (int line = 0; line < 16; line++) {
		ptrdiff_t end = str_find(*body, S("\r\n"), 0);
		if (end < 0 || end > 4096)
			return false;
		str head = str_cut(*body, 0, (size_t)end), name, value;
		*body = str_cut(*body, (size_t)end + 2, body->n);
		if (!head.n)
			return found;
		if (!str_split(head, ':', &name, &value) || !is_token(name))
			return false;
		if (same_nocase(name, S("Content-Disposition"))) {
			if (found || !disposition(a, str_trim(value), ret))
				return false;
			found = true;
		}
		if (same_nocase(name, S("Content-Transfer-Encoding")))
			return false; /* RFC 7578 4.7 */
	}
	return false;
}

bool http_parse_multipart(struct arena *a, str body, str boundary, http_pairs *ret_form, http_files *ret_files)
{
	http_pairs form = {0};
	http_files files = {0};
	if (!boundary.n || boundary.n > 70)
		return false;
	char *d = arena_alloc(a, boundary.n + 5);
	memcpy(d, "\r\n--", 4);
	memcpy(d + 4, boundary.p, boundary.n);
	str mark = {d, boundary.n + 4}, first = str_cut(mark, 2, mark.n);
	if (!str_starts(body, first))
		return false;
	body = str_cut(body, first.n, body.n);
	while (!str_starts(body, S("--"))) {
		struct part p = {0};
		if (!str_starts(body, S("\r\n")))
			return false;
		body = str_cut(body, 2, body.n);
		if (form.n + files.n == LIMIT_HTTP_FIELDS || !part_head(a, &body, &p))
			return false;
		const char *end = memmem(body.p, body.n, mark.p, mark.n);
		if (!end)
			return false;
		str content = {body.p, (size_t)(end - body.p)};
		body = str_cut(body, content.n + mark.n, body.n);
		if (p.is_file)
			*list_push(a, &files) = (struct http_file){p.name, p.file, content};
		else if (clean(content, true))
			*list_push(a, &form) = (struct http_pair){p.name, content};
		else
			return false;
	}
	*ret_form = form;
	*ret_files = files;
	return true;
}

/* ---- the head ---------------------------------------------------------------------------- */
static bool is_host(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = lower(s.p[i]);
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c && strchr(".-_:[]", c))))
			return false;
	}
	return s.n > 0;
}

static bool all_digits(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0 && s.n < 19;
}

const char *http_head_fault(const http_pairs *headers)
{
	int lengths = 0, codings = 0, hosts = 0;
	for (size_t i = 0; i < headers->n; i++) {
		str name = headers->v[i].name, value = headers->v[i].value;
		if (!is_token(name))
			return W("the request has a header whose name is not allowed");
		for (size_t k = 0; k < value.n; k++)
			if ((unsigned char)value.p[k] == 0x7f || ((unsigned char)value.p[k] < 0x20 && value.p[k] != '\t'))
				return W("the request has control bytes in a header");
		if (same_nocase(name, S("Content-Length"))) {
			lengths++;
			if (!all_digits(value))
				return W("the request has a Content-Length that is not a number");
		}
		if (same_nocase(name, S("Transfer-Encoding"))) {
			codings++;
			if (!same_nocase(value, S("chunked")))
				return W("the request has a transfer coding that is not offered here");
		}
		if (same_nocase(name, S("Host"))) {
			hosts++;
			if (!is_host(value))
				return W("the request names no host, or one that is not allowed");
		}
	}
	if (lengths + codings > 1)
		return W("the request says twice how long it is");
	return hosts == 1 ? NULL : W("the request names no host, or one that is not allowed");
}
