/* SPDX-License-Identifier: Apache-2.0 */
/* core: the record of a district and the only ways to read and change it.
 *
 * Change: act() for matters, and the few functions below for documents, people and
 * settings; each writes exactly one event per entity it changes, in one transaction.
 * A worker decides on its snapshot; the writer checks that the version still stands and
 * applies finished effects (docs/decisions/kernel-fit.md).
 *
 * Read: everything that is returned has passed `see` (core/see_in.h): who may see the
 * matter at all, which fields, masked or plain. A denial (the unit complained of and
 * everything below it, recused persons) always wins. What may not be seen is
 * ERR_NOTFOUND, never ERR_DENIED, so nobody learns that it exists.
 *
 *     core_open -> { ctx_open … ctx_close } -> core_close
 *
 * Everything returned lives in ctx->arena. A ctx belongs to one thread; core to all. */
#ifndef LUOSHI_CORE_H
#define LUOSHI_CORE_H

#include "core/clock.h"
#include "core/sign_in.h"
#include "core/unit_change.h"
#include "core/unit_staff.h"
#include "core/week.h"
#include "pack/pack.h"
#include "store/store.h"
#include "text/text.h"

struct core;
struct roster;
struct calendars;
struct core_config {
	struct store *store;                 /* migrated */
	const struct time_source *time;
	const struct calendar *calendar;     /* under the calendars of the record; must outlive the core */
	const struct zone *zone;
	const struct hours *hours;           /* of business where a calendar names none; NULL: days end at 24:00 */
	size_t n_hours;
	int64_t region;                      /* six digits: 370499 */
	const struct pack *const *packs;     /* NULL-terminated; frozen */
	str key_file;                        /* master key of seals; made (0600) when absent */
	enum lang lang;                      /* of the installation: its rules for passwords by default */
};
extern const struct module *const core_modules[]; /* NULL-terminated, for store_open */
err core_open(const struct core_config *, struct core **ret) must_check;
void core_close(struct core *);

/* ---- who asks ------------------------------------------------------------------- */
struct actor {
	int64_t user; /* 0: the system itself */
	int64_t unit;
	uint32_t duties; /* bit: enum duty */
	str name, unit_name;
	enum lang lang;
	bool large; /* 大字版 */
};
struct ctx {
	struct core *core;
	struct arena *arena;
	struct conn *snap; /* the reader's snapshot; opened on first use */
	struct actor actor;
	ms_t now;          /* of this request, the same everywhere in it */
	bool why;          /* rows of lists say why they are due when they are */
	int64_t rows_read; /* for the log */
	struct roster *roster; /* units and people as they were when it was opened */
	struct calendars *calendars; /* those of its snapshot, or newer */
	str at_fault;                /* see act_field_at_fault */
	struct actor hand; /* who really acts while `actor` is whom he acts for; user 0: nobody else */
	const struct setting_trial *trial; /* a setting as if it held already; NULL: none */
	int64_t asker; /* the request whose asker acts, without an account; 0: nobody of that sort. Set by core alone */
};
struct setting_trial {
	str name, value;
};
/* NULL or user 0 is the system itself, which may do and see everything: never for somebody
 * who is not signed in. A thread has one open snapshot at a time: ctx_refresh or ctx_close
 * one ctx before another of the same thread reads. */
err ctx_open(struct core *, struct arena *, const struct actor *, struct ctx *ret) must_check;
void ctx_close(struct ctx *);
/* Gives the old snapshot back; the next read sees what has been committed. */
void ctx_refresh(struct ctx *);
/* From here on this ctx asks and acts on behalf of that person (代办), whose duties were
 * delegated to its actor for today; events name both. ERR_DENIED: they were not. What is
 * denied to either of the two stays denied. */
err ctx_act_for(struct ctx *, int64_t person) must_check;

/* ---- people and sign-in ----------------------------------------------------------- */
struct session {
	struct actor actor;
	str token;       /* 256 bits, hex; only its digest is stored */
	str form_secret; /* for forms (CSRF) */
	ms_t ends;
	enum sign_want want; /* a step is still owed: the session opens nothing yet */
	enum sign_by by;     /* of one that owes a step */
	str login;
};
/* sign_in by password, and as a demo person: core/sign_in.h. Failures are counted by account
 * and address (settings sign_in_tries, sign_in_lock_minutes). */
