/* SPDX-License-Identifier: Apache-2.0 */
/* request_rates: what a month of requests (诉求) was made of, as rows: one for each order (诉求工单),
 * for each time it was handed to a unit (派单), for each request, for each call-back or rating
 * (回访、评价), for each article of knowledge. They are folded from the events, never from sums;
 * report/rates.h makes the rates of them, and whoever has the rows can make them again.
 *
 *     requests_period_read -> rows -> { rates_make, the file that goes out, the month that is kept }
 *
 * A month is kept once (request_month_keep): its bytes and their digest, in one event. */
#ifndef LUOSHI_REQUEST_RATES_H
#define LUOSHI_REQUEST_RATES_H

#include "core/core.h"

#define ORDER_KIND "order"
#define REQUEST_SORT "request"
#define EXCLUSION_KIND "exclusion"
#define ARTICLE_KIND "article"

/* Instants are MS_NONE, days DAY_NONE when there is none. Units are as they are ranked: the unit
 * itself, or whichever above it stands right below the top; 0: none. */
struct rates_order {
	int64_t id, unit, town; /* unit: in charge when it was read */
	str number, class, category, channel; /* category: urban.road.lamp; channel: of its first request */
	ms_t at, given;    /* came in; first handed to a unit */
	ms_t due, done;    /* of its answer; answered, the first time that the answer was let pass */
	int64_t days;      /* working days from `given` (else `at`) to `done`; -1: it is not done */
	ms_t closed;       /* for good so far */
	ms_t visited, redone, supervised; /* the first one in the period: reached by call-back or rated; sent to be done again; supervised */
	str excluded;      /* number of the exclusion that was granted (剔除); empty: it counts */
};
struct rates_handing { /* 派单 */
	size_t order;
	int64_t unit;
	ms_t at, sign_due, signed_at; /* returned before it was signed for counts as signed for then */
	ms_t returned;
	bool upheld;       /* the return was: it was handed to the wrong unit */
	day_t contact_due, contacted; /* whoever asked was to be called by that day; was, as the unit says */
};
struct rates_request {
	size_t order;
	int64_t id;
	str number, channel;
	ms_t at;
	bool direct;       /* answered without being handed to a unit */
	bool repeated;     /* its matter had been closed within the days of the rule */
	bool duplicate;    /* its matter was open already, with another request */
	day_t visit_due;   /* to be called back by; DAY_NONE: not answered yet, or wants no call */
	bool reached;
};
enum rates_solved { SOLVED_UNSAID, SOLVED_YES, SOLVED_PARTLY, SOLVED_NO };
struct rates_visit { /* a call-back, or a rating by whoever asked */
	size_t request;
	int64_t unit;      /* in charge then */
	ms_t at;
	bool asker, reached;
	enum rates_solved solved;
	int satisfaction;  /* 1..5; 0: none */
};
struct rates_article {
	int64_t id, unit;
	str number;
	day_t valid_until; /* DAY_NONE: for ever */
};
struct rates_unit { /* one that is named above */
	int64_t id;
	str name;
	int64_t residents; /* 0: not a town */
};
struct rates_exclusion { /* 剔除: granted, of an order that is among the rows */
	int64_t id, unit, approver;
	size_t order;
	str number, reason; /* name of the choice */
	ms_t at;
};
struct rates_calls { /* of the telephone, where its software gives them */
	int64_t inbound, answered, quickly; /* inbound 0: nothing is known */
};
enum rates_weight { WEIGHT_RESPONSE, WEIGHT_SOLVED, WEIGHT_SATISFIED, WEIGHT_ON_TIME, WEIGHT_KNOWLEDGE, WEIGHTS };
#define RATES_BANDS 5
struct rates_rules { /* settings in force on the last day of the month */
	int64_t small;       /* fewer than so many of any rate that is weighed: pooled */
	int decimals;        /* 0..2 */
	bool partly;         /* partly solved counts as solved */
	bool first_visit;    /* of several in the month the first counts, else the last */
	bool carried;        /* what was due before the month and is still open counts as due in it */
	int64_t contact_days, visit_days, repeat_days;
	int64_t weight[WEIGHTS], target[WEIGHTS]; /* per cent; target 0: none */
	int64_t bands[RATES_BANDS]; /* residents up to and including which a town is of the band, rising */
	size_t n_bands;
};
struct rates_month {
	int month;           /* 202610 */
	day_t from, to;
	ms_t begins, ends;   /* ends: excluded */
	ms_t at;             /* what was known then */
	struct rates_rules rules;
	struct rates_order *orders; /* by number; the same order for the rest */
	struct rates_handing *handings;
	struct rates_request *requests;
	struct rates_visit *visits; /* of one request as they came */
	struct rates_article *articles;
	struct rates_exclusion *exclusions;
	struct rates_unit *units;
	size_t n_orders, n_handings, n_requests, n_visits, n_articles, n_exclusions, n_units;
	struct rates_calls calls;
	day_t *workdays;     /* all from the first day that counts to the last, rising: so that anybody can count them */
	size_t n_workdays;
	bool cut_short;      /* more than can be looked at at once: the figures are not whole */
};
#define RATES_ORDERS_MOST 60000 /* at work in a month or since */

bool month_of_text(str, int *ret); /* "2026-10" */
str month_text(struct arena *, int month);
int month_before(int month);
int month_after(int month);
int month_of_day(day_t);

/* Whether orders are taken at all here. */
bool requests_here(const struct ctx *);
/* Only what the reader may see: the figures of a whole district need requests_period_whole. */
err requests_period_read(struct ctx *, int month, struct rates_month *ret) must_check;
/* The same of all orders, whoever asks: for figures, which name nobody, and for what is kept; rows
 * of it are shown only when rates_seen says so. ERR_DENIED unless the actor may keep a month. */
err requests_period_whole(struct ctx *, int month, struct rates_month *ret) must_check;
/* Which of these orders the reader may see. */
err rates_seen(struct ctx *, const int64_t *orders, size_t n, bool *ret) must_check;

/* ---- calls of the telephone, day by day ------------------------------------------------------------ */
struct calls_day {
	day_t day;
	int64_t inbound, answered, quickly; /* quickly: within 15 seconds (GB/T 33358-2016) */
};
/* All of them or, of the first month that is wrong, none; of a day that is there already the new counts hold. By the request centre
 * or the supervision office. A month that is kept stays as it was kept. */
err calls_put(struct ctx *, const struct calls_day *, size_t n) must_check;
/* From one day to another, both included, in their order. */
err calls_read(struct ctx *, day_t from, day_t to, struct calls_day **ret, size_t *ret_n) must_check;
str calls_day_text(struct arena *, const struct calls_day *); /* 312 305 288: as its event has it */

/* ---- months that are kept --------------------------------------------------------------------- */
struct request_month {
	int month;
	ms_t at;
	int64_t person;      /* who kept it */
	str body;            /* what report/rates.h writes */
	struct digest digest; /* SHA-256 of it, also in the event */
};
/* ERR_CONFLICT: it is kept already. ERR_INPUT: it is not over yet. By the request centre or the
 * supervision office. */
err request_month_keep(struct ctx *, int month, str body) must_check;
bool request_month_may_keep(const struct ctx *);
/* ERR_NOTFOUND; ERR_IO: its bytes are not those of its digest. Asks nobody's rights about its rows:
 * whoever shows one asks rates_seen. */
err request_month_find(struct ctx *, int month, struct request_month *ret) must_check;
/* Newest first, without bodies. */
err request_month_list(struct ctx *, struct request_month **ret, size_t *ret_n) must_check;

#endif
