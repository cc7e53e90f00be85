/* SPDX-License-Identifier: Apache-2.0 */
/* What each page shows: structs that handlers fill and templates read. Everything in
 * them has passed core's `see`; nothing here looks anything up. */
#ifndef LUOSHI_WEB_VIEW_IN_H
#define LUOSHI_WEB_VIEW_IN_H

#include "base/num.h"
#include "core/core.h"
#include "core/open311.h"
#include "core/search.h"
#include "relay/relay.h"
#include "report/paper.h"

/* The frame around every page. */
struct ui {
	enum lang lang;
	bool large, signed_in, demo, leader, supervises, rules;
	bool projects; /* some kind has an overview that the visitor may see */
	bool rates;    /* there are orders to have rates */
	bool runs;     /* something is evaluated that the visitor may see */
	bool indicators; /* a pack declares some */
	bool desk;     /* who is signed in takes calls */
	bool air;      /* there are air stations */
	bool ballots;  /* the visitor may open ballots */
	int64_t ballots_waiting; /* for his answer */
	bool monitor;  /* the visitor may look at stations that report */
	bool frames;   /* the page follows telegrams of stations */
	const struct actor *actor;
	str district, section, here, form_secret;
	str css, js, icon;
	int64_t waiting, red, done;
	const struct zone *zone;
	const struct calendar *calendar;
	ms_t now;
	day_t today;
	str notice;     /* what has just been done, or why not */
	bool notice_bad;
	bool live, wide;
	const struct actor *hand; /* who signed in, while he acts for somebody; NULL: for himself */
	int64_t acts_for;         /* for whom; 0: nobody */
	enum duty admin;      /* DUTIES: none of the three administrators */
	bool notices, robots; /* there are notices; the reader may set up robots */
	int64_t unseen;
	str find; /* what stands in the search box */
	bool public; /* a page for citizens */
	bool open_monitor; /* there is something to read on 环境监测公开 */
};
str topic_label(enum lang, enum topic);

/* ---- pieces that helpers write (web/put.c); they escape themselves ------------------------- */
void put_words_init(void); /* with ui_words_init */
void put_day(struct buf *, day_t);                            /* 2026-10-14 */
void put_day_words(struct buf *, enum lang, day_t);           /* 2026年10月14日; 14 October 2026 */
void put_day_short(struct buf *, const struct ui *, day_t);   /* 10-14 周三, within this year */
void put_weekday(struct buf *, enum lang, day_t);
void put_date(struct buf *, const struct ui *, ms_t);
day_t due_day(const struct ui *, ms_t due);                   /* the last day; DAY_NONE */
void put_stamp(struct buf *, const struct ui *, ms_t);        /* 10-10 16:42 */
void put_light(struct buf *, const struct ui *, enum light, str light_word);
const char *light_sign(enum light); /* ● ▲ ■ ◆ ▼ ✓ ○: each colour has its own shape */
void put_colour(struct buf *, const struct ui *, enum light); /* ■ red */
void put_judged(struct buf *, const struct ui *, const struct matter_row *);
void put_light_mark(struct buf *, const struct ui *, enum light); /* only the shape; the colour for those who hear it */
str light_css(enum light);
void put_left(struct buf *, const struct ui *, const struct matter_row *);
void put_due(struct buf *, const struct ui *, const struct matter_row *); /* of a to-do: 今天, 10-14 周三, 超 3 个工作日 */
void put_bar(struct buf *, int share, int schedule);
void put_share(struct buf *, const struct ui *, const struct matter_row *);
void put_size(struct buf *, int64_t bytes);
void put_dec(struct buf *, struct dec);
void put_paper_runs(struct buf *, const struct paper_run *, size_t n); /* web/paper.c */
void put_words2(struct buf *, const struct ui *, const struct words2 *);
bool reads_as_code(const struct setting *, str value); /* a value that programs read */
void put_word(struct buf *, const struct ui *, const char *key);
str ui_day(const struct ui *, day_t); /* for sentences: 10月14日, within this year */
void put_qr(struct buf *, enum lang, str);
void put_moment(struct buf *, const struct ui *, ms_t); /* 2026-10-10 16:42; empty when never */
void put_device(struct buf *, str agent); /* Firefox, Linux */
void put_duties(struct buf *, const struct ui *, uint32_t);
void put_found(struct buf *, const struct ui *, const struct marked_text *); /* what was asked for in <mark> */
/* The privacy notice: "# " a heading, a numbered line one below it, the rest paragraphs. */
void put_notice(struct buf *, const struct ui *, str text);
void put_paragraphs(struct buf *, enum lang, str text); /* line ends become <br> */