err session_begin(struct core *, struct arena *, str login, str password, str address, struct session *ret) must_check;
/* Only in a demo database: signs in as a demo person without a password. */
err session_begin_demo(struct core *, struct arena *, int64_t user, str address, struct session *ret) must_check;
err session_find(struct core *, struct arena *, str token, struct session *ret) must_check; /* moves the idle limit on */
err session_end(struct core *, str token) must_check; /* by oneself */
struct demo_person {
	int64_t user;
	str name, unit_name, post; /* post: 督查室主任 */
	struct words2 role;
};
bool core_is_demo(struct core *);
err demo_people(struct core *, struct arena *, struct demo_person **ret, size_t *ret_n) must_check;
/* Language and large print of the person. */
err user_prefer(struct ctx *, enum lang, bool large) must_check;

struct unit {
	int64_t id, parent; /* parent 0: top */
	str name, short_name, *aliases; /* 区住房和城乡建设局, 区住建局, 住建局 … */
	size_t n_aliases;
	int order; /* 机构序 */
	bool active;
	int64_t heir; /* who took over when it ended (core/unit_change.h); 0: nobody, or it is there */
};
struct person {
	int64_t id, unit;
	str name, post;
	uint32_t duties;
};
err unit_list(struct ctx *, struct unit **ret, size_t *ret_n) must_check; /* in 机构序 */
/* By any of its names as written in a document; 0 in *ret when there is none. */
err unit_find(struct ctx *, str name, int64_t *ret) must_check;
err person_list(struct ctx *, uint32_t duties, struct person **ret, size_t *ret_n) must_check;
/* Delegation and leave (委托、休假): days on which a person is away, or a colleague acts for
 * him, or both. Ends by itself after its last day; withdrawn, its last day is yesterday. */
struct absence {
	int64_t id, person, colleague; /* colleague 0: nobody acts for him */
	day_t first, last;
	bool away;  /* shown wherever he is named */
	str reason; /* in absence_list only */
	str person_name, colleague_name;
};
/* For oneself, or by the head of the unit for somebody of it. The colleague is of the same
 * unit, unless the setting kernel.delegate_widely says otherwise. */
err absence_add(struct ctx *, const struct absence *, int64_t *ret) must_check;
err absence_withdraw(struct ctx *, int64_t person, int64_t id) must_check;
/* Of the person, those that have not ended, soonest first. */
err absence_list(struct ctx *, int64_t person, struct absence **ret, size_t *ret_n) must_check;
/* Whom the actor may act for today. */
err absence_for_me(struct ctx *, struct absence **ret, size_t *ret_n) must_check;
/* Who is away today: of a unit those who answer for it (liaisons and heads), and the person. */
err absence_of(struct ctx *, int64_t unit, int64_t person, struct absence **ret, size_t *ret_n) must_check;
/* People for whom the actor may enter an absence (himself first), and who could act for `person`. */
err absence_people(struct ctx *, struct person **ret, size_t *ret_n) must_check;
err absence_colleagues(struct ctx *, int64_t person, struct person **ret, size_t *ret_n) must_check;

/* The secret of one's calendar feed: 256 bits, hex; only its digest is stored. Made anew, the
 * old one no longer works. */
err calendar_key_new(struct ctx *, str *ret_secret) must_check;
err calendar_key_revoke(struct ctx *) must_check;
err calendar_key_there(struct ctx *, bool *ret) must_check;
/* Who it belongs to; ERR_NOTFOUND. */
err calendar_key_find(struct core *, struct arena *, str secret, struct actor *ret) must_check;
/* For set-up and demo; administrators take account_add. */
struct unit_new { int64_t parent; str name, short_name; const str *aliases; size_t n_aliases; int order; };
struct user_new { int64_t unit; str login, password /* empty: cannot sign in with one */, name, post; uint32_t duties; bool demo;
	bool first; /* the password is changed at the first sign-in, within the days of the setting */
	str hash;   /* instead of the password: as it is stored */ };
err unit_add(struct ctx *, const struct unit_new *, int64_t *ret) must_check;
err user_add(struct ctx *, const struct user_new *, int64_t *ret) must_check;
err core_mark_demo(struct ctx *) must_check;

/* ---- settings (设置) ---------------------------------------------------------------- */
/* Business settings of the packs are changed by the supervising office, those of the house
 * by the system administrator; both and the auditor may read them. A change holds from a
 * day on, today or later, and is one event with its reason. */
