/* SPDX-License-Identifier: Apache-2.0 */
/* matter (事项): what a matter is in memory, how effects make it, and how it stands in
 * its row. fold_calc.c is pure: the same events give the same matter and the same bytes. */
#ifndef LUOSHI_MATTER_IN_H
#define LUOSHI_MATTER_IN_H

#include "core/core_in.h"

#define ACTION_CLOCK "clock" /* the minute trip's own action */
#define ACTION_ERASE_REQUEST "erase_request"
#define ACTION_LEAVE "request_leave" /* a request goes over to another matter, */
#define ACTION_JOIN "request_join"   /* and comes there */
#define ACTION_CORRECT "correct" /* of a personal value, as its person wished */
#define ACTION_DESTROY "destroy" /* the term of a class is over: the system's own action, and no news either */
#define ACTION_AGAIN "clock_again" /* a calendar changed: the system's own action */

struct fval {
	str *v;
	size_t n;      /* 0: not set; of a sealed value that could not be opened too */
	bool sealed;   /* personal: only its commitment stands in the record */
	struct digest commitment;
};
struct matter_clock {
	bool armed;
	struct clock c;
	ms_t due; /* MS_NONE while paused */
	bool provisional;
};
struct last_actor {
	int64_t actor, event; /* event 0: never taken */
	ms_t at;
	int64_t behalf; /* for whom he acted; 0: for himself */
};
struct link_to {
	str sort;
	int64_t other;
};
struct matter {
	int64_t id, version, owner, opened_by;
	const struct kind *kind;
	str pack_version, number;
	int state;
	ms_t state_since, opened, changed, reported; /* reported: MS_NONE never */
	struct fval *fields;         /* kind.n_fields */
	struct matter_clock *clocks; /* kind.n_clocks */
	struct last_actor *last;     /* kind.n_actions */
	enum light light;
	int light_rule;
	ms_t next_at; /* when the minute trip must look again; MS_NONE */
	int files;
	LIST(int64_t) denials;
	LIST(struct link_to) links;
	str sealed; /* as in the row: the personal values, encrypted */
	LIST(struct matter *) parts; /* by id; reach them with matter_part and matter_part_at */
	size_t n_parts;  /* how many its row says there are */
	int64_t acting;  /* the part on which the event in hand is taken; 0: none */
	const struct matter *of; /* of a part: its matter, as set by matter_part; NULL: a matter */
	int64_t behalf; /* of the event that is being applied */
	int64_t moved;  /* of a request: the matter to which it has gone over; 0: it is here */
	bool opening;   /* this very commit opens it: whoever does finishes it, even when it then is denied to him */
	bool caller_set; /* of a request: its phone was set in this commit, to what has this digest (empty: to none) */
	str caller;
};

/* ---- parts (分项): a part is held as its matter is, with its sort as its kind ------------ */
/* Its version is that of the matter by whose event it was changed last. */
struct matter *matter_part(const struct matter *, int64_t id); /* NULL: none; sets `of` */
struct matter *matter_part_at(const struct matter *, size_t i);
size_t matter_parts_of(const struct matter *, const struct kind *sort);
void matter_part_put(struct arena *, struct matter *, struct matter *part); /* in its place by id */
bool part_apply(struct arena *, struct matter *, const struct event *, const struct effect *);
void part_applied(struct matter *, const struct event *);
/* A matter's own action, or "assignment.sign": its sort and action. false: no such action. */
bool event_action(const struct kind *, str name, const struct kind **ret_kind, int *ret);
str part_action_name(struct arena *, const struct kind *sort, const struct action *);
str part_body(struct arena *, const struct matter *);
bool part_body_load(struct arena *, struct matter *, str body);
struct clock_place;
ms_t part_due(const struct zone *, const struct matter *); /* of its main clock, else of its date; MS_NONE */
int64_t part_person(const struct matter *);
bool matter_has_seals(const struct matter *); /* its own or those of its parts */
/* Whether the matter of a part stands where an action on the part may be taken. */
bool part_fits_within(const struct matter *part, const struct action *);
bool matter_closed(const struct matter *); /* its own state, or of a part that of its matter */
/* Its state as trays ask for it: none while its matter is closed. */
str part_tray(const struct matter *part, const struct matter *whole);
ms_t matter_next(const struct matter *); /* of it and its parts */
#define PART_COLUMN_NAMES "id, sort, state, unit, person, due, body, sealed, number"
enum part_column { PART_ID, PART_SORT, PART_STATE, PART_UNIT, PART_PERSON, PART_DUE, PART_BODY, PART_SEALED, PART_NUMBER, PART_COLUMNS };
void part_columns(struct arena *, const struct zone *, const struct matter *, struct val ret[PART_COLUMNS]);

