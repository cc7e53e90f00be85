/* SPDX-License-Identifier: Apache-2.0 */
/* relay: news of the record on its way to people (docs/decisions/notices.md).
 *
 *     relay_open -> { relay_pass … | relay_start … } -> relay_close
 *
 * What is asked for with a ctx belongs to the ctx's actor, lives in its arena and may be
 * called from any thread; the district's robots and failures are for the system
 * administrator and the supervision office. A NULL relay is legal where it is taken: then
 * nothing can be sent, and pages say so. */
#ifndef LUOSHI_RELAY_H
#define LUOSHI_RELAY_H

#include "core/core.h"

extern const struct module *const relay_modules[]; /* NULL-terminated, behind core's */

struct relay_config {
	struct core *core;
	struct words2 district;
	str smtp_url;      /* smtps://host:465, smtp://host:587; empty: no mail */
	str smtp_user, smtp_password_file, smtp_from;
	str public_url;    /* of the pages, for links: https://luoshi.example.cn; may be empty */
	str webhook_hosts; /* to which robots' addresses may lead; empty: none */
	str open311_url, open311_key_file; /* the server that matters are forwarded to; empty: none */
	str ca_file;       /* of an authority of one's own; may be empty */
	/* Of a module that knows who follows a matter; may be NULL. */
	err (*watchers)(struct ctx *, int64_t matter, int64_t **ret_people, size_t *ret_n);
};
struct relay;
/* Checks the configuration; ERR_USAGE with the key that is wrong. */
err relay_open(const struct relay_config *, struct relay **ret) must_check;
void relay_close(struct relay *); /* stops the thread; what is being sent is broken off */
err relay_start(struct relay *) must_check; /* the thread */
bool relay_mails(const struct relay *);  /* mail is configured */
bool relay_calls(const struct relay *);  /* robots may be called somewhere */
/* Rises whenever notices were added or read: for live streams. */
int64_t relay_turn(const struct relay *);
void relay_metrics(struct relay *, struct buf *);
struct relay_done {
	int64_t events, notices, messages, sent, failed; /* failed: tries that did not reach */
};
/* One pass: reads the log, gathers what is due, sends it. For the thread and for tests. */
err relay_pass(struct relay *, struct arena *, struct relay_done *ret) must_check;

/* ---- in the page ----------------------------------------------------------------------- */
struct notice {
	int64_t id, matter;
	ms_t at;
	bool unseen, gone;  /* gone: the matter may not be seen any more; number and title are empty */
	enum topic topic;
	str number, title, said; /* said: 区政府督查室 催办 */
};
err notice_list(struct ctx *, str cursor, struct notice **ret, size_t *ret_n, str *ret_next) must_check;
err notice_unseen(struct ctx *, int64_t *ret) must_check;
/* One, or it and all before it (so that what came meanwhile stays unseen). */
err notice_seen(struct ctx *, struct relay *, int64_t id, bool and_before) must_check;

/* ---- how one is told --------------------------------------------------------------------- */
enum channel { CHANNEL_MAIL = 1, CHANNEL_ROBOT = 2 }; /* stored: never renumber */
struct choices {
	int mail[TOPICS];         /* 0 not, 1 at once, 2 digest */
	int digest_minute, quiet_from, quiet_to;
	bool quiet_rest;
	bool own;                 /* false: all as the district sets it */
	str mail_to;              /* masked; empty: none */
	bool proved, waiting;     /* the code came back; a code is on its way */
};
err choices_read(struct ctx *, struct choices *ret) must_check;
/* mail_to and proved are not looked at. ERR_INPUT with one sentence. */
err choices_keep(struct ctx *, const struct choices *) must_check;
/* Sends a code to the address; it is used when the code has come back. */
err contact_ask(struct ctx *, struct relay *, str address) must_check;
err contact_prove(struct ctx *, str code) must_check;
err contact_remove(struct ctx *) must_check;

/* ---- the district's robots and failures ----------------------------------------------------- */
struct robot_row {
	int64_t id, unit;
	int form;      /* an index of robot_forms */
	str name, unit_name, host; /* the address itself is never shown again */
	uint32_t topics; /* bits of enum topic */
	bool has_secret;
};
extern const struct robot_form_row {
	const char *name;
	struct words2 label;
} robot_forms[];
extern const size_t robot_forms_n;
struct robot_new {
	int64_t unit;
	str name, form, url, secret;
	uint32_t topics;
};
bool robot_may(const struct ctx *); /* system administrator or supervision office */
err robot_list(struct ctx *, struct robot_row **ret, size_t *ret_n) must_check;
err robot_add(struct ctx *, struct relay *, const struct robot_new *, int64_t *ret) must_check;
err robot_remove(struct ctx *, int64_t id) must_check;
err robot_try(struct ctx *, int64_t id) must_check; /* a message that says who it is */
struct failed_row {
	int64_t id;
	enum channel channel;
	ms_t made, last;
	int tries;
	bool given_up; /* else it will be tried again */
	str to, why;   /* to: a unit's robot or a person's unit, never an address */
};
err failed_list(struct ctx *, struct failed_row **ret, size_t *ret_n) must_check;
err failed_again(struct ctx *, int64_t id) must_check;

/* Findings like core_check's: counters, marks, choices against the events. */
err relay_check(struct core *, enum lang, struct buf *ret_findings, int64_t *ret_n) must_check;

#endif
