/* SPDX-License-Identifier: Apache-2.0 */
/* Open311: requests as they come (POST), as they are read (GET), and their tokens. */
#include "web/open311_in.h"

#include "core/request.h"

#include <stddef.h>

#define DAY_MS 86400000LL
#define DESCRIPTION_MOST 4000 /* characters: GeoReport v2, POST Service Request */
#define NUMBER_MOST 120       /* bytes of a client's own number */
#define WHERE_MOST 60         /* characters of the place in a title */
#define LINK_MOST 500
#define LINKS_MOST 10
#define MOST_ROWS 1000

/* ---- reading ---------------------------------------------------------------------------------- */
struct request311 {
	str id, status, status_notes, service_name, service_code, description, agency, notice;
	ms_t requested, updated, expected;
	str address, address_id, zipcode, lat, lon, media_url;
};
#define C(n, s, f) {.name = n, .sort = s, .at = offsetof(struct request311, f)}
static const struct column request_columns[] = {
	C("service_request_id", COLUMN_TEXT, id), C("status", COLUMN_TEXT, status), C("status_notes", COLUMN_TEXT, status_notes),
	C("service_name", COLUMN_TEXT, service_name), C("service_code", COLUMN_TEXT, service_code), C("description", COLUMN_TEXT, description),
	C("agency_responsible", COLUMN_TEXT, agency), C("service_notice", COLUMN_TEXT, notice), C("requested_datetime", COLUMN_TIME, requested),
	C("updated_datetime", COLUMN_TIME, updated), C("expected_datetime", COLUMN_TIME, expected), C("address", COLUMN_TEXT, address),
	C("address_id", COLUMN_TEXT, address_id), C("zipcode", COLUMN_TEXT, zipcode), C("lat", COLUMN_DEC, lat), C("long", COLUMN_DEC, lon),
	C("media_url", COLUMN_TEXT, media_url),
};
#undef C
static const struct shape request_shape = {"service_requests", "request", sizeof(struct request311), request_columns, COUNT_OF(request_columns)};

/* Its number where a path of any client can carry it, else its id: both are found. */
str open311_id(struct visit *v, str number, int64_t request)
{
	bool plain = number.n > 0;
	for (size_t i = 0; i < number.n; i++)
		plain &= (number.p[i] >= '0' && number.p[i] <= '9') || (number.p[i] >= 'A' && number.p[i] <= 'Z') ||
			 (number.p[i] >= 'a' && number.p[i] <= 'z') || number.p[i] == '-';
	return plain ? number : path_with(v, "%lld", (long long)request);
}

str open311_value(const struct value *v, size_t n, str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].field->name, name) && !v[i].masked)
			return v[i].text;
	return S("");
}

/* What a column says: of one's own request as it was sent, else what was published. */
static str said_of(const struct open311_words *w, const struct open311_row *r, const char *column)
{
	str own = open311_meaning(w->own, w->n_own, str_of(column)), told = open311_meaning(w->told, w->n_told, str_of(column));
	str s = r->own && own.n ? open311_value(r->own_fields, r->n_own, own) : S("");
	return s.n || !told.n ? s : open311_value(r->told, r->n_told, told);
}

static struct request311 row_of(struct called *c, const struct open311_row *r)
{
	const struct open311_words *w = c->words;
	const struct choice *s = open311_service(w, r->service);
	const struct open311_state *state = open311_state_of(w, r->state->name);
	bool closed = r->closed || (state && state->closed);
	return (struct request311){.id = open311_id(c->v, r->number, r->request), .status = closed ? S("closed") : S("open"), .status_notes = said_of(w, r, "status_notes"),
		.service_code = r->service.n ? r->service : S("-"), .service_name = s ? open311_piece(words2_in(&s->label, c->v->lang), false) : S(""),
		.description = said_of(w, r, "description"), .agency = r->unit, .requested = r->at, .updated = r->changed, .expected = r->due,
		.address = said_of(w, r, "address"), .lat = said_of(w, r, "lat"), .lon = said_of(w, r, "long")};
}

static err send_rows(struct called *c, const struct open311_row *v, size_t n)
{
	struct request311 *rows = arena_new_n(c->v->arena, n, struct request311);
	for (size_t i = 0; i < n; i++)
		rows[i] = row_of(c, &v[i]);
	return open311_send(c, 200, &request_shape, rows, n, true);
}

