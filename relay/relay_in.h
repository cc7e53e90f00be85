/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_RELAY_IN_H
#define LUOSHI_RELAY_IN_H

#include <pthread.h>
#include <stdatomic.h>

#include "core/told.h"
#include "relay/calc_in.h"
#include "relay/relay.h"

#define RELAY_MAGIC 0x524c4159u
#define PACK "notices"
#define WHAT_YELLOW "light.yellow"
#define WHAT_ORANGE "light.orange"
#define WHAT_RED "light.red"
#define MINUTE_MS 60000LL
#define ANSWER_MOST (64u << 10) /* bytes of an answer that are read */

struct relay {
	unsigned magic;
	struct relay_config config;
	struct arena arena;
	struct core *core;
	struct store *store;
	int64_t region, me; /* me: this process among those that may relay */
	char *password;     /* of mail; NULL: none */
	str host;           /* of the public address, for Message-ID */
	struct words2 district;
	_Atomic int64_t turn, sent, failed;
	atomic_bool stop;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool runs;
	atomic_bool asked; /* somebody waits for a message */
	ms_t leased; /* until when we hold the lease */
};

#define RELAY_STATEMENT_FILES(X) \
	X(relay_fill) X(relay_gather) X(relay_send) X(relay_said) X(relay_inbox) X(relay_choice) X(relay_contact) X(relay_robot) X(relay_verify) X(relay_lease) X(relay_forward)
#define DECLARE(x) extern const struct stmt *const x##_stmts[];
RELAY_STATEMENT_FILES(DECLARE)
#undef DECLARE

/* ---- one pass -------------------------------------------------------------------------- */
struct pass {
	struct relay *r;
	struct arena *arena;
	struct ctx x; /* the system's */
	struct relay_done done;
};
/* Each leaves no snapshot open. *ret_more: there is more of the same right now. */
err lease_take(struct pass *, bool *ret_ours) must_check;
err fill(struct pass *, bool *ret_more) must_check;
err gather(struct pass *) must_check;
err send_due(struct pass *) must_check;
ms_t relay_now(struct relay *);

/* ---- rows ---------------------------------------------------------------------------------- */
enum message_sort { MESSAGE_NEWS, MESSAGE_DIGEST, MESSAGE_CODE, MESSAGE_TRY }; /* stored */
enum message_state { MESSAGE_WAITS, MESSAGE_SENT, MESSAGE_FAILED, MESSAGE_DROPPED }; /* stored */
struct message {
	int64_t id, target; /* a person or a robot */
	enum channel channel;
	enum message_sort sort;
	int tries;
	ms_t made;
};
struct item {
	int64_t matter, unit; /* unit: which did it */
	str what;
	ms_t at;
};

/* ---- how a person or the district is told ----------------------------------------------------- */
struct telling { /* of one person, with the defaults filled in */
	enum how mail[TOPICS];
	struct quiet quiet;
	struct digest_time digest;
	bool mailable; /* there is a proved address */
};
struct place_in_time relay_place(const struct ctx *); /* the calendar of the record */
/* The district's defaults; mailable is false. */
void telling_initial(struct core *, struct telling *ret);
err telling_of(struct core *, struct conn *, int64_t person, const struct telling *initial, struct telling *ret) must_check;
/* The plain address (and the code on its way to it); *ret_n 0: none. */
struct contact {
	str address, asked, code;
	bool proved;
	ms_t code_ends;
	int code_tries;
	int64_t version;
};
err contact_read(struct ctx *, int64_t person, struct contact *ret, bool *ret_there) must_check;
struct robot {
	int64_t id, unit;
	enum robot_form form;
	uint32_t topics;
	ms_t next_at;
	str name, sealed;
};
err robots_all(struct ctx *, struct conn *, struct robot **ret, size_t *ret_n) must_check;
err robot_secrets(struct ctx *, const struct robot *, str *ret_url, str *ret_secret) must_check;
/* A message that is not about matters: a code, or a robot's first words. */
struct fact_row message_row(struct core *, ms_t now, int64_t id, enum channel, int64_t target, enum message_sort);

/* ---- words ------------------------------------------------------------------------------------- */
/* "区政府督查室 催办": which unit did what, in the reader's language. */
str said_of(struct ctx *, const struct kind *, int64_t unit, str what);
struct saying {
	str subject, text;
	size_t n; /* matters in it; 0 of news and digests: nobody may hear of any */
};
/* As the person (robot 0) or for a group; items as they were gathered. */
err say_items(struct pass *, const struct message *, const struct robot *, const struct item *, size_t n, struct saying *ret) must_check;
err say_code(struct pass *, const struct contact *, enum lang, struct saying *ret) must_check;
err say_try(struct pass *, const struct robot *, struct saying *ret) must_check;

/* ---- the network ---------------------------------------------------------------------------------- */
struct wired {
	enum answer answer;
	str why; /* what went wrong, for the administrator: no address, no secret */
};
/* What stands in a file that only this account can read; empty when it cannot be read. */
str relay_secret(struct relay *, struct arena *, str path);
void wire_mail(struct relay *, struct arena *, str to, str bytes, struct wired *ret);
void wire_call(struct relay *, struct arena *, const struct robot_say *, struct wired *ret);

#endif
