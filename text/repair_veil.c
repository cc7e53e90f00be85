/* SPDX-License-Identifier: Apache-2.0 */
/* Words written so that a search misses them: a character that sounds the same in a set
 * phrase (区卫书记, 正府), a sign inside a word (书.记), a single character in brackets.
 * Shown to a person, never changed: a slip of the pen looks the same. */
#include "text/repair_in.h"

/* Thresholds in nats; bench/flag_quality.py counts false ones. */
#define WORD_LEAST -10.0f   /* ln p of the word that is meant */
#define GAIN_LEAST 10.0f    /* by how much the text reads better with it */
#define GAIN_WORD 11.0f     /* the same where what is written is a word, too */
#define WRITTEN_JOIN -6.5f  /* what is written must be unlikely behind what stands before */
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

/* Does another character of the same sound make a frequent word here, and a far likelier text? */
static bool is_veiled(const uint16_t *id)
{
	float written = read_as(id, id[0]), least = written + (in_word(id) ? GAIN_WORD : GAIN_LEAST);
	least = least > PHRASE_LEAST ? least : PHRASE_LEAST;
	for (size_t k = 0; k < SOUNDS && char_sounds[id[0] * SOUNDS + k]; k++) {
		unsigned sound = char_sounds[id[0] * SOUNDS + k];
		for (uint32_t at = sound_starts[sound]; at < sound_starts[sound + 1]; at++)
			if (sound_chars[at] != id[0] && word_with(id, sound_chars[at]) && read_as(id, sound_chars[at]) > least)
				return true;
	}
	return false;
}

static void flag_other_characters(struct flags *f)
{
	for (size_t i = 2; i + 2 < f->n; i++) {
		const uint16_t *id = f->id + i;
		if (is_han(f->cp[i]) && id[0] > COMMONEST && id[0] < FREQUENT && simple_of(f->cp[i]) == f->cp[i] && id[-1] && id[0] && id[1] && (is_han(f->cp[i - 1]) || is_han(f->cp[i + 1])) &&
		    lm_char(id[-2], id[-1], id[0]) < WRITTEN_JOIN && is_veiled(id))
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
	for (size_t i = 2; i + 1 < f->n; i++) {
		size_t to = i;
		if (!is_han(f->cp[i - 1]) || !(class_of(f->cp[i]) & CLASS_SPLITTER || f->cp[i] == ' '))
			continue;
		while (to + 1 < f->n && to - i < SPLITTERS && f->cp[to] == f->cp[i])
			to++;
		if (is_han(f->cp[to]) && (f->cp[i] != ' ' || (to == i + 1 && lone_blank(f, i))) &&
		    joins(f->id + i - 2, f->id[i - 1], f->id[to], f->cp[i] == ' ' ? SPLIT_INSIDE / 2 : SPLIT_INSIDE))
			flag_put(f, i - 1, to + 1, FLAG_OBFUSCATED);
		i = to;
	}
}

/* ---- a single character in brackets ------------------------------------------------ */

static void flag_brackets(struct flags *f)
{
	for (size_t i = 2; i + 3 < f->n; i++) {
		if ((f->cp[i] != 0xff08 && f->cp[i] != '(') || (f->cp[i + 2] != 0xff09 && f->cp[i + 2] != ')') || !is_han(f->cp[i - 1]) ||
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