/* ---- what several pages use ------------------------------------------------------------------ */
struct tab {
	str label, href, sign;
	int64_t count; /* -1: none */
	bool current;
	bool more;     /* at least count */
};
struct option {
	str value, label;
	bool chosen;
	str help; /* what it means; a choice with such words is shown as a list of buttons */
};

/* ---- sign-in, settings, errors --------------------------------------------------------------- */
struct sign_in_view {
	str next, login, error;
	const struct demo_person *people;
	size_t n_people;
	str proxy;    /* who the trusted proxy says it is; empty: it says nothing */
	str provider, provider_path; /* what the link to the identity provider says, and where it leads; empty: there is none */
};
struct step_view { /* what is still owed, or what a link asks for */
	enum sign_want want;
	bool link, first; /* a one-time link; of the first start */
	str action, secret_field, error, login, name, next;
	str secret, uri;  /* of the second factor */
	struct words2 duty;
	struct password_rules rules;
};
struct codes_view { /* recovery codes, shown once */
	const str *codes;
	size_t n;
	str next;
};
struct account_page_view { /* one's own sign-in: password, second factor, sessions */
	struct account_view a;
	struct password_rules rules;
	const struct session_view *sessions;
	size_t n_sessions;
	str error, secret, uri;
	bool has_days;
	int days_left;
	str which; /* of the forms: what the error belongs to */
};
/* ---- administrators: people, access, record ---- */
struct people_view {
	struct account_query q;
	const struct account_row *rows;
	size_t n;
	int64_t next;
	const struct option *units, *states, *places;
	size_t n_units, n_states, n_places; /* places: for somebody new */
	str error, login, name, post;
	bool grants; /* for the security administrator: what he may do stands on another page */
	const struct lockout *locks;
	size_t n_locks;
	str here; /* /people or /access */
};
struct person_view {
	struct account_row row;
	const struct option *units, *duties;
	size_t n_units, n_duties;
	const struct session_view *sessions;
	size_t n_sessions;
	str error, link, reason;
	bool grants, mine;
	str duties_said;
};
struct units_view {
	const struct unit *units;
	const str *parents;
	size_t n;
	const struct option *above;
	size_t n_above;
	str error, name, short_name;
};
struct record_view {
	const struct record_row *rows;
	size_t n;
	int64_t next;
	str sort, from, to, query;
	const struct option *sorts, *people;
	size_t n_sorts, n_people;
};
struct absence_form {
	const struct option *people, *colleagues;
	size_t n_people, n_colleagues;
	str first, last, reason, error;
	int64_t person;
	bool away;
};
struct me_view {
	const struct absence *absences; /* of the person chosen */
	size_t n_absences;
	const struct absence *for_me;
	size_t n_for_me;
	struct absence_form absence;
	bool calendar;     /* there is a secret */
	str calendar_href; /* shown once, just after it was made */
	const struct words2 *duties;
	size_t n_duties;
	const struct saved_view *views;
	size_t n_views;
};
struct kept { /* what the person had typed */
	str name, label, value;
};
struct error_view {
	int status;
	str heading, said;
	const struct kept *kept;
	size_t n_kept;
	bool again; /* the same form may be sent again as it is */
	str action;
};

/* ---- home ------------------------------------------------------------------------------------- */
struct red_action { /* what a leader can do without leaving the page */
	const struct action *action;
	const struct field *text; /* asks for this one text; NULL: for nothing */
	bool direct;              /* a form of its own; else a link to the matter */
	bool required;
	str key;
};
struct red_row {
	struct matter_row row;
	str why;
	const struct red_action *actions;
	size_t n_actions;
	bool named; /* he is in charge of it himself */
};
struct acting { /* the tray of somebody for whom the reader may act today */
	struct absence absence;
	const struct todo *todos;
	size_t n;
	bool more;
};
enum home_tab { TAB_TODO, TAB_DONE, TAB_CLOSED, TAB_WATCHED, HOME_TABS };
struct home_view {
	bool why;
	enum home_tab tab;
	const struct tab *tabs;
	const struct todo *todos;
	size_t n_todos;
	int today, week;
	bool more; /* there is a next page, so today and week are at least that */
	const struct matter_row *rows; /* of the other tabs */
	size_t n;
	str next;
	struct matter_counts counts, named;
	const struct red_row *red, *yellow;
	size_t n_red, n_yellow;
	int64_t differs; /* lights and judgements that disagree */
	bool more_differ, judges;
	const struct document_row *documents; /* with open proposals, for the supervising office */
	size_t n_documents;
	const struct matter_row *look_backs; /* closed matters drawn to be looked back at */
	size_t n_look_backs;
	const struct acting *acting;
	size_t n_acting;
};