struct setting_view {
	str name;             /* commitments.near_days; of the house: kernel.sign_in_tries */
	const struct setting *decl;
	const struct pack *pack; /* NULL: of the house */
	str value, shown;     /* in force today: as setting_set takes it, and in words */
	str initial;          /* its default, in words */
	day_t since;          /* DAY_NONE: the default holds */
	str coming;           /* what will hold, in words */
	day_t coming_from;    /* DAY_NONE: no change is coming */
	bool may_change;
};
struct setting_event {
	ms_t at;
	str by, by_unit, shown, reason;
	day_t from;
};
err setting_list(struct ctx *, struct setting_view **ret, size_t *ret_n) must_check;
/* With its history, newest first; the version goes into the request that changes it. */
err setting_read(struct ctx *, str name, struct setting_view *ret, struct setting_event **ret_v, size_t *ret_n, int64_t *ret_version) must_check;
struct setting_request {
	str name, value, reason;
	day_t from;
	int64_t version; /* what the person saw; 0: whatever it is now */
};
err setting_set(struct ctx *, const struct setting_request *) must_check;
/* How many open matters would have another light today if it held already. */
struct setting_preview {
	int64_t open, changed, moves[LIGHTS][LIGHTS]; /* [from][to], without those of the same colour */
	bool counted; /* false: too many are open to count them now, or it has no part in lights */
};
err setting_preview(struct ctx *, str name, str value, struct setting_preview *ret) must_check;

/* ---- matters: act ------------------------------------------------------------------- */
struct arg {
	str field, value; /* as a person types it: 2026-10-14, unit id, 67, several values: several args */
};
/* The argument that names one of clock_decl.pauses, for an action that pauses a clock
 * without saying why (clock_op.reason -1) and has more than one reason to choose from. */
#define ARG_PAUSE "pause"
struct upload {
	str name, bytes;
};
struct act_request {
	int64_t matter;      /* 0: the action opens one */
	const struct kind *kind; /* only when opening */
	str action;
	int64_t part;        /* the action is taken on this part of the matter; 0: on the matter, */
	str sort;            /* or it opens a part of this sort (empty: none) */
	const struct arg *args;
	size_t n_args;
	const struct upload *files; /* evidence */
	size_t n_files;
	str reason;
	int64_t version;     /* the version the person saw; 0: whatever it is now */
	str idempotency_key; /* the same key again gives the first answer; may be empty */
	str number;          /* an action that numbers gives this one or ERR_CONFLICT: see matter_number_next; empty: the next */
	int64_t document;    /* an opening from a document: which (kind is then the document's), */
	int64_t proposal;    /* and which proposal (0: none) */
	const struct link_new { /* from the matter that is opened to others, which the actor must see */
		str sort;
		int64_t other;
	} *links;
	size_t n_links;
};
struct act_result {
	int64_t matter, version, event;
	int64_t part; /* that was acted on or opened; 0: none */
	str number;
	bool repeated; /* idempotent repeat */
};
/* ERR_INPUT with the sentence (ret->at names the field when one is at fault: see
 * act_field_at_fault), ERR_CONFLICT after three tries, with what changed. */
err act(struct ctx *, const struct act_request *, struct act_result *ret) must_check;
/* Decides it and writes nothing: OK, or what act would say. No files, no document. */
err act_would(struct ctx *, const struct act_request *) must_check;
/* Several actions in one transaction, each on a matter of its own or opening one, without
 * files and idempotency keys: all of them or none. `then`, when given, writes into the same transaction after
 * them, for the module that asked. */
#define ACT_MANY_MOST 5000
struct act_many {
	const struct act_request *v;
	size_t n;
	err (*then)(struct conn *, void *arg, const struct act_result *);
	void *arg;
	struct act_result *ret; /* n */
	size_t ret_failed;      /* which one the sentence is about; n: none of them */
};
err act_all(struct ctx *, struct act_many *) must_check;
/* What a person typed into a field as act would keep it: ids, ISO dates. ERR_INPUT with the sentence. */
err field_read(struct ctx *, const struct field *, str typed, str *ret) must_check;
/* Takes the matter out of the sight of a unit and all below it (the one complained of), or
 * of a person (who recuses himself, 回避). By whoever may open such matters, or supervision, with a reason;
 * it always wins and is not taken back. */
err matter_deny(struct ctx *, int64_t matter, int64_t who, str reason) must_check;
/* Erases the personal values of a matter: its key goes, every hash stays valid, readers see
 * "erased". By whoever may open such matters, with a reason. */
err matter_erase(struct ctx *, int64_t matter, str reason) must_check;
/* The number that the next action with `numbers` will give to a matter of the kind, for files that
 * name it and come with that action. */
err matter_number_next(struct ctx *, const struct kind *, str *ret) must_check;
str act_field_at_fault(struct ctx *); /* of the newest ERR_INPUT from act; empty: none */

