/* SPDX-License-Identifier: Apache-2.0 */
/* Ways to sign in, one row each: what is counted, what is asked for afterwards, who it is by
 * what was shown. All end in sign_in_finish. Whoever fails hears one sentence, after as much
 * work and as many writes, whatever the cause. */
#include "core/sign_in_in.h"

#include <stdio.h>
#include <string.h>

STMT(password_get, "SELECT password FROM person WHERE region = $1 AND id = $2");
STMT(account_used, "UPDATE account SET seen = $3 WHERE region = $1 AND person = $2");
const struct stmt *const core_sign_in_stmts[] = {&password_get, &account_used, NULL};

err sign_in_refused(void)
{
	return fail(ERR_SIGN_IN, "the name or the password is wrong, or there were too many tries; check both, or try again later");
}

/* ---- who it is ---------------------------------------------------------------------------------- */
static const struct member *member_by_login(const struct roster *r, str login)
{
	for (size_t i = 0; i < r->n_members; i++)
		if (str_eq(r->members[i].login, login))
			return &r->members[i];
	return NULL;
}

static err password_of(struct ctx *x, int64_t person, str *ret)
{
	struct rows *r;
	bool found = false;
	TRY(ctx_snap(x));
	if (person)
		TRY(query_one(x->snap, &password_get, VALS(V_INT(x->core->region), V_INT(person)), &r, &found));
	*ret = found ? row_copy(r, 0, x->arena) : S("");
	return OK;
}

/* Hashing happens whether or not there is such a person, so time does not tell. */
static bool proves(struct ctx *x, str encoded, str password)
{
	str waste;
	if (encoded.n)
		return password_fits(x->arena, encoded, password);
	err e = password_hash(x->arena, password, &waste);
	unused_arg(e);
	return false;
}

err password_right(struct ctx *x, int64_t person, str password, bool *ret)
{
	str encoded;
	TRY(password_of(x, person, &encoded));
	ctx_refresh(x);
	/* whom the proxy or the provider vouches for has none */
	*ret = (!encoded.n && !password.n) || (password.n <= 1024 && proves(x, encoded, password));
	return OK;
}

static err by_password(struct ctx *x, const struct proof *p, const struct member **ret)
{
	const struct member *m = member_by_login(x->roster, p->login);
	struct account a = {0};
	str encoded;
	TRY(password_of(x, m ? m->id : 0, &encoded));
	if (m)
		TRY(account_load(x, m->id, &a));
	ctx_refresh(x);
	bool good = proves(x, encoded, p->secret) && m->active && !(a.temporary && x->now > a.temporary);
	*ret = good ? m : NULL;
	return OK;
}

static err by_named(struct ctx *x, const struct proof *p, const struct member **ret)
{
	const struct member *m = p->login.n ? member_by_login(x->roster, p->login) : NULL;
	*ret = m && m->active ? m : NULL;
	return OK;
}

static err by_demo(struct ctx *x, const struct proof *p, const struct member **ret)
{
	const struct member *m = roster_member(x->roster, p->user);
	*ret = core_is_demo(x->core) && m && m->demo && m->active ? m : NULL;
	return OK;
}

/* ---- the table ------------------------------------------------------------------------------------- */
const char *const sign_by_names[] = {"password", "proxy", "provider", "link", "demo", "code", "recovery", NULL};
static const struct way {
	bool counted; /* failures are, by account and address */
	bool ages;    /* the password may be due for a change */
	bool second;  /* a second factor follows, where there is one or the duties ask for it */
	bool named;   /* somebody we trust has said who it is: a stranger hears that he has no account */
	err (*who)(struct ctx *, const struct proof *, const struct member **ret); /* NULL: no beginning, but a step */
} ways[SIGN_BYS] = {
	[BY_PASSWORD] = {true, true, true, false, by_password}, /* name, password */
	[BY_PROXY] = {false, false, true, true, by_named},      /* the header of the trusted proxy */
	[BY_PROVIDER] = {false, false, true, true, by_named},   /* a claim of the OpenID provider */
	[BY_LINK] = {false, true, true, false, NULL},           /* a one-time link: link_use begins it */
	[BY_DEMO] = {false, false, false, false, by_demo},      /* one click, in a demo district only */
	[BY_CODE] = {true, false, false, false, NULL},          /* second factor: a code of the phone */
	[BY_RECOVERY] = {true, false, false, false, NULL},      /* second factor: a code written down */
};
static_assert(COUNT_OF(sign_by_names) == SIGN_BYS + 1, "a name for each");

