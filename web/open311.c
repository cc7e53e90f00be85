/* SPDX-License-Identifier: Apache-2.0 */
/* Open311 GeoReport v2: the way in, discovery, services and their definitions. */
#include "web/open311_in.h"

#include <stddef.h>

#define PACK "open311"
#define SPECIFICATION S("http://wiki.open311.org/GeoReport_v2")
#define NAME_MOST 64

/* ---- answers ----------------------------------------------------------------------------------- */
struct fault {
	int64_t code;
	str description;
};
static const struct column fault_columns[] = {
	{.name = "code", .sort = COLUMN_WHOLE, .at = offsetof(struct fault, code)},
	{.name = "description", .sort = COLUMN_TEXT, .at = offsetof(struct fault, description)},
};
static const struct shape fault_shape = {"errors", "error", sizeof(struct fault), fault_columns, COUNT_OF(fault_columns)};

static void answer(struct visit *v, enum open311_format format, int status, const struct shape *s, const void *rows, size_t n, bool many)
{
	v->rs->status = status;
	v->rs->body.n = 0;
	/* one validator wants the charset, another none; RFC 8259 knows none for JSON */
	http_header(v->rq, v->rs, "Content-Type", format == OPEN311_JSON ? S("application/json") : S("text/xml; charset=utf-8"));
	http_header(v->rq, v->rs, "Cache-Control", S("no-store"));
	http_header(v->rq, v->rs, "Content-Language", v->lang == LANG_ZH ? S("zh-CN") : S("en"));
	security_headers(v, false);
	open311_put(&v->rs->body, format, v->web->config.zone, s, rows, n, many);
}

err open311_send(struct called *c, int status, const struct shape *s, const void *v, size_t n, bool many)
{
	answer(c->v, c->format, status, s, v, n, many);
	return OK;
}

void open311_refuse(struct visit *v, int status, str sentence)
{
	const struct fault f = {status, sentence};
	bool json = str_ends(v->rq->path, S(".json"));
	answer(v, json ? OPEN311_JSON : OPEN311_XML, status, &fault_shape, &f, 1, true);
}

err open311_fault(struct called *c, int status, str sentence)
{
	const struct fault f = {status, sentence};
	return open311_send(c, status, &fault_shape, &f, 1, true);
}

err open311_failed(struct called *c, err e)
{
	static const struct {
		err e;
		int status;
	} statuses[] = {{ERR_INPUT, 400}, {ERR_USAGE, 400}, {ERR_DENIED, 403}, {ERR_SIGN_IN, 403}, {ERR_NOTFOUND, 404}, {ERR_CONFLICT, 409},
			{ERR_LIMIT, 429}, {ERR_BUSY, 503}};
	int status = 500;
	for (size_t i = 0; i < COUNT_OF(statuses); i++)
		if (statuses[i].e == e)
			status = statuses[i].status;
	if (status == 429 || status == 503)
		http_header(c->v->rq, c->v->rs, "Retry-After", status == 503 ? S("2") : S("600"));
	return open311_fault(c, status, fail_said(c->v));
}

/* ---- the way in ------------------------------------------------------------------------------------ */
str open311_param(struct called *c, const char *name)
{
	str s = str_trim(form_get(c->v, name));
	return s.n ? s : query_get(c->v, name);
}

static str district_code(struct visit *v)
{
	struct buf b;
	str set = open311_setting(v->web->config.core, v->arena, "jurisdiction");
	if (set.n)
		return set;
	buf_init(&b, v->arena);
	buf_int(&b, open311_region(v->web->config.core));
	return buf_str(&b);
}

/* One endpoint, one district: it need not be named, but another than ours is not here. */
static bool ours_it_is(struct called *c)
{
	str asked = open311_param(c, "jurisdiction_id");
	return !asked.n || str_eq(asked, district_code(c->v));
}

bool open311_begin(struct visit *v, str word, struct called *ret)
{
	struct called c = {.v = v, .words = v->web->open311, .format = str_ends(word, S(".json")) ? OPEN311_JSON : OPEN311_XML};
	*ret = c;
	if (!open311_name(word, &ret->name, &ret->format) || ret->name.n > NAME_MOST) {
		open311_refuse(v, 404, said(v, W("this address ends in neither .xml nor .json")));
		return false;
	}
	if (!c.words || !c.words->kind || c.words->service < 0) {
		open311_refuse(v, 404, said(v, W("no requests are taken here")));
		return false;
	}
	if (!ours_it_is(&c)) {
		open311_fault(ret, 404, said(v, W("jurisdiction_id is not one of ours; leave it out or see the discovery document")));
		return false;
	}
	str secret = open311_param(&c, "api_key");
	if (!secret.n)
		return true;
	err e = open311_key_find(v->web->config.core, v->arena, secret, &ret->key);
	return e == OK || open311_failed(ret, e) != OK;
}

