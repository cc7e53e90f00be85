/* SPDX-License-Identifier: Apache-2.0 */
/* similar (相似): what two tellings of one trouble have in common though the words differ.
 * Pure; any thread.
 *
 *     similar_rules_compile -> similar_read (features) -> similar_terms (what an index is asked by)
 *                                                      -> similar_weigh (how near two are)
 *
 * Everything that leaves similar_read is a keyed hash, but for the pieces of text of the message
 * at hand: an index made of it holds nobody's words. Hashes are of sounds, so that a wrong homophone
 * of voice typing still meets; a few bits beside them tell whether the characters agree too.
 * The words and weights are data/text/similar.tsv, the sounds data/text/sounds.tsv. */
#ifndef LUOSHI_TEXT_SIMILAR_H
#define LUOSHI_TEXT_SIMILAR_H

#include "text/text.h"

#define SIMILAR_VERSION 1
#define SIMILAR_TRAITS 180     /* of one message, at most */
#define SIMILAR_TEXT 1500      /* characters of a text that are looked at */
#define SIMILAR_SLOTS (1 << 16) /* counters of how many messages have a feature */
#define SIMILAR_NOWHERE INT32_MIN

struct similar_rules; /* words, sounds, weights; constant */
/* ERR_INPUT names the line. Lives in the arena. */
err similar_rules_compile(struct arena *, str tsv, str sounds, str origin, const struct similar_rules **ret) must_check;
/* Those built into the program. */
err similar_rules_built_in(struct arena *, const struct similar_rules **ret) must_check;

/* Changes with whatever changes what is kept of a message; weights do not. */
uint64_t similar_rules_stamp(const struct similar_rules *);

struct similar_key {
	uint64_t k[2]; /* of the hashes */
};
uint64_t similar_hash(const struct similar_key *, const void *p, size_t n); /* SipHash-2-4 */

/* ---- features ----------------------------------------------------------------------------- */
enum trait_sort { TRAIT_WORD, TRAIT_TOPIC, TRAIT_HOME, TRAIT_TOWN, TRAIT_ROAD, TRAIT_SPOT, TRAIT_NUMBER, TRAIT_SORTS };
struct trait {
	uint64_t hash;  /* of its sounds; names of places and words share one space */
	uint32_t code;  /* sort 3 bits, sound 18, characters 11: as it is kept */
	uint8_t sort;
	bool heard;     /* a topic that only sounds so */
	str text;       /* as it stands in the folded message; of a topic too */
	size_t at;      /* where: characters from the beginning, its texts one after the other */
};
struct similar_facts { /* what is known beside the words */
	str category;   /* urban.road.lamp; may be empty */
	str caller;     /* phone; may be empty */
	int64_t area;   /* unit; 0: not known */
	int32_t x, y;   /* 1e-5 degrees east and north; SIMILAR_NOWHERE */
	ms_t at;
};
#define SIMILAR_ALIASES 6
struct similar_alias { /* of the place: what others call it */
	uint32_t code;
	float sure; /* 0..1 */
};
struct similar_side { /* one message, or what is kept of it */
	uint32_t codes[SIMILAR_TRAITS]; /* ascending by sound */
	size_t n;
	uint32_t category[3];           /* hash of each level from the top; 0: none */
	uint64_t caller;                /* 0: not known */
	int64_t area;
	int32_t x, y;
	ms_t at;
	struct similar_alias alias[SIMILAR_ALIASES]; /* of a question: similar_learn_names */
	size_t n_alias;
};
struct similar_message {
	struct similar_side side;
	struct trait *traits; /* in the order of side.codes */
	size_t n;             /* of both */
};
struct similar_text {
	str title, words, place;
};
void similar_read(struct arena *, const struct similar_rules *, const struct similar_key *, const struct similar_text *, const struct similar_facts *,
		  struct similar_message *ret);
unsigned trait_slot(uint32_t code); /* of its counter; SIMILAR_SLOTS of them */

/* What is kept of a message, and back; false: not such bytes. */
str similar_pack(struct arena *, const struct similar_side *);
bool similar_unpack(str bytes, struct similar_side *ret);

/* ---- how frequent ---------------------------------------------------------------------------- */
struct similar_counts {
	const uint32_t *n; /* messages with a feature, by slot; NULL: nothing counted yet */
	int64_t all;       /* messages counted */
};

/* What any message says now and then, as if so many had been counted: a young district knows it too. By slot, and how many
 * messages that would be. */
int64_t similar_usual(struct arena *, const struct similar_rules *, const struct similar_key *, uint32_t slots[SIMILAR_SLOTS]);

/* ---- terms of an index --------------------------------------------------------------------------- */
struct similar_term {
	int64_t term;  /* 36 bits */
	float weight;  /* how much it says */
};
#define SIMILAR_TERMS (SIMILAR_TRAITS + 16) /* of one message, at most */
/* Under which a message is kept, from what is kept of it; asked: looked for, also around its place.
 * Each once. */
size_t similar_terms(const struct similar_rules *, const struct similar_key *, const struct similar_side *, const struct similar_counts *, bool asked,
		     struct similar_term ret[SIMILAR_TERMS]);

/* ---- names of one place -------------------------------------------------------------------------- */
/* Requests that were attached to one matter tell of one place: when they name it differently, both are its names. */
struct similar_told_side {
	int64_t matter;
	struct similar_side side;
};
bool similar_names_place(uint32_t code); /* a name by which a place is known, not a road or town */
/* Adds to the question what requests of the matters that name its place call it too. Those of a matter stand
 * together. False: nothing was learned. */
bool similar_learn_names(struct similar_side *question, const struct similar_counts *, const struct similar_told_side *, size_t n);
struct similar_term similar_alias_term(const struct similar_alias *, const struct similar_counts *);

/* ---- nearness --------------------------------------------------------------------------------------- */
struct similar_why {
	double score, words, topic, place, by_caller; /* by_caller: what the same caller added to the score */
	int64_t metres;   /* between the two; -1: not known */
	bool same_caller, elsewhere; /* elsewhere: both name a home, not the same */
	bool also;        /* it names the place as others of the same place do */
	uint8_t shared[SIMILAR_TRAITS]; /* which traits of the question the other has too: 1 by sound, 2 by character */
};
void similar_weigh(const struct similar_rules *, const struct similar_side *question, const struct similar_side *other, const struct similar_counts *,
		   struct similar_why *ret);
#define SIMILAR_CROWD 384 /* proposals that are held against each other */
/* Takes off what others make cheap: the more of these matters have as much in common with the question. */
void similar_crowd(struct arena *, const struct similar_rules *, const struct similar_side *question, const struct similar_counts *,
		   struct similar_why *const *why, const int64_t *matter, size_t n);
int64_t similar_metres(const struct similar_side *, const struct similar_side *); /* -1: not known */
/* At least this much, in its score, before anybody is shown it. */
double similar_least(const struct similar_rules *);

#endif
