/* SPDX-License-Identifier: Apache-2.0 */
/* Open311: what has been done with requests since (servicerequestupdates, the extension of
 * FixMyStreet), and what whoever sent one adds to it. */
#include "web/open311_in.h"

#include <stddef.h>

#define WORDS_MOST 4000 /* characters */
#define ID_MOST 120

struct update311 {
	str update_id, request, status, description, media_url, external_status_code;
	ms_t updated;
};
#define C(n, s, f) {.name = n, .sort = s, .at = offsetof(struct update311, f)}
static const struct column update_columns[] = {
	C("update_id", COLUMN_TEXT, update_id), C("service_request_id", COLUMN_TEXT, request), C("status", COLUMN_TEXT, status),
	C("updated_datetime", COLUMN_TIME, updated), C("description", COLUMN_TEXT, description), C("media_url", COLUMN_TEXT, media_url),
	C("external_status_code", COLUMN_TEXT, external_status_code),
};
#undef C
static const struct shape update_shape = {"service_request_updates", "request_update", sizeof(struct update311), update_columns, COUNT_OF(update_columns)};

static str id_of(struct visit *v, const struct open311_update *u)
{
	return path_with(v, "%lld-%lld", (long long)u->event, (long long)u->request);
}

/* The step, and under the last of them the public answer, if there is one to be told. */
static str words_of(struct called *c, const struct open311_update *u)
{
	const struct open311_words *w = c->words;
	struct buf b;
	str answer = u->last ? open311_value(u->told, u->n_told, open311_meaning(w->told, w->n_told, S("status_notes"))) : S("");
	buf_init(&b, c->v->arena);
	buf_add(&b, words2_in(u->action->done.zh.n ? &u->action->done : &u->action->label, c->v->lang));
	if (answer.n) {
		buf_byte(&b, '\n');
		buf_add(&b, answer);
	}
	return buf_str(&b);
}

static struct update311 update_of(struct called *c, const struct open311_update *u)
{
	const struct open311_state *s = u->state ? open311_state_of(c->words, u->state->name) : NULL;
	return (struct update311){.update_id = id_of(c->v, u), .request = open311_id(c->v, u->number, u->request), .updated = u->at, .description = words_of(c, u),
		.status = s ? s->extended : !u->state ? S("") : u->state->closed ? S("closed") : S("open"),
		.external_status_code = u->state && u->state->public ? u->state->name : S("")};
}

err open311_updates(struct called *c)
{
	struct open311_query q;
	struct open311_update *v;
	size_t n;
	open311_query_init(c, &q);
	TRY(open311_page(c, &q));
	TRY(open311_span(c, &q));
	TRY(open311_steps(c->v->web->config.core, c->v->arena, &q, &v, &n));
	struct update311 *rows = arena_new_n(c->v->arena, n, struct update311);
	for (size_t i = 0; i < n; i++)
		rows[i] = update_of(c, &v[i]);
	return open311_send(c, 200, &update_shape, rows, n, true);
}

/* ---- what is added ------------------------------------------------------------------------------- */
static const struct column posted_columns[] = {{.name = "update_id", .sort = COLUMN_TEXT, .at = offsetof(struct update311, update_id)}};
static const struct shape posted_shape = {"service_request_updates", "request_update", sizeof(struct update311), posted_columns, 1};

/* A status other than open has no field of its own: it is told in words, and a person decides. */
static str addition(struct called *c)
{
	str words = open311_param(c, "description"), status = open311_param(c, "status");
	struct buf b;
	buf_init(&b, c->v->arena);
	buf_add(&b, words);
	if (status.n && status.n < 40 && !str_eq(status, S("OPEN")) && !str_eq(status, S("UNCHANGED"))) {
		if (b.n)
			buf_byte(&b, '\n');
		word_fmt(&b, LANG_ZH, W("(the sender calls it: {0})"), (str[]){status}, 1);
	}
	return buf_str(&b);
}

err open311_update_post(struct called *c)
{
	struct open311_query q;
	struct open311_key key;
	int64_t event;
	str number = open311_param(c, "service_request_id"), id = open311_param(c, "update_id"), words = addition(c);
	if (!id.n)
		id = open311_param(c, "update_id_ext");
	if (!c->key)
		return fail(ERR_DENIED, "an api_key is needed here; see key_service in the discovery document");
	if (!number.n || !id.n || id.n > ID_MOST)
		return fail(ERR_INPUT, "an update needs service_request_id and update_id");
	if (!words.n || utf8_count(words) > WORDS_MOST)
		return fail(ERR_INPUT, "an update needs a description of at most 4000 characters");
	open311_query_init(c, &q);
	TRY(open311_bound(c->v->web->config.core, c->v->arena, c->key, &key));
	const struct arg args[] = {{c->words->add_words, words}, {c->words->add_by, key.name}};
	const struct open311_more more = {.number = number, .action = c->words->add, .args = args, .n_args = c->words->add_by.n ? 2 : 1,
		.idempotency_key = path_with(c->v, "open311/%lld/update/" STR_FMT, (long long)c->key, STR_ARG(id))};
	TRY(committing(c->v, open311_add(c->v->web->config.core, c->v->arena, &q, &more, &event)));
	const struct update311 u = {.update_id = path_with(c->v, "%lld", (long long)event)};
	return open311_send(c, 200, &posted_shape, &u, 1, true);
}