/* ---- fold ------------------------------------------------------------------------- */
void matter_init(struct arena *, struct matter *, int64_t id, const struct kind *);
/* Its own arrays, so that one may change and the other stays. */
void matter_copy(struct arena *, const struct matter *from, struct matter *ret);
/* Applies what one event did. false: an effect names what the kind does not have. The
 * first effect of a matter must be `open`; `kinds` finds it. */
typedef const struct kind *(*kind_finder)(const void *, str name);
bool matter_apply(struct arena *, struct matter *, const struct event *, const struct effect *, kind_finder, const void *arg);
/* After the last effect of an event: version, changed, who did it last. */
void matter_applied(struct matter *, const struct event *);

str clock_bytes(struct arena *, const struct matter_clock *);
bool clock_load(struct arena *, str bytes, struct matter_clock *ret);
str matter_body(struct arena *, const struct matter *);
bool matter_body_load(struct arena *, struct matter *, str body);

/* Columns of the row, in this order, all but region. */
enum matter_column {
	COL_ID, COL_VERSION, COL_KIND, COL_STATE, COL_NUMBER, COL_TITLE, COL_LEAD, COL_OWNER, COL_LIGHT, COL_LIGHT_RULE,
	COL_DUE, COL_NEXT_AT, COL_SHARE, COL_OPENED, COL_CHANGED, COL_REPORTED, COL_FILES, COL_DENIALS, COL_SOURCE,
	COL_BODY, COL_SEALED, MATTER_COLUMNS
};
#define MATTER_COLUMN_NAMES \
	"id, version, kind, state, number, title, lead, owner, light, light_rule, due, next_at, share, opened, changed, reported," \
	" files, denials, source, body, sealed"
void matter_columns(struct arena *, const struct matter *, struct val ret[MATTER_COLUMNS]);

/* First value of a field as an id or number; 0 and -1 when it is not set. */
int64_t matter_id_of(const struct matter *, int field);
int matter_share(const struct matter *); /* -1: none */
str matter_title(const struct matter *);
int64_t matter_source(const struct matter *); /* document of the newest source; 0 */
const struct matter_clock *matter_main_clock(const struct matter *); /* NULL: none armed */
bool matter_late(const struct matter *, ms_t due, ms_t now); /* open, and after due; when its clock stopped, by then */
ms_t matter_due(const struct matter *); /* MS_NONE */
/* "17:4:40:1": document, span, version of its text. */
struct source {
	int64_t document, text_version;
	struct span at;
};
bool source_parse(str value, struct source *ret);
str source_text(struct arena *, const struct source *);

/* ---- involved units: matter_unit ------------------------------------------------------ */
enum relation_bit { /* stored bits */
	RELBIT_LEAD = 1, RELBIT_ASSIST = 2, RELBIT_OWNER = 4, RELBIT_PERSON = 8, RELBIT_ALL = 16,
	RELBIT_PART = 64, RELBIT_PART_PERSON = 128, /* its unit, or itself, stands in a part */
	RELBIT_DENIED = 32 /* stands there for others who ask by this unit; itself it may not see */
};
#define UNIT_ALL 0 /* the row of the whole district */
struct involved {
	int64_t unit; /* a unit, UNIT_ALL, or the id of a person */
	int rel;
};
/* Sorted by unit, each once; the denied and whoever is below them are marked. */
size_t matter_involved(struct arena *, const struct roster *, const struct matter *, struct involved **ret);
/* The same for one part: those of its matter, and its own unit and person. */
size_t part_involved(struct arena *, const struct roster *, const struct matter *part, const struct involved *of_matter, size_t n, struct involved **ret);
/* Rows of matter_key: fields declared `list`, and the source documents. */
struct key_row {
	str field, value;
};
size_t matter_keys(struct arena *, const struct matter *, struct key_row **ret);
/* Of an open matter of a kind with `alone`: under this value it stands in matter_key, once. Empty: it may stand beside others. */
#define ALONE_FIELD "=alone" /* no field is called so */
str alone_key(struct arena *, const struct matter *);

/* ---- judged confidence (研判) ----------------------------------------------------------- */
int matter_confidence(const struct matter *); /* enum judged; -1: none */
/* Who judged it last; NULL: nobody. */
const struct last_actor *matter_judged(const struct matter *);
/* What the setting for this light says: never, amber_green, … */
str differs_from(struct ctx *, const struct kind *, enum light);
/* The value under which an open matter stands in matter_key: "amber_red.green". */
str confidence_key(struct arena *, enum judged, enum light);
/* By what the lists of one's own work go: the deadline, of a closed matter the newest first. */
int64_t matter_rank(const struct matter *);