void open311_query_init(struct called *c, struct open311_query *q)
{
	const struct open311_words *w = c->words;
	str *names = arena_new_n(c->v->arena, w->n_own, str);
	for (size_t i = 0; i < w->n_own; i++)
		names[i] = w->own[i].value;
	*q = (struct open311_query){.kind = w->kind, .service = w->service, .key = c->key, .lang = c->v->lang, .from = MS_NONE, .to = MS_NONE,
		.own_names = names, .n_own_names = w->n_own, .most = MOST_ROWS};
}

/* The span asked for, or the newest so many days of it. */
err open311_span(struct called *c, struct open311_query *q)
{
	struct core *core = c->v->web->config.core;
	const struct zone *zone = c->v->web->config.zone;
	str start = open311_param(c, "start_date"), end = open311_param(c, "end_date");
	ms_t longest = open311_number(core, "days") * DAY_MS, now = c->v->ui.now;
	if (start.n && !open311_time(zone, start, false, &q->from))
		return fail(ERR_INPUT, "start_date is not a date: write it like 2026-10-01T08:00:00+08:00");
	if (end.n && !open311_time(zone, end, true, &q->to))
		return fail(ERR_INPUT, "end_date is not a date: write it like 2026-10-01T08:00:00+08:00");
	if (!end.n)
		q->to = start.n && q->from + longest < now ? q->from + longest : now + 1;
	if (q->to > now + 1)
		q->to = now + 1; /* nothing is newer: the span is not spent on the future */
	if (!start.n || q->to - q->from > longest)
		q->from = q->to - longest;
	return OK;
}

static err page_number(struct called *c, const char *name, int64_t otherwise, int64_t most, int64_t *ret)
{
	str s = open311_param(c, name);
	*ret = otherwise;
	if (s.n && (!str_int(s, ret) || *ret < 1))
		return fail(ERR_INPUT, "{0} is not a whole number from 1 on", str_of(name));
	if (*ret > most)
		*ret = most;
	return OK;
}

err open311_page(struct called *c, struct open311_query *q)
{
	int64_t page, size, rows = open311_number(c->v->web->config.core, "rows");
	TRY(page_number(c, "page_size", rows, rows, &size));
	TRY(page_number(c, "page", 1, 1000000, &page));
	q->most = (int)size;
	q->skip = (int)((page - 1) * size > 1000000 ? 1000000 : (page - 1) * size);
	return OK;
}

