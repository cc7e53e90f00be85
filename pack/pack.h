/* SPDX-License-Identifier: Apache-2.0 */
/* pack (业务包): a folder of declarations for one system of the district, checked at
 * load with line numbers and frozen into these structs. Afterwards Lua runs only
 * guards and formulas. Everything here is immutable after pack_load and may be read
 * by any thread; all of it lives in the arena given to pack_load.
 *
 * Who does what is declared with roles: a role is a duty (岗位) that a person holds in
 * a unit, and how that unit stands to the matter. "liaison of lead" is the liaison of
 * the leading unit or of a unit above it. */
#ifndef LUOSHI_PACK_H
#define LUOSHI_PACK_H

#include "base/hash.h"
#include "base/words.h"

struct words2 {
	str zh, en;
};
str words2_in(const struct words2 *, enum lang);

/* ---- roles ------------------------------------------------------------------- */
/* Duties a person can hold. The three administrators see no business data. */
enum duty {
	DUTY_SUPERVISION, /* 督查室 */
	DUTY_LIAISON,     /* 联络员 */
	DUTY_HEAD,        /* 单位负责人 */
	DUTY_LEADER,      /* 包联领导 */
	DUTY_INTAKE,      /* 诉求中心 */
	DUTY_STATISTICS,
	DUTY_ENVIRONMENT,
	DUTY_SYSTEM,   /* 系统管理员 */
	DUTY_SECURITY, /* 安全管理员 */
	DUTY_AUDIT,    /* 审计管理员 */
	DUTY_ORGANISATION, /* 组织考核: the organisation office; bits are stored, so it stands behind the others */
	DUTIES
};
const char *duty_name(enum duty); /* "supervision", … as written in packs */
enum relation {
	REL_ANY,    /* whatever the unit */
	REL_LEAD,   /* the person's unit, or one below it, leads the matter */
	REL_ASSIST, /* … assists it */
	REL_OWNER,  /* … opened it (the supervising unit) */
	REL_PERSON, /* the person is named in the field `person_field` */
	REL_PART_UNIT,   /* the person's unit, or one below it, is the unit of a part: of this part, or towards the matter of any */
	REL_PART_PERSON, /* the person is the person of a part, likewise */
	REL_ASKER, /* whoever asked (诉求人), without an account: held towards his request and its matter, by nobody who signs in */
	RELATIONS
};
struct role {
	str name;
	struct words2 label;
	enum duty duty;    /* DUTIES: any but those of the administrators */
	enum relation relation;
	int field; /* REL_PERSON: index of the field; else -1 */
	int part;  /* REL_PART_…: counted over parts of this sort alone, and towards parts of other sorts as towards the matter; -1: over all */
};
typedef uint64_t role_set; /* bit i: kind.roles[i] */
#define ROLES_ALL UINT64_MAX

