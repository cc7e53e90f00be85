/* SPDX-License-Identifier: Apache-2.0 */
/* The mail address of a person: sealed, used when the code that was sent to it came back. */
#include "relay/relay_in.h"

STMT(contact_get, "SELECT version, sealed, proved, code_ends, code_tries FROM contact WHERE region = $1 AND person = $2");
STMT(contact_put,
     "UPDATE contact SET version = version + 1, sealed = $3, proved = $4, code_ends = $5, code_tries = $6 WHERE region = $1 AND person = $2");
STMT(contact_new,
     "INSERT INTO contact(region, person, version, sealed, proved, code_ends, code_tries) VALUES($1, $2, 1, $3, $4, $5, $6)");
STMT(contact_drop, "DELETE FROM contact WHERE region = $1 AND person = $2");
STMT(contact_wrong, "UPDATE contact SET code_tries = code_tries + 1 WHERE region = $1 AND person = $2");
const struct stmt *const relay_contact_stmts[] = {&contact_get, &contact_put, &contact_new, &contact_drop, &contact_wrong, NULL};

#define CODE_TRIES 5

static str fact_in(const struct fact *v, size_t n, str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(v[i].name, name))
			return v[i].value;
	return S("");
}

err contact_read(struct ctx *x, int64_t person, struct contact *ret, bool *ret_there)
{
	struct conn *conn;
	struct rows *r;
	struct fact *v;
	size_t n;
	TRY(ctx_conn(x, &conn));
	TRY(query_one(conn, &contact_get, VALS(V_INT(core_region(x->core)), V_INT(person)), &r, ret_there));
	if (!*ret_there)
		return OK;
	struct contact c = {.version = row_int(r, 0), .proved = row_int(r, 2) != 0, .code_ends = row_int(r, 3), .code_tries = (int)row_int(r, 4)};
	TRY(facts_open(x, person, row_copy(r, 1, x->arena), &v, &n));
	c.address = fact_in(v, n, S("mail"));
	c.asked = fact_in(v, n, S("asked"));
	c.code = fact_in(v, n, S("code"));
	*ret = c;
	return OK;
}

static str code_new(struct arena *a)
{
	struct buf b;
	uint32_t v;
	do /* no number more often than another */
		random_bytes(&v, sizeof v);
	while (v >= UINT32_MAX - UINT32_MAX % 1000000);
	buf_init(&b, a);
	buf_fmt(&b, "%06u", v % 1000000);
	return buf_str(&b);
}

static err contact_row(struct ctx *x, const struct contact *c, struct fact_row *ret)
{
	const struct fact kept[] = {{S("mail"), c->address, true}, {S("asked"), c->asked, true}, {S("code"), c->code, true}};
	str sealed;
	TRY(facts_seal(x, x->actor.user, kept, COUNT_OF(kept), &sealed));
	*ret = (struct fact_row){.stmt = &contact_put, .insert = &contact_new, .n = 6,
		.v = {V_INT(core_region(x->core)), V_INT(x->actor.user), V_BLOB(sealed), V_INT(c->proved), V_INT(c->code_ends), V_INT(c->code_tries)}};
	return OK;
}

err contact_ask(struct ctx *x, struct relay *r, str address)
{
	struct contact c = {.address = S("")};
	struct fact_row rows[2];
	bool there;
	address = str_trim(address);
	if (!relay_mails(r))
		return fail(ERR_INPUT, "mail has not been set up here; ask the system administrator");
	if (!mail_address_ok(address))
		return fail(ERR_INPUT, "this is not a mail address; write it like name@example.cn");
	TRY(contact_read(x, x->actor.user, &c, &there));
	ms_t minutes = core_setting(x->core, PACK, "code_minutes");
	/* a code a minute: nobody's mailbox is to be flooded from here */
	if (there && c.code.n && c.code_ends - minutes * MINUTE_MS + MINUTE_MS > x->now)
		return fail(ERR_LIMIT, "a code was sent a moment ago; wait a minute before you ask for another");
	c.asked = address;
	c.code = code_new(x->arena);
	c.code_ends = x->now + minutes * MINUTE_MS;
	c.code_tries = 0;
	TRY(contact_row(x, &c, &rows[0]));
	rows[1] = message_row(x->core, x->now, store_new_id(core_store(x->core), x->now), CHANNEL_MAIL, x->actor.user, MESSAGE_CODE);
	const struct fact asked[] = {{S("mail_asked"), address, true}};
	TRY(fact_of_person(x, S("mail_ask"), asked, 1, rows, 2));
	atomic_store(&r->asked, true);
	return OK;
}

struct wrong {
	int64_t region, person;
};
static err wrong_job(struct conn *w, void *arg)
{
	struct wrong *k = arg;
	return exec(w, &contact_wrong, VALS(V_INT(k->region), V_INT(k->person)), NULL);
}

err contact_prove(struct ctx *x, str code)
{
	struct contact c;
	struct fact_row row;
	bool there;
	code = str_trim(code);
	TRY(contact_read(x, x->actor.user, &c, &there));
	if (!there || !c.code.n || c.code_ends <= x->now || c.code_tries >= CODE_TRIES)
		return fail(ERR_INPUT, "this code holds no longer; ask for a new one");
	if (code.n != c.code.n || !equal_secret(code.p, c.code.p, code.n)) {
		struct wrong k = {core_region(x->core), x->actor.user};
		ctx_refresh(x);
		TRY(store_write(core_store(x->core), wrong_job, &k));
		return fail(ERR_INPUT, "this is not the code that was sent; look at the mail once more");
	}
	c = (struct contact){.address = c.asked, .asked = S(""), .code = S(""), .proved = true};
	TRY(contact_row(x, &c, &row));
	const struct fact kept[] = {{S("mail"), c.address, true}};
	return fact_of_person(x, S("mail_prove"), kept, 1, &row, 1);
}

err contact_remove(struct ctx *x)
{
	const struct fact_row row = {.stmt = &contact_drop, .n = 2, .v = {V_INT(core_region(x->core)), V_INT(x->actor.user)}};
	const struct fact gone[] = {{S("mail"), S(""), false}};
	return fact_of_person(x, S("mail_remove"), gone, 1, &row, 1);
}
