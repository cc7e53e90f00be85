/* SPDX-License-Identifier: Apache-2.0 */
/* The second factor: codes of a program on the phone (RFC 6238), each good once, and recovery
 * codes for the day it is lost. The secret stands sealed under the master key. */
#include "base/fault.h"
#include "core/sign_in_in.h"

#include <string.h>

STMT(totp_set, "UPDATE account SET totp = $3, step = $4 WHERE region = $1 AND person = $2");
STMT(totp_step, "UPDATE account SET step = $3 WHERE region = $1 AND person = $2 AND step < $3");
STMT(recovery_put, "INSERT INTO recovery_code(region, person, digest) VALUES($1, $2, $3)");
STMT(recovery_spend, "DELETE FROM recovery_code WHERE region = $1 AND person = $2 AND digest = $3");
STMT(recovery_drop, "DELETE FROM recovery_code WHERE region = $1 AND person = $2");
STMT(recovery_count, "SELECT COUNT(*) FROM recovery_code WHERE region = $1 AND person = $2");
const struct stmt *const core_second_stmts[] = {&totp_set, &totp_step, &recovery_put, &recovery_spend, &recovery_drop, &recovery_count, NULL};

#define RECOVERY_LEN 10 /* letters of base32: 50 bits */

str second_secret(struct core *c, struct arena *a, str token)
{
	struct digest d;
	struct buf b;
	buf_init(&b, a);
	buf_z(&b, "second factor ");
	buf_add(&b, token);
	hash_hmac(HASH_SHA256, (str){(const char *)c->master, SEAL_KEY_LEN}, buf_str(&b), &d);
	str out = base32_put(a, d.b, TOTP_KEY_LEN);
	explicit_bzero(&d, sizeof d);
	return out;
}

static void put_percent(struct buf *b, str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~')
			buf_byte(b, (char)c);
		else
			buf_fmt(b, "%%%02X", c);
	}
}

/* As programs on phones read it: issuer:account, the issuer once more as a parameter. */
str second_uri(struct arena *a, str issuer, str login, str secret)
{
	struct buf b;
	buf_init(&b, a);
	buf_z(&b, "otpauth://totp/");
	put_percent(&b, issuer);
	buf_byte(&b, ':');
	put_percent(&b, login);
	buf_z(&b, "?secret=");
	buf_add(&b, secret);
	buf_z(&b, "&issuer=");
	put_percent(&b, issuer);
	return buf_str(&b);
}

