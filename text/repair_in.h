/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of repair: what its files share. See README.md for the order of the work. */
#ifndef LUOSHI_TEXT_REPAIR_IN_H
#define LUOSHI_TEXT_REPAIR_IN_H

#include "text/tables_in.h"
#include "text/text.h"

/* ---- repair_lm.c: how well characters follow one another ---------------------- */
struct lm_text {
	uint16_t id[3]; /* the last characters, newest last; 0: unknown or none */
};
/* ln p(cp | the two before it), static model only; moves on. */
float lm_next(struct lm_text *, uint32_t cp);
static inline unsigned lm_id(uint32_t cp)
{
	return cp < 0x10000 ? char_ids[cp] : 0;
}
/* What two characters make of the next: looked up once, asked for many. */
struct lm_context {
	unsigned a, b, left;
};
struct lm_context lm_context(unsigned a, unsigned b);
float lm_after(const struct lm_context *, unsigned c);
float lm_char(unsigned a, unsigned b, unsigned c); /* ln p(c | a b) */
/* Of a character and the one before it: units of -ln p of LM_STEP nats, and what the two leave to
 * characters never seen behind them (0: nothing was counted), with LM_ODD where one that was seen
 * is rarer still. */
#define LM_STEP 0.08f
#define LM_ODD 0x80u
struct lm_pair {
	uint16_t units;
	uint8_t after;
};
static inline unsigned lm_left(const struct lm_pair *p)
{
	return p->after & (LM_ODD - 1);
}
static inline bool lm_odd(const struct lm_pair *p)
{
	return p->after & LM_ODD;
}
typedef LIST(uint32_t) place_list;
/* Fills pair[n] and lists the places of Chinese characters (and some others) whose pairs leave them
 * an ln p of at most `most`: what was seen behind the two may still tell otherwise. LM_AHEAD zeros
 * stand behind id[n]. */
#ifndef LM_AHEAD
#define LM_AHEAD 24
#endif
void lm_unlikely(struct arena *, const uint32_t *cp, const uint16_t *id, size_t n, float most, struct lm_pair *pair, place_list *ret);
float lm_backed(const struct lm_pair *);                      /* ln p behind the two, by the pairs alone */
/* The same in units; unless what stands before is odd, a triple that was seen takes none away. */
static inline unsigned lm_backed_units(const struct lm_pair *p)
{
	return p->units + lm_left(p - 1);
}
float lm_joined(const struct lm_pair *, const uint16_t *id);  /* ln p behind the two */
void lm_joined_fetch(const struct lm_pair *, const uint16_t *id); /* soon lm_joined is asked */
float lm_behind(const struct lm_pair *, const uint16_t *id);  /* the same of the next character */
#define LM_UNRELATED 3 /* units less than chance: the pair was never seen */
/* No less likely behind the one before it than anywhere. */
static inline bool lm_related(const struct lm_pair *p, unsigned id)
{
	return p->units < unigram_p[id] + LM_UNRELATED;
}
float lm_word(const uint16_t *ids, size_t n);      /* ln p of a word of n <= 4; very low when unknown */
float lm_word_single(unsigned id);
/* No fewer units than of lm_word_single; id is a character's. */
static inline unsigned lm_single_most(unsigned id)
{
	return word_single[id] != NO_WORD ? word_single[id] : 57u + unigram_p[id];
}
bool lm_known_word(const uint16_t *ids, size_t n);
float lm_word_begun(unsigned id); /* ln p of the likeliest word of two that begins with it */
float lm_word_ended(unsigned id);
float lm_likeliest(unsigned a, unsigned b); /* ln p of the likeliest character behind a b */
/* What the page itself says: its own pairs and triples, without those just written. */
struct lm_page;
struct lm_page *lm_page_new(struct arena *, const uint32_t *cp, size_t n);
bool lm_common(unsigned id);
bool lm_seen(const struct lm_page *, unsigned id);
float lm_page_after(const struct lm_page *, const struct lm_context *, unsigned c);

/* ---- repair_page.c: what kind of page it is ----------------------------------- */
/* The marks before which a damaging page may put a byte, in either width. */
enum mark { MARK_COMMA, MARK_STOP, MARK_PAUSE, MARK_EXCLAIM, MARK_QUESTION, MARKS };
#define MARK_UNSEEN 1 /* a byte is put before the mark, but none of them can be seen */