/* ---- matters: reading ---------------------------------------------------------------- */
struct value {
	const struct field *field;
	str text;    /* for showing, in the reader's language; names of units and people */
	str raw;     /* as act takes it: ids, ISO dates */
	bool masked; /* shown masked */
	bool reveal; /* masked, and this reader may have it shown for a reason (core/privacy.h) */
};
struct source_ref {
	int64_t document; /* 0: none, or the reader may not see the document */
	struct span at;
	str quote, document_title;
	day_t document_date;
	int paragraph, sentence; /* 第 4 段第 3 句, from 1 */
};
struct event_view {
	int64_t id, seq;
	ms_t at;
	str actor_name, actor_unit, action, label /* "报进展" */, text /* what was said */, reason;
	int files;
	int64_t part; /* what it was taken on; 0: the matter itself */
	str part_title;
	str behalf_name; /* for whom he acted (代某某); empty: for himself */
};
struct evidence_view {
	int64_t event;
	int position; /* of the file within its event */
	str name, type; /* sniffed type: image/png, … */
	int64_t size;
	ms_t at;
	str by;
	int64_t part; /* that it belongs to; 0: to the matter itself */
};
struct clock_view {
	const struct clock_decl *decl;
	ms_t started, due, next; /* MS_NONE: none */
	bool running, paused, stopped, provisional;
	int64_t left;            /* in its unit, whole; negative: over */
	struct clock_reason *reasons; /* see core/clock.h */
	size_t n_reasons;
	const struct calendar *calendar; /* it counts by */
	bool near, over;         /* at most `warn` units are left; past its date */
	const struct clock *clock; /* what it was made of, with its ledger */
	bool counts;             /* the main one now: of several main clocks the one that ends first */
	int legal;               /* which of the view's clocks is the legal limit beside this promised one, from 1; 0: none */
};
struct offered { /* an action this reader may take now */
	const struct action *action;
	struct words2 missing; /* why it cannot be submitted yet; empty: nothing is missing */
};
struct matter_row { /* one line of a ledger */
	int64_t id, version;
	const struct kind *kind;
	int state; /* index into kind.states */
	str number, title, lead_name;
	int64_t lead;
	enum light light;
	str light_word;
	ms_t due;  /* MS_NONE */
	bool overdue;
	int64_t left; /* working days until due, excluding today; negative: over */
	int share;    /* per cent; -1: none */
	int schedule; /* where the schedule wants it now, per cent; -1: none */
	ms_t changed, opened, reported; /* reported: last progress; MS_NONE */
	int evidence;
	str source_title;
	const struct action *main_action; /* that this reader may take now; NULL: none */
	int confidence; /* enum judged (研判); -1: not judged, or not for this reader */
	str confidence_word, judged_by;
	ms_t judged;
	bool stale;     /* the judgement is older than the setting allows */
	bool differs;   /* it disagrees with the light */
	str why; /* why this date, in one line; only when ctx.why asks for it */
	const struct value *fields; /* with matter_query.with_fields: those that are set and may be seen */
	size_t n_fields;
};
struct part_view {
	struct matter_row row; /* of the part: id, kind (its sort), state, title, lead (its own unit), light, due, left, share … */
	int64_t person, weight; /* weight: 0 none */
	str person_name, light_why;
	struct value *fields;
	size_t n_fields;
	struct clock_view *clocks;
	size_t n_clocks;
	struct offered *actions;
	size_t n_actions;
	int64_t moved; /* a request that has gone over to this matter; 0: it is here, or the reader may not see that one */
};
struct part_offer { /* a part that the reader may open */
	const struct kind *sort;
	struct offered offered;
};
struct matter_view {
	struct matter_row row;
	struct value *fields; /* those the reader may see and that are set */
	size_t n_fields;
	struct source_ref source;
	struct clock_view *clocks;
	size_t n_clocks;
	str light_why; /* one sentence */
	struct event_view *events; /* newest first, at most 100 */
	size_t n_events;
	struct evidence_view *evidence;
	size_t n_evidence;
	struct offered *actions;
	size_t n_actions;
	struct matter_row *linked;
	size_t n_linked;
	struct part_view *parts; /* those the reader may see: by sort as declared, then as opened */
	size_t n_parts;
	struct part_offer *part_offers;
	size_t n_part_offers;
	bool watched; /* by this reader */
	struct absence *away; /* who answers for it and is away today */
	size_t n_away;
};
err matter_read(struct ctx *, int64_t id, struct matter_view *ret) must_check;
/* Only row, light_why and actions: for lists that say why. */
err matter_brief(struct ctx *, int64_t id, struct matter_view *ret) must_check;
err matter_by_number(struct ctx *, str number, int64_t *ret) must_check;
/* Only row and fields: for a ledger that came back. */
err matter_values(struct ctx *, int64_t id, struct matter_view *ret) must_check;
/* Those of a kind with exactly this title, newest first, that the reader may see; at most LIMIT_PAGE. */
err matters_by_title(struct ctx *, const struct kind *, str title, int64_t **ret, size_t *ret_n) must_check;
/* Whether no person has changed it since that version; what time and rules did does not count. */
err matter_untouched(struct ctx *, int64_t id, int64_t version, bool *ret) must_check;
/* The bytes of a file; name and type as well. Passes `see`. */
err evidence_read(struct ctx *, int64_t event, int position, struct evidence_view *ret, str *ret_bytes) must_check;