typedef err (*resource)(struct called *);
struct resource_row {
	str name;
	resource get, post;
};

static err called(struct visit *v, const struct resource_row *rows, size_t n, str which, str word)
{
	struct called c;
	if (!open311_begin(v, word, &c))
		return OK;
	bool post = v->rq->method == HTTP_POST;
	for (size_t i = 0; i < n; i++)
		if (str_eq(rows[i].name, which.p ? which : c.name)) {
			resource fn = post ? rows[i].post : rows[i].get;
			if (!fn)
				return open311_fault(&c, 405, said(v, W("this method is not offered here")));
			err e = fn(&c);
			return e == OK ? OK : open311_failed(&c, e);
		}
	return open311_fault(&c, 404, said(v, W("there is no such resource; see the discovery document")));
}

/* /open311/v2/services.xml */
err open311_all(struct visit *v)
{
	static const struct resource_row rows[] = {
		{S("services"), open311_services, NULL},
		{S("requests"), open311_requests, open311_post},
		{S("servicerequestupdates"), open311_updates, open311_update_post},
	};
	str name;
	enum open311_format format;
	if (open311_name(v->word, &name, &format) && str_eq(name, S("discovery")))
		return open311_discovery(v);
	return called(v, rows, COUNT_OF(rows), STR_NONE, v->word);
}

/* /open311/v2/requests/{id}.xml */
err open311_one(struct visit *v)
{
	static const struct resource_row rows[] = {
		{S("services"), open311_definition, NULL},
		{S("requests"), open311_request, NULL},
		{S("tokens"), open311_token, NULL},
	};
	return called(v, rows, COUNT_OF(rows), v->outer, v->word);
}

/* ---- discovery ---------------------------------------------------------------------------------------- */
struct endpoint {
	str specification, url, type;
	ms_t changeset;
	struct some formats;
};
struct discovery {
	ms_t changeset;
	str contact, key_service;
	struct some endpoints;
};
static const struct shape format_shape = {NULL, "format", sizeof(str), NULL, 0};
static const struct column endpoint_columns[] = {
	{.name = "specification", .sort = COLUMN_TEXT, .at = offsetof(struct endpoint, specification)},
	{.name = "url", .sort = COLUMN_TEXT, .at = offsetof(struct endpoint, url)},
	{.name = "changeset", .sort = COLUMN_TIME, .at = offsetof(struct endpoint, changeset)},
	{.name = "type", .sort = COLUMN_TEXT, .at = offsetof(struct endpoint, type)},
	{.name = "formats", .sort = COLUMN_LIST, .at = offsetof(struct endpoint, formats), .list = &format_shape},
};
static const struct shape endpoint_shape = {NULL, "endpoint", sizeof(struct endpoint), endpoint_columns, COUNT_OF(endpoint_columns)};
static const struct column discovery_columns[] = {
	{.name = "changeset", .sort = COLUMN_TIME, .at = offsetof(struct discovery, changeset)},
	{.name = "contact", .sort = COLUMN_TEXT, .at = offsetof(struct discovery, contact)},
	{.name = "key_service", .sort = COLUMN_TEXT, .at = offsetof(struct discovery, key_service)},
	{.name = "endpoints", .sort = COLUMN_LIST, .at = offsetof(struct discovery, endpoints), .list = &endpoint_shape},
};
static const struct shape discovery_shape = {NULL, "discovery", sizeof(struct discovery), discovery_columns, COUNT_OF(discovery_columns)};

err open311_discovery(struct visit *v)
{
	static const str formats[] = {S("text/xml"), S("application/json")};
	struct core *core = v->web->config.core;
	struct endpoint e = {.specification = SPECIFICATION, .changeset = v->web->started, .formats = {formats, COUNT_OF(formats)},
		.type = core_is_demo(core) ? S("test") : S("production"),
		.url = path_with(v, "%s://" STR_FMT "/open311/v2", v->rq->tls ? "https" : "http", STR_ARG(str_cut(v->rq->host, 0, 300)))};
	struct discovery d = {.changeset = v->web->started, .endpoints = {&e, 1}, .contact = open311_setting(core, v->arena, "contact"),
		.key_service = open311_setting(core, v->arena, "key_service")};
	bool json = str_ends(v->rq->path, S(".json"));
	answer(v, json ? OPEN311_JSON : OPEN311_XML, 200, &discovery_shape, &d, 1, false);
	return OK;
}