/* ---- search --------------------------------------------------------------------------------- */
struct search_view {
	str words, next; /* next: an address */
	enum search_tab tab;
	const struct tab *tabs;
	size_t n_tabs;
	struct search_page page;
	const struct name_hit *names;
	size_t n_names;
	bool first;
};

/* ---- documents ---------------------------------------------------------------------------------- */
struct documents_view {
	const struct document_row *rows;
	size_t n;
	str next, error, error_field, title, date, text;
	bool may_add, open;
};
struct split_place {
	size_t at;
	str head; /* the last words before it */
};
struct proposal_row {
	const struct proposal *p;
	bool now, past;
	str title, goal, lead, assist, due; /* as typed, else as proposed */
	str lead_name, quote, matter_number;
	str next, previous;                 /* addresses for J and K */
	const struct split_place *splits;
	size_t n_splits;
	const struct proposal *join;        /* the one after it, when both are open */
};
struct edit_row {
	const struct repair_edit *edit;
	size_t index;
	str around;  /* the words it stands in */
};
struct document_view {
	const struct document *doc;
	str html; /* the text with its marks, already HTML (web/marks.c) */
	const struct proposal_row *rows;
	size_t n_rows, n_folded; /* folded: decided ones in front of the one that is open */
	int64_t open, decided, ready;
	const struct edit_row *guesses;
	size_t n_guesses;
	int64_t holes, masks;
	const struct unit *units;
	size_t n_units;
	bool may_decide;
	str error, error_field, quote;
	int64_t undo; /* the proposal just decided; 0: none */
	str undo_said;
};

/* ---- ledger -------------------------------------------------------------------------------------- */
struct bulk_action {
	const struct action *action;
	const struct kind *kind;
};
struct ledger_view {
	const struct matter_row *rows;
	size_t n;
	const struct tab *tabs;
	size_t n_tabs;
	const struct option *lights, *units, *dues, *reports, *orders, *states, *judged;
	size_t n_lights, n_units, n_dues, n_reports, n_orders, n_states, n_judged;
	str key;                 /* of a bulk action that is taken at once */
	str view;                /* table (empty), board, gantt, calendar */
	const struct tab *ways;  /* the four */
	size_t n_ways;
	const struct kept *keeps; /* what the form of filters must carry along */
	size_t n_keeps;
	bool named;
	str words, number, query, next, document_title, document;
	str why_href; /* the same list with, or without, why each is due when it is */
	bool why;
	const struct option *kinds; /* to narrow it to one; n 0: there is but one */
	size_t n_kinds;
	const struct bulk_action *to_open; /* what the reader may open by hand */
	size_t n_to_open;
	const struct bulk_action *bulk;
	size_t n_bulk;
	bool filtered;
	int64_t all;
};
struct board_column {
	const struct state *state;
	int64_t count;
	bool more;
	const struct matter_row *rows;
	size_t n;
	str href; /* the whole column as a list */
};
struct board_view {
	const struct kind *kind;
	const struct board_column *columns;
	size_t n;
};
struct gantt_row {
	const struct matter_row *row;
	day_t from, to; /* to: DAY_NONE without a deadline */
	str stones;     /* its milestones in words; empty: none */
	str svg;        /* already HTML (web/gantt.c) */
};
struct gantt_view {
	const struct gantt_row *rows;
	size_t n;
	bool stones; /* some have milestones */
	str head;    /* months, already HTML */
	day_t first, last;
};
struct month_item {
	const struct matter_row *row;
};
struct month_day {
	day_t day;
	bool within, works, today;
	str note;  /* 国庆节, 班 */
	str label; /* 11月3日 周二 */
	const struct matter_row *const *items;
	size_t n, more;
};
struct month_view {
	int year, month;
	str title, previous, next, now; /* addresses */
	const struct month_day *days;
	size_t n_days;
	bool short_page; /* more are due than are shown */
	bool provisional;
	size_t n;
};
struct form_row {
	const struct field *field;
	str id, value, error;
	bool required;
	const struct option *options;
	size_t n_options;
	bool explained; /* its options say what they mean */
};
struct action_form {
	const struct action *action;
	str id;        /* in front of the ids of its fields */
	str key;       /* idempotency */
	str missing, reason, reason_error, error;
	bool open, files, lost_files;
	const struct form_row *rows;
	size_t n_rows;
	const struct option *pauses; /* for which of these reasons the clock pauses */
	size_t n_pauses;
	str pause_error;
};
struct open_view {
	const struct kind *kind;
	const struct bulk_action *kinds; /* all that the reader may open */
	size_t n_kinds;
	struct action_form form;
};
struct bulk_row {
	struct matter_row row;
	str why;      /* why it cannot take the action; or what went wrong */
	bool done;
	str person;   /* who answers for it and is away */
};
struct bulk_view {
	const struct kind *kind;
	const struct bulk_row *rows, *others; /* that can take it; that cannot, or could not */
	size_t n, n_others;
	const struct bulk_row *finished;
	size_t n_finished;
	bool result; /* after it was carried out */
	str back;
	struct action_form form;
};

