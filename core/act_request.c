/* SPDX-License-Identifier: Apache-2.0 */
/* request (诉求): taking one in, with the matter that it opens or joins, in one commit; and its
 * row of the index `request`, which is derived from its part. */
#include "core/request_in.h"

#include <string.h>

STMT(request_insert,
     "INSERT INTO request(region, id, version, matter, number, channel, state, at, outside, subject, body, caller)"
     " VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11)");
STMT(request_update,
     "UPDATE request SET version = $3, matter = $4, number = $5, channel = $6, state = $7, at = $8, outside = $9"
     " WHERE region = $1 AND id = $2");
STMT(caller_update, "UPDATE request SET caller = $3 WHERE region = $1 AND id = $2");
const struct stmt *const core_request_stmts[] = {&request_insert, &request_update, &caller_update, NULL};

#define TRIES 3
#define NOTICE "notice" /* field of a request: version of the privacy notice */

/* ---- whose phone ------------------------------------------------------------------------ */
static str phone_digits(struct arena *a, str phone)
{
	struct buf b;
	buf_init(&b, a);
	for (size_t i = 0; i < phone.n; i++) {
		const unsigned char *p = (const unsigned char *)phone.p + i;
		if (p[0] >= '0' && p[0] <= '9')
			buf_byte(&b, (char)p[0]);
		else if (i + 2 < phone.n && p[0] == 0xef && p[1] == 0xbc && p[2] >= 0x90 && p[2] <= 0x99) /* full width */
			buf_byte(&b, (char)('0' + p[2] - 0x90));
	}
	str s = buf_str(&b);
	if (str_starts(s, S("0086")))
		return str_cut(s, 4, s.n);
	bool abroad = phone.n && phone.p[0] == '+';
	if (str_starts(s, S("86")) && (abroad || (s.n == 13 && s.p[2] == '1')))
		return str_cut(s, 2, s.n);
	return s;
}

#define PHONE_LEAST 5 /* 12345 */

bool phone_digest(const struct core *core, struct arena *a, str phone, struct digest *ret)
{
	struct digest key;
	str digits = phone_digits(a, phone);
	if (digits.n < PHONE_LEAST)
		return false;
	master_derive(core, "request/phone", &key);
	hash_hmac(HASH_SHA256, (str){(const char *)key.b, sizeof key.b}, digits, ret);
	explicit_bzero(&key, sizeof key);
	return true;
}

void request_caller(struct ctx *x, struct matter *m, const struct given *v, size_t n)
{
	struct digest d;
	for (size_t i = 0; m->kind->is_request && i < n; i++) {
		if (v[i].field != m->kind->phone)
			continue;
		m->caller_set = true;
		m->caller = v[i].n && phone_digest(x->core, x->arena, v[i].v[0], &d) ? (str){arena_copy(x->arena, d.b, sizeof d.b), sizeof d.b} : STR_NONE;
	}
}

/* ---- by what it is followed -------------------------------------------------------------- */
#define CODE_MADE 6 /* digits */

/* Made for the request from the master key: nothing of it is stored, and a repeat gives it again. */
static str code_made(const struct core *core, struct arena *a, int64_t request)
{
	struct digest key, d;
	struct buf b;
	uint64_t n = 0;
	buf_init(&b, a);
	buf_int(&b, request);
	master_derive(core, "request/code", &key);
	hash_hmac(HASH_SHA256, (str){(const char *)key.b, sizeof key.b}, buf_str(&b), &d);
	explicit_bzero(&key, sizeof key);
	for (size_t i = 0; i < 8; i++)
		n = n << 8 | d.b[i];
	buf_clear(&b);
	buf_fmt(&b, "%0*llu", CODE_MADE, (unsigned long long)(n % 1000000));
	return buf_str(&b);
}

str request_code(const struct core *core, struct arena *a, const struct matter *part)
{
	int f = part->kind->phone;
	str digits = f >= 0 && part->fields[f].n ? phone_digits(a, part->fields[f].v[0]) : S("");
	return digits.n >= PHONE_LEAST ? str_cut(digits, digits.n - 4, digits.n) : code_made(core, a, part->id);
}

/* ---- its row ------------------------------------------------------------------------------ */
static str plain_of(const struct matter *part, int field)
{
	return field >= 0 && part->fields[field].n && !part->fields[field].sealed ? part->fields[field].v[0] : S("");
}

void request_columns(const struct matter *m, const struct matter *part, struct val ret[REQUEST_COLUMNS])
{
	const struct val v[REQUEST_COLUMNS] = {
		[REQ_ID] = V_INT(part->id), [REQ_VERSION] = V_INT(part->version), [REQ_MATTER] = V_INT(m->id), [REQ_NUMBER] = V_TEXT(part->number),
		[REQ_CHANNEL] = V_TEXT(plain_of(part, part->kind->channel)), [REQ_STATE] = V_TEXT(part->state >= 0 ? part->kind->states[part->state].name : S("")),
		[REQ_AT] = V_INT(part->opened), [REQ_OUTSIDE] = V_TEXT(plain_of(part, part->kind->outside)),
	};
	memcpy(ret, v, sizeof v);
}