/* ---- codes written down --------------------------------------------------------------------- */
static str code_digest(struct ctx *x, int64_t person, str code)
{
	struct digest *d = arena_new(x->arena, struct digest);
	struct buf b;
	buf_init(&b, x->arena);
	buf_fmt(&b, "recovery %lld ", (long long)person);
	for (size_t i = 0; i < code.n; i++) {
		char c = code.p[i];
		if (c != ' ' && c != '-')
			buf_byte(&b, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
	}
	hash_hmac(HASH_SHA256, (str){(const char *)x->core->master, SEAL_KEY_LEN}, buf_str(&b), d);
	return digest_bytes(d);
}

static str code_new(struct arena *a)
{
	uint8_t random[8];
	struct buf b;
	random_bytes(random, sizeof random);
	str letters = str_cut(base32_put(a, random, sizeof random), 0, RECOVERY_LEN);
	buf_init(&b, a);
	buf_add(&b, str_cut(letters, 0, RECOVERY_LEN / 2));
	buf_byte(&b, '-');
	buf_add(&b, str_cut(letters, RECOVERY_LEN / 2, RECOVERY_LEN));
	return buf_str(&b);
}

static void codes_put(struct change *k, const str *codes)
{
	int64_t region = k->x->core->region, person = k->m->id;
	commit_op(&k->c, OP_ANY, &recovery_drop, NULL, VALS(V_INT(region), V_INT(person)));
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		commit_op(&k->c, OP_ONE, &recovery_put, NULL, VALS(V_INT(region), V_INT(person), V_BLOB(code_digest(k->x, person, codes[i]))));
}

/* ---- setting up ---------------------------------------------------------------------------------- */
struct enrolling {
	str sealed; /* STR_NONE: only new recovery codes */
	int64_t step;
	str *codes;
};
static err enrolled(struct change *k, void *arg)
{
	struct enrolling *e = arg;
	struct digest *d = arena_new(k->x->arena, struct digest);
	bool whole = e->sealed.p != NULL;
	hash_bytes(HASH_SHA256, e->sealed.p, e->sealed.n, d);
	effect_add(k->p, &(struct effect){.op = EFFECT_SECOND, .text = {whole ? S("enrolled") : S("codes")}, .bytes = {whole ? digest_bytes(d) : S("")}});
	if (whole)
		commit_op(&k->c, OP_ONE, &totp_set, NULL,
			  VALS(V_INT(k->x->core->region), V_INT(k->m->id), V_BLOB(e->sealed), V_INT(e->step)));
	codes_put(k, e->codes);
	return OK;
}

static str *codes_new(struct arena *a)
{
	str *codes = arena_new_n(a, RECOVERY_CODES, str);
	for (size_t i = 0; i < RECOVERY_CODES; i++)
		codes[i] = code_new(a);
	return codes;
}

err second_enrol_for(struct ctx *x, int64_t person, str secret, str code, str **ret_codes, size_t *ret_n)
{
	uint8_t key[TOTP_KEY_LEN];
	struct enrolling e = {.codes = codes_new(x->arena)};
	if (!base32_get(secret, key, sizeof key) || !(e.step = totp_match(key, sizeof key, code, x->now / TOTP_STEP_MS, 0)))
		return fail(ERR_INPUT, "this code does not fit; take the one that the program shows now, and see that the clock of the phone is right");
	err sealed = seal(x->arena, x->core->master, (str){(const char *)key, sizeof key}, aad_of(x->arena, "second", person), &e.sealed);
	explicit_bzero(key, sizeof key);
	TRY(sealed);
	TRY(person_change(x, person, S("second"), S(""), false, enrolled, &e));
	*ret_codes = e.codes;
	*ret_n = RECOVERY_CODES;
	return OK;
}

static err own_password(struct ctx *x, str password)
{
	bool right;
	TRY(own_only(x));
	TRY(password_right(x, x->actor.user, password, &right));
	return right ? OK : fail(ERR_INPUT, "this is not your present password");
}

err second_enrol(struct ctx *x, str token, str password, str code, str **ret_codes, size_t *ret_n)
{
	TRY(own_password(x, password));
	return second_enrol_for(x, x->actor.user, second_secret(x->core, x->arena, token), code, ret_codes, ret_n);
}

err second_codes(struct ctx *x, str password, str **ret_codes, size_t *ret_n)
{
	struct account a;
	struct enrolling e = {.codes = codes_new(x->arena)};
	TRY(own_password(x, password));
	TRY(account_load(x, x->actor.user, &a));
	if (!a.totp.n)
		return fail(ERR_INPUT, "set up the second factor first");
	TRY(person_change(x, x->actor.user, S("second"), S(""), false, enrolled, &e));
	*ret_codes = e.codes;
	*ret_n = RECOVERY_CODES;
	return OK;
}

/* ---- taking off ------------------------------------------------------------------------------------ */
err second_drop(struct change *k)
{
	int64_t region = k->x->core->region, person = k->m->id;
	effect_add(k->p, &(struct effect){.op = EFFECT_SECOND, .text = {S("removed")}, .bytes = {S("")}});
	commit_op(&k->c, OP_ANY, &totp_set, NULL, VALS(V_INT(region), V_INT(person), V_NULL, V_INT(0)));
	commit_op(&k->c, OP_ANY, &recovery_drop, NULL, VALS(V_INT(region), V_INT(person)));
	return OK;
}

static err dropped(struct change *k, void *arg)
{
	unused_arg(arg);
	return second_drop(k);
}

err second_remove(struct ctx *x, str password)
{
	TRY(own_password(x, password));
	if (second_asked(x->core, x->actor.duties))
		return fail(ERR_DENIED, "your duties ask for a second factor; it can be set up anew, not taken off");
	return person_change(x, x->actor.user, S("second"), S(""), false, dropped, NULL);
}

/* ---- using --------------------------------------------------------------------------------------------- */
struct spending {
	const struct stmt *stmt;
	const struct val *v;
	int64_t changed;
};
static err spend_job(struct conn *w, void *arg)
{
	struct spending *s = arg;
	if (fault_point("second.spend"))
		return fail(ERR_IO, "the change could not be saved; try again");
	TRY(exec(w, s->stmt, s->v, 3, &s->changed));
	return fault_point("second.spent") ? fail(ERR_IO, "the change could not be saved; try again") : OK;
}

/* The row decides, in the writer: of two who show the same code at once only one has it. */
static err spend(struct ctx *x, const struct stmt *stmt, const struct val *v, bool *ret)
{
	struct spending s = {.stmt = stmt, .v = v};
	ctx_refresh(x);
	TRY(store_write(x->core->store, spend_job, &s));
	*ret = s.changed > 0;
	return OK;
}

err second_spend(struct ctx *x, const struct member *m, enum sign_by by, str typed, bool *ret)
{
	struct account a;
	str key;
	if (by == BY_RECOVERY)
		return spend(x, &recovery_spend, (struct val[]){V_INT(x->core->region), V_INT(m->id), V_BLOB(code_digest(x, m->id, typed))}, ret);
	TRY(account_load(x, m->id, &a));
	*ret = false;
	if (!a.totp.n)
		return OK;
	TRY(unseal(x->arena, x->core->master, a.totp, aad_of(x->arena, "second", m->id), &key));
	int64_t step = totp_match((const uint8_t *)key.p, key.n, typed, x->now / TOTP_STEP_MS, a.step);
	return step ? spend(x, &totp_step, (struct val[]){V_INT(x->core->region), V_INT(m->id), V_INT(step)}, ret) : OK;
}

static err codes_left(struct ctx *x, int *ret)
{
	struct rows *r;
	bool found;
	TRY(query_one(x->snap, &recovery_count, VALS(V_INT(x->core->region), V_INT(x->actor.user)), &r, &found));
	*ret = found ? (int)row_int(r, 0) : 0;
	return OK;
}

err account_mine(struct ctx *x, struct account_view *ret)
{
	struct account a;
	struct password_rules rules = password_rules(x->core);
	const struct actor *me = x->hand.user ? &x->hand : &x->actor;
	TRY(account_load(x, me->user, &a));
	*ret = (struct account_view){.password_at = a.there ? a.password_at : MS_NONE, .temporary = a.temporary != 0, .second = a.totp.n > 0,
		.second_due = second_asked(x->core, me->duties), .seen = a.there ? a.seen : MS_NONE,
		.password_ends = a.there && rules.days ? a.password_at + rules.days * DAY_MS : MS_NONE};
	return codes_left(x, &ret->codes);
}
