/* SPDX-License-Identifier: Apache-2.0 */
/* Words written so that a search misses them: a character that sounds the same in a set
 * phrase (区卫书记, 正府), a sign inside a word (书.记), a single character in brackets.
 * Shown to a person, never changed: a slip of the pen looks the same. */
#include "text/repair_in.h"

/* Thresholds in nats; bench/flag_quality.py counts false ones. */
#define WORD_LEAST -10.0f   /* ln p of the word that is meant */
#define GAIN_LEAST 10.0f    /* by how much the text reads better with it */
#define GAIN_WORD 11.0f     /* the same where what is written is a word, too */
#define PHRASE_LEAST -5.0f  /* of it and the one behind it: they must belong together */
#define COMMONEST 40        /* characters of the model that stand for nothing but themselves: 的, 是 */
#define FREQUENT 3500       /* a rare one is no disguise */
#define SPLIT_INSIDE -4.0f  /* ln p of the second half behind the first, and what stands before */
#define BRACKET_INSIDE -0.7f
#define SPLITTERS 2

/* ---- a character for another --------------------------------------------------- */

static float read_as(const uint16_t *id, unsigned as)
{
	return lm_char(id[-2], id[-1], as) + lm_char(id[-1], as, id[1]);
}

/* With the neighbour with which what is written makes a word, where it makes one. */
static bool word_with(const uint16_t *id, unsigned as)
{
	uint16_t w[3] = {id[-1], (uint16_t)as, id[1]};
	bool before = lm_word(w, 2) > WORD_LEAST, behind = lm_word(w + 1, 2) > WORD_LEAST;
	return (before || behind) && (before || !lm_known_word(id - 1, 2)) && (behind || !lm_known_word(id, 2));
}

static bool in_word(const uint16_t *id)
{
	return lm_known_word(id - 1, 2) || lm_known_word(id, 2) || lm_known_word(id - 2, 3) || lm_known_word(id - 1, 3) || lm_known_word(id, 3);
}

/* What is written: the numbers and the pairs from its character on. */
struct written {
	const uint16_t *id;
	const struct lm_pair *pair;
};

/* A far likelier text with it? Asked in the order of what the questions cost. */
static bool is_meant(const struct written *w, unsigned as)
{
	float likely = read_as(w->id, as);
	if (likely <= PHRASE_LEAST || !word_with(w->id, as))
		return false;
	float join = lm_joined(w->pair, w->id), written = join + lm_behind(w->pair, w->id);
	return join < UNLIKELY && (likely > written + GAIN_WORD || (likely > written + GAIN_LEAST && !in_word(w->id)));
}

/* The words of a neighbour: by its number where they stand, the sound of the mate and its number. */
struct mates {
	const uint32_t *starts;
	const uint16_t *sounds, *mates;
};

/* Is one of them meant, of those that sound like what is written? Sounds ascend. */
static bool mate_meant(const struct written *w, const struct mates *m, unsigned neighbour, unsigned sound)
{
	uint32_t i = m->starts[neighbour], to = m->starts[neighbour + 1];
	for (uint32_t n = to - i, half; n; n -= half) {
		half = (n + 1) / 2;
		i += m->sounds[i + half - 1] < sound ? half : 0;
	}
	for (; i < to && m->sounds[i] == sound; i++)
		if (m->mates[i] != w->id[0] && is_meant(w, m->mates[i]))
			return true;
	return false;
}

static bool sound_in(const uint64_t *rows, unsigned neighbour, unsigned sound)
{
	return rows[neighbour * SOUND_ROW + sound / 64 % SOUND_ROW] >> sound % 64 & 1;
}

/* By the pairs alone: could a text be likelier by so much than what is written? */
static bool may_be_veiled(const struct lm_pair *p)
{
	return lm_odd(p - 1) | lm_odd(p) | (lm_backed_units(p) + lm_backed_units(p + 1) >= (unsigned)(GAIN_LEAST / LM_STEP));
}

/* Does another character of the same sound make a frequent word here, and a far likelier text? */
static bool is_veiled(const struct written *w)
{
	const uint16_t *id = w->id, *own = char_sounds + id[0] * SOUNDS;
	static const struct mates begun = {begun_starts, begun_sounds, begun_mates}, ended = {ended_starts, ended_sounds, ended_mates};
	for (size_t k = 0; k < SOUNDS && own[k]; k++)
		if ((sound_in(begun_bits, id[-1], own[k]) && mate_meant(w, &begun, id[-1], own[k])) ||
		    (sound_in(ended_bits, id[1], own[k]) && mate_meant(w, &ended, id[1], own[k])))
			return true;
	return false;
}