static str lower(struct visit *v, str s)
{
	char *p = arena_alloc(v->arena, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
	return (str){p, s.n};
}

static err asked(struct called *c, struct open311_query *q)
{
	str status = lower(c->v, open311_param(c, "status"));
	q->open = open311_listed(status, S("open"));
	q->closed = open311_listed(status, S("closed"));
	if (open311_count(status) != (size_t)q->open + (size_t)q->closed)
		return fail(ERR_INPUT, "status is open or closed, or both with a comma between them");
	q->services = open311_param(c, "service_code");
	TRY(open311_page(c, q));
	return open311_span(c, q);
}

/* Numbers asked for by name, in their order; the other filters do not count then. */
static err named(struct called *c, const struct open311_query *q, str ids)
{
	struct core *core = c->v->web->config.core;
	LIST(struct open311_row) l = {0};
	str one;
	while (ids.p && l.n < MOST_ROWS) {
		if (!str_split(ids, ',', &one, &ids)) {
			one = ids;
			ids = STR_NONE;
		}
		struct open311_row r;
		err e = str_trim(one).n ? open311_find(core, c->v->arena, q, str_trim(one), &r) : ERR_NOTFOUND;
		if (e != OK && e != ERR_NOTFOUND)
			return e;
		if (e == OK)
			*list_push(c->v->arena, &l) = r;
	}
	return send_rows(c, l.v, l.n);
}

err open311_requests(struct called *c)
{
	struct open311_query q;
	struct open311_row *v;
	size_t n;
	open311_query_init(c, &q);
	str ids = open311_param(c, "service_request_id");
	if (ids.n)
		return open311_count(ids) > MOST_ROWS ? fail(ERR_INPUT, "service_request_id names more than 1000 requests; ask for fewer")
						      : named(c, &q, ids);
	TRY(asked(c, &q));
	TRY(open311_list(c->v->web->config.core, c->v->arena, &q, &v, &n));
	return send_rows(c, v, n);
}

err open311_request(struct called *c)
{
	struct open311_query q;
	struct open311_row r;
	open311_query_init(c, &q);
	TRY(open311_find(c->v->web->config.core, c->v->arena, &q, c->name, &r));
	return send_rows(c, &r, 1);
}

/* ---- tokens -------------------------------------------------------------------------------------- */
struct token {
	str id, token;
};
static const struct column token_columns[] = {
	{.name = "service_request_id", .sort = COLUMN_TEXT, .at = offsetof(struct token, id)},
	{.name = "token", .sort = COLUMN_TEXT, .at = offsetof(struct token, token)},
};
static const struct shape token_shape = {"service_requests", "request", sizeof(struct token), token_columns, COUNT_OF(token_columns)};

err open311_token(struct called *c)
{
	struct token t = {.token = c->name};
	int64_t request;
	TRY(open311_by_token(c->v->web->config.core, c->v->arena, c->name, &request, &t.id));
	t.id = open311_id(c->v, t.id, request);
	return open311_send(c, 200, &token_shape, &t, 1, true);
}

/* ---- a request comes ---------------------------------------------------------------------------------- */
struct coming {
	struct called *c;
	const struct action *by; /* that opens the request */
	LIST(struct arg) of_request, of_matter;
	LIST(struct upload) files;
	str outside, idempotency;
};

static bool in_form(const struct kind *k, const struct action *a, str field)
{
	int f = a ? kind_field(k, field) : -1;
	for (size_t i = 0; f >= 0 && i < a->n_form; i++)
		if (a->form[i].field == f)
			return true;
	return false;
}

/* Into the request, into the matter, or into both, as their forms ask for it; else nowhere. */
static void give(struct coming *k, str field, str value)
{
	const struct open311_words *w = k->c->words;
	const struct arg a = {field, value};
	if (value.n && in_form(w->sort, k->by, field))
		*list_push(k->c->v->arena, &k->of_request) = a;
	if (value.n && in_form(w->kind, k->c->key ? w->registers : w->opens, field))
		*list_push(k->c->v->arena, &k->of_matter) = a;
}

static void give_param(struct coming *k, const char *param, str value)
{
	const struct open311_words *w = k->c->words;
	give(k, open311_meaning(w->take, w->n_take, str_of(param)), value);
}

static bool given(const struct coming *k, str field)
{
	for (size_t i = 0; i < k->of_request.n; i++)
		if (str_eq(k->of_request.v[i].field, field))
			return true;
	for (size_t i = 0; i < k->of_matter.n; i++)
		if (str_eq(k->of_matter.v[i].field, field))
			return true;
	return false;
}

static err place(struct coming *k)
{
	struct called *c = k->c;
	str lat = open311_param(c, "lat"), lon = open311_param(c, "long"), text = open311_param(c, "address_string");
	struct dec x, y;
	struct buf bx, by;
	if (!text.n)
		text = open311_param(c, "address_id");
	if (!text.n && (!lat.n || !lon.n))
		return fail(ERR_INPUT, "say where: lat and long, or address_string, or address_id");
	if (lat.n != 0 && lon.n != 0) {
		if (!open311_degrees(lat, 90, &y) || !open311_degrees(lon, 180, &x))
			return fail(ERR_INPUT, "lat and long are degrees of WGS 84, like 34.8107 and 117.3237");
		buf_init(&bx, c->v->arena);
		buf_init(&by, c->v->arena);
		dec_put(&bx, x);
		dec_put(&by, y);
		give_param(k, "long", buf_str(&bx));
		give_param(k, "lat", buf_str(&by));
	}
	give_param(k, "address_string", text);
	return OK;
}

/* 路灯（榴乡路东头）: for those who handle it; what was said stays where it is personal. */
static str title(struct coming *k, const struct choice *service)
{
	struct buf b;
	str where = open311_param(k->c, "address_string");
	buf_init(&b, k->c->v->arena);
	buf_add(&b, open311_piece(words2_in(&service->label, LANG_ZH), false));
	if (where.n) {
		buf_z(&b, "（");
		buf_add(&b, str_cut(where, 0, utf8_offset(where, WHERE_MOST)));
		buf_z(&b, "）");
	}
	return buf_str(&b);
}

static bool is_link(str s)
{
	if (!(str_starts(s, S("http://")) || str_starts(s, S("https://"))) || s.n > LINK_MOST)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '"' || s.p[i] == '<' || s.p[i] == '>')
			return false;
	return true;
}

