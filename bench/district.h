/* SPDX-License-Identifier: Apache-2.0 */
/* district: store, pack, calendar and core of one database for measuring, with 30 units, a
 * person of the supervision office who signs in as `bench`, and a liaison of each
 * unit. Made when the database is new. */
#ifndef LUOSHI_BENCH_DISTRICT_H
#define LUOSHI_BENCH_DISTRICT_H

#include "core/core.h"

#define DISTRICT_LOGIN "bench"
#define DISTRICT_PASSWORD "measured-2026"
#define DISTRICT_REGION 370499

struct district {
	struct arena arena;
	struct store *store;
	struct core *core;
	const struct pack *packs[2];
	const struct calendar *calendar;
	const struct zone *zone;
	const struct kind *kind; /* commitment */
	struct actor supervisor;
	int64_t *units;         /* those that lead matters */
	struct actor *liaisons; /* of each of them */
	size_t n_units;
};
/* Ends the program when it cannot. */
struct district *district_open(const char *path);
void district_close(struct district *);
/* A form for opening, different for each i: title, goal, category, lead, two assisting
 * units, date. *ret_args lives in the arena. */
void district_form(const struct district *, struct arena *, int64_t i, struct arg **ret_args, size_t *ret_n);
/* Opens a matter with district_form(i). */
err district_matter_open(struct district *, struct ctx *, int64_t i, str key, struct act_result *ret) must_check;
/* One more step of the matter opened as i: assign, sign, report, apply_close, verify,
 * close, by whoever has to. Ends the program when it fails. */
void district_matter_step(struct district *, struct arena *, int64_t i, int64_t matter, const char *action);

#endif
