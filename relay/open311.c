/* SPDX-License-Identifier: Apache-2.0 */
/* Forwarding a matter to another Open311 server, and taking its progress back as events.
 *
 *     WAITS -> ASKING -> [TOKEN ->] FOLLOWS -> ENDED          FAILED from any of the first three
 *
 * It is written down that a request goes out before it goes out. When the answer is lost, nobody
 * knows whether it came: then it is looked for there, by our number in its words, and it is sent
 * again only where the other server is known to tell our numbers apart. */
#include "relay/open311_in.h"

#include <string.h>

#include "base/fault.h"

STMT(forward_new,
     "INSERT INTO forward(region, id, matter, seq, open, state, tries, next_at, made, posted, number, token, seen, why)"
     " VALUES($1, $2, $3, $4, 1, 0, 0, $5, $5, 0, '', '', '', '')");
STMT(forward_rows,
     "SELECT id, matter, state, tries, made, posted, number, token, seen FROM forward WHERE region = $1 AND open = 1 AND next_at <= $2"
     " ORDER BY next_at, id LIMIT 50");
STMT(forward_claim,
     "UPDATE forward SET state = $3, tries = tries + 1, next_at = $4, posted = $5 WHERE region = $1 AND id = $2 AND state = $6 AND tries = $7");
STMT(forward_keep,
     "UPDATE forward SET open = $3, state = $4, tries = $5, next_at = $6, number = $7, token = $8, seen = $9, why = $10"
     " WHERE region = $1 AND id = $2");
const struct stmt *const relay_forward_stmts[] = {&forward_new, &forward_rows, &forward_claim, &forward_keep, NULL};

#define PACK_OPEN311 "open311"
#define LOOK_BACK_MS (10 * MINUTE_MS)
#define LOOK_ON_MS (60 * MINUTE_MS)

struct forwarding {
	struct pass *p;
	struct forward f;
	str words; /* the table packs/open311/words.tsv */
	enum forward_state was;
	ms_t now, next;
	bool claimed;
	str why;
};

/* ---- words ------------------------------------------------------------------------------------ */
static str words_table(void)
{
	const struct pack_file *files;
	size_t n = pack_builtin(&files, S(PACK_OPEN311));
	for (size_t i = 0; i < n; i++)
		if (str_eq(files[i].name, S("words.tsv")))
			return files[i].bytes;
	return S("");
}

static str meaning(const struct forwarding *k, const char *section, const char *name)
{
	return words_meaning(k->words, str_of(section), str_of(name));
}

bool forward_asked(const struct relay *r, const struct told_event *e)
{
	if (!r->config.open311_url.n || !e->action || e->part)
		return false;
	str words = words_table();
	return str_eq(e->kind->name, words_meaning(words, S("forward"), S("kind"))) && str_eq(e->what, words_meaning(words, S("forward"), S("action")));
}

err forward_put(struct relay *r, struct conn *w, const struct told_event *e, int64_t id)
{
	return exec(w, &forward_new, VALS(V_INT(r->region), V_INT(id), V_INT(e->matter), V_INT(e->seq), V_INT(e->at)), NULL);
}

static str value_of(const struct value *v, size_t n, str name, bool raw)
{
	for (size_t i = 0; i < n; i++)
		if (name.n && str_eq(v[i].field->name, name) && !v[i].masked)
			return raw ? v[i].raw : v[i].text;
	return S("");
}

/* Settings of the pack, in force today. */
static str setting_of(struct forwarding *k, const char *name)
{
	return open311_setting(k->p->r->core, k->p->arena, name);
}

/* ---- the request that goes out -------------------------------------------------------------------- */
static str reference(struct forwarding *k, const struct matter_view *m)
{
	struct buf b;
	buf_init(&b, k->p->arena);
	word_fmt(&b, LANG_ZH, W("(our number: {0})"), (str[]){m->row.number}, 1);
	return buf_str(&b);
}

static str description(struct forwarding *k, const struct matter_view *m)
{
	struct buf b;
	str said = value_of(m->fields, m->n_fields, meaning(k, "forward", "description"), false);
	buf_init(&b, k->p->arena);
	buf_add(&b, said.n ? said : m->row.title);
	buf_byte(&b, '\n');
	buf_add(&b, reference(k, m));
	return buf_str(&b);
}

/* Only where the order says so, and the district allows it at all. */
static void contact(struct forwarding *k, const struct matter_view *m, pairs311 *body)
{
	bool asked = str_eq(value_of(m->fields, m->n_fields, meaning(k, "forward", "contact"), true), S("1"));
	if (!asked || !open311_number(k->p->r->core, "forward_contact"))
		return;
	for (size_t i = 0; i < m->n_parts; i++) {
		const struct part_view *v = &m->parts[i];
		if (!v->row.kind->is_request)
			continue;
		pair_put(k->p->arena, body, S("first_name"), value_of(v->fields, v->n_fields, meaning(k, "take", "name"), false));
		pair_put(k->p->arena, body, S("phone"), value_of(v->fields, v->n_fields, meaning(k, "take", "phone"), false));
		return;
	}
}