/* ---- rows ------------------------------------------------------------------------------- */
/* What makes the tables of `old` (NULL: none) those of `new`. */
/* Of a subject: no other of its kind has its code. */
err code_alone(struct ctx *, const struct matter *) must_check;
/* The matter of its kind that stands in matter_key so, besides itself; 0: none. */
err other_stands(struct ctx *, const struct matter *, str field, str value, int64_t *ret) must_check;
/* Of a kind with `alone`: no other that is open says the same. Once it stands in its new state. */
err open_alone(struct ctx *, const struct matter *) must_check;
/* What it is about stands in the ledger where its kind says that it must. */
err about_there(struct ctx *, const struct matter *, const struct action *) must_check;
void matter_ops(struct commit *, const struct roster *, const struct matter *old, const struct matter *new);
/* The same while the tree of units changes. */
void matter_ops_between(struct commit *, const struct roster *was, const struct roster *is, const struct matter *old, const struct matter *new);
void part_ops(struct commit *, const struct roster *was, const struct roster *is, const struct matter *old, const struct matter *new);
/* A whole matter from its row, with its parts; *ret_there is false when there is none. Asks nobody's rights. */
err matter_load(struct core *, struct conn *, struct arena *, int64_t id, struct matter *ret, bool *ret_there) must_check;
err matter_from_row(struct core *, struct arena *, struct rows *, struct matter *ret) must_check;
/* Fills the personal values, unless their key was erased. */
err matter_open_seals(struct core *, struct conn *, struct arena *, struct matter *, uint8_t ret_key[SEAL_KEY_LEN], bool *ret_there) must_check;

/* ---- see: who may read what ---------------------------------------------------------------- */
/* Roles that the asker has towards this matter. 0 with everything closed when denied. */
role_set see_roles(const struct ctx *, const struct matter *);
bool see_denied(const struct ctx *, const struct matter *);
bool see_matter(const struct ctx *, const struct matter *);
enum field_sight { SIGHT_NONE, SIGHT_MASKED, SIGHT_PLAIN };
enum field_sight see_field(const struct kind *, role_set, const struct field *);
/* The same of a field of this matter or part, which may be one to be kept secret. */
enum field_sight see_value(const struct matter *, role_set, const struct field *);
/* 138****5678, 王**; kernel-rules.md 0.3. */
str see_mask(struct arena *, str value);
/* Roles towards any matter of the kind, whatever its units: those of REL_ANY. */
role_set see_any_roles(const struct ctx *, const struct kind *);
/* Roles the asker would have with these relation bits of his unit and person. */
role_set see_roles_by_bits(const struct ctx *, const struct kind *, int bits);
/* A visible matter, else ERR_NOTFOUND, the same for what is not there. */
err see_load(struct ctx *, int64_t id, struct matter *ret, role_set *ret_roles) must_check;

/* One line of a ledger from a matter the reader may see. */
err matter_row_of(struct ctx *, const struct matter *, role_set, struct matter_row *ret) must_check;
/* Where in a document a matter comes from, with its words. */
err source_view(struct ctx *, const struct matter *, struct source_ref *ret) must_check;
err document_title_of(struct ctx *, int64_t document, str *ret) must_check;
/* Paragraph and sentence, from 1, of a code point. */
void place_of(str text, size_t at, int *ret_paragraph, int *ret_sentence);
bool document_visible(struct ctx *, int64_t document, const struct kind *, bool *ret_all, err *ret_error);
err watch_there(struct ctx *, int64_t matter, bool *ret) must_check;
/* Whether the asker, or whoever he acts for, or who acts for him, did that action last. */
bool did_last(const struct ctx *, const struct last_actor *);
/* Says in the event for whom its actor acts, when it is not himself. */
void behalf_take(struct commit *, struct matter *, struct pending *);
/* Whether an actor may take an action now, but for its form. */
err parts_view(struct ctx *, const struct matter *, struct matter_view *) must_check;
/* Who may have a masked value of it shown, as the matter stands: secrecy counts. */
role_set reveal_roles(const struct matter *, const struct field *);
bool matter_value(struct ctx *, const struct matter *, role_set, size_t field, struct value *ret);
void matter_clocks(struct ctx *, const struct matter *, struct clock_view **ret, size_t *ret_n);
str matter_light_why(struct ctx *, const struct matter *);
void matter_offers(struct ctx *, const struct matter *, role_set, struct offered **ret, size_t *ret_n);
bool may_offer(const struct ctx *, const struct matter *, role_set, const struct action *);
/* Whether the actor, or with other_unit his unit, did what another must have done. */
bool did_before(const struct ctx *, const struct matter *, const struct action *);

