/* SPDX-License-Identifier: Apache-2.0 */
/* The pure part of relay: when something is sent, and its bytes. */
#ifndef LUOSHI_RELAY_CALC_IN_H
#define LUOSHI_RELAY_CALC_IN_H

#include "base/day.h"
#include "base/hash.h"
#include "base/words.h"

/* ---- when (due_calc.c) ---------------------------------------------------------------- */
enum how { HOW_OFF, HOW_NOW, HOW_DIGEST }; /* stored: never renumber */
struct place_in_time {
	const struct zone *zone;
	const struct calendar *calendar;
};
struct quiet { /* minutes after midnight; from == to: no quiet hours */
	int from, to;
	bool rest; /* rest days are quiet as a whole */
};
struct digest_time {
	int minute;
	bool workdays;
};
bool quiet_at(const struct place_in_time *, const struct quiet *, ms_t at);
/* The first instant at or after `at` that is not quiet. */
ms_t quiet_ends(const struct place_in_time *, const struct quiet *, ms_t at);
/* The first digest at or after `at`. */
ms_t digest_next(const struct place_in_time *, const struct digest_time *, ms_t at);
/* When something that is to be told `how` from `at` on may leave. Not for HOW_OFF. */
ms_t notice_due(const struct place_in_time *, const struct quiet *, const struct digest_time *, enum how, bool urgent, ms_t at);
/* Milliseconds to wait after try number `tries` (from 1): doubled each time, six hours at
 * most, a quarter more or less by `chance` (any number). */
ms_t retry_wait(ms_t first, int tries, uint32_t chance);

/* ---- mail (mail_calc.c; RFC 5322, 2047, 2045, 2369, 3834) ------------------------------ */
struct mail {
	str from, from_name, to, subject, text, message_id; /* message_id without < > */
	str unsubscribe; /* an address of ours; empty: none */
	ms_t at;
	int offset;      /* seconds east of UTC */
};
void mail_put(struct buf *, const struct mail *); /* lines end with CR LF */
/* local@domain of plain letters, digits and . - _ + and so on, 254 at most; what is not
 * like that never reaches a header. */
bool mail_address_ok(str);
void base64_put(struct buf *, str bytes);

/* ---- group robots (robot_calc.c) ---------------------------------------------------------- */
enum robot_form { ROBOT_JSON, ROBOT_DINGTALK, ROBOT_WECOM, ROBOT_FEISHU, ROBOT_FORMS }; /* stored: never renumber */
const char *robot_form_name(enum robot_form);
struct robot_say {
	enum robot_form form;
	str url, secret; /* secret may be empty: the robot knows its group by words or addresses */
	str text, id;    /* id: of the message, the same when it is sent again */
	ms_t at;
};
struct robot_call {
	str url, body, header; /* header: one more line of the request; empty: none */
};
void robot_call_make(struct arena *, const struct robot_say *, struct robot_call *ret);
#define ROBOT_TEXT_MOST 2000 /* bytes: a text of WeCom holds 2048 */
/* The host a URL goes to, as it must stand in the list of allowed ones: "host", "host:8443",
 * or "http://host:8080" for one without TLS. False: not a URL we would call. */
bool robot_host(struct arena *, str url, str *ret);
bool host_listed(str hosts, str host); /* hosts: separated by commas or blanks */
/* What a status and the body of an answer mean. */
enum answer { ANSWER_TAKEN, ANSWER_LATER, ANSWER_NEVER };
enum answer answer_of_http(long status);
enum answer answer_of_smtp(long code);

/* What a robot says in its body, when the status was good. */
enum answer robot_answer(struct arena *, enum robot_form, str body, str *ret_why);

#endif
