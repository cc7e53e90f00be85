/* SPDX-License-Identifier: Apache-2.0 */
/* The constant tables of this room, made by tools/text_tables.py from data/text and
 * laid into the program as they are (little-endian). `_n` counts elements. */
#ifndef LUOSHI_TEXT_TABLES_IN_H
#define LUOSHI_TEXT_TABLES_IN_H

#include "base/str.h"

#define TABLE(type, name) extern const type name[] __attribute__((visibility("hidden"))); \
	extern const uint32_t name##_n __attribute__((visibility("hidden")))

TABLE(uint16_t, gbk_chars);   /* cp936 without its user-defined zones; 0: no character */
TABLE(uint16_t, gbk_bytes);   /* code point -> lead << 8 | trail; 0: none */
TABLE(uint32_t, folded_pairs); /* rows of FOLD_ROW: NFKC form, its length, lead << 8 | trail */
TABLE(uint32_t, compat_rows);  /* rows of COMPAT_ROW: character, length of its NFKC form, the form; sorted */
TABLE(uint8_t, syllable_table); /* 12 bytes each: length, UTF-8; sorted */
TABLE(uint32_t, reading_pairs); /* code point << 11 | syllable; sorted */
TABLE(uint32_t, variant_chars);  /* pairs from, to; sorted */
TABLE(uint32_t, simple_chars);
TABLE(uint32_t, variant_phrases); /* rows of PHRASE_ROW: length, from, to; by first character, longest first */
TABLE(uint32_t, simple_phrases);
TABLE(uint16_t, simple_table); /* code point -> simplified; 0: itself */
TABLE(uint8_t, script_flags);
TABLE(uint16_t, char_ids); /* code point -> number in the language model; 0: unknown */
TABLE(uint8_t, unigram_p);
TABLE(uint8_t, unigram_left);
TABLE(uint32_t, bigram_slots); /* pairs with what follows them: see pair_slot */
TABLE(uint16_t, bigram_likeliest); /* by slot: number of the likeliest frequent character behind the pair */
TABLE(uint16_t, likeliest_single); /* by number: behind it alone */
TABLE(uint32_t, trigram_keys);
TABLE(uint8_t, trigram_values);
TABLE(uint32_t, word_keys);
TABLE(uint8_t, word_values);
TABLE(uint16_t, word_single); /* by number: p of it as a word, NO_WORD none */
TABLE(uint8_t, word_begun);   /* by number: p of the likeliest word of two that begins with it */
TABLE(uint8_t, word_ended);   /* … that ends with it */
TABLE(uint16_t, char_sounds);  /* by number: SOUNDS each, without tone; 0: no more */
TABLE(uint32_t, sound_starts); /* by sound: where its characters begin in sound_chars */
TABLE(uint16_t, sound_chars);  /* numbers of frequent characters */
TABLE(uint64_t, begun_bits);   /* rows of SOUND_ROW by number: bits of the sounds in begun_sounds */
TABLE(uint32_t, begun_starts); /* by number: where the words of two that begin with it stand in the next two */
TABLE(uint16_t, begun_sounds); /* a sound of the second character, ascending for each first */
TABLE(uint16_t, begun_mates);  /* its number */
TABLE(uint64_t, ended_bits);
TABLE(uint32_t, ended_starts); /* the same by the second character; the mate is the first */
TABLE(uint16_t, ended_sounds);
TABLE(uint16_t, ended_mates);
TABLE(uint8_t, flag_classes);  /* code point -> CLASS_… */
#undef TABLE

#define FOLD_MAX 4
#define COMPAT_ROW 8
#define FOLD_ROW (FOLD_MAX + 2)
#define PHRASE_MAX 14
#define PHRASE_ROW (1 + 2 * PHRASE_MAX)
#define SYLLABLE_ROW 12
#define SYLLABLE_NONE 0xffffu

#define SOUNDS 4
#define SOUND_ROW 4
#define PAIR_PLACE_BITS 18 /* bigram_slots_n, as a power of two */
#define NO_WORD 0xffff

enum { CLASS_AFTER_MASK = 1, CLASS_UNIT = 2, CLASS_AFTER_VERB = 4, CLASS_SPLITTER = 8, CLASS_MASK = 16, CLASS_OPENS = 32 }; /* data/text/flags.tsv */
enum {
	SCRIPT_TRADITIONAL = 1, /* never written in simplified text */
	SCRIPT_SIMPLIFIED = 2,  /* never written in traditional text */
	SCRIPT_LEFT = 4,        /* simplified, left alone by a conversion character by character */
	SCRIPT_GENUINE = 8,     /* what true traditional text has where the other has SCRIPT_LEFT */
};

static inline uint32_t gbk_char(unsigned lead, unsigned trail)
{
	return lead >= 0x81 && lead <= 0xfe && trail >= 0x40 && trail <= 0xfe ? gbk_chars[(lead - 0x81) * 191 + trail - 0x40] : 0;
}
static inline unsigned gbk_pair(uint32_t cp)
{
	return cp < 0x10000 ? gbk_bytes[cp] : 0;
}
/* A pair with the form of a character that cp936 keeps for users: shown, then lost. */
static inline bool gbk_lost(unsigned lead, unsigned trail)
{
	return lead >= 0x81 && lead <= 0xfe && trail >= 0x40 && trail <= 0xfe && trail != 0x7f && !gbk_char(lead, trail);
}
static inline unsigned script_of(uint32_t cp)
{
	return cp < 0x10000 ? script_flags[cp] : 0;
}
static inline unsigned class_of(uint32_t cp)
{
	return cp < 0x10000 ? flag_classes[cp] : 0;
}
static inline uint32_t simple_of(uint32_t cp)
{
	return cp < 0x10000 && simple_table[cp] ? simple_table[cp] : cp;
}
static inline bool is_han(uint32_t cp)
{
	return (cp >= 0x4e00 && cp <= 0x9fff) || (cp >= 0x3400 && cp <= 0x4dbf) || cp == 0x3007;
}

#endif
