/* SPDX-License-Identifier: Apache-2.0 */
/* The core from inside: who there is (roster), keys of seals, and the commit that all
 * changes end in. */
#ifndef LUOSHI_CORE_IN_H
#define LUOSHI_CORE_IN_H

#include <pthread.h>
#include <stdatomic.h>

#include "core/core.h"
#include "core/event_in.h"
#include "text/similar.h"

#define CORE_MAGIC 0x4c53434fu
#define NEVER INT64_MAX /* how a date or instant that is not set stands in the tables */
#define ASKER_NEW (-1)     /* ctx.asker: whoever is about to ask */
#define ENTITY_OF_REGION 1 /* the one entity of sort region and of sort setting */

/* Each file's statements; the module table in schema.c is made from this list. */
#define CORE_STATEMENT_FILES(X) \
	X(core_roster) X(core_key) X(core_commit) X(core_people) X(core_session) X(core_guess) X(core_sign_in) X(core_second) \
	X(core_password) X(core_link) X(core_account) X(core_account_idle) X(core_record) X(core_check_sign_in) X(core_unit_hand) \
	X(core_unit_change) X(core_unit_story) X(core_unit_staff) X(core_check_unit) X(core_setting) X(core_read_setting) X(core_sweep) \
	X(core_act) X(core_deny) X(core_rows) X(core_file) X(core_see) X(core_read) X(core_read_event) X(core_read_evidence) X(core_list) X(core_count) X(core_mine) \
	X(core_delegate) X(core_calendar_key) X(core_week) X(core_ladder) X(core_read_clock) X(core_view) X(core_document) X(core_shape) \
	X(core_read_document) X(core_part) X(core_read_part) X(core_course) X(core_calendar) X(core_act_calendar) X(core_again) \
	X(core_span) X(core_time) X(core_log) X(core_check) X(core_check_matter) X(core_check_document) X(core_check_calendar) \
	X(core_check_setting) X(core_check_mine) X(core_request) X(core_request_move) X(core_read_request) X(core_check_request) \
	X(core_told) X(core_fact) X(core_search) X(core_search_text) X(core_read_search) X(core_check_search) X(core_notice) \
	X(core_destroy) X(core_keep) X(core_reveal) X(core_export) X(core_check_privacy) X(core_read_request_story) X(core_read_requests) \
	X(core_request_month) X(core_check_request_month) X(core_request_calls) X(core_check_request_calls) X(core_similar) X(core_similar_text) X(core_read_similar) X(core_check_similar) X(core_similar_list) \
	X(core_device) X(core_published) X(core_open311) X(core_read_open311) X(core_check_open311) X(core_request_guess) X(core_request_public) \
	X(core_suggest) X(core_read_suggest) X(core_check_suggest) X(core_act_measure) X(core_read_measure) X(core_read_counted) X(core_read_said) X(core_check_measure)
#define DECLARE(x) extern const struct stmt *const x##_stmts[];
CORE_STATEMENT_FILES(DECLARE)
#undef DECLARE

/* ---- roster: units and people, immutable, exchanged as a whole ------------------------ */
struct member {
	int64_t id, unit;
	uint32_t duties;
	str login, name, post; /* name: empty when its key was erased */
	bool demo, active, large;
	enum lang lang;
	int64_t version;
};
struct roster {
	atomic_int holders;
	struct arena arena;
	struct unit *units; /* in 机构序 */
	int64_t *unit_version;
	size_t n_units;
	size_t *unit_by_id; /* positions in units, by id */
	struct name_row {
		str name;
		int64_t unit;
	} *names; /* every name of every unit, sorted */
	size_t n_names;
	struct member *members; /* by id */
	size_t n_members;
	struct absence *absences; /* that had not ended when it was loaded */
	size_t n_absences;
	struct name_was { /* what a unit was called until then */
		int64_t unit;
		ms_t until;
		str name;
	} *were; /* by unit, then until */
	size_t n_were;
	int64_t tree; /* counts what moved units */
	struct core *core;
};
err absences_load(struct roster *, struct conn *) must_check;
err roster_load(struct core *) must_check; /* makes it anew and exchanges it */
struct roster *roster_hold(struct core *);
void roster_drop(struct roster *);
const struct unit *roster_unit(const struct roster *, int64_t id);     /* NULL: none */
const struct member *roster_member(const struct roster *, int64_t id); /* NULL: none */
int64_t roster_unit_named(const struct roster *, str name);            /* 0: none */
int64_t roster_unit_in(const struct roster *, str words);              /* 由区住建局; 0: none */
bool roster_below(const struct roster *, int64_t unit, int64_t above); /* the same unit counts */
str roster_unit_name(const struct roster *, int64_t id);               /* short name; empty */
str roster_unit_name_at(const struct roster *, int64_t id, ms_t at);   /* as it was called then */
int64_t roster_heir(const struct roster *, int64_t id);                /* who took over in the end; itself when nobody did */