/* ---- acting inside one commit ------------------------------------------------------------------ */
struct taking { /* one action on its way */
	const struct action *action;
	const struct arg *args;
	size_t n_args;
	const struct upload *files;
	size_t n_files;
	str reason;
	str source; /* raw value of the source field, when opening from a document */
	const struct link_new *links;
	size_t n_links;
	struct blob_ref *blobs; /* of files, put once for all tries */
	ms_t since;          /* its clocks begin then: what is split off brings its time along; 0: now */
	str notice;          /* version of the privacy notice, of a request that is opened */
	struct matter *part; /* that it is taken on; version 0: to be opened; NULL: the matter itself */
};
struct acting { /* one request on its way from its decision to its commit */
	const struct act_request *q;
	struct taking t;
	struct commit c;
	struct matter m;
};
void acting_init(struct acting *, const struct act_request *);
err acting_decide(struct ctx *, struct acting *) must_check;
err acting_result(struct ctx *, struct acting *, struct act_result *ret) must_check;
/* The part of a request: an existing one that the asker may see, or one to be opened. */
err act_part_find(struct ctx *, struct matter *, const struct act_request *, struct matter **ret) must_check;
/* Names the part in the event; a new one is put into the matter, a request with its number. */
err act_part_begin(struct ctx *, struct commit *, struct matter *, struct pending *, struct matter **part) must_check;
/* What the system does in the same commit: after an action on a part the rules when_all and
 * when_any, after one of the matter its `each`. was: the state before; depth: 0 at first. */
err act_follow(struct ctx *, struct commit *, struct matter *, const struct taking *, int was, int depth) must_check;
/* Taken by the system, unless its guard refuses. */
err act_as_system(struct ctx *, struct commit *, struct matter *, struct taking *, int depth) must_check;
/* Of act: the matter of a request, checked against the version the person saw, or a new one; the
 * answer to the same key before; who was quicker, and with what. */
err act_load(struct ctx *, const struct act_request *, struct commit *, struct matter *) must_check;
void act_identify(struct ctx *, const struct act_request *, struct commit *); /* its key, when it has one */
err act_repeated(struct ctx *, const struct commit *, struct act_result *ret, bool *ret_found) must_check;
err act_changed_meanwhile(struct ctx *, const struct matter *) must_check;
/* After an action of the matter: lights of its parts go out with it, and on again. */
void act_parts_follow(struct ctx *, struct commit *, struct matter *, struct pending *);
err act_part_repeated(struct ctx *, int64_t matter, int64_t version, int64_t *ret) must_check;
/* Adds the event and changes *m; rights, form, guard, clocks and light are in it. */
err act_take(struct ctx *, struct commit *, struct matter *m, struct taking *, struct pending **ret) must_check;
struct given;
/* Personal values anew: sealed in *m, named in the event; ret: what stands in its sealed part. */
err seal_fields(struct ctx *, struct commit *, struct matter *m, struct pending *, const struct given *, size_t n, struct secret *, size_t *n_secrets) must_check;
err seal_event(struct ctx *, struct commit *, const struct matter *h, struct pending *, const struct secret *, size_t n) must_check;
struct given { /* one field of a form */
	int field;
	str *v;
	size_t n;
};
/* Starts a new matter in memory. */
/* An opening from a document: accepts a proposal, or binds a span of it. */
err act_open_from(struct ctx *, const struct act_request *, struct act_result *ret) must_check;
err act_open(struct ctx *, struct commit *, const struct kind *, struct matter *ret) must_check;
/* Puts the files away before the job, once for all tries, and takes them back when it failed. */
err act_files_put(struct ctx *, struct taking *) must_check;
void act_files_drop(struct ctx *, struct taking *, err why);
err act_files_effects(struct ctx *, struct commit *, struct matter *, struct pending *, const struct taking *, struct secret *ret_names) must_check;
str upload_type(str bytes, str name);
str upload_name(struct arena *, str name); /* its last part, without control characters */
/* Whose key seals it: a request has its own, other parts are sealed with their matter's. */
const struct matter *matter_sealed_by(const struct matter *);
/* The key of a matter or part, made with its row when there is none; ERR_INPUT when it was erased. */
err matter_key_for(struct ctx *, struct commit *, const struct matter *, uint8_t ret[SEAL_KEY_LEN]) must_check;
/* Changes *m and says so in the event. */
void matter_change(struct commit *, struct matter *, struct pending *, const struct effect *);
/* Whether a clock is touched for the values that the matter has. */
bool clock_op_applies(const struct matter *, const struct clock_op *);
err clocks_take(struct ctx *, struct commit *, struct matter *, struct pending *, const struct taking *, const struct matter *before, const struct given *, size_t n) must_check;
/* Main clocks that still run from `was` run from `since`; what paused or extended them stays. */
void clocks_since(struct ctx *, struct commit *, struct matter *, struct pending *, ms_t was, ms_t since, str note);
/* The same without a commit, for whatever holds clocks: *ret and *ret_changed have room for
 * all of the kind. m: as the action leaves it, with its clocks as they were. */