/* ---- failing ------------------------------------------------------------------------------------------ */
struct failing {
	enum sign_by by;
	const struct proof *p;
	bool locked;
};
static err failed(struct change *k, void *arg)
{
	struct failing *f = arg;
	return change_sign(k, f->locked ? S("locked") : S("failed"), str_of(sign_by_names[f->by]), f->p);
}

/* A name that is nobody's is an event of the region, so that it takes as long and is on record. */
static err note_failure(struct ctx *x, const struct member *m, struct failing *f)
{
	const struct actor asked = x->actor;
	x->actor = (struct actor){.lang = asked.lang};
	err e = m ? person_change(x, m->id, S("sign_in_failed"), S(""), false, failed, f) : region_change(x, S("sign_in_failed"), failed, f);
	x->actor = asked;
	return e;
}

struct counted {
	struct guess g[2];
	bool locked;
};
static err count_begin(struct ctx *x, str login, str address, struct counted *c)
{
	struct limits lim = limits_now(x->core);
	bool locked[2];
	guess_init(x->core, &c->g[0], "account ", login, lim.tries);
	guess_init(x->core, &c->g[1], "address ", address, lim.tries * ADDRESS_TRIES_FACTOR);
	TRY(ctx_snap(x));
	for (size_t i = 0; i < 2; i++)
		TRY(guess_load(x->core, x->snap, &c->g[i], x->now, lim.lock, &locked[i]));
	c->locked = locked[0] || locked[1];
	return OK;
}

static err count_failure(struct ctx *x, struct counted *c, const struct member *m, enum sign_by by, const struct proof *p)
{
	struct failing f = {by, p, false};
	if (c->locked)
		return OK;
	ctx_refresh(x);
	TRY(guess_count(x->core, c->g, 2, x->now, false));
	f.locked = c->g[0].tries == c->g[0].most || c->g[1].tries == c->g[1].most;
	return note_failure(x, m, &f);
}

/* ---- succeeding ---------------------------------------------------------------------------------------- */
bool second_asked(struct core *c, uint32_t duties)
{
	day_t today = zone_day(c->zone, now_ms(c->time));
	bool asked = (duties & ADMINS) != 0; /* GB/T 22239-2019 8.1.4.1 d: no setting takes it from them */
	for (int d = 0; d < DUTIES && !asked; d++) {
		char name[64];
		if (!(duties >> d & 1))
			continue;
		int n = snprintf(name, sizeof name, "kernel.second_%s", duty_name((enum duty)d));
		asked = house_int(c, today, (str){name, (size_t)n}) != 0;
	}
	return asked;
}

err account_want(struct ctx *x, const struct member *m, enum sign_by by, bool second_shown, enum sign_want *ret)
{
	struct account a;
	struct password_rules rules = password_rules(x->core);
	const struct way *w = &ways[by];
	TRY(account_load(x, m->id, &a));
	bool old = rules.days && x->now - a.password_at > rules.days * DAY_MS;
	if (w->second && a.totp.n && !second_shown)
		*ret = WANT_CODE;
	else if (w->ages && (a.temporary || old))
		*ret = WANT_PASSWORD;
	else if (w->second && !a.totp.n && second_asked(x->core, m->duties))
		*ret = WANT_SECOND;
	else
		*ret = WANT_NOTHING;
	return OK;
}

