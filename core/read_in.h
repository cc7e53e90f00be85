/* SPDX-License-Identifier: Apache-2.0 */
/* Streams of matter_unit in one order, merged; used by lists, counts and to-do lists. */
#ifndef LUOSHI_READ_IN_H
#define LUOSHI_READ_IN_H

#include "core/matter_in.h"

struct candidate {
	int64_t matter, unit, key; /* key: what the order goes by */
	int rel;
	const struct kind *kind; /* NULL: its pack is not loaded */
	int state, light;
	ms_t due, changed; /* due: NEVER when there is none */
};
struct stream {
	struct rows *rows;
	int64_t unit;
	bool live;
	struct candidate at;
};
struct streams {
	struct ctx *x;
	bool rising;
	LIST(struct stream) all;
	int looked_at;
	int64_t *denied; /* are in none of them: they end no page and no bound is reached by them */
	size_t n_denied;
};
err streams_init(struct streams *, struct ctx *, bool rising) must_check;
err stream_state(struct streams *, int64_t unit, const struct kind *, size_t state, int64_t key, int64_t id) must_check;
err streams_begin(struct streams *) must_check; /* after all were started */
err streams_next(struct streams *, struct candidate *ret, bool *ret_found) must_check;
err streams_end(struct streams *) must_check;

void cursor_read(str, bool rising, int64_t *ret_key, int64_t *ret_id); /* rubbish: the first page */
str cursor_text(struct arena *, int64_t key, int64_t id);
/* Matters denied to the asker, to a unit above him, or to who acts for him: few. */
err denied_ids(struct ctx *, int64_t **ret, size_t *ret_n) must_check;
bool id_in(const int64_t *, size_t n, int64_t id);
/* Whether it waits in his tray, as far as a row of matter_unit tells; TRAY_ASK: look at the matter. */
enum tray_guess { TRAY_NO, TRAY_YES, TRAY_ASK };
enum tray_guess tray_by_bits(const struct ctx *, const struct kind *, size_t state, int bits);
/* Whether it waits in the asker's tray now, and what for. */
bool in_tray(const struct ctx *, const struct matter *, role_set, const struct action **ret);

/* The units under which the reader's matters stand: the whole district, his unit, himself. */
size_t scopes_of(const struct ctx *, const struct kind *only, int64_t ret[3]);
/* Bits that a row under this unit proves of the reader. */
int scope_bits(int64_t unit, int rel);
bool candidate_visible(const struct ctx *, const struct candidate *);
/* Parts in trays, by due date; room for `most`. */
/* How many of them wait for the reader; `denied`: matters that he may not see. */
err parts_waiting(struct ctx *, const int64_t *denied, size_t n, int64_t *ret) must_check;
err todo_parts(struct ctx *, size_t most, struct todo *, size_t *ret_n) must_check;


/* ---- the weekly run: read_week.c, read_ladder.c --------------------------------------------- */
#define WEEKS_MATTERS LIMIT_RESIDUAL_ROWS /* a page folds at most so many */
struct weekly { /* a kind that takes part */
	const struct kind *kind;
	const struct action *report;
	int text, idle, every; /* fields; -1: none */
	enum week_every usual;
};
/* In force on that day, from whichever pack declares it; `otherwise` when none does. */
int64_t week_setting(struct ctx *, day_t, const char *name, int64_t otherwise);
bool weekly_of(struct ctx *, const struct kind *, day_t, struct weekly *ret);
const struct week_span *spans_upto(struct ctx *, day_t monday);
/* Ids of the visible matters of a kind in these states; of the closed ones only those that were
 * due, and changed, since these instants. */
typedef LIST(int64_t) week_ids;
err week_collect(struct ctx *, const struct kind *, uint64_t states, ms_t due_from, ms_t changed_from, week_ids *) must_check;
/* Folds a matter's events and judges them; *ret_in is false when it was not there in the spans. */
err week_item_of(struct ctx *, const struct weekly *, const struct week_span *, const struct matter *, role_set, struct week_item *ret) must_check;

/* The same, and shows how it stood at these instants, while it is folded: called with each in turn,
 * unless it was not there yet. What it keeps it must copy. */
struct week_stops {
	const ms_t *at;
	size_t n;
	err (*stood)(void *arg, size_t i, const struct matter *);
	void *arg;
};
err week_item_stops(struct ctx *, const struct weekly *, const struct week_span *, const struct matter *, role_set, const struct week_stops *,
		    struct week_item *ret) must_check;

struct letter { /* with what it is about */
	struct letter_row row;
	bool of_unit;
	int64_t unit, *causes;
	size_t n_causes;
};
struct exemption {
	int64_t id, *of;
	size_t n_of;
	day_t from, to;
};
struct ladder_facts {
	const struct ladder *ladder;
	struct rung *rungs; /* with their settings applied */
	LIST(struct letter) letters;
	LIST(struct exemption) exemptions;
};
const struct ladder *ladder_of(const struct core *, const struct kind *); /* NULL: none */
err ladder_read(struct ctx *, const struct ladder *, struct ladder_facts *ret) must_check;
void ladder_exempt(struct ctx *, const struct ladder_facts *, const struct week_span *, struct week_item *);
err ladder_dues(struct ctx *, const struct ladder_facts *, struct week_run *) must_check;
bool may_issue(struct ctx *, const struct ladder *);

#endif