err clocks_decide(struct ctx *, const struct matter *m, const struct taking *, const struct matter *before, const struct given *, size_t n,
		  struct matter_clock *ret, bool *ret_changed) must_check;
/* The clock whose deemed result is due by now; -1: none. */
int clock_expired(struct ctx *, const struct matter *);
/* When the next one is; MS_NONE. */
ms_t clocks_next(const struct ctx *, const struct matter *);
/* Made again by the calendars of the ctx; true, with a line in its ledger, when its date or
 * its reservation changed. */
bool clock_again(struct ctx *, const struct clock_decl *, struct matter_clock *, str note);
void light_take(struct ctx *, struct commit *, struct matter *, struct pending *);
/* Its planned course; n 0: none. Like a date that is named, it does not move with pauses. */
void matter_plan(struct ctx *, const struct matter *, struct plan *ret);
/* Where the settings want it: its share is what its parts come to. */
void share_follow(struct ctx *, struct commit *, struct matter *, struct pending *);
bool light_moves(struct ctx *, const struct matter *); /* it is no longer what stands there */
/* Adds to the commit what makes the light of a matter right now; by the system. */
err light_again(struct ctx *, struct commit *, int64_t matter, bool *ret_moves) must_check;
/* Goes on with the matters that changed rules concern. */
err light_sweep(struct ctx *, int64_t *ret_moved) must_check;
/* Whether every open matter has been looked at under the rules in force. */
err light_swept(struct ctx *, const struct kind *, bool *ret) must_check;
void light_digest(struct ctx *, const struct kind *, struct digest *ret);
err guard_take(struct ctx *, const struct matter *, const struct taking *, const struct given *, size_t n, int files) must_check;
/* Values of a form, checked and canonical. */
err form_read(struct ctx *, const struct matter *, const struct taking *, struct given **ret, size_t *ret_n, str *ret_args) must_check;
/* Whoever stands in a field that denies may never see the matter, nor be given it: act_deny.c */
err denials_take(struct ctx *, struct commit *, struct matter *, struct pending *, const struct given *, size_t n) must_check;
/* Whoever may not see where a request comes from may not see where it goes. */
err denials_carry(struct ctx *, struct commit *, struct matter *, struct pending *, const struct matter *from) must_check;

/* ---- requests (诉求): act_request.c ---------------------------------------------------------- */
/* Keeps the digest of a phone that this action gives, for its row. */
void request_caller(struct ctx *, struct matter *, const struct given *, size_t n);
/* The same digest of a phone as typed; false: too few digits. */
bool phone_digest(const struct core *, struct arena *, str phone, struct digest *ret);
/* Its row of the index `request`, beside that of the part. */
void request_ops(struct commit *, const struct matter *matter, const struct matter *was, const struct matter *part);
#define REQUEST_COLUMN_NAMES "id, version, matter, number, channel, state, at, outside"
enum request_column { REQ_ID, REQ_VERSION, REQ_MATTER, REQ_NUMBER, REQ_CHANNEL, REQ_STATE, REQ_AT, REQ_OUTSIDE, REQUEST_COLUMNS };
void request_columns(const struct matter *matter, const struct matter *part, struct val ret[REQUEST_COLUMNS]);

/* Where a clock so declared runs; NULL: by the district's calendar. */
struct clock_place ctx_place(const struct ctx *, const struct clock_decl *);
/* Light, next instant and warnings from the clocks as they stand. */
void matter_light(struct ctx *, const struct matter *, struct light_state *ret, ms_t *ret_next);
/* The rules of the scheme in force, with the settings of the day; all[i] is kind.lights[i]. */
struct light_rules {
	const struct light_rule *all;
	size_t first, n;
};
struct light_rules rules_in_force(struct ctx *, const struct kind *);

#endif
