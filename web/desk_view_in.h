/* SPDX-License-Identifier: Apache-2.0 */
/* What the call taker's desk and its board show; included by view_in.h. */
#ifndef LUOSHI_WEB_DESK_VIEW_IN_H
#define LUOSHI_WEB_DESK_VIEW_IN_H

#include "core/request.h"
#include "core/similar.h"
#include "core/suggest.h"
#include "web/map_in.h"

/* ---- beside the form ---- */
struct desk_hit {
	const struct similar_hit *hit;
	bool open, again;       /* one can still be attached to it; it is closed and can be opened again */
	str state, unit;        /* how it stands; empty unit: nobody has it yet */
	char key;               /* of the keyboard; 0: none */
};
struct desk_offer { /* a suggestion: a button that fills a field */
	const char *field;
	str value, label, words; /* words: those of the message that weighed */
	int share;              /* per cent */
	char key;
};
struct desk_article {
	const struct matter_row *row;
	str answer, ground;
	bool expired;
	char key;
};
struct desk_side {
	bool looked, behind;    /* behind: the newest are not among the duplicates yet */
	const struct request_row *earlier;
	size_t n_earlier;
	const struct desk_hit *hits;
	size_t n_hits;
	const struct desk_offer *offers;
	size_t n_offers;
	const struct desk_article *articles;
	size_t n_articles;
};

/* ---- moving a request that was filed before ---- */
struct move_view {
	const struct matter_view *m;
	const struct part_view *p;
	str words, number, reason, error; /* words: its own, as far as the reader may; the rest as typed */
	const struct desk_hit *hits;
	size_t n_hits;
	bool behind, split;
	int64_t to, version, here; /* here: so many requests stand in the order */
};

/* ---- what has just been taken ---- */
struct desk_done {
	struct request_taken taken;
	str code, did, problem; /* problem: it is taken, but what should have followed was refused */
	bool attached;
	struct matter_row row;
	struct request_public now; /* as the caller may be told */
	const struct value **told; /* fields worth reading out: the answer first */
	size_t n_told;
};

enum desk_line_of { LINE_PHONE, LINE_PLACE, LINE_AREA, LINE_CATEGORY, LINE_TITLE, LINE_LEAD, LINE_CITES, LINE_NAME, LINE_OUTSIDE, LINE_EXPECTED, LINE_REPORTED, DESK_LINES };
struct desk_line { /* a field of one line */
	const char *name, *label, *list; /* label: key of the catalogue; list: of what it may be, by id; NULL: anything */
	int most;                        /* characters */
	char key;                        /* of the keyboard; 0: none */
};
extern const struct desk_line desk_lines[DESK_LINES];

struct desk_view {
	str line[DESK_LINES], words, answer; /* as typed */
	bool secret, no_article;
	const struct option *classes, *channels, *urgencies, *emergencies, *categories, *units;
	size_t n_classes, n_channels, n_urgencies, n_emergencies, n_categories, n_units;
	str key, notice, notice_version;
	str focus;              /* the field that is typed in next */
	const struct public_fault *faults;
	size_t n_faults;
	struct desk_side side;
	const struct desk_done *done; /* NULL: none */
};

bool desk_faulty(const struct desk_view *, const char *field);
bool desk_more(const struct desk_view *); /* something below the fold is filled in or wrong */

/* ---- the board ---- */
struct desk_queue {
	str label, href;
	int64_t n, red, yellow;
	bool more;              /* more are red or yellow than were counted */
};
struct desk_hot {
	const struct similar_cluster *c;
	str label, place, title, why, key; /* title, why: of the topic that is proposed */
};
struct desk_board_view {
	const struct desk_queue *queues;
	size_t n_queues;
	int64_t overdue;
	bool centre;            /* the visitor may propose topics */
	str month;
	const struct desk_hot *hot;
	size_t n_hot;
	bool map;
	str map_title;
	struct map drawing;
	struct map_frame frame;
	const struct map_point *points;
	size_t n_points;
	str error;
};

#endif