/* ---- calendar ------------------------------------------------------------------------------------ */
struct calendar_run { /* days that follow each other for one reason */
	day_t from, to;
	bool work;
	str name, source, title, href; /* source: title and address */
};
struct calendar_part { /* one calendar in one year */
	str name, label, notice, href;
	bool known, others; /* others: some days go by another notice than the year's */
	int64_t working, version;
	const str *rules; /* week and hours */
	size_t n_rules;
	const struct calendar_run *runs;
	size_t n_runs;
};
struct calendar_page_view {
	int year;
	const int *years;
	size_t n_years;
	const struct calendar_part *parts;
	size_t n_parts;
	bool may_load, pending;
	str error, text, name, label, notice;
};

/* ---- notices ------------------------------------------------------------------------------------------ */
struct notices_view {
	const struct notice *rows;
	size_t n;
	str next;
};
struct topic_row {
	str name, label;
	struct option how[3];
};
struct telling_view {
	struct choices choices;
	const struct topic_row *topics; /* TOPICS */
	str digest, from, to;           /* 08:30 */
	str error, address;
	bool mails;
};
struct robot_line {
	const struct robot_row *r;
	str topics;
	struct words2 form;
};
struct robots_view {
	const struct robot_line *robots;
	size_t n_robots;
	const struct failed_row *failed;
	size_t n_failed;
	const struct option *units, *forms, *topics; /* topics: TOPICS */
	size_t n_units, n_forms;
	str error, name;
	bool mails, calls;
};