static struct val caller_val(const struct matter *part)
{
	return part->caller.n ? V_BLOB(part->caller) : V_NULL;
}

/* An unchanged number of outside needs no second look. */
static void claim_outside(struct commit *c, const struct matter *was, const struct matter *part)
{
	const struct kind *k = part->kind;
	str outside = plain_of(part, k->outside), channel = plain_of(part, k->channel);
	if (outside.n && (!was || !str_eq(outside, plain_of(was, k->outside)) || !str_eq(channel, plain_of(was, k->channel))))
		*list_push(c->arena, &c->outsides) = (struct outside){channel, outside, part->id};
}

void request_ops(struct commit *c, const struct matter *m, const struct matter *was, const struct matter *part)
{
	struct val v[REQUEST_COLUMNS + 3] = {V_INT(c->core->region)};
	bool fresh = !was && !part->number.n; /* what comes from another matter has its number and its row */
	if (part->moved)
		return;
	request_columns(m, part, v + 1);
	v[REQUEST_COLUMNS + 1] = V_BLOB(S(""));
	v[REQUEST_COLUMNS + 2] = caller_val(part);
	struct op *op = commit_op(c, OP_ONE, fresh ? &request_insert : &request_update, NULL, v, REQUEST_COLUMNS + (fresh ? 3 : 1));
	struct number_take *t = fresh ? commit_number_of(c, part->id) : NULL;
	if (t)
		*list_push(c->arena, &t->at) = &op->v[1 + REQ_NUMBER];
	if (!fresh && part->caller_set)
		commit_op(c, OP_ONE, &caller_update, NULL, VALS(v[0], V_INT(part->id), caller_val(part)));
	claim_outside(c, was, part);
}

/* ---- taking one in --------------------------------------------------------------------------- */
struct intake {
	const struct request_new *q;
	struct taking open, ask;
	struct commit c;
	struct matter m;
};

static void put_args(struct buf *b, const struct arg *v, size_t n)
{
	cbor_int(b, (int64_t)n);
	for (size_t i = 0; i < n; i++) {
		cbor_bytes(b, v[i].field);
		cbor_bytes(b, v[i].value);
	}
}

static void identify(struct ctx *x, const struct request_new *q, struct commit *c)
{
	struct buf b;
	if (!q->idempotency_key.n)
		return;
	buf_init(&b, x->arena);
	cbor_int(&b, x->asker ? x->asker : x->actor.user);
	cbor_int(&b, x->hand.user);
	cbor_bytes(&b, q->idempotency_key);
	hash_bytes(HASH_SHA256, b.p, b.n, &c->idempotency);
	buf_clear(&b);
	cbor_bytes(&b, q->kind ? q->kind->name : S(""));
	cbor_int(&b, q->matter);
	cbor_bytes(&b, q->action);
	put_args(&b, q->args, q->n_args);
	put_args(&b, q->of_matter, q->n_of_matter);
	for (size_t i = 0; i < q->n_links; i++) {
		cbor_bytes(&b, q->links[i].sort);
		cbor_int(&b, q->links[i].other);
	}
	for (size_t i = 0; i < q->n_files; i++) {
		cbor_bytes(&b, q->files[i].name);
		cbor_int(&b, (int64_t)q->files[i].bytes.n);
	}
	hash_bytes(HASH_SHA256, b.p, b.n, &c->request);
	c->idempotent = true;
}

/* The one named, else the first that opens and that these roles may take, else the first. */
static err opening(struct ctx *x, const struct kind *k, str name, role_set roles, const struct action **ret)
{
	const struct action *first = NULL, *mine = NULL;
	int i = name.n ? kind_action(k, name) : -1;
	if (name.n && i < 0)
		return fail(ERR_INPUT, "there is no action {0} for “{1}”; choose one of the actions offered", name, words2_in(&k->label, x->actor.lang));
	for (size_t n = 0; i < 0 && n < k->n_actions; n++) {
		const struct action *a = &k->actions[n];
		first = a->opens && !first ? a : first;
		mine = a->opens && !mine && (a->by & roles) ? a : mine;
	}
	*ret = i >= 0 ? &k->actions[i] : mine ? mine : first;
	return *ret ? OK : fail(ERR_INPUT, "nothing opens “{0}” by itself; open what it belongs to", words2_in(&k->label, x->actor.lang));
}

static err open_matter(struct ctx *x, struct intake *k)
{
	struct pending *p;
	TRY(act_open(x, &k->c, k->q->kind, &k->m));
	TRY(opening(x, k->q->kind, S(""), see_any_roles(x, k->q->kind), &k->open.action));
	TRY(act_take(x, &k->c, &k->m, &k->open, &p));
	TRY(act_follow(x, &k->c, &k->m, &k->open, -1, 0));
	k->m.opening = true;
	return OK;
}