/* ---- services --------------------------------------------------------------------------------------------- */
struct service {
	str code, name, description, type, keywords, group;
	bool metadata;
};
#define C(n, s, f) {.name = n, .sort = s, .at = offsetof(struct service, f)}
static const struct column service_columns[] = {
	C("service_code", COLUMN_TEXT, code), C("service_name", COLUMN_TEXT, name), C("description", COLUMN_TEXT, description),
	C("metadata", COLUMN_FLAG, metadata), C("type", COLUMN_TEXT, type), C("keywords", COLUMN_TEXT, keywords), C("group", COLUMN_TEXT, group),
};
#undef C
static const struct shape service_shape = {"services", "service", sizeof(struct service), service_columns, COUNT_OF(service_columns)};

static const struct field *service_field(const struct open311_words *w)
{
	return &w->kind->fields[w->service];
}

const struct choice *open311_service(const struct open311_words *w, str code)
{
	const struct field *f = service_field(w);
	for (size_t i = 0; i < f->n_choices; i++)
		if (str_eq(f->choices[i].name, code))
			return open311_is_service(w, &f->choices[i]) ? &f->choices[i] : NULL;
	return NULL;
}

/* urban.road is none when there is urban.road.lamp. The table is in order of names, or nearly. */
bool open311_is_service(const struct open311_words *w, const struct choice *c)
{
	const struct field *f = service_field(w);
	for (size_t i = 0; i < f->n_choices; i++) {
		str other = f->choices[i].name;
		if (other.n > c->name.n && other.p[c->name.n] == '.' && str_starts(other, c->name))
			return false;
	}
	return true;
}

/* The label of urban in urban.road.lamp. */
static str group_of(struct called *c, const struct choice *of)
{
	const struct field *f = service_field(c->words);
	ptrdiff_t dot = str_find(of->name, S("."), 0);
	str first = str_cut(of->name, 0, dot < 0 ? 0 : (size_t)dot);
	for (size_t i = 0; first.n && i < f->n_choices; i++)
		if (str_eq(f->choices[i].name, first))
			return words2_in(&f->choices[i].label, c->v->lang);
	str head = open311_piece(words2_in(&of->label, c->v->lang), true);
	return head.n ? head : first;
}

/* The levels of its label, with commas. */
static str keywords_of(struct called *c, str label)
{
	struct buf b;
	buf_init(&b, c->v->arena);
	for (str rest = label; rest.n;) {
		str head = open311_piece(rest, true);
		if (b.n)
			buf_byte(&b, ',');
		buf_add(&b, head.n ? head : rest);
		rest = head.n ? open311_piece(rest, false) : S("");
	}
	return buf_str(&b);
}

err open311_services(struct called *c)
{
	const struct field *f = service_field(c->words);
	bool by_token = str_eq(open311_setting(c->v->web->config.core, c->v->arena, "answer"), S("token"));
	LIST(struct service) l = {0};
	for (size_t i = 0; i < f->n_choices; i++) {
		const struct choice *o = &f->choices[i];
		if (!open311_is_service(c->words, o))
			continue;
		str label = words2_in(&o->label, c->v->lang), help = words2_in(&o->help, c->v->lang);
		*list_push(c->v->arena, &l) = (struct service){.code = o->name, .name = open311_piece(label, false), .description = help.n ? help : label,
			.metadata = c->words->n_attribute > 0, .type = by_token ? S("batch") : S("realtime"), .group = group_of(c, o),
			.keywords = keywords_of(c, label)};
	}
	return open311_send(c, 200, &service_shape, l.v, l.n, true);
}

