/* SPDX-License-Identifier: Apache-2.0 */
/* OpenAPI 3.1, made from the table of routes. */
#include <stdio.h>
#include <string.h>

#include "web/api_in.h"

static void parameters(struct json *j, const char *pattern)
{
	int n = 0;
	json_key(j, "parameters");
	json_open(j, '[');
	for (const char *at = strchr(pattern, '{'); at; at = strchr(at + 1, '{')) {
		char name[16];
		bool id = !strncmp(at, "{id}", 4);
		if (n++)
			snprintf(name, sizeof name, "%s%d", id ? "id" : "word", n);
		else
			snprintf(name, sizeof name, "%s", id ? "id" : "word");
		json_open(j, '{');
		member_str(j, "name", str_of(name));
		member_str(j, "in", S("path"));
		member_bool(j, "required", true);
		json_key(j, "schema");
		json_open(j, '{');
		member_str(j, "type", S("string"));
		if (id)
			member_str(j, "pattern", S("^[0-9]+$"));
		json_close(j);
		json_close(j);
	}
	json_close(j);
}

/* {id}…{id} become {id}…{id2}, as the parameters are called. */
static str path_of(struct visit *v, const char *pattern)
{
	struct buf b;
	int n = 0;
	buf_init(&b, v->arena);
	for (const char *p = pattern; *p; p++) {
		if (*p == '}' && n++)
			buf_int(&b, n);
		buf_byte(&b, *p);
	}
	return buf_str(&b);
}

static void operation(struct visit *v, struct json *j, const struct route *r)
{
	static const char *const names[HTTP_METHODS] = {"get", "head", "post", "delete"};
	json_key(j, names[r->method]);
	json_open(j, '{');
	member_str(j, "summary", said(v, r->summary));
	parameters(j, r->pattern);
	if (r->who == PUBLIC) {
		json_key(j, "security");
		json_open(j, '[');
		json_close(j);
	}
	json_key(j, "responses");
	json_open(j, '{');
	json_key(j, "default");
	json_open(j, '{');
	member_str(j, "description", S("the result, or a problem document (RFC 9457)"));
	json_close(j);
	json_close(j);
	json_close(j);
}

static void paths(struct visit *v, struct json *j)
{
	bool *done = arena_new_n(v->arena, routes_n, bool);
	for (size_t i = 0; i < routes_n; i++) {
		if (done[i] || !strstr(routes[i].pattern, "/api/"))
			continue;
		char *path = str_z(v->arena, path_of(v, routes[i].pattern));
		json_key(j, path);
		json_open(j, '{');
		for (size_t k = i; k < routes_n; k++)
			if (!strcmp(routes[k].pattern, routes[i].pattern)) {
				operation(v, j, &routes[k]);
				done[k] = true;
			}
		json_close(j);
	}
}

err api_openapi(struct visit *v)
{
	struct json j;
	api_begin(v, &j);
	json_open(&j, '{');
	member_str(&j, "openapi", S("3.1.0"));
	json_key(&j, "info");
	json_open(&j, '{');
	member_str(&j, "title", S("Luoshi"));
	member_str(&j, "version", S("1"));
	member_str(&j, "description",
		 S("Sign in with POST /api/v1/session and send the token as Authorization: Bearer. Writes take an "
		   "Idempotency-Key. Bodies are JSON objects or forms."));
	json_close(&j);
	json_key(&j, "security");
	json_open(&j, '[');
	json_open(&j, '{');
	json_key(&j, "bearer");
	json_open(&j, '[');
	json_close(&j);
	json_close(&j);
	json_close(&j);
	json_key(&j, "components");
	json_open(&j, '{');
	json_key(&j, "securitySchemes");
	json_open(&j, '{');
	json_key(&j, "bearer");
	json_open(&j, '{');
	member_str(&j, "type", S("http"));
	member_str(&j, "scheme", S("bearer"));
	json_close(&j);
	json_close(&j);
	json_close(&j);
	json_key(&j, "paths");
	json_open(&j, '{');
	paths(v, &j);
	json_close(&j);
	json_close(&j);
	return OK;
}