/* Planned against actual (计划与实际): for kinds that declare a curve. */
struct course_point {
	day_t day;
	int share; /* per cent */
};
struct course_step { /* a milestone */
	str title;
	day_t due, reached; /* DAY_NONE */
	int64_t weight;
	const struct state *state;
	bool done, counts;  /* counts: it is part of the plan */
};
struct course {
	struct plan plan;             /* n 0: nothing is planned, or the reader may not see it */
	struct course_point *actual;  /* as reported, one a day at most, by day */
	size_t n_actual;
	struct course_step *steps;    /* by due date */
	size_t n_steps;
	day_t from, to, started;      /* planned start, planned end, actual start; DAY_NONE */
	int planned_now;              /* per cent; -1: there is no plan */
	bool open;                    /* the reader may see what the plan is made of */
};
/* Without what was reported, which costs reading the events. */
err matter_planned(struct ctx *, int64_t id, struct course *ret) must_check;
err matter_course(struct ctx *, int64_t id, struct course *ret) must_check;
/* The same of a line or text; empty: there is no such setting. */
str pack_setting_word(struct ctx *, const struct pack *, str name);
/* What a setting of a pack is today; `otherwise` when there is none of that name. */
int64_t pack_setting_int(struct ctx *, const struct pack *, str name, int64_t otherwise);

enum matter_order { ORDER_CHANGED, ORDER_DUE, ORDER_OPENED };
struct matter_query {
	const struct kind *kind;  /* NULL: all but subjects (对象), which stand there only when asked for by words */
	uint64_t states;          /* bits; 0: all */
	uint32_t lights;          /* bits of enum light; 0: all */
	int64_t unit;             /* led by this unit or one below; 0: all */
	str words;                /* in number or title; empty: all */
	day_t due_from, due_to;   /* DAY_NONE: open */
	bool overdue, without_evidence, unreported; /* unreported: no report for a week */
	int64_t document;         /* from this document; 0: all */
	str field, value;         /* of `kind`: only with this value of a field declared `list` that everybody may see; empty: all */
	bool named;               /* only those that name the reader himself (包联) */
	uint32_t confidence;      /* bits of enum judged, of open matters; 0: all */
	bool differs, stale;      /* light and judgement disagree; a judgement, but an old one */
	bool with_fields;         /* the rows come with their values */
	enum matter_order order;  /* of document, field, confidence, differs and stale: always ORDER_OPENED */
	str cursor;               /* from matter_page.next; empty: the first page */
	int limit;                /* 0: 50 */
};
struct matter_page {
	struct matter_row *rows;
	size_t n;
	str next; /* empty: no more. A page may be short and still have a next. */
};
err matter_list(struct ctx *, const struct matter_query *, struct matter_page *ret) must_check;
/* Maintained counters of what the reader's unit may see, for tabs and trays. */
struct matter_counts {
	int64_t all, open, green, yellow, red, done, waiting_for_me, blue, orange;
	const struct kind *of; /* whose states are counted too (matter_state_counts); NULL: none */
	int64_t *by_state;
};
err matter_counts(struct ctx *, struct matter_counts *ret) must_check;
/* The same of those that name the reader himself; nothing waits in it. */
err matter_counts_named(struct ctx *, struct matter_counts *ret) must_check;
/* How many stand in each state of a kind, of those the reader may see; ret has kind.n_states. */
err matter_state_counts(struct ctx *, const struct kind *, int64_t *ret) must_check;
/* Whether the reader may take this action on it now, but for its form: OK, or the sentence. */
err act_may(struct ctx *, int64_t matter, str action) must_check;
/* How many open matters the reader may see whose light and judged confidence disagree;
 * *ret_more: and more than could be counted for one page. */
err differ_count(struct ctx *, int64_t *ret, bool *ret_more) must_check;
/* What the reader's duty makes him do next: matters whose state has a `tray` for one of
 * his roles, most urgent first. */
