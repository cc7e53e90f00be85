/* SPDX-License-Identifier: Apache-2.0 */
/* sign: signing in through an OpenID provider, authorization code flow with PKCE
 * (docs/decisions/sign-in.md). Says who somebody is; core says whether he may come in.
 *
 *     sign_open -> { sign_begin -> the provider -> sign_end } -> sign_stop -> sign_close
 *
 * Any thread may begin and end; both may wait for the network, some seconds at most, so the
 * caller holds no snapshot. A NULL sign is legal where it is taken: there is no provider. */
#ifndef LUOSHI_SIGN_H
#define LUOSHI_SIGN_H

#include "core/core.h"

#define SIGN_MINUTES 10 /* from the click to the return */

struct sign_config {
	struct core *core;
	const struct time_source *time;
	str issuer;             /* empty: no provider */
	str client, secret_file; /* secret_file empty: a public client, PKCE alone */
	str claim;              /* of the ID token, that is the sign-in name */
	struct words2 label;    /* what the link says */
	str public_url, ca_file;
};
struct sign;
/* Checks the configuration; ERR_USAGE with the key that is wrong. *ret NULL: no provider. */
err sign_open(const struct sign_config *, struct sign **ret) must_check;
void sign_stop(struct sign *); /* what waits for the network is broken off */
void sign_close(struct sign *);
str sign_label(const struct sign *, enum lang); /* empty: there is no provider */

struct sign_begun {
	str url;    /* where the browser goes */
	str sealed; /* what it keeps until it is back; a value of a cookie */
};
/* Both fail with one sentence, ERR_SIGN_IN; *ret_why is the cause, always set, for the log:
 * no token, code or name stands in it. */
err sign_begin(struct sign *, struct arena *, enum lang, str next, struct sign_begun *ret, str *ret_why) must_check;
struct sign_back {
	str sealed, state, code, error, issuer; /* issuer: RFC 9207; may be empty */
};
struct sign_said {
	str login, next;
	bool second; /* the provider says that a second factor was shown */
};
err sign_end(struct sign *, struct arena *, const struct sign_back *, struct sign_said *ret, str *ret_why) must_check;

#endif
