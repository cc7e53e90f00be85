/* SPDX-License-Identifier: Apache-2.0 */
/* open311: what Open311 GeoReport v2 needs of the record: the programs that may send requests
 * (each with a key of its own, of which only the digest is stored), what each of them sent,
 * and requests as anybody, or the program that sent them, may read them.
 *
 * Without signing in. What is told of a request (docs/decisions/open311.md):
 *   a matter that was published: state, times, unit, and its fields declared `public`;
 *   what a program sent itself: that, and the fields of the request it asks for by name;
 *   of any other request, by its number alone: state and times, unless it is confidential
 *   or somebody is kept out of its matter; then nothing. */
#ifndef LUOSHI_CORE_OPEN311_H
#define LUOSHI_CORE_OPEN311_H

#include "core/core.h"

/* ---- keys: by the system administrator, or from the command line ------------------------- */
struct open311_key {
	int64_t id;
	str name; /* of the program and who runs it: 城管采集平台 */
	ms_t at, sent; /* made; sent a request last, MS_NONE: never */
};
err open311_key_add(struct ctx *, str name, str *ret_secret) must_check; /* shown once */
err open311_key_list(struct ctx *, struct open311_key **ret, size_t *ret_n) must_check;
err open311_key_withdraw(struct ctx *, int64_t id) must_check;
/* ERR_DENIED: no program has it, or it was withdrawn. */
err open311_key_find(struct core *, struct arena *, str secret, int64_t *ret) must_check;

/* ---- what programs sent --------------------------------------------------------------------- */
/* Before request_take: whose key it is; ERR_LIMIT past the setting posts_an_hour. */
err open311_bound(struct core *, struct arena *, int64_t key, struct open311_key *ret) must_check;
/* After it: who sent it (0: nobody who has a key); gives the token by which its number is asked for. Of one
 * that was sent before, as it was then. */
err open311_sent(struct core *, struct arena *, int64_t key, int64_t request, str *ret_token) must_check;
/* The number; ERR_NOTFOUND. */
err open311_by_token(struct core *, struct arena *, str token, int64_t *ret_request, str *ret_number) must_check;

/* ---- reading ---------------------------------------------------------------------------------- */
struct open311_row {
	int64_t request, matter;
	str number;                /* of the request */
	const struct state *state; /* of the matter */
	bool closed, own, published;
	ms_t at, changed, due;     /* due MS_NONE: none */
	str unit;                  /* that leads it; empty */
	str service;               /* value of the field `service` of the matter */
	struct value *told, *own_fields; /* of the matter; of the request */
	size_t n_told, n_own;
};
struct open311_query {
	const struct kind *kind; /* with a sort that is a request */
	int service;             /* its field */
	int64_t key;             /* who asks; 0: anybody */
	enum lang lang;
	ms_t from, to;           /* arrival; `to` is excluded */
	str services;            /* codes with commas; empty: all */
	bool open, closed;       /* which; neither: both */
	const str *own_names;    /* fields of a request that whoever sent it may read again */
	size_t n_own_names;      /* what the request does not have is taken of its matter while it is the only one there */
	int skip, most;
};
/* Newest first; what was published and what the key sent. */
err open311_list(struct core *, struct arena *, const struct open311_query *, struct open311_row **ret, size_t *ret_n) must_check;
/* One, by its number or its id; ERR_NOTFOUND. */
err open311_find(struct core *, struct arena *, const struct open311_query *, str number, struct open311_row *ret) must_check;
struct open311_update { /* a step that may be told */
	int64_t event;
	str number;                /* of the request */
	int64_t request;
	ms_t at;
	const struct state *state; /* into which it came; NULL: it stayed */
	const struct action *action;
	bool last;                 /* nothing that may be told has happened since */
	bool own, published;
	struct value *told;
	size_t n_told;
};
/* Steps of the same requests within from..to, oldest first. */
err open311_steps(struct core *, struct arena *, const struct open311_query *, struct open311_update **ret, size_t *ret_n) must_check;
/* What whoever sent it adds: an action of the request that is the asker's, once for each `key`. ERR_NOTFOUND: not sent by it. */
struct open311_more {
	str number, action, idempotency_key;
	const struct arg *args;
	size_t n_args;
};
err open311_add(struct core *, struct arena *, const struct open311_query *, const struct open311_more *, int64_t *ret_event) must_check;

/* A setting of the pack open311 in force today: a word, or a number as digits; empty: there is no such pack. */
str open311_setting(struct core *, struct arena *, const char *name);
int64_t open311_number(struct core *, const char *name);
int64_t open311_region(const struct core *);

#endif