struct todo {
	struct matter_row row;
	const struct action *action; /* the main one */
	str what;                    /* "签收：…" */
	ms_t urged;                  /* when it was last reminded or noted on in this state, nothing reported since; MS_NONE */
	str urged_what;              /* 催办 */
	int64_t part;                /* the action is on this part (due, light and left are the part's); 0: on the matter */
};
err todo_list(struct ctx *, struct todo **ret, size_t *ret_n) must_check; /* the first 200 */
err todo_page(struct ctx *, str cursor, int limit, struct todo **ret, size_t *ret_n, str *ret_next) must_check;

/* My work (我的工作): what I acted on and has left my tray while it is open, what I acted on and
 * is closed, what I follow. Each bounded: a list by its page, a count by MINE_COUNT_MOST. */
enum mine { MINE_DONE, MINE_CLOSED, MINE_WATCHED, MINES };
#define MINE_COUNT_MOST 99
err mine_list(struct ctx *, enum mine, str cursor, int limit, struct matter_page *ret) must_check;
err mine_count(struct ctx *, enum mine, int64_t *ret, bool *ret_more) must_check; /* more: at least so many */
/* Follows a matter or no longer; a person's own preference, no event. */
err watch_set(struct ctx *, int64_t matter, bool on) must_check;

/* Parts across matters by their due date: what a unit owes, calendars. */
struct part_query {
	int64_t unit;           /* of this unit or one below; 0: all that I may see */
	bool mine;              /* only those of my unit, or of myself */
	const struct kind *sort; /* NULL: all */
	bool open;              /* only those whose state is not closed */
	day_t due_from, due_to; /* DAY_NONE: open; parts without a date come last */
	str cursor;             /* from part_page.next */
	int limit;              /* 0: 50 */
};
struct part_row {
	struct matter_row matter;
	struct part_view part; /* without clocks, fields and actions */
};
struct part_page {
	struct part_row *rows;
	size_t n;
	str next; /* empty: no more. A page may be short and still have a next. */
};
err part_list(struct ctx *, const struct part_query *, struct part_page *ret) must_check;

/* Saved views: a name and a query string, per person. */
struct saved_view { int64_t id; str name, query; };
err view_list(struct ctx *, struct saved_view **ret, size_t *ret_n) must_check;
err view_save(struct ctx *, str name, str query, int64_t *ret) must_check;
err view_remove(struct ctx *, int64_t id) must_check;

/* ---- documents ------------------------------------------------------------------------ */
struct document_new {
	str file_name, bytes;    /* the original */
	str title;               /* empty: the extracted one */
	day_t date;              /* DAY_NONE: the extracted one */
	const struct decoded *decoded;
	const struct repaired *repaired;
	const struct extracted *extracted;
	const struct kind *kind; /* what its commitments become */
};
/* One transaction: document, its edits and flags, sentences, proposed commitments. The
 * same bytes again: ERR_CONFLICT naming the document that is there. */
err document_add(struct ctx *, const struct document_new *, int64_t *ret) must_check;
struct document_row {
	int64_t id;
	str number, title, file_name;
	day_t date;
	ms_t at;
	int proposals, decided; /* how many, how many of them decided */
	int repairs, inferred;
};
err document_list(struct ctx *, str cursor, int limit, struct document_row **ret, size_t *ret_n, str *ret_next) must_check;

enum proposal_state { PROPOSAL_OPEN, PROPOSAL_ACCEPTED, PROPOSAL_DISMISSED, PROPOSAL_MERGED };
struct proposal {
	int64_t id;
	int number; /* 承1, 承2, … */
	enum proposal_state state;
	struct span at;       /* the sentence or part of it */
	str title, goal;      /* proposed, editable */
	str lead_text, assist_text;  /* as the document names them */
	int64_t lead;         /* the unit found; 0: not in the table of units */
	int64_t *assist;
	size_t n_assist;
	str due_text;
	day_t due;            /* resolved; DAY_NONE */
	int targets;
	double confidence;
	const char *why;      /* key of the catalogue: evidence for "commitment" */
	int64_t matter;       /* accepted or merged: into which; 0 also when the reader may not see it */
	int64_t matter_version; /* what the decision left it at */
	str quantities;       /* its targets, a line each: 老旧小区改造 12个 */
	int64_t like;         /* a matter that looks the same; 0: none */
	str like_number, like_title;
	int paragraph, sentence;
};
struct document {
	struct document_row row;
	str text;             /* repaired */
	enum encoding encoding;
	bool proved;
	int64_t version;
	struct repair_edit *edits; /* only those worth showing: inferred, and shifts */
	size_t n_edits;
	struct text_flag *flags;
	size_t n_flags;
	struct sentence *sentences; /* with quantities, units, deadlines; for the marks */
	size_t n_sentences;
	struct measure *measures;
	size_t n_measures;
	struct proposal *proposals;
	size_t n_proposals;
};
err document_read(struct ctx *, int64_t id, struct document *ret) must_check;
err document_original(struct ctx *, int64_t id, str *ret_name, str *ret_bytes) must_check;
/* Choosing another candidate for an inferred repair: a new version of the text. */
err document_choose(struct ctx *, int64_t id, size_t edit, size_t alternative, int64_t version) must_check;