/* ---- a service's definition ------------------------------------------------------------------------------------ */
struct offered_value {
	str key, name;
};
struct attribute {
	bool variable, required;
	str code, datatype, datatype_description, description;
	int64_t order;
	struct some values;
};
struct definition {
	str code;
	struct some attributes;
};
static const struct column value_columns[] = {
	{.name = "key", .sort = COLUMN_TEXT, .at = offsetof(struct offered_value, key)},
	{.name = "name", .sort = COLUMN_TEXT, .at = offsetof(struct offered_value, name)},
};
static const struct shape value_shape = {NULL, "value", sizeof(struct offered_value), value_columns, COUNT_OF(value_columns)};
#define C(n, s, f) {.name = n, .sort = s, .at = offsetof(struct attribute, f)}
static const struct column attribute_columns[] = {
	C("variable", COLUMN_FLAG, variable), C("code", COLUMN_TEXT, code), C("datatype", COLUMN_TEXT, datatype), C("required", COLUMN_FLAG, required),
	C("datatype_description", COLUMN_TEXT, datatype_description), C("order", COLUMN_WHOLE, order), C("description", COLUMN_TEXT, description),
	{.name = "values", .sort = COLUMN_LIST, .at = offsetof(struct attribute, values), .list = &value_shape, .spare = true},
};
#undef C
static const struct shape attribute_shape = {NULL, "attribute", sizeof(struct attribute), attribute_columns, COUNT_OF(attribute_columns)};
static const struct column definition_columns[] = {
	{.name = "service_code", .sort = COLUMN_TEXT, .at = offsetof(struct definition, code)},
	{.name = "attributes", .sort = COLUMN_LIST, .at = offsetof(struct definition, attributes), .list = &attribute_shape},
};
static const struct shape definition_shape = {NULL, "service_definition", sizeof(struct definition), definition_columns, COUNT_OF(definition_columns)};

static str datatype(enum field_type t)
{
	static const str names[FIELD_TYPES] = {
		[FIELD_LINE] = S("string"), [FIELD_TEXT] = S("text"), [FIELD_INT] = S("number"), [FIELD_DEC] = S("number"),
		[FIELD_SHARE] = S("number"), [FIELD_DATE] = S("datetime"), [FIELD_CHOICE] = S("singlevaluelist"), [FIELD_FLAG] = S("singlevaluelist"),
	};
	return names[t];
}

static struct some values_of(struct called *c, const struct field *f)
{
	size_t n = f->type == FIELD_FLAG ? 2 : f->type == FIELD_CHOICE ? f->n_choices : 0;
	struct offered_value *v = arena_new_n(c->v->arena, n, struct offered_value);
	for (size_t i = 0; i < n; i++)
		v[i] = f->type == FIELD_CHOICE ? (struct offered_value){f->choices[i].name, words2_in(&f->choices[i].label, c->v->lang)}
		       : i ? (struct offered_value){S("0"), said(c->v, W("no"))} : (struct offered_value){S("1"), said(c->v, W("yes"))};
	return (struct some){v, n};
}

const struct field *open311_asked(const struct open311_words *w, const struct action *a, str name, bool *ret_required, const struct kind **ret_of)
{
	const struct {
		const struct kind *kind;
		const struct action *a;
	} forms[] = {{w->sort, a}, {w->kind, w->opens}};
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		int f = forms[i].a ? kind_field(forms[i].kind, name) : -1;
		for (size_t k = 0; f >= 0 && k < forms[i].a->n_form; k++)
			if (forms[i].a->form[k].field == f) {
				*ret_required = forms[i].a->form[k].required;
				*ret_of = forms[i].kind;
				return &forms[i].kind->fields[f];
			}
	}
	return NULL;
}

err open311_definition(struct called *c)
{
	const struct open311_words *w = c->words;
	LIST(struct attribute) l = {0};
	const struct kind *of;
	bool required;
	int64_t order = 0;
	if (!open311_service(w, c->name))
		return open311_fault(c, 404, said(c->v, W("there is no service with this service_code; see the list of services")));
	for (size_t i = 0; i < w->n_attribute; i++) {
		const struct field *f = open311_asked(w, w->asks ? w->asks : w->takes, w->attribute[i].name, &required, &of);
		if (!f || !datatype(f->type).n)
			continue;
		*list_push(c->v->arena, &l) = (struct attribute){.variable = true, .code = f->name, .datatype = datatype(f->type),
			.required = required && !open311_meaning(w->given, w->n_given, f->name).n, .order = ++order,
			.datatype_description = words2_in(&f->hint, c->v->lang), .description = words2_in(&f->label, c->v->lang), .values = values_of(c, f)};
	}
	const struct definition d = {.code = c->name, .attributes = {l.v, l.n}};
	return open311_send(c, 200, &definition_shape, &d, 1, false);
}