/* The file may be changed while we run: it is read for every call. */
static str api_key(struct forwarding *k)
{
	return relay_secret(k->p->r, k->p->arena, k->p->r->config.open311_key_file);
}

static bool compose(struct forwarding *k, const struct matter_view *m, pairs311 *body)
{
	static const char *const params[] = {"address_string", "lat", "long"};
	struct arena *a = k->p->arena;
	str category = value_of(m->fields, m->n_fields, meaning(k, "forward", "category"), true);
	str code = service_there(setting_of(k, "forward_services"), category);
	if (!code.n) {
		k->why = str_of(W("no service of the other server is named for this category; see the setting forward_services"));
		return false;
	}
	pair_put(a, body, S("api_key"), api_key(k));
	pair_put(a, body, S("jurisdiction_id"), setting_of(k, "forward_jurisdiction"));
	pair_put(a, body, S("service_code"), code);
	pair_put(a, body, S("description"), description(k, m));
	for (size_t i = 0; i < COUNT_OF(params); i++)
		pair_put(a, body, str_of(params[i]), value_of(m->fields, m->n_fields, meaning(k, "forward", params[i]), true));
	contact(k, m, body);
	pair_put(a, body, S("external_id"), m->row.number);
	pair_put(a, body, S("attribute[external_id]"), m->row.number);
	return true;
}

/* ---- back to the matter ------------------------------------------------------------------------------ */
struct report {
	str number, status, answer;
};

/* Fields that the form of the action does not have are left out; once for each thing that is said. */
static err report(struct forwarding *k, const struct matter_view *m, const struct report *r, str once)
{
	const struct {
		const char *name;
		str value;
	} said[] = {{"number", r->number}, {"status", r->status}, {"answer", r->answer}};
	str name = meaning(k, "report", "action");
	int at = kind_action(m->row.kind, name);
	struct arg args[COUNT_OF(said)];
	struct act_result done;
	struct buf key;
	size_t n = 0;
	for (size_t i = 0; at >= 0 && i < COUNT_OF(said); i++) {
		int f = kind_field(m->row.kind, meaning(k, "report", said[i].name));
		for (size_t j = 0; f >= 0 && said[i].value.n && j < m->row.kind->actions[at].n_form; j++)
			if (m->row.kind->actions[at].form[j].field == f)
				args[n++] = (struct arg){m->row.kind->fields[f].name, said[i].value};
	}
	if (at < 0 || !n)
		return OK;
	buf_init(&key, k->p->arena);
	buf_fmt(&key, "open311/forward/%lld/" STR_FMT, (long long)k->f.id, STR_ARG(once));
	err e = act(&k->p->x, &(struct act_request){.matter = m->row.id, .action = name, .args = args, .n_args = n, .idempotency_key = buf_str(&key)}, &done);
	ctx_refresh(&k->p->x);
	/* where it stands now it may not be taken any more (it was closed here): that is no fault of the other server */
	return e == ERR_CONFLICT || e == ERR_INPUT || e == ERR_DENIED ? OK : e;
}

static str short_digest(struct arena *a, const str *v, size_t n)
{
	struct digest d;
	struct buf b;
	hash_pieces(HASH_SHA256, v, n, &d);
	buf_init(&b, a);
	hex_put(&b, d.b, 16);
	return buf_str(&b);
}

/* ---- one row ------------------------------------------------------------------------------------------- */
static err keep_job(struct conn *w, void *arg)
{
	struct forwarding *k = arg;
	const struct forward *f = &k->f;
	bool open = f->state != FORWARD_ENDED && f->state != FORWARD_FAILED;
	if (fault_point("relay.forward_keep"))
		return fail(ERR_IO, "notices could not be gone on with; it is tried again");
	return exec(w, &forward_keep, VALS(V_INT(k->p->r->region), V_INT(f->id), V_INT(open), V_INT(f->state), V_INT(f->tries), V_INT(k->next),
		V_TEXT(f->number), V_TEXT(f->token), V_TEXT(f->seen), V_TEXT(k->why)), NULL);
}

static err claim_job(struct conn *w, void *arg)
{
	struct forwarding *k = arg;
	int64_t changed;
	TRY(exec(w, &forward_claim, VALS(V_INT(k->p->r->region), V_INT(k->f.id), V_INT(k->f.state), V_INT(k->next), V_INT(k->f.posted), V_INT(k->was),
		V_INT(k->f.tries)), &changed));
	k->claimed = changed > 0;
	return OK;
}

