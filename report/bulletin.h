/* SPDX-License-Identifier: Apache-2.0 */
/* bulletin (督查通报): figures of a period, the text of the office around them, and what is kept of
 * both when it is issued. A draft is made from the record as it is read; an issued one is read from
 * the file that came with its issuing event and never computed again (docs/decisions/bulletin.md).
 *
 *     core period_read -> figures -> fill -> paper -> { page, .docx, .json that is kept }
 *
 * Also on the same way: letters of the ladder (督办函) and the ledgers of a leader or a unit. */
#ifndef LUOSHI_BULLETIN_H
#define LUOSHI_BULLETIN_H

#include "core/core.h"
#include "report/figures.h"
#include "report/fill.h"

#define BULLETIN_KIND "bulletin"
#define LINK_CORRECTS "corrects" /* from a correction to the bulletin it replaces */

struct bulletin_row { /* as it stood then */
	int64_t id;
	bool letter, done, late;
	str number, title, unit_name, state, light_word, progress, problem;
	int64_t unit;
	enum light light;
	ms_t due; /* MS_NONE */
	int share; /* -1 */
};
struct bulletin_figure {
	str id;            /* "done", "unit.17.late" */
	str label, of;     /* 超期; 区住建局, empty: of everything */
	str text;          /* as it is printed */
	str query;         /* of the ledger, for the rows as they are now; empty: it has no such filter */
	bool rate;
	const size_t *rows;
	const int *times;  /* NULL: each once */
	size_t n_rows;
};
struct bulletin_doubt { /* what is pointed out: a finding stops the issue, a doubt does not */
	str said;
	bool stops;
	int paragraph;     /* of the paper, from 1; 0: none */
};
struct bulletin_wish { /* what it is made of, from the matter and the settings */
	int64_t matter;
	enum lang lang;
	day_t from, to, date;
	str text;          /* the template, or its own wording */
	str district, mark, issue, issuer, copies;
	str replaces, because; /* the issue it corrects, and why that was recalled; may be empty */
	int scale;         /* decimals of ratios */
	int named;         /* how many units are named first and last */
};
struct bulletin {
	int64_t matter;
	enum lang lang;
	day_t from, to;
	ms_t at;
	bool frozen;
	struct bulletin_row *rows;
	size_t n_rows;
	struct bulletin_figure *figures;
	size_t n_figures;
	struct paper paper;
	str title;
	const struct bulletin_doubt *doubts;
	size_t n_doubts;
	bool stops;        /* one of them does */
};
/* ERR_INPUT: the text, with its line. What does not add up is among the doubts. */
err bulletin_make(struct ctx *, const struct bulletin_wish *, const struct zone *, struct bulletin *ret) must_check;
/* The same from a period that has been read; pure. */
err bulletin_of(struct arena *, const struct bulletin_wish *, const struct zone *, const struct period *, struct bulletin *ret) must_check;
/* All names that templates of bulletins may use, for checking one without a period. */
err bulletin_text_check(struct arena *, str text) must_check;
/* Those names, as whoever writes in that language would write them. */
str *bulletin_names(struct arena *, enum lang, size_t *ret_n);
str *letter_names(struct arena *, enum lang, size_t *ret_n);
const struct bulletin_figure *bulletin_figure(const struct bulletin *, str id); /* NULL: none */
str period_words(struct arena *, enum lang, day_t from, day_t to); /* 2026年11月16日至22日, 2026年第三季度 */
/* Of a number like 督查通报〔2026〕第12期 what an issue is called: 第12期. */
str issue_words(struct arena *, enum lang, str number);

/* The wish of a bulletin's matter, as the settings of its pack say today. */
err bulletin_wish(struct ctx *, const struct matter_view *, str district, struct bulletin_wish *ret) must_check;
/* The template in force, or the built-in one. */
str bulletin_template(struct ctx *, const struct kind *, enum lang);

/* What is kept: everything but the doubts. */
void bulletin_freeze(struct arena *, const struct bulletin *, str *ret_json);
err bulletin_thaw(struct arena *, str json, struct bulletin *ret) must_check;
/* Everything that issues a bulletin comes by here, whoever asks for it: checks, number, files, and to
 * which units it goes when the request does not say. ERR_INPUT: its figures do not agree. */
err bulletin_issue(struct ctx *, const struct matter_view *, str district, const struct zone *, const struct action *, struct act_request *) must_check;
#define BULLETIN_JSON "figures.json"
/* The files of its issuing event: the paper under its name, and what it was made of. */
err bulletin_files(struct ctx *, const struct bulletin *, struct upload ret[2]) must_check;
/* An issued bulletin as it was kept; ERR_NOTFOUND when nothing was. */
err bulletin_kept(struct ctx *, const struct matter_view *, struct bulletin *ret, str *ret_docx) must_check;

/* ---- letters and ledgers --------------------------------------------------------------- */
/* A letter of the ladder in the form of a letter (信函格式). */
err letter_paper(struct ctx *, const struct matter_view *, const struct zone *, enum lang, struct paper *ret) must_check;
err letter_text_check(struct arena *, str text) must_check;
/* One page for each leader, or each unit, with what stands there open or was closed in the period;
 * only: 0 all of them. */
err ledger_paper(struct arena *, const struct period *, const struct zone *, enum figure_group, int64_t only, str district, enum lang,
		 struct paper *ret) must_check;

#endif
