/* SPDX-License-Identifier: Apache-2.0 */
/* monitor: stations (监测站点) that report by HJ 212, the gateway they speak to, what they sent, and
 * commands to them.
 *
 *     monitor_modules into the store -> gateway_start -> … -> gateway_stop
 *
 * What is asked for with a ctx belongs to the ctx's actor and lives in its arena. Stations and
 * commands to them are for the environment office and the system administrator; every change is an
 * event. Passwords and keys stand only sealed, and are never shown. */
#ifndef LUOSHI_MONITOR_H
#define LUOSHI_MONITOR_H

#include "core/station.h"
#include "monitor/hj212.h"

extern const struct module *const monitor_modules[]; /* NULL-terminated, behind core's */

/* ---- stations ------------------------------------------------------------------------------- */
enum station_state { STATION_OFF, STATION_ON }; /* stored: never renumber */
struct station {
	int64_t id, version, subject;
	str mn, name;
	enum hj_crc_variant crc;
	enum station_state state;
	bool has_password, has_key;
	/* as the gateway saw it last; seen MS_NONE: never */
	ms_t seen;
	int64_t frames;
	str peer;
	struct station_site site;
};
struct station_new {
	str mn, name;
	int64_t subject;
	str password;            /* six characters; empty: any is taken */
	str key;                 /* 16 characters or 32 hexadecimal digits; empty: nothing is encrypted */
	enum hj_crc_variant crc; /* strict: no other is taken from it */
	enum station_state state;
	struct station_site site; /* may stay zero: no place, not public */
};
/* "117.575" and "34.72", the longitude first; both empty: no place is said. */
err station_place_read(str longitude, str latitude, struct station_site *ret) must_check;
/* All of it as it stands, to change one thing: password and key stay. */
struct station_new station_same(const struct station *);
bool station_may(const struct ctx *);
bool station_sees(const struct ctx *); /* leaders and supervision look, and change nothing */
err station_add(struct ctx *, const struct station_new *, int64_t *ret) must_check;
/* All of it anew; password or key with p NULL: as before. `version` as it was read. */
err station_change(struct ctx *, int64_t id, int64_t version, const struct station_new *) must_check;
/* A new key by CN 1014 (2025: every 90 days), a new password by CN 1072; the old one is taken as well until the next.
 * One that the station did not confirm is sent again, not replaced. *ret: the command. */
err station_rekey(struct ctx *, int64_t id, int64_t *ret) must_check;
err station_repassword(struct ctx *, int64_t id, int64_t *ret) must_check;
err station_list(struct ctx *, struct station **ret, size_t *ret_n) must_check; /* by name */
err station_of_mn(struct ctx *, str mn, struct station *ret) must_check; /* ERR_NOTFOUND */
/* What it sends that is not as the standard has it, with counts. */
struct station_odd {
	enum station_wrong {
		WRONG_PASSWORD = HJ_ODDS, /* PW is not the one it was enrolled with */
		WRONG_CHECK,              /* the check is of another variant than enrolled */
		WRONGS
	} odd; /* or an enum hj_odd */
	int64_t n;
	ms_t first, last;
};
struct words2 station_odd_words(int odd);
err station_odds(struct ctx *, int64_t station, struct station_odd **ret, size_t *ret_n) must_check;
/* Telegrams of stations that nobody enrolled: the newest of each MN. Nothing else of them is kept. */
#define STRANGERS_MOST 1000
struct stranger {
	str mn, peer, segment;
	int64_t n;
	ms_t first, last;
};
err stranger_list(struct ctx *, struct stranger **ret, size_t *ret_n) must_check;

