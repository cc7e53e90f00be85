/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_MONITOR_IN_H
#define LUOSHI_MONITOR_IN_H

#include <pthread.h>
#include <stdatomic.h>

#include "monitor/monitor.h"

/* ---- what else has tables here ----------------------------------------------------------------------- */
extern const struct module air_module, alarm_module, camera_module, media_module;

/* ---- monitor_check: its steps, one after the other in one context of the system -------------------------- */
struct verifying {
	struct ctx x;
	struct buf *out;
	enum lang lang;
	int64_t n; /* findings */
};
typedef err verify_step(struct verifying *);
verify_step air_days_verify must_check;       /* every day follows from its hours */
verify_step alarms_verify must_check;         /* every alarm has its station and its matter, which counts it */
verify_step cameras_verify must_check;        /* cameras are what their events say */
verify_step camera_looks_verify must_check;   /* and who looked at them */
verify_step camera_healths_verify must_check; /* every state has its camera */
verify_step media_verify must_check;          /* media servers are what their events say */
/* A line: the sentence about one thing, or two. */
void monitor_finding(struct verifying *, const char *sentence, str what, str other);
void monitor_finding_number(struct verifying *, const char *sentence, int64_t what);
/* A statement that counts what hangs on nothing ($1 region); a finding when there is any. */
err none_lost(struct verifying *, const struct stmt *count, const char *sentence) must_check;
/* Things as their events leave them against the rows of their table, both by id. */
struct told_thing {
	int64_t id;
	str name;
	const void *told;
};
struct told_table {
	const struct stmt *rows; /* $1 region; id first, name third */
	bool (*same)(const void *told, struct rows *);
	const char *missing, *differs; /* of a name */
};
err table_holds(struct verifying *, const struct told_table *, const struct told_thing *, size_t n) must_check;

#define MONITOR_STATEMENT_FILES(X) \
	X(monitor_station) X(monitor_keep) X(monitor_command) X(monitor_data) X(monitor_outlet) X(monitor_public) X(monitor_verify) X(monitor_watch) X(air_take) \
	X(alarm_desk) X(alarm_eval) X(alarm_plan) X(alarm_read) \
	X(camera_table) X(camera_take) X(camera_watch) X(camera_verify) X(media_table) X(media_verify)
#define DECLARE(x) extern const struct stmt *const x##_stmts[];
MONITOR_STATEMENT_FILES(DECLARE)
#undef DECLARE

str decimal(struct arena *, int64_t); /* its digits */
err station_must_be_seen(const struct ctx *) must_check;
/* The id in the first column of the row with this name; 0: there is none. The statement takes region and name. */
err id_of_name(struct ctx *, const struct stmt *, str name, int64_t *ret) must_check;
/* A command as it stands in the table: nothing of it is looked at but who asks and its signs. */
err command_make(struct ctx *, int64_t station, int cn, str cp, int64_t *ret) must_check;

/* ---- stations as the gateway knows them: immutable, exchanged as a whole -------------------------- */
struct known {
	int64_t id;
	str mn, password, password_before; /* before: the one it had, taken as well until the next; empty: none */
	enum hj_crc_variant crc;
	struct hj_key *key, *before; /* NULL: none; before: the one it had, taken as well until it has the new one */
	char key_text[HJ_KEY_LEN];   /* for CN 1014 */
};
struct roll {
	struct arena arena;
	int64_t mark; /* of the table when it was read */
	struct known *v; /* by id */
	size_t n;
	uint32_t *at; /* by hash of MN; places in v plus one */
	size_t mask;
};
/* NULL when the mark is still `mark`. */
err roll_load(struct core *, int64_t mark, struct roll **ret) must_check;
void roll_free(struct roll *);
const struct known *roll_find(const struct roll *, str mn); /* NULL: nobody enrolled it */
const struct known *roll_by_id(const struct roll *, int64_t id);

/* ---- what one transaction keeps ----------------------------------------------------------------------- */
enum { KEPT_AGAIN = 1, KEPT_CODED = 2 }; /* frame.flags; stored */
struct kept { /* a frame on its way to the table */
	int64_t station;
	ms_t time, got;
	uint64_t odd;
	int cn, pnum, pno, flags;
	uint32_t at, n; /* of batch.bytes: its plain segment */
};
struct reply { /* leaves when its batch is durable */
	uint32_t line, turn;
	uint32_t at, n; /* of batch.replies */
};
struct step { /* of a command */
	int64_t id;
	enum command_state state;
	int tries, qn_rtn, exe_rtn;
	ms_t next, ended;
	char qn[18];
};
struct stray { /* of a stranger */
	uint32_t at, n, mn_n, peer_n; /* of batch.bytes: MN, peer, segment */
	ms_t got;
};
struct count { /* of a station since the last time */
	int64_t station, frames;
	ms_t seen;
	char peer[48];
	uint32_t odd[WRONGS];
};
struct batch {
	struct buf bytes, replies;
	LIST(struct kept) kept;
	LIST(struct reply) reply;
	LIST(struct step) step;
	LIST(struct stray) stray;
	LIST(struct count) count;
	struct arena arena; /* of the lists */
	struct core *core;
	ms_t now;
};
void batch_init(struct batch *, struct core *);
void batch_clear(struct batch *);
void batch_done(struct batch *);
bool batch_some(const struct batch *);
bool batch_full(const struct batch *);
/* All of it durable, or nothing. */
err batch_keep(struct batch *) must_check;

/* ---- commands that wait --------------------------------------------------------------------------------- */
err commands_open(struct core *, struct arena *, struct command **ret, size_t *ret_n) must_check;

/* Wall time of the district as HJ 212 writes it: 17 digits. */
void hj_now(const struct zone *, ms_t, char ret[18]);
/* The instant of a DataTime or QN; MS_NONE when it is none. */
ms_t hj_instant(const struct zone *, str);

#endif