struct listed {
	uint32_t cp;
	uint16_t syllable; /* SYLLABLE_NONE when the tables do not know the reading */
	uint32_t annotated, bare;
	uint32_t sample; /* where one of its annotations begins */
};
struct page {
	struct arena *arena;
	const uint32_t *cp;
	size_t n;
	size_t han;
	bool damaged;     /* readings were put behind characters */
	bool traditional;
	bool hybrid;      /* traditional, but made from simplified character by character */
	bool folded;      /* passed through NFKC */
	struct listed *list;
	size_t n_list;
	uint16_t *listed_at; /* code point -> index into list + 1 */
	uint8_t mark_byte[MARKS]; /* 0: none, MARK_UNSEEN, or the byte that is seen */
};
void page_learn(struct arena *, const uint32_t *cp, size_t n, struct page *ret);
/* Length of `pinyin)` at i, 0 when there is none; its syllable (may be SYLLABLE_NONE). */
size_t reading_at(const struct page *, size_t i, unsigned *ret_syllable);
/* Length of `(pinyin)` behind a listed character at i - 1; 0 otherwise. */
size_t annotation_at(const struct page *, size_t i);
const struct listed *page_listed(const struct page *, uint32_t cp);
void page_learn_also(struct page *, uint32_t cp, size_t sample);
bool is_reading(uint32_t cp, unsigned syllable);
enum mark mark_of(const struct page *, uint32_t cp); /* MARKS when it is none */
extern const uint16_t mark_pairs[MARKS];             /* their bytes in GBK */

/* ---- the text being repaired ---------------------------------------------------- */
struct piece {
	uint32_t cp;   /* 0: taken out */
	uint32_t from, to; /* code points of the input */
	uint16_t group;  /* nonzero: pieces of one edit */
	uint8_t rule;    /* enum repair_rule, or PIECE_KEPT */
};
#define PIECE_KEPT 0xff
struct group { /* what an edit of a shifted run knows besides its text */
	double confidence;
	bool inferred;
	str *alternatives;
	size_t n_alternatives;
	uint8_t rule;
};
struct draft {
	struct arena *arena;
	struct page *page;
	LIST(struct piece) pieces;
	LIST(struct group) groups; /* [0] unused */
	LIST(struct span) holes;   /* in pieces: place of a lost character */
};

/* ---- repair_shift.c: what was read one byte off ------------------------------------ */
#define LAIN_MAX 3
struct lain { /* a listed character that lay across two others, and where its reading stands */
	uint32_t cp, sample;
};
struct search;
struct run {
	size_t to; /* end in the input */
	uint32_t *cp;
	size_t n;
	bool year;   /* the last character is a digit that was swallowed before a year */
	bool hole;   /* behind it a digit was swallowed that nobody can know */
	struct lain lain[LAIN_MAX];
	size_t n_lain;
	struct group group;
};
struct search *search_new(struct arena *, const struct page *);
/* Reads on from the `?` at `from`; before: up to 4 characters of repaired text, oldest
 * first. False: nothing there reads better than what is shown. */
bool search_run(struct search *, size_t from, const uint32_t *before, size_t n_before, struct run *ret);
/* The bytes a shown character came from: 2 in the pair, or 1 when below 0x80. */
unsigned shown_bytes(const struct page *, uint32_t cp);

/* ---- repair_fold.c, repair_simplify.c, repair_flags.c, repair_prove.c ---- */
bool folded_page(const struct page *);
void draft_unfold(struct draft *);   /* ASCII marks between Chinese to their full width */
void draft_simplify(struct draft *); /* tw2s */
void text_simplify(uint32_t *cp, size_t n);
/* Damages the draft (before draft_simplify) the same way again: is it the page? */
bool draft_proves(const struct draft *);
/* Flags of a text, in the order of their places. `cp` is the text, `id` its characters' numbers. */
struct flags {
	struct arena *arena;
	const uint32_t *cp;
	uint16_t *id;
	size_t n;
	struct lm_pair *pair;
	place_list unlikely;
	LIST(uint32_t) marks; /* places of what may mask or split a word, and of what opens a bracket */
	LIST(struct text_flag) found;
};
#define UNLIKELY -6.5f /* nats; no seam and no veil is looked for where more was expected */
void flag_put(struct flags *, size_t from, size_t to, enum flag_kind);
void flag_holes(struct flags *); /* repair_hole.c: seams where text is missing */
void flag_veils(struct flags *); /* repair_veil.c: words written so that a search misses them */
bool masks_possible(str);
/* thorough: seams and veiled words, too; asks the model about every character. */
void text_flags(struct arena *, const uint32_t *cp, size_t n, bool thorough, struct repaired *);

#endif
