/* SPDX-License-Identifier: Apache-2.0 */
/* The desk of alarms from inside. Its thread has everything but what stands under `lock`. */
#ifndef LUOSHI_ALARM_DESK_IN_H
#define LUOSHI_ALARM_DESK_IN_H

#include "monitor/alarm.h"
#include "monitor/alarm_in.h"
#include "monitor/limit.h"
#include "monitor/monitor_in.h"

#define ALARM_LANG LANG_ZH /* of titles and tables, which are values of a matter */
#define CODES_MOST 64  /* factors of one station that are watched */
#define RULES_MOST 32

struct watched_track {
	struct alarm_track t;
	int64_t alarm; /* the row of the open one */
};
struct watched_code {
	char code[24];
	struct watched_track *of; /* by rule */
};
struct watched { /* a station */
	int64_t id, subject;
	str mn, name;
	struct station_watch watch;
	struct rest *rests;
	size_t n_rests;
	ms_t seen, late[ALARM_ONS]; /* seen MS_NONE: never; late: since when its tracks must be made again; MS_NONE */
	struct watched_track silent;
	struct watched_code *codes;
	size_t n_codes;
};
struct raised {
	int64_t id, station, subject;
	char code[24];
	int rule;
	ms_t begin, at, end; /* end MS_NONE: not over yet */
	char value[40], bound[64];
};
struct passed { /* an open alarm is over */
	int64_t id;
	ms_t end;
};
struct recent { /* raised by itself, for storms */
	int64_t station, firm;
	bool silent;
	ms_t at;
};

struct alarm_desk {
	struct core *core;
	const struct alarms *decl;
	const struct pack *pack;
	const struct kind *kind;
	int64_t mark;
	ms_t began;
	struct arena *stations_arena;
	struct watched *v;
	size_t n;
	struct alarm_set sets[RULES_MOST];
	ms_t look[ALARM_ONS]; /* how far back a track is made of */
	ms_t settled;  /* when the settings were read, by the steady clock */
	struct hj_frame frame;

	struct arena waiting; /* of the two lists: what is not written yet */
	LIST(struct raised) raised;
	LIST(struct passed) passed;
	struct arena recents_arena;
	LIST(struct recent) recents;

	pthread_t thread;
	bool runs;
	_Atomic int64_t sum_raised, sum_matters, sum_passed, sum_storms, sum_again;
	pthread_mutex_t lock;
	pthread_cond_t turn;
	/* ---- under the lock ---- */
	bool stop;
	struct buf queue; /* struct queued, then its segment, one after the other */
};
struct queued {
	int64_t station;
	ms_t time, got;
	int cn, pnum;
	uint32_t n;
};

ms_t alarm_now(const struct alarm_desk *);
/* alarm_eval.c */
err tracks_again(struct alarm_desk *, struct watched *, enum alarm_on, ms_t from) must_check; /* tracks from what was kept */
void tracks_point(struct alarm_desk *, struct watched *, const struct queued *, str segment);
void tracks_silent(struct alarm_desk *, ms_t now);
void track_raise(struct alarm_desk *, const struct watched *, str code, int rule, struct watched_track *, const struct alarm_point *, ms_t end);
void track_forget(struct alarm_desk *, const struct raised *); /* as if it had never been */
/* alarm_plan.c */
err alarms_write(struct alarm_desk *) must_check;
/* alarm_read.c */
struct alarm alarm_row(struct rows *, struct arena *);
#define ALARM_COLUMNS "id, station, matter, grp, code, rule, begin, at, ended, value, bound"
err rests_of(struct conn *, int64_t region, int64_t station, struct arena *, struct rest **ret, size_t *ret_n) must_check;

#endif
