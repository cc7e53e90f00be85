/* SPDX-License-Identifier: Apache-2.0 */
/* A JSON body as a form. */
/* jansson and base/json.h both call something json_null; jansson's is not used here */
#define json_null jansson_null
#include <jansson.h>
#undef json_null

#include "base/nest.h"
#include "web/web_in.h"

static bool put_scalar(struct buf *b, const json_t *x)
{
	if (json_is_string(x))
		buf_add(b, (str){json_string_value(x), json_string_length(x)});
	else if (json_is_integer(x))
		buf_int(b, json_integer_value(x));
	else if (json_is_boolean(x))
		buf_z(b, json_is_true(x) ? "1" : "0");
	else
		return json_is_null(x);
	return true;
}

static bool put_list(struct buf *b, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		if (i)
			buf_z(b, "、");
		if (!put_scalar(b, json_array_get(list, i)))
			return false;
	}
	return true;
}

static bool form_clean(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 && s.p[i] != '\n' && s.p[i] != '\r' && s.p[i] != '\t')
			return false;
	return true;
}

static bool put_members(struct visit *v, json_t *object, int depth)
{
	const char *name;
	json_t *x;
	json_object_foreach(object, name, x) {
		struct buf b;
		if (json_is_object(x)) {
			if (depth || !put_members(v, x, depth + 1))
				return false;
			continue;
		}
		if (v->rq->form.n >= LIMIT_HTTP_FIELDS)
			return false;
		buf_init(&b, v->arena);
		if (json_is_array(x) ? !put_list(&b, x) : !put_scalar(&b, x))
			return false;
		str value = b.p ? buf_str(&b) : S("");
		if (!form_clean(value))
			return false;
		*list_push(v->arena, &v->rq->form) = (struct http_pair){str_dup(v->arena, str_of(name)), value};
	}
	return true;
}

err api_form(struct visit *v)
{
	str key = http_get_nocase(&v->rq->headers, S("Idempotency-Key"));
	if (key.n > 128)
		return fail(ERR_INPUT, "the Idempotency-Key is longer than 128 bytes");
	if (str_eq(v->rq->type, S("application/json"))) {
		json_error_t error;
		if (!json_fits(v->rq->body))
			return fail(ERR_USAGE, "the JSON is nested deeper than anything that is asked for here; send it as the description of the interface has it");
		json_t *root = json_loadb(v->rq->body.p ? v->rq->body.p : "", v->rq->body.n, JSON_REJECT_DUPLICATES, &error);
		if (!root)
			return fail(ERR_USAGE, "the JSON cannot be read, line {0}: {1}",
				    path_with(v, "%d", error.line), str_dup(v->arena, str_of(error.text)));
		bool ok = json_is_object(root) && put_members(v, root, 0);
		json_decref(root);
		if (!ok)
			return fail(ERR_USAGE, "the JSON is not an object of texts, numbers, true, false and lists of these");
	}
	if (key.n)
		*list_push(v->arena, &v->rq->form) = (struct http_pair){S("key"), key};
	return OK;
}