/* ---- fields, states, actions --------------------------------------------------- */
enum field_type {
	FIELD_LINE,   /* one line of text */
	FIELD_TEXT,   /* paragraphs */
	FIELD_INT,
	FIELD_DEC,    /* exact decimal, see base/num.h */
	FIELD_SHARE,  /* per cent, 0..100 */
	FIELD_DATE,   /* a day */
	FIELD_UNIT,   /* one unit */
	FIELD_UNITS,  /* several */
	FIELD_PERSON,
	FIELD_CHOICE,
	FIELD_FLAG,
	FIELD_SOURCE, /* a document and a span of its repaired text */
	FIELD_TYPES
};
const char *field_type_name(enum field_type);
struct choice {
	str name;
	struct words2 label, help; /* help: shown beside it while one chooses; may be empty */
};
struct field {
	str name;
	struct words2 label, hint;
	enum field_type type;
	bool list;        /* kept in matter_key: can filter and order */
	bool personal;    /* stands only in `sealed` */
	str purpose, data_class; /* of a personal field */
	role_set see;     /* who may see it; others see it masked or not at all */
	role_set reveal;  /* who may have a masked value shown, once and with a reason; 0: whoever takes actions on it */
	bool mask;        /* masked rather than hidden */
	const struct choice *choices;
	size_t n_choices;
	int64_t max;      /* bytes of text, or largest number; 0: the limit of the house */
	const str *heads; /* headings of its column in ledgers (台账), besides its label; the first fits best */
	size_t n_heads;
	int fill;         /* FIELD_UNIT: set by itself; 0: no, FILL_ACTOR, FILL_UNASKED, else 1 + index of the person whose unit it is */
	bool public;      /* may be told to whoever asked, and of a published matter to anybody; never personal */
	role_set confide; /* who still sees it while the matter is to be kept secret (kind.secret); 0: secrecy does not touch it */
	bool code;        /* of a subject: unique within the kind; import finds it by this (统一社会信用代码); then also list */
	bool denies;      /* of a unit, units or a person: who stands in it may never see the matter */
};
#define FILL_ACTOR (-1) /* the unit of whoever opens it, when the form does not ask or was left empty there */
#define FILL_UNASKED (-2) /* the same, but what a form asks for and is left empty stays so: it means that there is none */
struct state {
	str name;
	struct words2 label;
	bool first, closed; /* closed: done, clocks stand still */
	bool waits;         /* waits for somebody else than the lead: clocks pause if the clock says so */
	struct words2 tray; /* what this state means in the to-do list of whoever must act; may be empty */
	role_set see;       /* of those who may see the kind only these while it stands here (a draft); 0: all of them */
	bool public;        /* its name may be told to whoever asked */
};
struct form_field {
	int field; /* index into kind.fields */
	bool required;
	bool prefill; /* shown with the current value */
};
/* Arming anew begins from nothing; pausing, resuming or stopping what does not run is nothing. */
enum clock_do { CLOCK_ARM, CLOCK_PAUSE, CLOCK_RESUME, CLOCK_STOP, CLOCK_EXTEND };
struct clock_op {
	enum clock_do what;
	int clock;  /* index into kind.clocks */
	int reason; /* CLOCK_PAUSE: index into its pauses; -1: the person chooses one (or there is only one) */
	int only;   /* 1 + index of a choice or flag of the matter: done only when its value is one of `values`; 0: always */
	bool unless; /* … only when it is none of them */
	const str *values;
	size_t n_values;
};
/* What a notice is about; people choose for each how it reaches them. */
enum topic {
	TOPIC_TASK,   /* 任务: something has come to me */
	TOPIC_REMIND, /* 催办批示 */
	TOPIC_TIME,   /* 时限: lights and clocks */
	TOPIC_STEP,   /* 办理动态: what others did with what is mine */
	TOPIC_WATCH,  /* 关注的事项 */
	TOPICS
};
const char *topic_name(enum topic);
struct action {
	str name;
	struct words2 label;  /* a verb: 提交销号申请 */
	struct words2 help;   /* what is needed and what will happen */
	struct words2 done;   /* 已…: what the log says afterwards */
	uint64_t from;        /* bit i: allowed in states[i]; an action that opens has 0 */
	uint64_t within;      /* of a part: bit i: allowed while the matter is in its states[i]; 0: in all that are not closed */
	int to;               /* index of the new state; -1: stays */
	role_set by;
	const struct form_field *form;
	size_t n_form;
	bool opens;           /* makes a new matter */
	bool numbers;         /* gives the number of kind.number_then in place of the first one */
	bool reason;          /* a reason must be given */
	int evidence;         /* least number of files that must come with it or stand already */
	int other_than;       /* index of an action: whoever did that last may not do this; -1 */
	bool other_unit;      /* nor anybody else of that person's unit */
	const struct clock_op *clocks;
	size_t n_clocks;
	int clears;           /* 1 + index of a field that is emptied; 0: none */
	bool main;            /* the one main button of its state */
	bool bulk;            /* offered for several matters at once */
	char key;             /* keyboard: accesskey; 0: none */
	int guard;            /* for guard_run; -1: none */
	role_set tells;       /* who gets a notice of it, but never who did it */
	enum topic topic;     /* under which people choose how they are told */
	bool urgent;          /* is not held back by quiet hours */
	bool public;          /* the step may be told to whoever asked */
	str each;             /* "request.close": the system takes it on every part of the sort where it is possible */
	int each_sort, each_action; /* what it means: indices; -1: none */
};

