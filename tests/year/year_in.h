/* SPDX-License-Identifier: Apache-2.0 */
/* What the halves of the driver share: year.c the course of the year, year_act.c what people
 * do, year_put.c what is written down. */
#ifndef LUOSHI_YEAR_IN_H
#define LUOSHI_YEAR_IN_H

#include "core/core.h"

#include <stdio.h>

#define YEAR_UNITS 40
#define YEAR_PACKS 6
#define must(call) must_((call), #call)

struct notice {
	day_t day;
	str name, label, file; /* name: empty for the district's */
	bool loaded;
};
struct lived { /* a matter */
	const struct kind *kind;
	int64_t id;         /* 0: not opened yet */
	int64_t lead, part_unit; /* as last seen */
};
struct year {
	struct arena arena;
	const char *dir;
	struct store *store;
	struct core *core;
	struct pack *packs[YEAR_PACKS + 1];
	str pack_names[YEAR_PACKS];
	int n_packs;
	const struct calendar *calendar;
	const struct zone *zone;
	struct time_source time;
	ms_t now;
	uint64_t luck;
	int64_t units[YEAR_UNITS];
	struct actor clerks[2], liaisons[YEAR_UNITS], heads[YEAR_UNITS];
	LIST(struct lived) v;
	LIST(struct notice) notices;
	FILE *acts, *weeks;
	int snaps, done, refused, deemed;
};
void must_(err, const char *what);
uint32_t dice(struct year *, uint32_t n);
/* Ends with a zero; lives as long as the year. */
str year_text(struct year *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

void year_matter_open(struct year *, struct arena *, struct lived *);
void year_matter_step(struct year *, struct arena *, struct lived *);
void year_deemed_on(struct year *, struct arena *);

void year_files_open(struct year *);
void year_act_put(struct year *, const struct act_request *, const struct act_result *);
void year_notice_load(struct year *, struct arena *, struct notice *); /* with a snapshot before and after */
void year_week_put(struct year *, struct arena *);
void year_snap(struct year *, struct arena *);
int year_end(struct year *); /* findings of the check */

#endif