/* The next places of the list, up to a block of them, where the pairs allow a veil; what their
 * sounds are asked of is fetched meanwhile. */
#define VEILS_BLOCK 64
static size_t veils_possible(const struct flags *f, size_t *k, uint32_t place[VEILS_BLOCK])
{
	size_t n = 0;
	for (; *k < f->unlikely.n && n < VEILS_BLOCK; ++*k) {
		size_t i = f->unlikely.v[*k];
		const uint16_t *id = f->id + i;
		place[n] = (uint32_t)i;
		n += (i >= 2) & (id[0] > COMMONEST) & (id[0] < FREQUENT) & (i + 2 < f->n) & may_be_veiled(f->pair + i);
		__builtin_prefetch(char_sounds + id[0] * SOUNDS);
		__builtin_prefetch(begun_bits + id[-1] * SOUND_ROW);
		__builtin_prefetch(ended_bits + id[1] * SOUND_ROW);
	}
	return n;
}

static void flag_other_characters(struct flags *f)
{
	uint32_t place[VEILS_BLOCK];
	for (size_t k = 0, n; (n = veils_possible(f, &k, place)) > 0;)
		for (size_t m = 0; m < n; m++) {
			size_t i = place[m];
			struct written w = {f->id + i, f->pair + i};
			if (is_han(f->cp[i]) && w.id[-1] && w.id[1] && (is_han(f->cp[i - 1]) || is_han(f->cp[i + 1])) && is_veiled(&w) &&
			    simple_of(f->cp[i]) == f->cp[i])
				flag_put(f, i, i + 1, FLAG_OBFUSCATED);
		}
}

/* ---- a sign inside a word -------------------------------------------------------- */

static bool joins(const uint16_t *before, unsigned a, unsigned b, float inside)
{
	uint16_t w[2] = {(uint16_t)a, (uint16_t)b};
	return a && b && lm_word(w, 2) > WORD_LEAST - 1 && lm_char(before[0], a, b) > inside;
}

/* A blank may also be set between the characters of a heading, or around a column. */
static bool lone_blank(const struct flags *f, size_t i)
{
	return i > 2 && i + 3 < f->n && is_han(f->cp[i - 3]) && is_han(f->cp[i - 2]) && is_han(f->cp[i - 1]) && is_han(f->cp[i + 1]) &&
	       is_han(f->cp[i + 2]);
}

static void flag_split_words(struct flags *f)
{
	for (size_t m = 0, done = 2; m < f->marks.n; m++) {
		size_t i = f->marks.v[m], to = i;
		if (i < done || i + 1 >= f->n || !is_han(f->cp[i - 1]) || !(class_of(f->cp[i]) & CLASS_SPLITTER || f->cp[i] == ' '))
			continue;
		while (to + 1 < f->n && to - i < SPLITTERS && f->cp[to] == f->cp[i])
			to++;
		if (is_han(f->cp[to]) && (f->cp[i] != ' ' || (to == i + 1 && lone_blank(f, i))) &&
		    joins(f->id + i - 2, f->id[i - 1], f->id[to], f->cp[i] == ' ' ? SPLIT_INSIDE / 2 : SPLIT_INSIDE))
			flag_put(f, i - 1, to + 1, FLAG_OBFUSCATED);
		done = to + 1;
	}
}

/* ---- a single character in brackets ------------------------------------------------ */

static void flag_brackets(struct flags *f)
{
	for (size_t m = 0; m < f->marks.n; m++) {
		size_t i = f->marks.v[m];
		if (i < 2 || i + 3 >= f->n || (f->cp[i] != 0xff08 && f->cp[i] != '(') || (f->cp[i + 2] != 0xff09 && f->cp[i + 2] != ')') || !is_han(f->cp[i - 1]) ||
		    !is_han(f->cp[i + 1]) || class_of(f->cp[i + 1]) & CLASS_UNIT)
			continue;
		uint16_t inner[3] = {f->id[i - 1], f->id[i + 1], f->id[i + 3]};
		if (joins(f->id + i - 2, inner[0], inner[1], BRACKET_INSIDE) && lm_char(inner[0], inner[1], inner[2]) > SPLIT_INSIDE)
			flag_put(f, i, i + 3, FLAG_OBFUSCATED);
	}
}

void flag_veils(struct flags *f)
{
	flag_other_characters(f);
	flag_split_words(f);
	flag_brackets(f);
}
