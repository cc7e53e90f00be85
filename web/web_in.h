/* SPDX-License-Identifier: Apache-2.0 */
/* One visit: a request on its way through web/, and what every page may ask of it. */
#ifndef LUOSHI_WEB_IN_H
#define LUOSHI_WEB_IN_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/steady.h"
#include "base/words.h"
#include "net/http.h"
#include "ui.h"
#include "web/web.h"

/* Wakes live streams when the record has grown. */
struct feed {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t grown;
	int64_t seq, turn, frames; /* turn: of the notices; frames: batches of telegrams */
	bool stop;
};
/* How much of a list a program has taken within an hour, beside what is on record. */
enum { TAKERS = 256 };
struct takers {
	pthread_mutex_t lock;
	struct taker {
		const char *list;
		int64_t person, hour, rows, pages;
	} v[TAKERS];
};
struct public_cache { /* web/monitor_public.c: what anybody reads of stations, made once for all readers */
	pthread_mutex_t lock;
	struct arena arena;
	bool some;
	int64_t mark;
	ms_t made;
	struct public_outlets *all;
	struct public_piece *pieces;
};
struct web {
	struct web_config config;
	struct takers takers;
	struct arena arena;
	const struct kind **kinds; /* of all packs, in their order */
	size_t n_kinds;
	struct http_server *http;
	struct feed feed;
	const struct open311_words *open311; /* NULL: the table is not built in */
	ms_t started;
	atomic_llong slow;
	atomic_bool air; /* there are air stations */
	struct public_cache public;
};

enum { VISIT_IDS = 3 };
struct visit {
	struct web *web;
	struct http_request *rq;
	struct http_response *rs;
	struct arena *arena;
	const struct route *route;
	int64_t id[VISIT_IDS]; /* of {id} in the path, in order */
	str word, outer;       /* of the last {word}, and of the one before it */
	struct session session;
	bool signed_in, by_token, api;
	bool session_lost; /* the world's fault: who it is cannot be known just now */
	struct ctx ctx;
	bool ctx_open;
	struct ui ui;
	enum lang lang;
};

/* ---- routes ------------------------------------------------------------------------------- */
#define DUTY_BIT(d) (1u << (d))
enum route_who { PUBLIC, SIGNED };
enum route_form { NO_FORM, FORM }; /* FORM: the secret of the session must come with it */
struct route {
	enum http_method method;
	const char *pattern; /* /matters/{id}/act/{word} */
	err (*fn)(struct visit *);
	enum route_who who;
	uint32_t duties;     /* one of these; 0: any */
	enum route_form form;
	const char *summary; /* key of the catalogue */
};
extern const struct route routes[];
extern const size_t routes_n;
/* NULL: none. *ret_other: the path is known, with another method. */
const struct route *route_find(struct visit *, bool *ret_other);

#define ROUTE(method, pattern, fn, who, duties, form, summary) err fn(struct visit *);
#include "web/routes.tbl.h"
#undef ROUTE

/* ---- air.c: what other pages show of the air ---- */
void air_items_of(struct visit *, const struct air_day *, const struct air_item_line **ret, size_t *ret_n); /* of a day, against its limits */
struct air_mark air_mark_of_hour(day_t, const struct air_value v[AIR_ITEMS]);
struct air_mark air_mark_of(int aqi);

/* ---- signing in: session.c, sign_step.c, account.c ---- */
str token_of(struct visit *);
str device_of(struct visit *); /* what the browser calls itself */
str proxy_says(struct visit *); /* who the trusted proxy says it is; empty: it does not, or is not it */
str join_path(struct visit *, const char *path, str next);
err sign_in_form(struct visit *, struct sign_in_view *) must_check;
void signed_in(struct visit *, const struct session *, str next);
/* All duties but the three administrators': routes of business. */
#define BUSINESS (((1u << DUTIES) - 1) & ~(DUTY_BIT(DUTY_SYSTEM) | DUTY_BIT(DUTY_SECURITY) | DUTY_BIT(DUTY_AUDIT)))
const struct option *units_as_options(struct visit *, int64_t chosen, const char *none, size_t *ret_n);

/* ---- asking --------------------------------------------------------------------------------- */
str query_get(struct visit *, const char *name); /* STR_NONE when absent */
str form_get(struct visit *, const char *name);
int64_t query_int(struct visit *, const char *name, int64_t otherwise);
bool form_int(struct visit *, const char *name, int64_t *ret);
struct ctx *ctx_of(struct visit *); /* opened on first use; asserts that somebody is signed in */
/* Key and arguments of the newest failure in the reader's language. */
str fail_said(struct visit *);
str said(struct visit *, const char *key); /* key of the catalogue, W() at the caller */
err person_name(struct visit *, int64_t id, str *ret) must_check; /* empty: nobody has that id */
str said_with(struct visit *, const char *key, const str *args, size_t n);
/* A path of ours to return to, whatever was asked; "/" when it is not one. */
str safe_path(str);
str fresh_key(struct visit *); /* an idempotency key for a form */
str path_with(struct visit *, const char *fmt, ...) printf_like(2, 3);