struct proposal_edit { /* what the person typed; NULL .p: as proposed */
	str title, goal, lead /* unit id or name */, due /* ISO, or empty for none */;
	const str *assist; /* unit ids or names */
	size_t n_assist;
	bool has_assist;
};
/* Accept: opens a matter and binds it, in one transaction; `assign`: and assigns it. */
err proposal_accept(struct ctx *, int64_t document, int64_t proposal, const struct proposal_edit *, bool assign, struct act_result *ret) must_check;
err proposal_save(struct ctx *, int64_t document, int64_t proposal, const struct proposal_edit *) must_check;
err proposal_dismiss(struct ctx *, int64_t document, int64_t proposal, str reason) must_check;
/* Into a matter that exists (the sentence becomes another source of it). */
err proposal_merge(struct ctx *, int64_t document, int64_t proposal, int64_t matter) must_check;
/* Two proposals of one document become one / one becomes two at a code point. */
err proposal_join(struct ctx *, int64_t document, int64_t proposal, int64_t with) must_check;
err proposal_split(struct ctx *, int64_t document, int64_t proposal, size_t at) must_check;
/* One that was missed: any span of the text. */
err proposal_add(struct ctx *, int64_t document, struct span, int64_t *ret) must_check;
/* Undo of the newest decision on it: a matter that was opened by it and has not moved
 * since is dismissed with an event; nothing is ever deleted. */
err proposal_undo(struct ctx *, int64_t document, int64_t proposal) must_check;

/* ---- calendars (日历) ------------------------------------------------------------------- */
/* The district's, as this ctx has it; lives as long as its arena. */
const struct calendar *ctx_calendar(const struct ctx *);
struct calendar_view {
	str name, label; /* name: empty for the district's */
	int64_t version; /* 0: nothing was loaded, it is the one of the program */
	const struct calendar *days;
};
err calendar_list(struct ctx *, struct calendar_view **ret, size_t *ret_n) must_check; /* the district's first */
/* Adds a file to a calendar, in one event, by the system or a system administrator. */
struct calendar_import {
	str name, label; /* name: empty for the district's; a new one is made, with a label */
	str tsv, origin; /* see calendar_load; origin: name of the file */
	str notice;      /* its title, for the ledgers; empty: what its lines say */
};
struct calendar_imported {
	size_t lines;    /* that changed something; 0: all of it was known, and nothing was written */
	bool moves;      /* days changed: clocks_again has to walk */
	day_t from, to;
};
err calendar_import(struct ctx *, const struct calendar_import *, struct calendar_imported *ret) must_check;
/* Brings clocks to the calendars of the record; begins where it broke off. Returns after
 * about so many ms (0: when all is done); *ret->done then says whether anything is left. */