/* ---- clocks and lights (see core/clock.h for what the words mean) --------------- */
enum clock_unit { CU_WORKING_DAY, CU_WORKING_HOUR, CU_DAY, CU_MONTH, CU_HOUR, CU_MINUTE, CU_UNTIL /* a date field */ };
struct clock_decl {
	str name;
	struct words2 label;
	enum clock_unit unit;
	int64_t budget;        /* of its unit; 0 with CU_UNTIL */
	str setting;           /* a setting that replaces the budget; may be empty */
	int field;             /* CU_UNTIL: the date field; else an int field that replaces the budget when it is set; -1 */
	bool roll_to_workday;  /* 民法典 203 */
	bool main;             /* the clock whose due date the lists show; of several the one that ends first */
	str calendar;          /* a calendar of its own; empty: the district's */
	const struct choice *pauses; /* the reasons for which it may pause */
	size_t n_pauses;
	int legal;             /* the clock of the legal limit beside this promised one; -1 */
	int64_t warn;          /* units left, or fewer, at which it is said to be near; 0: never */
	str warn_setting;      /* replaces it; may be empty */
	int64_t extensions;    /* so many at most; 0: as often as its action allows */
	int asked;             /* the action that asks for an extension, by another role than grants it; -1 */
	bool asked_first;      /* none is granted that was not asked for */
	int expire;            /* deemed result: the action that the system takes when it runs out; -1 */
	bool quiet;            /* a time within which something may be done, not a promise: when it has passed nothing is late */
	str expire_setting;    /* only where this setting (0 or 1, initially 0) is 1 */
};
enum light { /* stored: never renumber */
	LIGHT_NONE, LIGHT_GREEN, LIGHT_YELLOW, LIGHT_RED, LIGHT_DONE, LIGHT_BLUE, LIGHT_ORANGE,
	LIGHTS
};
const char *light_name(enum light); /* "green", … as written in packs */
enum light_when {
	WHEN_OVERDUE,
	WHEN_LEFT_AT_MOST,   /* units of the clock left */
	WHEN_SPENT_AT_LEAST, /* per cent of the clock */
	WHEN_BEHIND,         /* points behind schedule (序时) */
	WHEN_UNREPORTED,     /* whole working days gone by without the report that is owed */
	WHEN_NOT_STARTED,    /* days past the planned start, and not begun */
	WHEN_SHARE_BELOW,    /* progress in per cent; none reported is 0 */
	WHEN_RANK_AT_MOST,   /* among the first n */
	WHEN_RANK_AT_LEAST,  /* n-th or behind */
	WHEN_RANK_IN_LAST,   /* among the last n of all that are ranked */
	WHEN_RANK_FELL_BY,   /* places lost since the ranking before */
	WHEN_AWAITED,        /* months gone by since one date while another is still to come (入统) */
	WHENS
};
#define LIGHT_CONDITIONS 4 /* that a rule may join */
struct light_condition {
	enum light_when when;
	int64_t than;
	str setting;     /* replaces `than`; may be empty */
	int64_t months;  /* holds in so many calendar months running; 0, 1: once is enough */
};
struct light_rule { /* the first that holds decides; none: green */
	enum light light;
	enum light_when when;
	int64_t than;
	str setting;
	struct words2 word; /* 临期, 超期, 滞后, 未报 */
	int64_t months;
	const struct light_condition *also; /* all of these hold as well */
	size_t n_also;
	uint64_t clocks;       /* bit i: only while clocks[i] of the kind is the main one; 0: whichever */
};
/* A way of giving lights; the rules are some of kind.lights, so that the number of a rule
 * is the same whichever scheme is in force. */