/* What was shown at the provider counts where the house says so, and never for the three
 * administrators: theirs is shown here. */
static bool second_elsewhere(struct ctx *x, const struct member *m, enum sign_by by, const struct proof *p)
{
	return by == BY_PROVIDER && p->second && !(m->duties & ADMINS) && house_int(x->core, ctx_today(x), S("kernel.sign_in_provider_mfa")) != 0;
}

struct entering {
	enum sign_by by;
	const struct proof *p;
	struct session *ret;
};
static err entered(struct change *k, void *arg)
{
	struct entering *e = arg;
	if (!k->m->active)
		return sign_in_refused();
	TRY(change_sign(k, S("in"), str_of(sign_by_names[e->by]), e->p));
	TRY(session_row(k, e->by, WANT_NOTHING, e->p, e->ret));
	commit_op(&k->c, OP_ANY, &account_used, NULL, VALS(V_INT(k->x->core->region), V_INT(k->m->id), V_INT(k->x->now)));
	return OK;
}

err sign_in_finish(struct ctx *x, const struct member *m, enum sign_by by, bool second_shown, const struct proof *p, struct session *ret)
{
	enum sign_want want;
	struct guess g;
	struct entering e = {by, p, ret};
	TRY(account_want(x, m, by, second_shown, &want));
	if ((want == WANT_CODE || want == WANT_SECOND) && second_elsewhere(x, m, by, p))
		want = WANT_NOTHING;
	ctx_refresh(x);
	/* only now: or the password, known, would take the count off guesses at the code */
	guess_init(x->core, &g, "account ", m->login, 0);
	if (want != WANT_CODE && (ways[by].counted || second_shown))
		TRY(guess_count(x->core, &g, 1, x->now, true));
	if (want)
		return session_owing(x, m, by, want, p, ret);
	x->actor = actor_of(x->roster, m);
	return person_change(x, m->id, S("sign_in"), S(""), false, entered, &e);
}

/* ---- beginning ----------------------------------------------------------------------------------------------- */
static err begin(struct ctx *x, enum sign_by by, const struct proof *p, struct session *ret)
{
	struct counted c = {0};
	const struct member *m = NULL;
	const struct way *w = &ways[by];
	ours(w->who);
	if (p->login.n > 64 || p->secret.n > 1024)
		return sign_in_refused();
	if (w->counted)
		TRY(count_begin(x, p->login, p->address, &c));
	TRY(w->who(x, p, &m));
	ctx_refresh(x);
	if (w->counted && (c.locked || !m)) {
		TRY(count_failure(x, &c, member_by_login(x->roster, p->login), by, p));
		return sign_in_refused();
	}
	if (!m && w->named) {
		TRY(note_failure(x, member_by_login(x->roster, p->login), &(struct failing){by, p, false}));
		return fail(ERR_SIGN_IN, "“{0}” has no account here, or a disabled one; ask the system administrator", p->login);
	}
	return m ? sign_in_finish(x, m, by, false, p, ret) : sign_in_refused();
}

err sign_in(struct core *c, struct arena *a, enum sign_by by, const struct proof *p, struct session *ret)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = begin(&x, by, p, ret);
	ctx_close(&x);
	return e;
}

void sign_in_key(struct core *c, const char *what, uint8_t ret[SEAL_KEY_LEN])
{
	struct digest d;
	static_assert(sizeof d.b == SEAL_KEY_LEN, "a digest is a key");
	hash_hmac(HASH_SHA256, (str){(const char *)c->master, SEAL_KEY_LEN}, str_of(what), &d);
	memcpy(ret, d.b, SEAL_KEY_LEN);
	explicit_bzero(&d, sizeof d);
}

err session_begin(struct core *c, struct arena *a, str login, str password, str address, struct session *ret)
{
	return sign_in(c, a, BY_PASSWORD, &(struct proof){.login = login, .secret = password, .address = address}, ret);
}