/* Pictures elsewhere are named at the end of what was said: nothing is fetched. */
static void put_links(struct coming *k, struct buf *b)
{
	const http_pairs *both[] = {&k->c->v->rq->form, &k->c->v->rq->query};
	int n = 0;
	for (size_t i = 0; i < COUNT_OF(both); i++)
		for (size_t p = 0; p < both[i]->n; p++) {
			str name = both[i]->v[p].name, link = str_trim(both[i]->v[p].value);
			if (!(str_eq(name, S("media_url")) || str_eq(name, S("media_url[]"))) || !is_link(link) || n++ >= LINKS_MOST)
				continue;
			if (b->n)
				buf_byte(b, '\n');
			buf_add(b, link);
		}
}

static err description(struct coming *k)
{
	str s = open311_param(k->c, "description");
	struct buf b;
	if (utf8_count(s) > DESCRIPTION_MOST)
		return fail(ERR_INPUT, "description is longer than 4000 characters");
	buf_init(&b, k->c->v->arena);
	buf_add(&b, s);
	put_links(k, &b);
	give_param(k, "description", buf_str(&b));
	return OK;
}

/* 张三, not 三 张: a name of Han letters has its family name first and no blank. */
static str name_of(struct called *c)
{
	str first = open311_param(c, "first_name"), last = open311_param(c, "last_name");
	struct buf b;
	bool wide = first.n && last.n && (unsigned char)first.p[0] >= 0xe3 && (unsigned char)last.p[0] >= 0xe3;
	buf_init(&b, c->v->arena);
	buf_add(&b, wide ? last : first);
	if (first.n && last.n && !wide)
		buf_byte(&b, ' ');
	buf_add(&b, wide ? first : last);
	return buf_str(&b);
}

static err attributes(struct coming *k)
{
	const struct open311_words *w = k->c->words;
	const http_pairs *both[] = {&k->c->v->rq->form, &k->c->v->rq->query};
	const struct kind *of;
	bool required;
	str code;
	for (size_t i = 0; i < COUNT_OF(both); i++)
		for (size_t p = 0; p < both[i]->n; p++)
			for (size_t a = 0; open311_attribute(both[i]->v[p].name, &code) && a < w->n_attribute; a++)
				if (str_eq(w->attribute[a].name, code))
					give(k, code, str_trim(both[i]->v[p].value));
	for (size_t i = 0; i < w->n_also; i++) /* what was said of the request holds for the matter as well */
		for (size_t r = k->of_request.n; r > 0; r--)
			if (str_eq(k->of_request.v[r - 1].field, w->also[i].name)) {
				give(k, w->also[i].value, k->of_request.v[r - 1].value);
				break;
			}
	for (size_t i = 0; i < w->n_given; i++)
		if (!given(k, w->given[i].name))
			give(k, w->given[i].name, w->given[i].value);
	for (size_t a = 0; a < w->n_attribute; a++)
		if (open311_asked(w, k->by, w->attribute[a].name, &required, &of) && required && !given(k, w->attribute[a].name))
			return fail(ERR_INPUT, "attribute[{0}] is missing; see the definition of the service", w->attribute[a].name);
	return OK;
}

/* The number that the client itself gave it: the same one again is the same request. */
static void own_number(struct coming *k, str program)
{
	static const char *const names[] = {"external_id", "service_request_id_ext", "attribute[external_id]", "attribute[fixmystreet_id]"};
	struct called *c = k->c;
	struct buf b;
	str no = S("");
	for (size_t i = 0; i < COUNT_OF(names) && !no.n; i++)
		no = open311_param(c, names[i]);
	str key = str_trim(http_get_nocase(&c->v->rq->headers, S("Idempotency-Key")));
	if (!c->key || no.n > NUMBER_MOST || key.n > NUMBER_MOST)
		return; /* whoever has no key has no numbers of his own: they would tell of those of others */
	buf_init(&b, c->v->arena);
	if (no.n) {
		buf_add(&b, program);
		buf_byte(&b, ':');
		buf_add(&b, no);
		k->outside = buf_str(&b);
	}
	if (key.n)
		k->idempotency = path_with(c->v, "open311/%lld/" STR_FMT, (long long)c->key, STR_ARG(key));
}

static err uploads(struct coming *k)
{
	const struct http_request *rq = k->c->v->rq;
	for (size_t i = 0; i < rq->n_files; i++)
		if (rq->files[i].bytes.n)
			*list_push(k->c->v->arena, &k->files) = (struct upload){rq->files[i].name.n ? rq->files[i].name : S("media"), rq->files[i].bytes};
	return uploads_clean(k->c->v, k->files.v, k->files.n);
}

