/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in, accounts and their administrators (docs/decisions/sign-in.md).
 *
 *     sign_in -> session.want: nothing, or a step that is still owed
 *             -> session_pending + sign_in_step -> … -> a session
 *
 * A session that still owes a step opens nothing else: session_find does not know it. */
#ifndef LUOSHI_SIGN_IN_H
#define LUOSHI_SIGN_IN_H

#include "base/day.h"
#include "pack/pack.h"

struct core;
struct ctx;
struct session;

enum sign_by { BY_PASSWORD, BY_PROXY, BY_PROVIDER, BY_LINK, BY_DEMO, BY_CODE, BY_RECOVERY, SIGN_BYS };
extern const char *const sign_by_names[]; /* as in the record: password, proxy, … */
enum sign_want { WANT_NOTHING, WANT_CODE, WANT_PASSWORD, WANT_SECOND };
struct proof { /* what somebody showed who wants to sign in */
	str login;     /* password; what the proxy or the provider says who it is */
	str secret;    /* password, code, recovery code */
	int64_t user;  /* demo */
	bool second;   /* the provider says that a second factor was shown there */
	str address, device; /* where; device: what the browser calls itself */
};
/* ERR_SIGN_IN with one sentence for every cause that lies with the person; of the proxy and
 * the provider a sentence of its own, since they have said who it is. */
err sign_in(struct core *, struct arena *, enum sign_by, const struct proof *, struct session *ret) must_check;
/* A key of the house for what a browser keeps for us; `what`: each use has its own. */
void sign_in_key(struct core *, const char *what, uint8_t ret[SEAL_KEY_LEN]);
/* Somebody who still owes a step; ERR_SIGN_IN when it is nobody, or ten minutes have passed. */
err session_pending(struct core *, struct arena *, str token, struct session *ret) must_check;
/* The second factor: BY_CODE or BY_RECOVERY. The old token ends with it. */
err sign_in_step(struct core *, struct arena *, str token, enum sign_by, const struct proof *, struct session *ret) must_check;
/* The new password that was owed; and the second factor that has just been set up. */
err sign_in_password(struct core *, struct arena *, str token, str password, const struct proof *, struct session *ret) must_check;
err sign_in_second(struct core *, struct arena *, str token, const struct proof *, struct session *ret, str **ret_codes, size_t *ret_n) must_check;

/* ---- one-time links (一次性链接) -------------------------------------------------------------- */
#define LINK_LEN 64
struct link_view {
	int64_t person; /* 0: of the first start, for somebody who is not there yet */
	str login, name;
	int duty;       /* of the first start: enum duty; -1 */
};
/* ERR_NOTFOUND with one sentence when it was used, has ended or never was. */
err link_find(struct core *, struct arena *, str secret, struct link_view *ret) must_check;
struct link_use {
	str secret, login, name, password; /* login and name: first start only */
	str unit;                          /* the unit to be made when there is none yet */
};
err link_use(struct core *, struct arena *, const struct link_use *, const struct proof *, struct session *ret) must_check;
/* For each of the three administrators that never was: a link, the old one gone. */
struct first_link {
	int duty;
	str secret;
};
err first_links(struct core *, struct arena *, struct first_link *ret, size_t *ret_n) must_check; /* ret[3] */

/* ---- passwords --------------------------------------------------------------------------------- */
struct password_rules { /* in force: the profile, and what settings changed of it */
	str profile;
	struct words2 label;
	int64_t length, classes, days, history; /* classes of four; days 0: never; history: the last n are refused */
	bool blocked;
	str source;
};
#define PASSWORD_CHARS 256 /* characters */
struct password_rules password_rules(struct core *);
err password_change(struct ctx *, str current, str password, str keep_token) must_check;
struct account_view {
	ms_t password_at, password_ends; /* MS_NONE: none; never */
	bool temporary, second, second_due; /* second factor: set up; asked of his duties */
	int codes;                          /* recovery codes left */
	ms_t seen;                          /* signed in last; MS_NONE */
};
err account_mine(struct ctx *, struct account_view *ret) must_check;