/* ---- similarity: core/similar_index.c ------------------------------------------------------ */
struct similar_block;
struct similar_state {
	pthread_mutex_t lock, step; /* step: one of the index at a time */
	struct arena arena;
	const struct similar_rules *rules; /* NULL: not asked for yet */
	struct similar_key key;
	struct digest recipe;              /* of rules and kinds */
	uint32_t *counts;                  /* as of `counted` */
	int64_t counted;
	uint32_t *usual;                   /* laid over them: what any message says */
	int64_t usual_of;                  /* messages that is counted in */
	struct similar_block *open;        /* the newest block of lists, under `step`; NULL: to be read */
};

/* ---- the core ---------------------------------------------------------------------------- */
struct core {
	uint32_t magic;
	struct store *store;
	const struct time_source *time;
	const struct calendar *calendar; /* the one it was started with, under those of the record */
	pthread_mutex_t calendar_lock;   /* held by an import; before `lock` */
	atomic_llong calendar_no;        /* of the newest snapshot, or of the one that an import is making */
	struct calendars *calendars;     /* under `lock` */
	pthread_mutex_t again_lock;      /* one walk at a time */
	pthread_mutex_t search_lock;     /* one step of the index at a time */
	struct similar_state similar;    /* rules, key and counts of core/similar.h */
	pthread_mutex_t learned_lock;
	struct learned *learned;         /* what suggestions are made of (suggest_in.h) */
	const struct zone *zone;
	int64_t region;
	const struct pack *const *packs;
	struct arena arena;
	uint8_t master[SEAL_KEY_LEN];
	struct digest dummy_salt;
	pthread_mutex_t lock; /* of roster and settings */
	struct roster *roster;
	struct setting_row {
		str name, value;
		day_t from;
	} *settings; /* by name, newest day first */
	size_t n_settings;
	struct arena settings_arena;
	const struct hours *hours;
	size_t n_hours;
	bool demo;
	atomic_bool roster_old; /* a commit found that units had moved */
	enum lang lang;
	atomic_int accounts_day; /* of the newest daily trip over accounts */
	atomic_int privacy_day;  /* of the newest that destroyed what its term was over for */
};
const struct kind *core_kind(const struct core *, str name); /* NULL: none */
/* Opens the snapshot when there is none. */
err ctx_snap(struct ctx *) must_check;
day_t ctx_today(const struct ctx *);
/* Gives the snapshot back, then commits. */
struct commit;
err ctx_commit(struct ctx *, struct commit *) must_check;
/* Signs the log so far, when an hour or a thousand events have passed since the last time. */
err checkpoint_due(struct ctx *) must_check;
/* Whether a signature of a checkpoint is that of its own public key. */
bool checkpoint_signed(str text, str public_key, str signature);
str checkpoint_text(struct arena *, int64_t region, int64_t size, str root, ms_t at);
/* The public key of this database's checkpoints. */
err checkpoint_key(const struct core *, uint8_t ret[32]) must_check;
/* After units or people changed: the ctx sees them from here on. */
err ctx_roster_new(struct ctx *) must_check;

/* Setting in force on `today`, else `initial`. */
int64_t setting_int(struct core *, day_t today, str name, int64_t initial);
err settings_load(struct core *) must_check;
err setting_put(struct ctx *, str name, str value) must_check; /* from today on; nobody's rights are asked */
/* A setting of the house; its default stands in the table of act_setting.c. */
int64_t house_int(struct core *, day_t today, str name);
str house_word(struct core *, struct arena *, day_t today, str name);
err entity_version(struct ctx *, enum entity, int64_t id, int64_t *ret) must_check; /* of its newest event; 0: none */
bool house_policy(str name); /* of signing in: changed by the security administrator */
extern const struct setting house_settings[];
extern const size_t house_settings_n;
/* Settings of a pack in force today, or as the trial of the ctx has them. */
int64_t pack_int(struct ctx *, const struct pack *, str name, int64_t otherwise);
str pack_word(struct ctx *, const struct pack *, str name); /* empty: there is no such setting */
/* As pack_word, of a whole name, on any day; *ret_from DAY_NONE: nothing was set, *ret untouched. */
void setting_at(struct ctx *, str name, day_t, str *ret, day_t *ret_from);
str setting_name(struct arena *, const struct pack *, str name); /* commitments.near_days */

