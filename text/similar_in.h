/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of similarity share: compiled rules and the sounds of a text. */
#ifndef LUOSHI_TEXT_SIMILAR_IN_H
#define LUOSHI_TEXT_SIMILAR_IN_H

#include "text/bigram.h"
#include "text/similar.h"

/* name, what it does */
#define SIMILAR_WEIGHTS(X) \
	X(words) /* cosine of the words */ \
	X(rare) X(rare_half) /* rare words in common, whatever else is said; half of it at so many */ \
	X(topic) /* share of the troubles named */ \
	X(telling) X(telling_half) /* troubles in common, by how rare each is; half of it at so much */ \
	X(place) /* names of places in common */ \
	X(elsewhere) /* taken off: both name a home, another one */ \
	X(elsewhere_road) /* taken off: the same of roads and spots */ \
	X(number) /* for each number in common: building 3 */ \
	X(other_number) /* taken off for each that differs */ \
	X(lone_number) /* share of both that counts while no name of a place is in common */ \
	X(near) /* within 60 m; falls with the distance */ \
	X(far) /* taken off from 1 km on */ \
	X(category1) X(category2) X(category3) /* levels in common */ \
	X(other_category) /* taken off when the first level differs */ \
	X(area) X(other_area) \
	X(caller) \
	X(length) /* by how much chance is to be thought of for each time that a message is longer than usual */ \
	X(age) /* taken off per doubling of days */ \
	X(crowd) /* taken off per doubling of the matters for which as much speaks */ \
	X(usual) /* thousands of messages that what any message says is counted as */ \
	X(sound) /* what a word counts that only sounds so */ \
	X(find_caller) X(find_cell) X(find_category) /* of terms, where entries are looked for */ \
	X(least) /* score below which nothing is shown */
struct similar_weights {
#define X(name) double name;
	SIMILAR_WEIGHTS(X)
#undef X
};

#define SOUND_FIRST 0x4e00
#define SOUND_LAST 0x9fff
enum phrase_sort { PHRASE_TOPIC, PHRASE_STOP, PHRASE_PLACE, PHRASE_PLAIN, PHRASE_NUMBER, PHRASE_BESIDE };
struct similar_phrase {
	uint64_t sound;  /* hash of its sounds */
	uint32_t *cp;
	uint8_t n, sort;
	uint16_t which;  /* topic: its row; place: enum trait_sort; number: its class */
	int next;        /* in its bucket; -1: none */
};
#define PHRASE_MOST 8 /* characters */
#define TOPICS_MOST 1000
struct similar_rules {
	uint16_t sound[SOUND_LAST - SOUND_FIRST + 1]; /* 0: none known */
	uint8_t dull[SOUND_LAST - SOUND_FIRST + 1];   /* 1 dull, 2 before a name */
	LIST(struct similar_phrase) phrases;
	int *bucket;
	size_t n_buckets;
	LIST(str) topics;
	struct similar_weights weight;
	uint64_t stamp;
};
static inline uint32_t similar_sound(const struct similar_rules *r, uint32_t c)
{
	uint32_t s = c >= SOUND_FIRST && c <= SOUND_LAST ? r->sound[c - SOUND_FIRST] : 0;
	return s ? s : c + 0x1000;
}
static inline unsigned similar_dull(const struct similar_rules *r, uint32_t c)
{
	return c >= SOUND_FIRST && c <= SOUND_LAST ? r->dull[c - SOUND_FIRST] : 0;
}
/* The phrase of this sort that is these characters, or (heard) only sounds so; NULL: none. */
const struct similar_phrase *similar_phrase_at(const struct similar_rules *, const uint32_t *cp, size_t n, unsigned sorts, bool heard);
/* Another of the same sort after it: one word can say several things; NULL: none. */
const struct similar_phrase *similar_phrase_next(const struct similar_rules *, const struct similar_phrase *, const uint32_t *cp, bool heard);
unsigned similar_piece_slot(const struct similar_rules *, const struct similar_key *, const uint32_t *cp, size_t n); /* of a word or a character */
double similar_rarity(const struct similar_counts *, uint32_t code); /* how much a feature says */
#define SIMILAR_USUAL 60  /* features of a message of usual length */
#define SIMILAR_NEAR 1000 /* m: farther is not near at all */
#define CODE_SORT(code) ((code) >> 29)
#define CODE_SOUND(code) ((code) >> 11 & 0x3ffff)
#define CODE_CHARS(code) ((code) & 0x7ff)

#endif