struct scheme {
	str name;
	struct words2 label;
	const struct light_rule *lights;
	size_t n_lights;
	str source;
	size_t first; /* lights[0] is kind.lights[first] */
};
struct setting {
	str name;
	struct words2 label;
	enum field_type type; /* FIELD_INT, FIELD_DEC, FIELD_LINE, FIELD_TEXT (a template; its default is a file of the pack), FIELD_CHOICE */
	int64_t low, high, initial;
	str initial_text, source; /* initial_text: of all but FIELD_INT */
	const struct choice *choices;
	size_t n_choices;
};
/* Judged confidence (研判): four levels, in this order. */
enum judged { JUDGED_RED, JUDGED_AMBER_RED, JUDGED_AMBER_GREEN, JUDGED_GREEN, JUDGED };
extern const char *const judged_names[]; /* "red", "amber_red", …; NULL-terminated */
/* Which judgements disagree with a light, as the settings named in the kind say it:
 * green: never, amber_green, amber_red, red — judged so or worse; red: the same from the
 * other end; yellow: never, red, green, both. */
extern const char *const differ_names[]; /* of a choice of such a setting; NULL-terminated */

/* When an action on a part has left every part of the sort in one of these states, the
 * system takes an action of the matter in the same commit (permit bundle). */
struct when_all {
	int sort;        /* index into kind.parts */
	uint64_t states; /* of the sort */
	int take;        /* index into kind.actions; asks for nothing */
};

/* The planned course (计划曲线): parts with a date and a weight, reached one after the other
 * between the planned start and the due date of the matter. */
struct curve {
	int sort;          /* index into kind.parts; its weight and due are the plan */
	uint64_t reached, without; /* states of the sort: reached; not part of the plan */
	int on;            /* field of the sort: the day it was reached; -1: none */
	str share_by;      /* setting: with "milestones" the share is the weight that is reached; may be empty */
};
/* A page about all matters of the kind: how many, what is planned and done. */
struct overview {
	int group;         /* field of type choice: one line of the totals for each */
	int total, planned, done, done_all; /* decimals of one unit, which their labels say; -1: none */
	int officer;       /* field of type person: exactly one is wanted; -1: none */
	str officer_most;  /* setting: how many one person may have; may be empty */
	str behind;        /* setting: points behind from which a matter is counted as late; may be empty */
	uint64_t without;  /* states that are not counted at all (已退出) */
};

/* What subjects of a kind are when they are evaluated (score/run.h). */
struct evaluated {
	int reserved;          /* field: while it is set the subject is left out of ranks (T类); -1: none */
	int years_before;      /* field: years in the last class before the record began; -1: none */
	str surcharge, power;  /* settings: the rule of a surcharge on electricity, the indicator that holds it; empty: none */
	int accounts, in_force; /* fields: accounts a line each; another surcharge per kWh already in force; -1: none */
	str exit;              /* kind of a matter that is opened about whoever yields too little; may be empty */
	str exit_years, exit_share; /* settings: years in the last class; per cent of the whole below which; may be empty */
};

/* Libraries (培育库) that a firm climbs one after the other; each step is proposed by data and decided by a person. */
struct library {
	str name;              /* a choice of the field; in the same order */
	str target;            /* setting: so many are wanted in it, 0: no target; may be empty */
	bool entered;          /* whoever is counted above scale, or has reached it, may go on */
	str turnover, share;   /* settings: whoever has so much in twelve months (ten thousand yuan), and spends so much per cent of the year on
	                          share_of, may go on; 0: not looked at; empty: nothing said */
};
struct cultivation {
	int field;             /* of type choice: which library */
	int promote;           /* the action by which a person decides */
	str share_of, share_per; /* indicators of a year: what is divided by what for `share`; may be empty */
	const struct library *libraries; /* lowest first */
	size_t n_libraries;
};
struct field_list {
	const int *v; /* indices into kind.fields */
	size_t n;
};

/* A sort of part (分项) is a kind as well: fields, states, actions, clocks and lights of its
 * own, the roles of the matter's kind, no number. Its `lead` is the part's own unit, its
 * `share` how much of it is done. */