/* ---- answering ------------------------------------------------------------------------------ */
err page_error(struct visit *, err);       /* the page (or problem document) of a failure */
void page_refusal(struct visit *, int status, str sentence);
void page_begin(struct visit *);           /* headers of a page */
#define render(v, call) \
	do { \
		page_begin(v); \
		int64_t render_began_ = steady_us(); \
		call; \
		(v)->rq->us_render += steady_us() - render_began_; \
	} while (0)
/* The same for what writes to the record and waits for the commit. */
#define committing(v, call) \
	({ \
		int64_t commit_began_ = steady_us(); \
		err committing_e_ = (call); \
		(v)->rq->us_commit += steady_us() - commit_began_; \
		committing_e_; \
	})
void see_other(struct visit *, str path);
/* A message for the next page: goes as ?did=WORD, shown by the page itself. */
void cookie_set(struct visit *, const char *name, str value, bool gone);
str session_cookie_name(struct visit *);
bool form_secret_fits(struct visit *); /* came with the secret of the session */
void session_restore(struct visit *); /* who is it? fills session, lang, ui */
/* On whose behalf: the person named by the cookie `for`, unless the page is one's own. */
err persona_take(struct visit *) must_check;
int64_t persona_asked(struct visit *); /* 0: nobody */

/* There are air stations, asked until there are. */
bool air_shown(struct visit *);
str air_chart(struct visit *, const struct air_rules *, const struct air_hour_line *, size_t n);

/* Which menu entry we are at, and the counts of the trays. */
err frame(struct visit *, const char *section);
void frame_counts(struct visit *, const char *section, const struct matter_counts *);

/* ---- pages that are shown again with what was typed ------------------------------------------- */
struct typed { /* of a form that could not be accepted; .error.n == 0: none */
	str action, error, field;
	str part; /* what the action was taken on: id of a part, or the sort of one to be opened; empty: the matter */
	int status;
};
err document_show(struct visit *, int64_t document, const struct typed *);
/* One decision on the proposal of the path, its particulars from the form. */
err proposal_decide(struct visit *, str decision);
err matter_show(struct visit *, int64_t matter, const struct typed *);
bool may_keep_out(struct visit *, const struct kind *); /* web/deny.c */
/* Photographs among files that belong to a request: without what the camera wrote, under a plain name; other files stay as
 * they are. ERR_INPUT, ERR_LIMIT with the sentence: one cannot be taken. web/pictures.c */
err uploads_clean(struct visit *, struct upload *, size_t n) must_check;
bool may_move_requests(struct visit *, const struct kind *); /* web/request_move.c */
/* Other ways to look at the question of the ledger: web/board.c, web/gantt.c, web/calendar_view.c. */
err board_show(struct visit *, const struct matter_query *, struct ledger_view *);
err gantt_show(struct visit *, const struct matter_query *, struct ledger_view *);
err calendar_show(struct visit *, const struct matter_query *, struct ledger_view *);
/* The parts of the page of settings that concern delegation, leave and the calendar. */
err me_show(struct visit *, const struct absence_form *typed, str calendar_secret);
/* The question of the ledger as its address asks it. */
err ledger_asked(struct visit *, struct matter_query *ret) must_check;
void ledger_next(struct visit *, struct ledger_view *, str cursor);
#define OPEN_LIGHTS (((1u << LIGHTS) - 1) & ~(1u << LIGHT_DONE))
/* An action that is taken at once: it asks for nothing; or for one text and nothing else. */
bool action_asks(const struct action *);
const struct field *action_one_text(const struct kind *, const struct action *); /* NULL: it is not so */
err ingest(struct visit *, str file_name, str bytes, str title, day_t date, int64_t *ret);
/* A failure that the form itself can show; false: it goes to the page of errors. */
bool typed_from(struct visit *, err, str action, struct typed *ret);
/* The text with its marks, as HTML. */
void document_marks(const struct ui *, struct arena *, const struct document *, struct buf *);
const struct action *action_find(const struct kind *, str name);
/* Fields of an action as a form; typed values when the form came back. */
/* The kind of that name (empty: the first) and its action that opens; web/open.c. */
err kind_to_open(struct visit *, str name, const struct kind **ret, const struct action **ret_action);
err curve_fill(struct visit *, struct matter_page_view *); /* web/curve.c */
bool indicators_declared(struct visit *); /* web/indicators.c */
const struct measured *trend_value(const struct measured *, size_t n, str period, enum value_sort); /* NULL: none */
bool trend_number(const struct measured *, struct frac *ret); /* false: no number */
str trend_period(struct visit *, str period, bool cumulative); /* in words */
str trend_draw(struct visit *, const struct trend_view *, const struct measured *, size_t n, int year); /* web/indicators_draw.c */
bool kinds_overview(struct visit *); /* has one that the visitor may see an overview? */
bool kinds_evaluated(struct visit *); /* is there one of evaluations (web/runs.c) that the visitor may see? */
/* web/kinds.c */
void kinds_gather(struct web *);                         /* from the packs, once */
const struct kind *kind_named(struct visit *, str name); /* NULL: none */
/* 生命周期 of a subject whose kind declares one (life.c); whether the page shows the field there. */
err life_fill(struct visit *, const struct matter_view *, struct life_view *ret) must_check;
bool life_holds(const struct kind *, const struct field *);
const struct action *kind_opening(struct visit *, const struct kind *); /* that the visitor may take, by his duties; NULL: none */
void kinds_to_open(struct visit *, const struct bulk_action **ret, size_t *ret_n);
void kind_options(struct visit *, struct ledger_view *, struct matter_query *);
void bulk_actions(struct visit *, struct ledger_view *, const struct kind *only); /* after its rows; only NULL: of the kinds among them */
err action_form_fill(struct visit *, const struct kind *, const struct matter_view *, const struct action *,
		     const struct typed *, struct action_form *ret);
