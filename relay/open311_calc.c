/* SPDX-License-Identifier: Apache-2.0 */
/* Forwarding, pure: forms, tables, what a call came to. */
#include "relay/open311_in.h"

#include "net/call.h"

void pair_put(struct arena *a, pairs311 *l, str name, str value)
{
	if (value.n)
		*list_push(a, l) = (struct pair311){name, value};
}

/* RFC 3986 2.3: all but the unreserved is escaped. */
static void escaped(struct buf *b, str s)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' || c == '~';
		if (plain) {
			buf_byte(b, (char)c);
			continue;
		}
		buf_byte(b, '%');
		buf_byte(b, hex[c >> 4]);
		buf_byte(b, hex[c & 15]);
	}
}

str pairs_body(struct arena *a, const pairs311 *l)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < l->n; i++) {
		if (i)
			buf_byte(&b, '&');
		escaped(&b, l->v[i].name);
		buf_byte(&b, '=');
		escaped(&b, l->v[i].value);
	}
	return buf_str(&b);
}

static bool next_line(str *rest, str *ret)
{
	if (!rest->n)
		return false;
	if (!str_split(*rest, '\n', ret, rest)) {
		*ret = *rest;
		*rest = STR_NONE;
	}
	return true;
}

/* urban.road is fit for urban.road.lamp, and "*" for all; the longest that fits. */
str service_there(str table, str category)
{
	str line, name, code, best = S(""), best_name = STR_NONE;
	while (next_line(&table, &line)) {
		if (line.n && line.p[0] == '#')
			continue;
		if (!str_split(line, '=', &name, &code))
			continue;
		name = str_trim(name);
		bool all = str_eq(name, S("*")), below = category.n > name.n && str_starts(category, name) && category.p[name.n] == '.';
		if (!all && !below && !str_eq(name, category))
			continue;
		if (best_name.p && (all || name.n <= best_name.n) && !str_eq(best_name, S("*")))
			continue;
		best = str_trim(code);
		best_name = name;
	}
	return best;
}

str words_meaning(str tsv, str section, str name)
{
	str line, head, rest, second, value;
	while (next_line(&tsv, &line))
		if (str_split(line, '\t', &head, &rest) && str_eq(head, section) && str_split(rest, '\t', &second, &value) && str_eq(second, name))
			return str_trim(value);
	return S("");
}

/* Before anything left, or when the server says that it did nothing, it is simply done again;
 * after that nobody can know. */
enum became became_of(CURLcode code, long status)
{
	static const CURLcode before[] = {CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION,
		CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_SSL_CACERT_BADFILE};
	for (size_t i = 0; i < COUNT_OF(before); i++)
		if (code == before[i])
			return BECAME_NOT;
	if (code != CURLE_OK)
		return BECAME_UNKNOWN;
	if (status >= 200 && status < 300)
		return BECAME_DONE;
	if (status == 429 || status == 503 || status == 401)
		return BECAME_NOT;
	return status >= 400 && status < 500 && status != 408 ? BECAME_REFUSED : BECAME_UNKNOWN;
}