static err decide(struct ctx *x, struct intake *k)
{
	const struct request_new *q = k->q;
	const struct act_request to = {.matter = q->matter, .version = q->version};
	struct matter old;
	struct pending *p;
	if (q->matter)
		TRY(act_load(x, &to, &k->c, &k->m));
	const struct kind *kind = q->matter ? k->m.kind : q->kind;
	if (!kind || kind->request < 0)
		return fail(ERR_INPUT, "no kind that takes requests is named; choose one that does");
	if (q->matter)
		matter_copy(x->arena, &k->m, &old);
	else
		TRY(open_matter(x, k));
	const struct kind *sort = &kind->parts[kind->request];
	TRY(act_part_find(x, &k->m, &(struct act_request){.sort = sort->name}, &k->ask.part));
	TRY(opening(x, sort, q->action, see_roles(x, &k->m), &k->ask.action));
	k->c.answer = k->c.events.n;
	TRY(act_take(x, &k->c, &k->m, &k->ask, &p));
	TRY(act_follow(x, &k->c, &k->m, &k->ask, -1, 0));
	matter_ops(&k->c, x->roster, q->matter ? &old : NULL, &k->m);
	return OK;
}

/* The first answer again; of what the actor may not see only that it is there. */
static err answer_again(struct ctx *x, const struct act_result *done, struct request_taken *ret)
{
	struct matter m;
	role_set roles;
	uint8_t key[SEAL_KEY_LEN];
	bool there;
	struct request_taken t = {.repeated = true, .number = S(""), .matter_number = S(""), .code = S("")};
	int64_t request = done->part, matter = done->matter;
	ctx_refresh(x);
	if (!request)
		TRY(act_part_repeated(x, done->matter, done->version, &request));
	TRY(request_place(x, request, &matter));
	err e = x->asker ? request_his(x, matter, &m) : see_load(x, matter, &m, &roles);
	const struct matter *part = e == OK ? matter_part(&m, request) : NULL;
	if (e != OK && e != ERR_NOTFOUND)
		return e;
	if (part) {
		TRY(matter_open_seals(x->core, x->snap, x->arena, &m, key, &there));
		explicit_bzero(key, sizeof key);
		t = (struct request_taken){.matter = m.id, .request = request, .version = m.version, .number = part->number, .matter_number = m.number,
			.code = request_code(x->core, x->arena, part), .repeated = true};
	}
	*ret = t;
	return OK;
}

static str phone_given(const struct request_new *q, const struct kind *sort)
{
	for (size_t i = 0; sort->phone >= 0 && i < q->n_args; i++)
		if (str_eq(q->args[i].field, sort->fields[sort->phone].name))
			return q->args[i].value;
	return S("");
}

static err answer(struct ctx *x, struct intake *k, struct request_taken *ret)
{
	const struct matter *part = k->ask.part;
	if (k->c.repeated)
		return answer_again(x, &k->c.first, ret);
	str digits = phone_digits(x->arena, phone_given(k->q, part->kind));
	const struct number_take *own = commit_number_of(&k->c, k->m.id);
	*ret = (struct request_taken){.matter = k->m.id, .request = part->id, .version = k->m.version, .number = commit_number_of(&k->c, part->id)->taken,
		.matter_number = own ? own->taken : k->m.number,
		.code = digits.n >= PHONE_LEAST ? str_cut(digits, digits.n - 4, digits.n) : code_made(x->core, x->arena, part->id)};
	return OK;
}

static err once(struct ctx *x, struct intake *k, struct request_taken *ret)
{
	struct fail_note note;
	struct act_result done;
	bool found;
	k->m = (struct matter){0};
	commit_init(&k->c, x);
	k->c.same_outside = true;
	identify(x, k->q, &k->c);
	err e = decide(x, k);
	if (e == OK)
		e = ctx_commit(x, &k->c);
	if (e == OK)
		return answer(x, k, ret);
	fail_save(&note);
	TRY(act_repeated(x, &k->c, &done, &found));
	if (found)
		return answer_again(x, &done, ret);
	fail_restore(&note);
	return e;
}

err request_take(struct ctx *x, const struct request_new *q, struct request_taken *ret)
{
	struct intake k = {.q = q, .open = {.args = q->of_matter, .n_args = q->n_of_matter, .reason = S(""), .links = q->links, .n_links = q->n_links},
		.ask = {.args = q->args, .n_args = q->n_args, .files = q->files, .n_files = q->n_files, .reason = S(""), .notice = q->notice}};
	struct request_taken done = {0};
	err e = OK;
	x->at_fault = STR_NONE;
	for (int i = 0; i < TRIES; i++) {
		e = once(x, &k, &done);
		if (e != ERR_CONFLICT || !k.c.conflict)
			break;
		ctx_refresh(x);
	}
	if (e == ERR_CONFLICT && k.c.conflict && q->matter)
		e = act_changed_meanwhile(x, &k.m);
	if (e != OK || (done.repeated && (!k.ask.part || k.ask.part->id != done.request)))
		act_files_drop(x, &k.ask, e);
	if (e == OK)
		*ret = done;
	return e;
}