/* ---- matter ---------------------------------------------------------------------------------------- */
struct cal_day {
	day_t day;
	char kind;  /* u counted and past, l counted and to come, n today, e due, 0 neither */
	str top, below;
};
struct cal_week {
	struct cal_day days[7];
	int64_t skipped; /* weeks left out before this one */
};
struct clock_panel {
	const struct clock_view *clock;
	const struct cal_week *weeks;
	size_t n_weeks;
	const str *why;
	size_t n_why;
	day_t due;
	int64_t left;
	const struct clock_view *legal; /* the legal limit beside this promised one; NULL */
	day_t legal_due;
};
struct chain_link {
	str label, name, note;
};
struct part_line { /* a part on the page of its matter */
	const struct part_view *p;
	const struct value **fields; /* those that have no column */
	size_t n_fields;
	const struct action_form *forms;
	size_t n_forms;
	bool open; /* it is what the visitor came for */
};
struct part_section {
	const struct kind *sort;
	const struct part_line *lines;
	size_t n_lines;
	const struct action_form *adds;
	size_t n_adds;
	bool units, dues, lights; /* columns that say something */
	int64_t left;             /* not closed */
	bool moves;               /* its rows are requests that the reader may move to another matter */
};
struct curve_money {
	const struct value *done, *planned;
	int rate;     /* thousandths; -1: cannot be said */
	int schedule; /* per cent of the year gone by; -1: does not apply */
};
struct curve_row { /* of the table beside the drawing */
	day_t day;
	int planned, actual; /* per cent; -1: none */
	str what;            /* the milestone of that day */
};
struct curve_view { /* planned against actual */
	const struct course *course;
	str svg;
	const struct curve_row *rows;
	size_t n_rows;
	struct curve_money money[2];
	size_t n_money;
};
struct life_step { /* a day of a subject's life, or a matter about it */
	day_t day;
	str label;
	const struct matter_row *matter; /* NULL: a day of the life itself */
	int order;                       /* within one day */
};
struct life_view {
	bool there;
	const struct life_step *steps; /* the oldest first */
	size_t n;
	str missing;                   /* names of the days that are not known */
};
struct matter_page_view {
	struct life_view life;
	const struct curve_view *curve; /* NULL: none */
	const struct matter_view *m;
	str judged_help, judged_why; /* what the level means, and why it was judged so */
	const struct clock_panel *clock; /* NULL: none */
	const struct clock_panel *others;
	size_t n_others;
	const struct chain_link *chain;
	size_t n_chain;
	const struct value **fields; /* those not shown elsewhere */
	size_t n_fields;
	const struct action_form *actions;
	size_t n_actions;
	str document_href;
	const struct part_section *sections;
	size_t n_sections;
	const struct week_ladder *ladder; /* NULL: it takes no part in the weekly run */
	bool letter; /* of a ladder: it prints as one */
	const struct reveal_row *reveals;
	size_t n_reveals;
	bool may_deny; /* may keep somebody out of it */
};
struct keys_view { /* keys of programs (Open311) */
	const struct open311_key *rows;
	size_t n;
	str name, error, secret; /* secret: of the one just made, shown this once */
};
struct deny_view { /* keeping somebody out (回避、不让被反映单位看到) */
	int64_t matter;
	str number, title, reason, error;
	const struct option *units, *people;
	size_t n_units, n_people;
};

/* ---- all matters of a kind (总览) --------------------------------------------------------------------- */
struct overview_sum {
	str label;
	int64_t n, started, on_plan, late, lit[LIGHTS];
	struct dec total, planned, done, done_all;
	bool too_large; /* a sum that cannot be held: shown as such */
	int rate;       /* done of what is planned this year, thousandths; -1 */
	int64_t gap;    /* points behind plan, summed over those that are; 0: none */
};
struct overview_person { /* an officer who has more than he may */
	str name;
	int64_t n;
};
struct overview_view {
	const struct kind *kind;
	str export_query; /* kind=project */
	const struct overview_sum *groups, *units; /* by the declared field; by unit, most first */
	size_t n_groups, n_units;
	struct overview_sum all;
	const struct matter_row *rows, *bare; /* all, furthest behind first; those without an officer */
	const str *officers;                  /* of each row */
	size_t n, n_bare;
	const struct overview_person *busy;
	size_t n_busy;
	int64_t most, year_share;
	bool cut; /* there are more than were counted */
};

/* ---- settings (规则设置) ------------------------------------------------------------------------------ */
struct setting_group {
	str label;
	const struct setting_view *rows;
	size_t n;
};
struct settings_view {
	const struct setting_group *groups;
	size_t n_groups;
};
struct preview_move {
	enum light from, to;
	int64_t n;
};
struct setting_page_view {
	const struct setting_view *s;
	str value, from, reason, error, error_field; /* as typed */
	const struct option *choices;
	size_t n_choices;
	int64_t version;
	const struct setting_event *events;
	size_t n_events;
	const struct scheme *schemes; /* when it chooses among them */
	size_t n_schemes;
	bool tried;               /* the effect was asked for */
	struct setting_preview preview;
	const struct preview_move *moves;
	size_t n_moves;
};
#include "web/public_view_in.h"
#include "web/import_view_in.h"
#include "web/units_view_in.h"
#include "web/privacy_view_in.h"
#include "web/week_view_in.h"
#include "web/bulletin_view_in.h"
#include "web/rates_view_in.h"
#include "web/runs_view_in.h"
#include "web/ballots_view_in.h"
#include "web/desk_view_in.h"
#include "web/air_view_in.h"
#include "web/monitor_view_in.h"
#include "web/camera_view_in.h"
#include "web/media_view_in.h"
#include "web/indicators_view_in.h"

#endif
