/* SPDX-License-Identifier: Apache-2.0 */
#include "web/web_in.h"

const struct route routes[] = {
#define ROUTE(method, pattern, fn, who, duties, form, summary) {method, pattern, fn, who, duties, form, summary},
#include "web/routes.tbl.h"
#undef ROUTE
};
const size_t routes_n = COUNT_OF(routes);

static bool segment(str *rest, str *ret)
{
	if (!rest->n || rest->p[0] != '/')
		return false;
	size_t end = 1;
	while (end < rest->n && rest->p[end] != '/')
		end++;
	*ret = str_cut(*rest, 1, end);
	*rest = str_cut(*rest, end, rest->n);
	return true;
}

static bool matches(struct visit *v, const char *pattern)
{
	str p = str_of(pattern), path = v->rq->path, want, have;
	int ids = 0, words = 0;
	while (segment(&p, &want)) {
		if (!segment(&path, &have))
			return false;
		if (str_eq(want, S("{id}"))) {
			if (!str_int(have, &v->id[ids]) || v->id[ids] < 0)
				return false;
			ids++;
		} else if (str_eq(want, S("{word}"))) {
			if (!have.n || have.n > 64)
				return false;
			if (words++)
				v->outer = v->word;
			v->word = have;
		} else if (!str_eq(want, have)) {
			return false;
		}
	}
	return !path.n;
}

const struct route *route_find(struct visit *v, bool *ret_other)
{
	enum http_method m = v->rq->method == HTTP_HEAD ? HTTP_GET : v->rq->method;
	bool other = false;
	for (size_t i = 0; i < routes_n; i++) {
		if (!matches(v, routes[i].pattern))
			continue;
		if (routes[i].method == m)
			return &routes[i];
		other = true;
	}
	*ret_other = other;
	return NULL;
}