static ms_t wait_of(struct forwarding *k)
{
	uint32_t chance;
	random_bytes(&chance, sizeof chance);
	return retry_wait(open311_number(k->p->r->core, "forward_retry_seconds") * 1000, k->f.tries + 1, chance);
}

static void followed(struct forwarding *k, str number)
{
	k->f.state = FORWARD_FOLLOWS;
	k->f.number = number;
	k->f.tries = 0;
	k->next = k->now; /* its progress is asked for at once */
	k->why = S("");
}

/* Tried often enough, or refused: people are told, and decide. */
static void given_up(struct forwarding *k)
{
	if (k->f.tries >= open311_number(k->p->r->core, "forward_tries"))
		k->f.state = FORWARD_FAILED;
}

static void judge_post(struct forwarding *k, const struct called311 *c)
{
	k->why = c->why;
	switch (c->became) {
	case BECAME_DONE:
		if (item_get(&c->items.v[0], "service_request_id").n) {
			followed(k, item_get(&c->items.v[0], "service_request_id"));
		} else if (item_get(&c->items.v[0], "token").n) {
			k->f.state = FORWARD_TOKEN;
			k->f.token = item_get(&c->items.v[0], "token");
			k->f.tries = 0;
			k->next = k->now;
		} /* else it stays ASKING */
		break;
	case BECAME_REFUSED:
		k->f.state = FORWARD_FAILED;
		break;
	case BECAME_NOT:
		k->f.state = FORWARD_WAITS;
		given_up(k);
		break;
	case BECAME_UNKNOWN:
		break; /* ASKING: it is looked for first */
	}
}

/* WAITS: goes out. What is written before it is ASKING. */
static err post(struct forwarding *k, const struct matter_view *m)
{
	pairs311 body = {0};
	struct called311 c;
	k->f.state = FORWARD_ASKING;
	k->f.posted = k->now;
	if (!compose(k, m, &body)) {
		k->f.state = FORWARD_FAILED;
		return OK;
	}
	TRY(store_write(k->p->r->store, claim_job, k));
	if (!k->claimed)
		return OK;
	k->f.tries++;
	if (fault_point("relay.forward_before"))
		return fail(ERR_IO, "notices could not be gone on with; it is tried again");
	open311_call(k->p->r, k->p->arena, &(struct call311){.path = S("requests.xml"), .body = &body,
		.idempotency_key = short_digest(k->p->arena, (str[]){m->row.number}, 1)}, &c);
	if (fault_point("relay.forward_after"))
		return fail(ERR_IO, "notices could not be gone on with; it is tried again");
	judge_post(k, &c);
	return OK;
}

static void common_query(struct forwarding *k, pairs311 *q)
{
	pair_put(k->p->arena, q, S("jurisdiction_id"), setting_of(k, "forward_jurisdiction"));
	pair_put(k->p->arena, q, S("api_key"), api_key(k));
}

static str instant(struct forwarding *k, ms_t at)
{
	struct buf b;
	buf_init(&b, k->p->arena);
	ms_put_rfc3339(&b, core_zone(k->p->r->core), at);
	return buf_str(&b);
}

/* ASKING: is it there? By our number in its words. */
static err look(struct forwarding *k, const struct matter_view *m)
{
	pairs311 q = {0};
	struct called311 c;
	str ours_is = reference(k, m);
	common_query(k, &q);
	pair_put(k->p->arena, &q, S("start_date"), instant(k, k->f.posted - LOOK_BACK_MS));
	pair_put(k->p->arena, &q, S("end_date"), instant(k, k->f.posted + LOOK_ON_MS));
	TRY(store_write(k->p->r->store, claim_job, k));
	if (!k->claimed)
		return OK;
	k->f.tries++;
	open311_call(k->p->r, k->p->arena, &(struct call311){.path = S("requests.xml"), .query = &q}, &c);
	k->why = c.became == BECAME_DONE ? str_of(W("the answer was lost, and it is not found there; look whether it arrived, then forward it again")) : c.why;
	for (size_t i = 0; c.became == BECAME_DONE && i < c.items.n; i++)
		if (str_find(item_get(&c.items.v[i], "description"), ours_is, 0) >= 0 && item_get(&c.items.v[i], "service_request_id").n) {
			followed(k, item_get(&c.items.v[i], "service_request_id"));
			return OK;
		}
	if (c.became == BECAME_DONE && open311_number(k->p->r->core, "forward_knows_numbers"))
		k->f.state = FORWARD_WAITS; /* sent again under the same number, it is the same there */
	given_up(k);
	return OK;
}

static str escaped_path(struct forwarding *k, const char *folder, str name)
{
	struct buf b;
	pairs311 one = {0};
	*list_push(k->p->arena, &one) = (struct pair311){S(""), name};
	buf_init(&b, k->p->arena);
	buf_z(&b, folder);
	buf_byte(&b, '/');
	str escaped = pairs_body(k->p->arena, &one);
	buf_add(&b, str_cut(escaped, 1, escaped.n));
	buf_z(&b, ".xml");
	return buf_str(&b);
}