struct kind { /* 事项类型 */
	str name;               /* unique: "commitment" */
	struct words2 label;
	bool subject;           /* something that is measured (对象): a ledger; owes nothing, never closes by itself, in no to-do list */
	int code;               /* of a subject: the field with code = true; -1: none */
	bool elsewhere;         /* begins from something else (a letter from a matter): not offered to be opened by hand */
	str number;             /* 督〔{year}〕{n:4}; of a sort only of a request */
	str number_then;        /* that an action with `numbers` gives, counted apart: a draft that is dropped leaves no gap; may be empty */
	const struct role *roles;
	size_t n_roles;
	const struct field *fields;
	size_t n_fields;
	const struct state *states;
	size_t n_states;
	const struct action *actions;
	size_t n_actions;
	const struct clock_decl *clocks;
	size_t n_clocks;
	const struct light_rule *lights; /* of all its schemes, one after the other */
	size_t n_lights;
	const struct scheme *schemes;    /* the first is in force unless the setting says another */
	size_t n_schemes;
	str scheme;                      /* setting: which; may be empty */
	int title, lead, assist, due, share, source; /* fields with a known meaning; -1: none */
	int due_text;           /* field: the deadline as it was written; -1: none */
	int undo;               /* the action that takes back what was opened by mistake; -1: none */
	int planned_start, started, rank, rank_before, ranked; /* what lights look at; -1: none */
	int awaited_from, awaited; /* dates: after the first the second is waited for; -1: none */
	const struct curve *curve;       /* NULL: none */
	const struct overview *overview; /* NULL: none */
	int confidence;                  /* field of the judged confidence (研判); -1: none */
	str confidence_days;             /* setting: a judgement is stale after so many days */
	str differ_green, differ_yellow, differ_red; /* settings; empty: nothing is held against it */
	int every, idle;                 /* fields: how often it is reported (weekly, monthly, never), why there is nothing new; -1: none */
	int camera, camera_note, camera_station; /* the action that keeps a picture of a camera, the field that says of what; field: begins with
	                                    MN or name of the station whose cameras are looked at when a matter opens; -1: none */
	str usual;                       /* setting: how often where the field is empty (0 never, 1 weekly, 2 monthly); empty: nothing is reported */
	int period, method;     /* fields, of an evaluation (评价事项): of which time, by which method; -1: it evaluates nothing */
	int objected, objected_value, found, upheld; /* of a sort that objects to a value: fields code, indicator, value found; state; -1: none */
	const struct evaluated *evaluated; /* of a subject; NULL: nothing said */
	struct field_list alone; /* of the matters that are open no two say the same in all of these; none: not looked at */
	str about;              /* kind of the subject that it is about, in any pack; empty: none */
	int about_code;         /* field that holds the subject's code; -1: none */
	bool about_must;        /* none is opened about what does not stand in the ledger */
	struct field_list life; /* of a subject: days in the order of a life (生命周期) */
	const struct cultivation *cultivation; /* NULL: none */
	role_set see;           /* who may see a matter of this kind at all */
	bool safety;            /* matters of safety: nothing is ever deemed done */
	role_set tells_yellow, tells_red; /* who gets a notice when its light turns so; orange tells whom yellow tells */
	struct pack *pack;
	const struct kind *parts; /* sorts of its parts */
	size_t n_parts;
	const struct when_all *when_all;
	size_t n_when_all;
	const struct when_all *when_any; /* when one part has come into one of the states */
	size_t n_when_any;
	int request;    /* index of the sort of part that is a request (诉求); -1: none */
	int merge;      /* action that the system takes when the last request has gone over; -1 */
	str oldest;     /* setting, 1: its main clocks run from its oldest request, also when that one comes later; empty: never */
	int published;  /* flag without which nobody but the asker reads public fields; -1 */
	int secret;     /* flag, of a part that of its matter: while it is set, see field.confide; -1 */
	role_set askers; /* roles of relation asker */
	const struct kind *whole; /* of a sort: the kind of the matter; NULL: a kind */
	int person, weight;       /* of a sort: fields with a known meaning; -1: none */
	bool is_request;          /* of a sort: one contact, with a number and a key of its own (core/request.h) */
	int channel, outside, phone; /* of such a sort: by which way it came, its number there, the asker's phone; -1: none */
	int64_t max;              /* of a sort: so many parts at most in one matter */
};
int kind_field(const struct kind *, str name);  /* -1: none */
int kind_state(const struct kind *, str name);
int kind_action(const struct kind *, str name);
/* Who may see a matter of the kind in this state; -1: in some state. */
role_set kind_see(const struct kind *, int state);
int kind_sort(const struct kind *, str name); /* index into parts */
const struct setting *pack_setting(const struct pack *, str name); /* NULL: none */

