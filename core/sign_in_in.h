/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of signing in share. */
#ifndef LUOSHI_SIGN_IN_IN_H
#define LUOSHI_SIGN_IN_IN_H

#include "core/people_in.h"

#define MINUTE 60000LL
#define DAY_MS 86400000LL
#define ADMINS (1u << DUTY_SYSTEM | 1u << DUTY_SECURITY | 1u << DUTY_AUDIT)
#define TOKEN_LEN 32

/* ---- pure ------------------------------------------------------------------------------------- */
#define TOTP_KEY_LEN 20 /* bytes: RFC 4226, 4 R6 */
#define TOTP_DIGITS 6
#define TOTP_STEP_MS 30000
str base32_put(struct arena *, const uint8_t *, size_t n);
bool base32_get(str, uint8_t *ret, size_t n); /* exactly n bytes; blanks between are skipped */
void totp_digits(const uint8_t *key, size_t n, int64_t step, char ret[TOTP_DIGITS]);
/* The step that a code is of: now, the one before or after, and later than the one used last; 0: none. */
int64_t totp_match(const uint8_t *key, size_t n, str typed, int64_t step, int64_t used);

enum password_fault { PASSWORD_GOOD, PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_PLAIN, PASSWORD_COMMON };
int password_classes(str);
bool password_common(struct arena *, str, const str *own, size_t n_own);
enum password_fault password_fault(struct arena *, const struct password_rules *, str, const str *own, size_t n_own);

/* ---- events of a person ------------------------------------------------------------------------- */
struct change { /* of an account: one event on the person, and what goes with it */
	struct commit c;
	struct pending *p;
	const struct member *m;
	struct ctx *x;
};
/* Builds and commits, again while others move the person's version. `fill` adds effects and
 * rows; `reload`: the roster shows what changed. */
err person_change(struct ctx *, int64_t person, str action, str reason, bool reload, err (*fill)(struct change *, void *), void *arg) must_check;
/* The same of the region: what is nobody's, as a locked address. */
err region_change(struct ctx *, str action, err (*fill)(struct change *, void *), void *arg) must_check;
/* The effect of signing in, its place sealed under the person's key. */
err change_sign(struct change *, str what, str by, const struct proof *) must_check;
err may_as(const struct ctx *, enum duty) must_check; /* the system itself may */
err reason_good(str reason) must_check;

/* ---- accounts --------------------------------------------------------------------------------------- */
struct account {
	int64_t person;
	bool there;
	ms_t password_at, temporary; /* temporary: until when; 0: it is his own */
	ms_t seen;
	str totp; /* sealed; empty: none */
	int64_t step;
};
err account_load(struct ctx *, int64_t person, struct account *ret) must_check;
bool second_asked(struct core *, uint32_t duties);
err account_want(struct ctx *, const struct member *, enum sign_by, bool second_shown, enum sign_want *ret) must_check;
/* A password that may be taken, or the sentence why not. */
err password_judge(struct ctx *, int64_t person, str login, str name, str password, str *ret_hash) must_check;
err password_put(struct change *, str hash, ms_t temporary) must_check;
err password_right(struct ctx *, int64_t person, str password, bool *ret) must_check;
err second_enrol_for(struct ctx *, int64_t person, str secret, str code, str **ret_codes, size_t *ret_n) must_check;
/* A code or recovery code of the person; used up when it fits. */
err second_spend(struct ctx *, const struct member *, enum sign_by, str typed, bool *ret) must_check;
err second_drop(struct change *) must_check;

/* ---- sessions ------------------------------------------------------------------------------------------- */
struct limits {
	int64_t tries, lock, idle, longest;
};
struct limits limits_now(struct core *);
void token_digest(str token, struct digest *ret);
str digest_bytes(const struct digest *);
/* The row of a session in a change, and the session itself. */
err session_row(struct change *, enum sign_by, enum sign_want, const struct proof *, struct session *ret) must_check;
/* One that owes a step is no event yet. */
err session_owing(struct ctx *, const struct member *, enum sign_by, enum sign_want, const struct proof *, struct session *ret) must_check;
err session_drop_token(struct core *, str token) must_check;
void sessions_drop(struct change *, int64_t person, str but_token); /* empty: all of them */
err sign_in_finish(struct ctx *, const struct member *, enum sign_by, bool second_shown, const struct proof *, struct session *ret) must_check;
err sign_in_refused(void);

/* ---- failures ----------------------------------------------------------------------------------------------- */
struct guess { /* whose failures are counted: the account asked for, and the address */
	struct digest who;
	int64_t most, tries;
	ms_t since, lock; /* lock: after so long without another one, counting begins anew */
};
void guess_init(struct core *, struct guess *, const char *what, str value, int64_t most);
err guess_load(struct core *, struct conn *, struct guess *, ms_t now, ms_t lock, bool *ret_locked) must_check;
/* Counts one more, or forgets; *ret_tries as they stand then. */
err guess_count(struct core *, struct guess *, size_t n, ms_t now, bool forget) must_check;
#define ADDRESS_TRIES_FACTOR 10 /* many people may stand behind one address */

/* ---- links ----------------------------------------------------------------------------------------------------- */
err link_put(struct change *, int64_t person, int duty, str *ret_secret) must_check;

#endif
