/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of the search for what was read one byte off: what its files share.
 *
 *     repair_hyp    hypotheses, what each character costs them, and guesses at lost ones
 *     repair_step   one hypothesis goes on by what is shown next
 *     repair_shift  the run from its `?` until a reading is believed */
#ifndef LUOSHI_TEXT_REPAIR_SHIFT_IN_H
#define LUOSHI_TEXT_REPAIR_SHIFT_IN_H

#include "text/repair_in.h"

#define ROOM 256           /* of a bucket; cut to the best when full */
#define BUCKETS 32         /* more than one step ever covers */
#define NODES (1u << 19)
#define CHUNK (1u << 14)   /* nodes made at a time: most runs need few */

/* Weights, here and in the files, were found on damaged pages made from our own texts (tools/garble.py). */
#define COST_LISTED 10.0f   /* a listed character without its reading */
#ifndef COST_UNLISTED
#define COST_UNLISTED 4.0f  /* a reading whose character the page never shows */
#endif

struct node {
	int32_t parent;
	uint32_t cp, at; /* at: where it is shown */
};
enum step { IN_STEP, WAITING, UNKNOWN_LEAD };
struct hyp {
	float score, chars, word[4]; /* word[k]: best sum of words that ends k characters back */
	uint16_t id[4];              /* newest first */
	uint64_t tail;               /* of all that was emitted, as a hash */
	int32_t node;
	uint32_t settled;            /* where it came into step again */
	uint16_t n;
	uint8_t step, last;          /* last: the waiting byte, or the last byte read in step */
	bool guessed, year, hole;
	struct lain lain[LAIN_MAX];
	uint8_t n_lain;
	bool split; /* a reading stands between the two bytes of the character that is due */
};
struct bucket {
	struct hyp *v;
	size_t n;
};
struct guess {
	uint32_t cp;
	float p;
	uint8_t lead, trail;
};
#define RETURNS 16
#define KEPT 1024
struct kept { /* guesses of return_by_mark: many hypotheses end alike and would ask the same */
	uint64_t key;
	size_t n;
	struct guess g[RETURNS];
};
/* What a guess may be, of one lead byte: the characters known to the language or the page. */
struct likely {
	uint16_t cp, id;
	uint8_t trail;
};
struct search {
	const struct page *page;
	struct likely *likely;
	uint16_t likely_at[256]; /* by lead byte; ends where the next begins */
	const struct lm_page *lm;
	struct bucket buckets[BUCKETS];
	struct node *nodes[NODES / CHUNK];
	struct kept *kept; /* [KEPT], by key */
	size_t n_nodes, from;
};

/* ---- repair_hyp.c ---- */
void bucket_cut(struct bucket *); /* to the best, likeliest first */
void hyp_put(struct search *, size_t at, const struct hyp *); /* it goes on at `at` */
struct lm_context hyp_context(const struct hyp *);
const struct node *search_node(const struct search *, int32_t i);
struct hyp hyp_emitted(struct search *, const struct hyp *, uint32_t cp, uint32_t at, float cost); /* with one character more */
void hyp_learn(struct hyp *, uint32_t cp, size_t sample);
void hyp_charge(struct hyp *, float cost);
float read_cost(const struct search *, uint32_t cp, bool split); /* of a character on this page */
bool char_reads(const struct search *, uint32_t cp, unsigned syllable); /* may it be read so? */
/* The best characters for a place, as many as there is room for. */
struct guesses {
	struct guess *v;
	size_t n, room;
	struct lm_context context;
	bool split;
};
void guess_trails(const struct search *, struct guesses *, unsigned lead, bool (*of)(const struct likely *));
void guess_pair(const struct search *, struct guesses *, unsigned lead, unsigned trail);
void likely_fill(struct search *, struct arena *);

/* ---- repair_step.c ---- */
void step_in(struct search *, const struct hyp *, size_t at);
void step_waiting(struct search *, const struct hyp *, size_t at);
void step_lost(struct search *, const struct hyp *, size_t at, bool again); /* as if a pair were not shown; `again`: or two */

#endif