/* ladder (督办阶梯): which letter follows what, for the matters of one kind. */
enum ladder_what { LADDER_YELLOW /* or orange */, LADDER_RED, LADDER_LATE /* either */, LADDER_MISSING /* not reported */, LADDER_UNANSWERED /* the letter of the rung below */ };
struct ladder_rule { /* counted over weeks; see core/week.h */
	enum ladder_what what;
	bool running;        /* one after the other, up to now */
	bool unit;           /* of all matters of a unit together, not of one matter */
	int64_t times, weeks; /* so often within so many weeks */
	str setting, weeks_setting; /* replace them; may be empty */
};
struct rung {
	str name;             /* also a choice of the field `rung` of the letter */
	struct words2 label;
	struct words2 text;   /* of the letter, with {unit} {causes} {why} {days}, {br} for a new line */
	const struct ladder_rule *rules; /* any that holds is enough; none: only a person enters here */
	size_t n_rules;
};
struct ladder {
	str kind;             /* of the matters; may stand in another pack */
	str letter;           /* kind of the letters, in this pack */
	str exempt;           /* kind of the exemptions, in this pack; may be empty */
	const struct rung *rungs; /* lowest first */
	size_t n_rungs;
};

#define REQUESTS_MOST 2000 /* in one matter, at most */
#define STATE_MOVED "moved" /* of a request, when it has gone over to another matter; a sort may declare it, closed */

/* A class of personal data (个人信息类别): how long its values are kept after closing is a setting. */
struct data_class {
	str name;            /* as fields name it in data_class; packs share them */
	struct words2 label;
	str keep;            /* setting of this pack: months */
	bool sensitive;      /* 个人信息保护法 28 */
	bool files;          /* the files of a part that holds personal values are of it */
};
struct indicator; /* pack/method.h */
struct method; /* 评价办法: pack/method.h */
struct alarms;
struct pack {
	str name, version; /* version: of the declarations, "1" */
	struct words2 label;
	struct digest hash;  /* over all its files, in order of their names */
	const struct kind *kinds;
	size_t n_kinds;
	const struct setting *settings;
	size_t n_settings;
	const struct ladder *ladders;
	size_t n_ladders;
	const struct data_class *classes;
	size_t n_classes;
	const struct indicator *indicators;
	size_t n_indicators;
	const struct method *methods; /* in the order of declaration; a name may stand with several versions */
	size_t n_methods;
	const struct alarms *alarms; /* pack/alarm.h; one at most */
	size_t n_alarms;
	size_t n_guards;
	struct pack_lua *lua; /* the pool of states for guards */
};

/* ---- loading ------------------------------------------------------------------- */
struct pack_file {
	str name, bytes; /* "pack.lua", "extract.tsv" */
};
/* ERR_INPUT: "packs/x/pack.lua:12: field `lead`: …; write …". Nothing is half loaded. */
err pack_load(struct arena *, str name, const struct pack_file *files, size_t n, struct pack **ret) must_check;
/* Reads every file of a folder, in order of names. */
err pack_read_folder(struct arena *, str path, struct pack_file **ret, size_t *ret_n) must_check;
/* The packs that are built into the program. */
size_t pack_builtin(const struct pack_file **ret_files, str name); /* 0: none of that name */
str pack_builtin_name(size_t i); /* in order; STR_NONE past the last */
/* The Lua states; the rest goes with the arena, which also calls this by itself. */
void pack_free(struct pack *);