static err gather(struct coming *k)
{
	struct called *c = k->c;
	const struct kind *sort = c->words->sort;
	str code = open311_param(c, "service_code");
	if (!code.n)
		return fail(ERR_INPUT, "service_code is missing; see the list of services");
	if (!open311_service(c->words, code))
		return fail(ERR_NOTFOUND, "there is no service with this service_code; see the list of services");
	give(k, c->words->kind->fields[c->words->service].name, code);
	give_param(k, "title", title(k, open311_service(c->words, code)));
	TRY(place(k));
	TRY(description(k));
	give_param(k, "name", name_of(c));
	give_param(k, "phone", open311_param(c, "phone"));
	give_param(k, "email", open311_param(c, "email"));
	TRY(attributes(k));
	if (sort->channel >= 0)
		*list_push(c->v->arena, &k->of_request) = (struct arg){sort->fields[sort->channel].name, c->words->channel};
	if (sort->outside >= 0 && k->outside.n)
		*list_push(c->v->arena, &k->of_request) = (struct arg){sort->fields[sort->outside].name, k->outside};
	return uploads(k);
}

struct posted {
	str id, token, notice, account;
};
#define C(n, f, sp) {.name = n, .sort = COLUMN_TEXT, .at = offsetof(struct posted, f), .spare = sp}
static const struct column posted_columns[] = {C("service_request_id", id, true), C("service_notice", notice, false), C("account_id", account, false)};
static const struct column waiting_columns[] = {C("token", token, true), C("service_notice", notice, false), C("account_id", account, false)};
#undef C
static const struct shape posted_shape = {"service_requests", "request", sizeof(struct posted), posted_columns, COUNT_OF(posted_columns)};
static const struct shape waiting_shape = {"service_requests", "request", sizeof(struct posted), waiting_columns, COUNT_OF(waiting_columns)};

static err take(struct called *c, struct coming *k, struct request_taken *ret)
{
	struct core *core = c->v->web->config.core;
	const struct request_new q = {.kind = c->words->kind, .args = k->of_request.v, .n_args = k->of_request.n, .of_matter = k->of_matter.v,
		.n_of_matter = k->of_matter.n, .files = k->files.v, .n_files = k->files.n, .idempotency_key = k->idempotency,
		.action = k->by->name};
	struct ctx x;
	if (!c->key)
		return committing(c->v, request_take_public(core, c->v->arena, c->v->lang, c->v->rq->peer, &q, ret));
	TRY(ctx_open(core, c->v->arena, NULL, &x)); /* a program that has a key: not bounded by its address, but by open311_bound */
	x.actor.lang = c->v->lang;
	err e = committing(c->v, request_take(&x, &q, ret));
	ctx_close(&x);
	return e;
}

static str notice_of(struct called *c, str number)
{
	str text = open311_setting(c->v->web->config.core, c->v->arena, "notice");
	ptrdiff_t at = str_find(text, S("{0}"), 0);
	struct buf b;
	if (at < 0)
		return text;
	buf_init(&b, c->v->arena);
	buf_add(&b, str_cut(text, 0, (size_t)at));
	buf_add(&b, number);
	buf_add(&b, str_cut(text, (size_t)at + 3, text.n));
	return buf_str(&b);
}

err open311_post(struct called *c)
{
	struct core *core = c->v->web->config.core;
	struct coming k = {.c = c, .by = c->key ? c->words->takes : c->words->asks};
	struct request_taken taken;
	struct open311_key key = {.name = S("")};
	if (!c->key && !open311_number(core, "anonymous"))
		return fail(ERR_DENIED, "an api_key is needed here; see key_service in the discovery document");
	if (!k.by)
		return fail(ERR_DENIED, "requests are not taken from programs here");
	if (c->key)
		TRY(open311_bound(core, c->v->arena, c->key, &key));
	own_number(&k, key.name);
	TRY(gather(&k));
	TRY(take(c, &k, &taken));
	struct posted p = {.notice = notice_of(c, taken.number), .id = open311_id(c->v, taken.number, taken.request)};
	TRY(open311_sent(core, c->v->arena, c->key, taken.request, &p.token));
	bool token = str_eq(open311_setting(core, c->v->arena, "answer"), S("token"));
	return open311_send(c, 200, token ? &waiting_shape : &posted_shape, &p, 1, true);
}