/* ---- commands to a station ----------------------------------------------------------------------- */
enum command_state { COMMAND_WAITS, COMMAND_SENT, COMMAND_ACCEPTED, COMMAND_DONE, COMMAND_FAILED }; /* stored */
struct command {
	int64_t id, station, person;
	int cn, tries;
	str cp, qn;
	enum command_state state;
	int qn_rtn, exe_rtn; /* 0: not answered so */
	ms_t made, next, ended; /* MS_NONE */
};
/* What a person may ask: read the clock 1011, set it 1012, sample 3012, data again 2011 … as hj_commands has it. */
struct hj_command {
	int cn;
	const char *name; /* on the command line */
	struct words2 label;
	enum { CARRIES_CP, CARRIES_CLOCK, CARRIES_KEY, CARRIES_PASSWORD } carries; /* what its CP is: as asked for; the district's time; a secret made here */
};
extern const struct hj_command hj_commands[];
extern const size_t hj_commands_n;
const struct hj_command *hj_command_of(int cn);      /* NULL: nothing that people ask for */
const struct hj_command *hj_command_named(str name); /* NULL */
/* A key or a password is made new first (station_rekey, station_repassword) and takes no cp. */
err station_command(struct ctx *, int64_t station, int cn, str cp, int64_t *ret) must_check;
err command_list(struct ctx *, int64_t station, struct command **ret, size_t *ret_n) must_check; /* the newest 100 */
/* The newest with this number, or the newest of them that was carried out; *ret NULL: there is none. */
err command_last(struct ctx *, int64_t station, int cn, bool done, struct command **ret) must_check;

/* ---- what they sent ----------------------------------------------------------------------------------- */
struct factor { /* 污染物因子 */
	str code, old, name, unit, mass, format, source; /* old: its code of 2005; mass: unit of its amount */
	day_t from, until;
};
/* By its code, or that of 2005, as it holds on that day; NULL: no standard has it. */
const struct factor *factor_of(str code, day_t on);

enum reading_sort { READ_LIVE = 2011, READ_MINUTES = 2051, READ_HOURS = 2061, READ_DAYS = 2031 };
struct reading { /* of one factor at one time, as the newest telegram of that time has it */
	ms_t time, got;
	str value, min, max, flag; /* literal; empty: not sent. value: Rtd, else Avg, else Cou */
	int versions;              /* how many telegrams had it */
	bool again, late;          /* sent again (RF); came more than an hour after its time */
};
#define READINGS_MOST 100000
/* from <= time < to; parts of split messages are put together. ERR_LIMIT past READINGS_MOST. */
err reading_list(struct ctx *, int64_t station, str code, enum reading_sort, ms_t from, ms_t to, struct reading **ret, size_t *ret_n) must_check;

struct mean { /* of an hour or a day, made of readings */
	ms_t time;
	struct dec mean, min, max; /* when some */
	bool some, valid;          /* valid: as many parts as the standard asks for */
	char flag;                 /* N, D */
	int n, normal;             /* parts, and those that count */
};
/* Hours from live data (or minutes, of which each covers `covers` minutes), days from hours made so. */
err mean_list(struct ctx *, int64_t station, str code, bool days, enum reading_sort, int covers, ms_t from, ms_t to, struct mean **ret, size_t *ret_n) must_check;
/* Telegrams that are older are dropped, some thousands at a time; *ret_n how many. */
err monitor_drop_old(struct core *, ms_t before, int64_t *ret_n) must_check;

/* ---- the gateway -------------------------------------------------------------------------------------- */
struct gateway_config {
	struct core *core;
	str listen;          /* ADDR:PORT; port 0 takes a free one */
	unsigned lines;      /* connections at most; 0: 20 000 */
	int answer_seconds;  /* until a command is sent again; 0: 10 (HJ 212 table 1) */
	struct alarm_desk *alarms; /* is told of each batch; NULL: nobody is */
	int idle_seconds;    /* a line on which nothing came is closed; 0: 7200 */
};
struct gateway;
err gateway_start(const struct gateway_config *, struct gateway **ret) must_check;
void gateway_stop(struct gateway *); /* what was read is committed first; NULL is legal */
int gateway_port(const struct gateway *);
struct gateway_sums {
	int64_t lines, frames, kept, bad, strangers, batches, answers;
};
void gateway_sums(struct gateway *, struct gateway_sums *ret);
void gateway_metrics(struct gateway *, struct buf *);

/* Findings like core_check's: the stations are what their events say, days of the air what their hours make of them. */
err monitor_check(struct core *, enum lang, struct buf *ret_findings, int64_t *ret_n) must_check;

#endif