/* ---- guards ---------------------------------------------------------------------- */
/* What a guard may look at: values by name, given by core as a table, never as access
 * to the database. Numbers: int, share, flag (0, 1), and date (the day number). Lists of
 * text: units (ids). Everything else text: line, text, dec, choice (its name), ids of a
 * unit, person or source. A field that is left out, or null, is nil to the guard; a name
 * that the kind does not have is a fault of the pack. A list that was given empty is an
 * empty list. */
struct guard_value {
	str name, text;
	int64_t number;
	const str *items; /* is_list */
	size_t n_items;
	bool is_number, is_null, is_list;
};
struct guard_part {
	const struct kind *sort;
	str state;
	int64_t in_state;
	const struct guard_value *fields;
	size_t n_fields;
};
struct guard_clock { /* of the matter, armed */
	str name;
	int64_t left;       /* whole units of the clock; negative: over */
	bool running, over; /* paused or stopped it does not run; over: past its date, also when it stopped only then */
};
struct guard_did { /* an action of the matter that was taken before */
	str name;
	int64_t day; /* the last time */
};
struct guard_input {
	const struct guard_value *fields;    /* of the matter as it is */
	size_t n_fields;
	const struct guard_value *arguments; /* given with the action */
	size_t n_arguments;
	const struct guard_value *settings;  /* in force today; one left out has its initial value */
	size_t n_settings;
	str state;
	int64_t today;    /* day number */
	int64_t in_state; /* working days since it came into this state; 0: today */
	int64_t evidence; /* files; of a part's action those of the part */
	const struct guard_part *part;  /* that the action is taken on; NULL: an action of the matter */
	const struct guard_part *parts; /* all of the matter, in the order of their opening */
	size_t n_parts;
	const struct guard_clock *clocks; /* of the matter, those that were armed */
	size_t n_clocks;
	const struct guard_did *did;    /* what was done with the matter before, once each */
	size_t n_did;
};
/* OK, or ERR_INPUT with the sentence the guard returned (both languages, from the
 * pack), or ERR_LIMIT when it used too many steps or too much memory. Thread safe. */
err guard_run(const struct pack *, int guard, const struct guard_input *, enum lang) must_check;

/* ---- the declared rules of an action ------------------------------------------------ */
enum ask_fault { ASK_FINE, ASK_STATE, ASK_ROLE, ASK_SAME_PERSON, ASK_MISSING, ASK_REASON, ASK_EVIDENCE, ASK_GUARD };
struct ask {
	int action;
	int state;        /* of the matter; -1: it is to be opened */
	role_set roles;   /* those the person holds towards this matter */
	bool same_person; /* the person is the one who did other_than last, */
	bool same_unit;   /* or one of his unit */
	bool reason;      /* one was given */
	const struct guard_input *input; /* fields, arguments, evidence: new files and old */
	enum ask_fault ret_fault;        /* which rule refused */
	int ret_field;                   /* ASK_MISSING: index of the field; else -1 */
};
/* OK, or ERR_INPUT / ERR_DENIED (role, same person) / ERR_CONFLICT (state) / ERR_LIMIT with
 * the sentence. In the order of enum ask_fault; the guard is asked last. Thread safe. */
err action_ask(const struct kind *, struct ask *, enum lang) must_check;

/* ---- the cases of a pack (tests.lua) -------------------------------------------------- */
struct case_report {
	size_t cases, wrong;
	struct buf *lines; /* one for each that is wrong, in the language asked for */
};
/* Runs every case twice in two states. ERR_INPUT when the file itself is wrong. */
err pack_test(struct arena *, struct pack *, const struct pack_file *files, size_t n, enum lang,
	      struct case_report *ret) must_check;

#endif