/* ---- the second factor: one-time codes (RFC 6238) --------------------------------------------------- */
/* The secret that this session may set up, in base32, and as an address for the program on the
 * phone. It is made of the token, so that nothing is kept of one that is never used. */
str second_secret(struct core *, struct arena *, str token);
str second_uri(struct arena *, str issuer, str login, str secret);
#define RECOVERY_CODES 10
/* The code must be one of the session's secret: only then it is kept. Recovery codes, shown once. */
err second_enrol(struct ctx *, str token, str password, str code, str **ret_codes, size_t *ret_n) must_check;
err second_remove(struct ctx *, str password) must_check;
err second_codes(struct ctx *, str password, str **ret_codes, size_t *ret_n) must_check;

/* ---- sessions ------------------------------------------------------------------------------------------ */
struct session_view {
	int64_t id;
	ms_t started, seen;
	str method, address, device;
	bool here; /* it is the one that asks */
};
/* Of oneself, or of anybody for the security administrator. */
err session_list(struct ctx *, int64_t person, str token, struct session_view **ret, size_t *ret_n) must_check;
/* id 0: all but the one that asks. */
err session_end_one(struct ctx *, int64_t person, int64_t id, str token) must_check;

const struct words2 *duty_label(enum duty); /* 督查室, supervision office */

/* ---- accounts: by administrators ----------------------------------------------------------------------- */
struct account_row {
	int64_t id, unit;
	str login, name, post, unit_name;
	uint32_t duties;
	bool active, demo;
	ms_t seen; /* MS_NONE: never */
	bool second, temporary;
	int sessions;
};
struct account_query {
	str words;    /* in name or sign-in name */
	int64_t unit; /* 0: all */
	int64_t after; /* id; 0: from the beginning */
	int state;    /* 0 all, 1 active, 2 disabled, 3 administrators */
	int limit;
};
/* For the system and the security administrator. */
err account_list(struct ctx *, const struct account_query *, struct account_row **ret, size_t *ret_n, int64_t *ret_next) must_check;
err account_read(struct ctx *, int64_t person, struct account_row *ret) must_check;
/* By the system administrator; a reason stays in the record. */
struct account_new { int64_t unit; str login, name, post; };
err account_add(struct ctx *, const struct account_new *, int64_t *ret, str *ret_link) must_check;
err account_active(struct ctx *, int64_t person, bool active, str reason) must_check;
err account_move(struct ctx *, int64_t person, int64_t unit, str post, str reason) must_check;
err account_reset(struct ctx *, int64_t person, str reason, str *ret_link) must_check;
/* By the security administrator. */
err account_grant(struct ctx *, int64_t person, uint32_t duties, str reason) must_check;
err account_second_remove(struct ctx *, int64_t person, str reason) must_check;
struct lockout {
	int64_t person; /* 0: a name that is nobody's, or an address */
	str name, login;
	int64_t tries;
	ms_t since, until;
};
err lockout_list(struct ctx *, struct lockout **ret, size_t *ret_n) must_check;
err lockout_clear(struct ctx *, int64_t person, str reason) must_check;
/* Units, by the system administrator. */
err unit_active(struct ctx *, int64_t unit, bool active, str reason) must_check;
/* The daily trip: accounts that nobody has used for long are disabled; links and sessions
 * that have ended go. Does nothing a second time on the same day. */
err accounts_due(struct core *, struct arena *, int64_t *ret_disabled) must_check;

/* ---- the record of all this: for the audit administrator ------------------------------------------------ */
struct record_row {
	int64_t seq;
	ms_t at;
	str by, by_unit, whom, what, detail, reason, address, device;
	bool failed; /* it did not succeed */
};
struct record_query {
	int64_t person; /* who did it, or to whom; 0: all */
	str sort;       /* "", sign_in, account, setting, unit */
	day_t from, to; /* DAY_NONE: open */
	int64_t before; /* seq; 0: newest */
	int limit;
};
/* Newest first. *ret_next 0: there is no more. A page may be short, never wrong. */
err record_list(struct ctx *, const struct record_query *, struct record_row **ret, size_t *ret_n, int64_t *ret_next) must_check;

#endif