err session_begin_demo(struct core *c, struct arena *a, int64_t user, str address, struct session *ret)
{
	return sign_in(c, a, BY_DEMO, &(struct proof){.user = user, .address = address}, ret);
}

/* ---- the steps that are owed ------------------------------------------------------------------------------------ */
struct owing {
	struct session s;
	const struct member *m;
};
static err owed(struct ctx *x, str token, enum sign_want want, struct owing *ret)
{
	TRY(session_pending(x->core, x->arena, token, &ret->s));
	ret->m = roster_member(x->roster, ret->s.actor.user);
	if (!ret->m || ret->s.want != want)
		return fail(ERR_SIGN_IN, "you are not signed in, or were away too long; sign in again");
	return OK;
}

static err step(struct ctx *x, str token, enum sign_by by, const struct proof *p, struct session *ret)
{
	struct owing o;
	struct counted c;
	bool good = false;
	TRY(owed(x, token, WANT_CODE, &o));
	TRY(count_begin(x, o.m->login, p->address, &c));
	ctx_refresh(x);
	if (!c.locked)
		TRY(second_spend(x, o.m, by, p->secret, &good));
	if (!good) {
		TRY(count_failure(x, &c, o.m, by, p));
		if (c.locked || c.g[0].tries >= c.g[0].most)
			TRY(session_drop_token(x->core, token));
		return fail(ERR_SIGN_IN, "this code does not fit, was used already, or there were too many tries; wait for the next one");
	}
	TRY(sign_in_finish(x, o.m, o.s.by, true, p, ret));
	return session_drop_token(x->core, token);
}

err sign_in_step(struct core *c, struct arena *a, str token, enum sign_by by, const struct proof *p, struct session *ret)
{
	struct ctx x;
	ours(by == BY_CODE || by == BY_RECOVERY);
	TRY(ctx_open(c, a, NULL, &x));
	err e = step(&x, token, by, p, ret);
	ctx_close(&x);
	return e;
}

struct choosing {
	str hash;
};
static err chosen(struct change *k, void *arg)
{
	struct choosing *c = arg;
	TRY(password_put(k, c->hash, 0));
	sessions_drop(k, k->m->id, S(""));
	return OK;
}

/* The second factor was shown before, where there is one: a step that is owed later says so. */
static err give_password(struct ctx *x, str token, str password, const struct proof *p, struct session *ret)
{
	struct owing o;
	struct choosing c = {0};
	TRY(owed(x, token, WANT_PASSWORD, &o));
	TRY(password_judge(x, o.m->id, o.m->login, o.m->name, password, &c.hash));
	x->actor = actor_of(x->roster, o.m);
	TRY(person_change(x, o.m->id, S("password"), S(""), false, chosen, &c));
	return sign_in_finish(x, o.m, o.s.by, true, p, ret);
}

err sign_in_password(struct core *c, struct arena *a, str token, str password, const struct proof *p, struct session *ret)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = give_password(&x, token, password, p, ret);
	ctx_close(&x);
	return e;
}

static err give_second(struct ctx *x, str token, const struct proof *p, struct session *ret, str **ret_codes, size_t *ret_n)
{
	struct owing o;
	TRY(owed(x, token, WANT_SECOND, &o));
	x->actor = actor_of(x->roster, o.m);
	TRY(second_enrol_for(x, o.m->id, second_secret(x->core, x->arena, token), p->secret, ret_codes, ret_n));
	TRY(sign_in_finish(x, o.m, o.s.by, true, p, ret));
	return session_drop_token(x->core, token);
}

err sign_in_second(struct core *c, struct arena *a, str token, const struct proof *p, struct session *ret, str **ret_codes, size_t *ret_n)
{
	struct ctx x;
	TRY(ctx_open(c, a, NULL, &x));
	err e = give_second(&x, token, p, ret, ret_codes, ret_n);
	ctx_close(&x);
	return e;
}
