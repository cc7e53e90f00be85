/* SPDX-License-Identifier: Apache-2.0 */
/* job: a command of several verbs over a house, acting as the system: luoshi station add …, luoshi camera
 * list. What a verb puts into `out` is written when it succeeds; lists are JSON Lines. */
#ifndef LUOSHI_JOB_H
#define LUOSHI_JOB_H

#include "base/json.h"
#include "cli/house.h"
#include "core/told.h"

struct job {
	struct cli *cli;
	struct house *h;
	struct ctx *x;
	const struct cli_opt *opts;
	struct buf out;
	struct json j; /* of the row that is open */
};
struct verb {
	const char *name;
	int least, most; /* words, the verb among them */
	err (*fn)(struct job *);
};
/* usage: the sentence when no verb fits the words. */
err job_run(struct cli *, struct cli_opt *opts, size_t n_opts, const struct verb *, size_t n, const char *usage) must_check;
str job_word(const struct job *, int i);

/* ---- rows of a list ---- */
void row_open(struct job *);
void row_close(struct job *);
void row_time(struct job *, const char *name, ms_t); /* null for MS_NONE */

#endif