/* ---- keys and sealed values ------------------------------------------------------------------ */
#define SALT_LEN 16
#define KEY_WRAPPED_LEN (1 + 12 + SEAL_KEY_LEN + 16)
struct secret { /* one value of `sealed` */
	str name, salt, value;
};
err master_load(struct core *, str path) must_check;
void secret_commit(const struct secret *, struct digest *ret);
struct secret secret_new(struct arena *, str name, str value); /* with a fresh salt */
err secrets_seal(struct arena *, const uint8_t key[SEAL_KEY_LEN], str aad, const struct secret *, size_t n, str *ret) must_check;
err secrets_open(struct arena *, const uint8_t key[SEAL_KEY_LEN], str aad, str sealed, struct secret **ret, size_t *ret_n) must_check;
err key_wrap(struct core *, struct arena *, int64_t owner, const uint8_t key[SEAL_KEY_LEN], str *ret) must_check;
/* The key of a person, matter or document; *ret_there is false when it was erased or never was. */
err key_find(struct core *, struct conn *, int64_t owner, uint8_t ret[SEAL_KEY_LEN], bool *ret_there) must_check;
err key_unwrap(struct core *, int64_t owner, str wrapped, uint8_t ret[SEAL_KEY_LEN]) must_check;
str aad_of(struct arena *, const char *what, int64_t id); /* "event/17" */

/* A key of its own for one purpose, made from the master key: "request/phone". */
void master_derive(const struct core *, const char *purpose, struct digest *ret);

/* ---- commit: what the writer does, finished to the last byte -------------------------------- */
enum op_want {
	OP_ANY,
	OP_ONE,    /* must change a row, else ERR_CONFLICT */
	OP_UPSERT  /* when it changes none, `insert` with the same values */
};
struct op {
	const struct stmt *stmt, *insert;
	struct val *v;
	size_t n;
	enum op_want want;
};
struct key_held {
	int64_t owner;
	uint8_t key[SEAL_KEY_LEN];
};
struct pending { /* an event on its way */
	struct event e;
	struct buf items; /* effects without the head of their array */
	size_t n_items;
	str sealed;
	const struct number_take *takes; /* this official number becomes its last effect; NULL: none */
	bool of_part;                    /* … of the part on which the event is taken */
	int64_t behalf;    /* for whom its actor acted; 0: for himself */
};
struct number_take { /* an official number on its way: prefix, n padded to width, suffix */
	int64_t of;       /* the matter, part or document that gets it */
	str counter, prefix, suffix;
	str wanted;       /* it must come out so; empty: whatever it is */
	int year, width;
	LIST(struct val *) at; /* values that become it */
	str taken;
};
struct outside { /* what another system calls a request; unique in its channel */
	str channel, number;
	int64_t request;
};
struct commit {
	struct core *core;
	struct arena *arena;
	LIST(struct op) ops;
	LIST(struct pending *) events;
	LIST(struct number_take *) numbers; /* in the order in which they are taken */
	str number_wanted;                  /* of the first; empty: whatever it is */
	LIST(struct outside) outsides;
	bool same_outside; /* a number of outside that is there already is a repeat, not a clash */
	size_t answer;     /* which of its events answers the request; the first */
	struct digest idempotency, request;
	bool idempotent;
	bool placed;         /* has rows under units, as the tree of this number has them */
	int64_t tree;
	bool timed;          /* has dates in it, made by the calendars of that number */
	int64_t calendar_no;
	LIST(struct key_held) keys; /* seal keys it has looked up or made */
	/* out */
	str number; /* the first that was taken */
	int64_t seq;
	bool repeated, conflict;
	struct act_result first; /* of a repeat */
};
void commit_init(struct commit *, struct ctx *);
struct pending *commit_event(struct commit *, struct ctx *, enum entity, int64_t id, int64_t version, str action, str reason);
void effect_add(struct pending *, const struct effect *);
/* Seals values under a key and names them by commitments in SEALED effects beforehand. */
err pending_seal(struct commit *, struct pending *, const uint8_t key[SEAL_KEY_LEN], const struct secret *, size_t n) must_check;
struct op *commit_op(struct commit *, enum op_want, const struct stmt *, const struct stmt *insert, const struct val *, size_t n);
struct fact_row; /* core/told.h */
void commit_rows(struct commit *, const struct fact_row *, size_t n); /* of the caller's own tables */
/* Under which the numbers of kind.number_then are counted. */
str number_kind_then(struct arena *, const struct kind *);
/* An official number for `of`, from its template: 督〔{year}〕{n:4}. Its event takes it, and rows
 * that hold it name it. */
err commit_number(struct commit *, int64_t of, str counter, str template, int year) must_check;
struct number_take *commit_number_of(const struct commit *, int64_t of); /* NULL: none */
/* Writes all of it in one transaction. ERR_CONFLICT with commit.conflict when a version
 * moved: decide again. */
err commit_run(struct commit *) must_check;
/* Several commits in one transaction, then `then` (NULL: nothing). *ret_failed: at which it failed, n: at none. */
struct commit_many {
	struct commit **v;
	size_t n;
	err (*then)(struct conn *, void *);
	void *arg;
	size_t ret_failed;
};
err commit_run_many(struct core *, struct commit_many *) must_check;

#endif