static err ask_there(struct forwarding *k, const char *folder, str name, struct called311 *ret)
{
	pairs311 q = {0};
	common_query(k, &q);
	TRY(store_write(k->p->r->store, claim_job, k));
	if (!k->claimed)
		return OK;
	k->f.tries++;
	open311_call(k->p->r, k->p->arena, &(struct call311){.path = escaped_path(k, folder, name), .query = &q}, ret);
	k->why = ret->why;
	return OK;
}

/* TOKEN: what is it called? */
static err ask_token(struct forwarding *k, const struct matter_view *m)
{
	struct called311 c = {.became = BECAME_NOT};
	unused_arg(m);
	TRY(ask_there(k, "tokens", k->f.token, &c));
	str number = c.became == BECAME_DONE && c.items.n ? item_get(&c.items.v[0], "service_request_id") : S("");
	if (number.n)
		followed(k, number);
	else
		given_up(k);
	return OK;
}

/* FOLLOWS: how far is it? What is said anew becomes an event here. */
static err ask_progress(struct forwarding *k, const struct matter_view *m)
{
	struct called311 c = {.became = BECAME_NOT};
	TRY(ask_there(k, "requests", k->f.number, &c));
	if (!k->claimed)
		return OK;
	if (c.became != BECAME_DONE || !c.items.n || c.items.v[0].error) {
		given_up(k);
		return OK;
	}
	const struct item311 *i = &c.items.v[0];
	const struct report r = {k->f.number, item_get(i, "status"), item_get(i, "status_notes")};
	str seen = short_digest(k->p->arena, (str[]){r.status, S("\n"), r.answer}, 3);
	if (!str_eq(seen, k->f.seen) && (r.status.n || r.answer.n))
		TRY(report(k, m, &r, short_digest(k->p->arena, (str[]){seen, item_get(i, "updated_datetime")}, 2)));
	k->f.seen = seen;
	k->f.tries = 0;
	k->f.state = str_eq(r.status, S("closed")) ? FORWARD_ENDED : FORWARD_FOLLOWS;
	k->next = k->now + open311_number(k->p->r->core, "forward_poll_minutes") * MINUTE_MS;
	k->why = S("");
	return OK;
}

static err one(struct forwarding *k)
{
	static err (*const steps[])(struct forwarding *, const struct matter_view *) = {
		[FORWARD_WAITS] = post, [FORWARD_ASKING] = look, [FORWARD_TOKEN] = ask_token, [FORWARD_FOLLOWS] = ask_progress};
	struct matter_view m;
	TRY(matter_read(&k->p->x, k->f.matter, &m));
	ctx_refresh(&k->p->x); /* never a snapshot while the network is waited for */
	k->was = k->f.state;
	k->next = k->now + wait_of(k);
	TRY(steps[k->was](k, &m));
	if (atomic_load(&k->p->r->stop))
		return OK; /* broken off by us: the claim stands */
	if (k->f.state == FORWARD_FAILED) {
		const struct report r = {k->f.number, str_of(W("not forwarded")), k->why};
		TRY(report(k, &m, &r, S("failed")));
	}
	if (k->was != FORWARD_FOLLOWS && k->f.state == FORWARD_FOLLOWS)
		TRY(report(k, &m, &(struct report){k->f.number, S(""), S("")}, S("taken")));
	return store_write(k->p->r->store, keep_job, k);
}

err forward_due(struct pass *p)
{
	LIST(struct forward) l = {0};
	struct conn *conn;
	struct rows *r;
	if (!p->r->config.open311_url.n)
		return OK;
	TRY(ctx_conn(&p->x, &conn));
	TRY(query(conn, &forward_rows, VALS(V_INT(p->r->region), V_INT(relay_now(p->r))), &r));
	while (rows_next(r))
		*list_push(p->arena, &l) = (struct forward){.id = row_int(r, 0), .matter = row_int(r, 1), .state = (enum forward_state)row_int(r, 2),
			.tries = (int)row_int(r, 3), .made = row_int(r, 4), .posted = row_int(r, 5), .number = row_copy(r, 6, p->arena),
			.token = row_copy(r, 7, p->arena), .seen = row_copy(r, 8, p->arena)};
	err e = rows_end(r);
	ctx_refresh(&p->x);
	TRY(e);
	for (size_t i = 0; i < l.n && !atomic_load(&p->r->stop); i++) {
		struct forwarding k = {.p = p, .f = l.v[i], .words = words_table(), .now = relay_now(p->r), .why = S("")};
		TRY(one(&k));
	}
	return OK;
}