/* Arguments and files of an action from the form that came. */
err action_args(struct visit *, const struct kind *, const struct action *, struct act_request *ret);
/* The sections of parts on the page of their matter; web/part.c. */
err part_sections(struct visit *, const struct typed *, struct matter_page_view *);
/* A part's id, or the sort of one to be opened, from the path. */
err part_named(struct visit *, const struct matter_view *, struct act_request *, const struct kind **ret_sort);
err clock_panel_fill(struct visit *, const struct clock_view *, struct clock_panel *ret);
str join_query(struct visit *, const char *leave_out, str extra);

/* The members of a JSON object become fields of the form, so that pages and programs take
 * the same way: text as it is, numbers and true/false as text, lists joined by 、; an
 * object inside (`fields`) joins the outer one. A multipart body is a form already. */
err api_form(struct visit *) must_check;

/* Open311: the table of its words, once; a refusal of any path below /open311/ in its own form. */
err open311_gather(struct web *) must_check;
void open311_refuse(struct visit *, int status, str sentence);

/* ---- the weekly run: week.c, week_report.c, week_letter.c ------------------------------------ */
struct typed_rows; /* what came back with the form of all reports; NULL: nothing */
err week_rows(struct visit *, const struct week_run *, const struct typed_rows *, const struct week_row **ret, size_t *ret_n) must_check;
err week_show(struct visit *, day_t monday, const struct typed_rows *) must_check;
str week_name(struct visit *, day_t monday); /* 2026-W47 */
err week_ladder_fill(struct visit *, int64_t matter, const struct week_ladder **ret) must_check;

/* ---- bulletins, ledgers, templates: bulletin.c, ledgers.c, templates.c -------------------------- */
bool is_bulletin(const struct matter_view *);
const struct paper_page *sheet_of(struct visit *, const struct paper *);
bool is_letter(struct visit *, const struct kind *); /* of some ladder */
err bulletin_read(struct visit *, int64_t id, struct matter_view *ret_m, struct bulletin *ret) must_check;
/* What an action that issues a bulletin needs beside its form: its files and its number. Of others nothing. */
err bulletin_arm(struct visit *, const struct matter_view *, const struct action *, struct act_request *) must_check;
bool is_template(str setting);
/* Whether a text may become that setting: of settings that are no templates always. */
err template_check(struct visit *, str setting, str text) must_check;
str without_cr(struct visit *, str); /* a browser sends line ends as \r\n */

err feed_start(struct web *) must_check;
void feed_stop(struct web *);
bool asset_serve(struct visit *);
const char *asset_address(const char *name);
void security_headers(struct visit *, bool page);

/* ---- what is taken out is on record: taken.c ---- */
/* One file of a list: who, which, how many rows; its filters from the address. */
err taken_out(struct visit *, const char *list, str kind, const char *form, int64_t rows, bool personal) must_check;
/* A page of a list for a program: the first of an hour at once, those that follow in one line when the hour is over. */
err taken_page(struct visit *, const char *list, int64_t rows) must_check;
/* The filters of the address, but what was typed freely: words may name a person. */
str filter_asked(struct visit *);

/* Sends a file that a stranger gave: safe pictures inline, everything else as download. */
void send_file(struct visit *, str name, str type, str bytes, bool inline_ok);
/* The bytes of one uploaded file of that field; false: none was chosen. */
bool upload_find(struct visit *, const char *field, struct http_file *ret);

#endif