struct again_report {
	int64_t looked, moved; /* matters */
	bool done;
};
err clocks_again(struct core *, int64_t ms, struct again_report *ret) must_check;
/* Whether a walk is still to be done. */
err clocks_pending(struct ctx *, bool *ret) must_check;
/* ---- the weekly run (每周调度、对账) ----------------------------------------------------- */
#define LINK_ESCALATES "escalates" /* from a letter to the matters it is about */
#define LINK_EXEMPTS "exempts"     /* from an exemption to the matter or letter */
#define WEEKS_KEPT (WEEKS_BACK + 1)
struct week_item { /* a matter of a kind that takes part and that the reader may see */
	struct matter_row row;          /* as it is now */
	const struct week_state *state; /* in the week asked for */
	const struct week_state *history; /* WEEKS_KEPT weeks up to it, oldest first: the last is `state` */
	const bool *exempt;             /* the same weeks: left out by an exemption */
	const struct action *report;    /* by which progress is reported */
	bool mine;                      /* the reader's unit leads it */
	bool reports;                   /* and its progress can be reported now */
	int reopened;                   /* how often */
};
struct week_unit { /* by who led at the cut-off */
	int64_t unit;
	str name;
	int owed, on_time, late, missing, open, claims, reopened;
};
struct letter_row { /* a letter that was issued */
	struct matter_row row;
	int rung;
	ms_t at;
	bool unanswered, counts; /* counts: neither withdrawn nor exempted */
};
struct letter_due { /* the ladder proposes it; a person issues it */
	const struct ladder *ladder;
	int rung;
	bool of_unit;
	int64_t unit;
	str unit_name, why;
	const struct week_item **matters;
	size_t n_matters;
};
struct week_run {
	struct week_span span;
	const struct week_span *spans; /* WEEKS_KEPT of them */
	bool now;                      /* the present week */
	struct week_item *items;       /* by 机构序 of the lead, then number */
	size_t n;
	struct week_unit *units;
	size_t n_units;
	struct letter_due *dues;       /* of the present week, for whoever may issue letters */
	size_t n_dues;
	bool may_issue, cut_short;     /* cut_short: more matters than a page looks at */
};
err week_run_read(struct ctx *, day_t monday, struct week_run *ret) must_check;
struct matter_week { /* one matter in the weekly run; !there: its kind takes no part */
	bool there, may_issue, may_apply;
	struct week_item item;
	const struct week_span *spans;
	const struct ladder *ladder;
	struct ladder_due due;
	str why;
	struct letter_row *letters;
	size_t n_letters;
	struct matter_row *exemptions;
	size_t n_exemptions;
};
err week_of_matter(struct ctx *, int64_t id, struct matter_week *ret) must_check;
/* The text of a letter from its rung, with these matters as causes. */
str letter_text(struct ctx *, const struct ladder *, int rung, int64_t unit, const struct matter_row *const *, size_t n, str why);
/* ---- a period (通报、台账) ---------------------------------------------------------------- */
struct period_row { /* a matter that was at work when the period ended, or was closed since the books began */
	struct matter_row row;  /* as it stood when the period ended */
	bool done, late;        /* closed; open after its date, or closed after it */
	bool newly;             /* closed in the period */
	ms_t closed;            /* MS_NONE */
	bool was_there, was_late; /* when the period began: at work; open after its date */
	int64_t was_lead;
	int64_t sponsor, document; /* the leader in charge; where it comes from; 0 */
	str sponsor_name, progress, problem; /* as reported last */
	int owed, on_time, missing; /* weekly reports whose cut-off was in the period and is past; the rest came late */
	int claims;             /* weeks with more progress, or all of it, and no file */
};
struct period {
	day_t from, to;
	day_t books;            /* what was closed since is counted: the first of January, or of the period */
	ms_t at;                /* its end, or now */
	struct period_row *rows; /* by 机构序 of the lead, then number */
	size_t n;
	struct letter_row *letters; /* issued in it, not withdrawn since */
	const struct ladder **ladders; /* of each letter */
	size_t n_letters;
	bool cut_short;         /* there are more than can be looked at: the figures are not whole */
};
/* Of the kinds that take part in the weekly run, from their events: a past period says the same
 * whenever it is asked. What nobody has been charged with yet is left out, and what was dismissed:
 * a closed state that is reached only with a reason. */
err period_read(struct ctx *, day_t from, day_t to, struct period *ret) must_check;

/* Closed matters that were drawn to be looked back at, the oldest first; for whoever may. */
err look_back_list(struct ctx *, struct matter_row **ret, size_t *ret_n) must_check;

/* Every clock as it stands, in pages by matter: *after is 0 at first and again when all have
 * been given. Only for the system itself. */
struct clock_row {
	int64_t matter, part; /* part 0: the matter's own */
	str number;
	const struct kind *kind; /* of a part its sort */
	int state;
	const struct clock_decl *decl;
	const struct clock *clock;
	ms_t due; /* MS_NONE: it stands still */
	bool provisional;
	bool overdue;      /* by this ctx's instant, or when it stopped */
	int64_t left;      /* in its unit; of one that runs */
};
err clock_rows(struct ctx *, int64_t *after, struct clock_row **ret, size_t *ret_n) must_check;
/* Members unit, budget, until, roll, start_ms, stopped_ms, ledger of an open object. */
struct json;
void clock_json(struct json *, const struct clock *);
/* A whole row as one object: the line of `luoshi clocks`. */
void clock_row_json(struct json *, const struct clock_row *);
void clock_json_ms(struct json *, const char *key, ms_t);

/* ---- time and care --------------------------------------------------------------------- */
/* The minute trip: clocks that warn or expire by now. Returns how many moved. */
err clock_due(struct core *, struct arena *, int64_t *ret_moved) must_check;
/* `luoshi check`: refolds every entity from its events, verifies hashes, gapless seq,
 * checkpoints, counters, derived tables, blobs. Findings, one line each; empty: all is well. */
struct check_report { int64_t events, matters, documents, findings; };
err core_check(struct core *, enum lang, struct buf *ret_findings, struct check_report *ret) must_check;
/* Newest seq, for feeds and health. */
err core_seq(struct core *, int64_t *ret) must_check;

#endif
