/* SPDX-License-Identifier: Apache-2.0 */
/* request (诉求): one contact by one person or firm. It is a part of exactly one matter, of
 * the sort that its kind declares as `request`; beside what every part has it has a number of
 * its own, a key of its own (so that one asker's values can be erased while the matter and the
 * others stay), and it can go over to another matter without losing its history
 * (docs/decisions/requests.md; law on repeated requests: 济南 25, 潍坊 13-14, 信访工作条例 19).
 *
 * Signed-in people take, move and read requests by their rights; whoever asked, without an
 * account, by the number and what he knows beside it: see request_follow. */
#ifndef LUOSHI_CORE_REQUEST_H
#define LUOSHI_CORE_REQUEST_H

#include "core/core.h"

/* ---- intake (受理) --------------------------------------------------------------------- */
struct request_new {
	const struct kind *kind;      /* of the matter; NULL with `matter` */
	int64_t matter;               /* attached to this one (一诉多投); 0: opens one of its own */
	int64_t version;              /* of that matter, as the person saw it; 0: whatever it is now */
	const struct arg *args;       /* fields of the request: channel, phone, words, … */
	size_t n_args;
	const struct arg *of_matter;  /* fields of the matter that is opened */
	size_t n_of_matter;
	const struct upload *files;   /* belong to the request */
	size_t n_files;
	str notice;                   /* version of the privacy notice that was shown or read out; may be empty */
	str idempotency_key;
	str action;                   /* that opens the request; empty: the first that opens */
	const struct link_new *links; /* from the matter that is opened, see LINK_REPEAT */
	size_t n_links;
};
#define LINK_REPEAT "repeat_of" /* to the closed matter about which it is asked again */
struct request_taken {
	int64_t matter, request, version;
	str number, matter_number;
	str code;      /* by which it is followed beside the number: the last four digits of its phone; without one a code made
			* for it, given only here */
	bool repeated; /* the same channel and outside number, or the same key, came before: nothing new was made */
};
/* One transaction: the matter (or nothing of it), the request, its files. */
err request_take(struct ctx *, const struct request_new *, struct request_taken *ret) must_check;
/* The same for whoever comes without an account: only actions whose role is the asker. address: of
 * the caller, for the bounds of the setting requests_an_hour; ERR_LIMIT past them. */
err request_take_public(struct core *, struct arena *, enum lang, str address, const struct request_new *, struct request_taken *ret) must_check;

/* ---- going over (归并、拆分) -------------------------------------------------------------- */
#define LINK_DUPLICATE "duplicate_of" /* from the matter that was merged */
#define LINK_SPLIT "split_from"       /* from the matter that was split off */
struct request_move {
	int64_t matter, request; /* where it stands, and which */
	int64_t version;         /* of that matter, as the person saw it; 0: whatever it is now */
	int64_t to;              /* the matter it goes to; 0: one of its own */
	str reason;              /* must be there when it is split off */
};
/* Takes the request with all it has into another matter; its number stays. By whoever may take in
 * requests and sees both. The matter that is left without requests is merged: it takes the action that
 * its kind declares, with a link. Where the kind says so (`oldest`), a request that is older than all that
 * stand there brings its time along: main clocks that still run from the first run from it. */
err request_move(struct ctx *, const struct request_move *, struct act_result *ret) must_check;
/* The same, at whatever version the matter is. */
err request_attach(struct ctx *, int64_t matter, int64_t request, int64_t to, str reason, struct act_result *ret) must_check;
/* Into a matter of its own, opened like the one it leaves, with a link "split_from". */
err request_split(struct ctx *, int64_t matter, int64_t request, str reason, struct act_result *ret) must_check;

/* ---- erasing ------------------------------------------------------------------------------ */
/* What this request knows of its asker: its key and files go, nobody finds it by the phone any
 * more; the matter, the other requests and every hash stay. Whoever may open such matters, or the
 * system; with a reason. */
err request_erase(struct ctx *, int64_t matter, int64_t request, str reason) must_check;

/* ---- reading ------------------------------------------------------------------------------ */
struct request_row {
	int64_t id;
	struct matter_row matter;
	str number, channel, outside;
	const struct state *state;
	ms_t at;
	bool open;
};
/* Where a request stands now; by its number, or by the number that its channel gave. ERR_NOTFOUND
 * as well when the reader may not see its matter. */
err request_find(struct ctx *, str number, struct request_row *ret) must_check;
err request_find_outside(struct ctx *, str channel, str outside, struct request_row *ret) must_check;
/* Earlier requests of whoever has this phone, newest first, that the reader may see. The phone is
 * never stored in the open: only a keyed digest of it, which goes when the request is erased. */
err requests_of_caller(struct ctx *, str phone, int limit, struct request_row **ret, size_t *ret_n) must_check;
/* By time of arrival, newest first. */
struct request_query {
	str channel;      /* empty: all */
	ms_t from, to;    /* MS_NONE: open; `to` is excluded */
	str cursor;
	int limit;        /* 0: 50 */
};
err request_list(struct ctx *, const struct request_query *, struct request_row **ret, size_t *ret_n, str *ret_next) must_check;

/* ---- for whoever asked, without an account ---------------------------------------------------- */
struct public_step {
	ms_t at;
	str label; /* 已派单 … */
};
struct request_public { /* nothing in it is personal: fields declared `public`, and the steps that may be told */
	str number, state, kind_label, unit; /* unit: who leads it now; empty: nobody yet */
	ms_t at, due;      /* MS_NONE */
	bool closed;
	struct value *fields;  /* of the matter and of this request */
	size_t n_fields;
	struct public_step *steps; /* oldest first */
	size_t n_steps;
	const struct kind *sort;
	const struct action **actions; /* of the request, that the asker may take now: rate, add */
	size_t n_actions;
};
/* `code`: the last four digits of the phone, or the code given at intake. ERR_NOTFOUND, the same
 * sentence for a wrong number and a wrong code; ERR_LIMIT past the setting follow_tries an hour,
 * counted by number and by address. */
err request_follow(struct core *, struct arena *, enum lang, str address, str number, str code, struct request_public *ret) must_check;
/* rate (评价), add (追加): an action whose role is the asker. */
err request_follow_act(struct core *, struct arena *, enum lang, str address, str number, str code, const struct act_request *, struct act_result *ret) must_check;
/* What anybody may read of a request by its number alone (Open311): its state, kind, times, and
 * the public fields if its matter was published. ERR_NOTFOUND. */
err request_published(struct core *, struct arena *, enum lang, str number, struct request_public *ret) must_check;

#endif
