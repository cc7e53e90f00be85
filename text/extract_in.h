/* SPDX-License-Identifier: Apache-2.0 */
/* extract, inside: how a text becomes sentences with what they promise.
 *
 *     extract_split    code points, sentences, outline, title and date of the document
 *     extract_token    one sentence from left to right: cue words, quantities, days
 *     extract_kind     the mode of headings and sections, and what a sentence is in it
 *     extract_evidence what in a sentence and around it speaks for a kind
 *     extract_weigh    the evidence weighed, with weights that are learned
 *     extract_other    what is neither promise nor report: bylines, questions, lead-ins
 *     extract_number   numbers: comparator, unit, indicator, and whether they are held to
 *     extract_scope    numbers nobody is held to, by what they count or describe
 *     extract_date     days as they are written
 *     extract_limit    which days are limits, resolved against the document's date
 *     extract_unit     who is to do it; asks the next four
 *     extract_name     names of organisations, where a list of them begins and ends
 *     extract_label    牵头单位：… and the names behind it
 *     extract_role     X牵头, X负责, Y配合
 *     extract_speech   who is only spoken to: X要…
 *     extract_table    rows under a header of columns
 *     extract_stack    rows that lost their shape: each cell a line of its own
 *
 * Every position inside is a code point number of the whole text; `d->at` turns it
 * into bytes. Rules are of the language; words and weights are data (cues). Each step
 * looks back or ahead by a bounded number of characters, so the whole is linear. */
#ifndef LUOSHI_TEXT_EXTRACT_IN_H
#define LUOSHI_TEXT_EXTRACT_IN_H

#include "base/words.h"
#include "text/text.h"

enum tag {
#define TAG(name, seen) TAG_##name,
#include "text/cues.tbl.h"
#undef TAG
	TAGS
};
#define TAG_NONE TAGS

/* ---- cues: words with tags ---- */
struct tags {
	uint64_t w[2];
};
static inline bool tags_have(const struct tags *t, enum tag tag)
{
	return t->w[tag >> 6] >> (tag & 63) & 1;
}
static inline bool tags_meet(const struct tags *a, const struct tags *b)
{
	return (a->w[0] & b->w[0]) | (a->w[1] & b->w[1]);
}
static inline void tags_add(struct tags *to, const struct tags *t)
{
	to->w[0] |= t->w[0];
	to->w[1] |= t->w[1];
}
#define TAGS_BIT(t, k) ((t) >> 6 == (k) ? 1ull << ((t) & 63) : 0)

#define KINDS 4 /* as enum sentence_kind */
#define MODES 5
#define WORD_WEIGHT_MOST 500
/* A word and, by `shorter`, those that begin it: 牵头单位 begins with 牵头. Number 0 is no word. */
struct word {
	struct tags own;
	struct tags all;  /* and those of the shorter ones */
	uint16_t shorter; /* the longest of the words that begin this one; 0 none */
	uint16_t token;   /* itself or the longest of the shorter that makes a token; 0 none */
	uint16_t n;       /* letters */
};
/* One letter on from a state is state[base + letter], when that has the letter. */
struct state {
	uint32_t base;
	uint16_t letter; /* by which it is reached; NO_LETTER: a free place */
	uint16_t word;   /* number of the word that ends here, 0 none */
};
#define NO_LETTER 0xffff
struct festival {
	const uint16_t *name;
	size_t n;
	int month, day; /* fixed; 0 when lunar */
	day_t first;    /* lunar: the day of one year */
};
struct cues {
	struct word *word;
	struct tags *tags;    /* `all` of each word, close together: the most asked for */
	uint16_t *token;      /* `token` of each word, likewise */
	int16_t (*kind)[KINDS]; /* what each word weighs for a kind of sentence, in 1/100; 0 where none is given */
	struct state *state;  /* the first letter's state is its number */
	uint64_t *next;       /* by number: bits (number & 63) of the second letters of words that begin with it */
	uint16_t *letter;     /* [65536]: number of a code point that stands in a word, from 1; 0 of the others */
	int16_t (*evidence_kind)[MODES][KINDS]; /* [EVIDENCES], in 1/100 */
	struct festival *festivals;
	size_t n_festivals;
	struct tags seen;
	uint8_t *starts;      /* [65536]: STARTS_ bits of a first character */
	uint8_t *lead, *second; /* [65536]: sort of a day's first letter, and of which it may be the second */
};
#define LEAD_NUMERAL 1 /* of `lead`: 一 to 十, by row 0 of days_mark */
#define SECOND_OF_DIGITS 1 /* bit of `second`: row 0 of days_mark */
#define STARTS_DAY 1
#define STARTS_NUMBER 2
#define STARTS_QUOTE 4
#define STARTS_DIGIT 8
#define STARTS_LATIN 16
const struct cues *cues_builtin(void);
struct trie;
struct trie *trie_new(struct arena *);
void trie_add(struct trie *, const uint16_t *letters, size_t n, enum tag);
void trie_compile(struct trie *, struct cues *); /* fills word, tags, token, kind (with 0), state, next and letter; wants seen */
/* Of every place the number of the longest word that begins there: cp[n] -> hit[n + 1]. */
void hits_find(const struct cues *, const uint16_t *cp, size_t n, uint16_t *hit);

/* ---- the document while it is read ---- */
/* MODE_LACK: a section of shortfalls; MODE_THINK without numbers, measured facts with them. */
enum mode { MODE_NONE, MODE_PAST, MODE_FUTURE, MODE_THINK, MODE_LACK }; /* MODES of them */

enum token_sort { TOKEN_WORD, TOKEN_NUMBER, TOKEN_DAY };
struct token {
	size_t from, to;
	enum token_sort sort;
	struct tags tags; /* TOKEN_WORD */
	size_t index;     /* TOKEN_NUMBER, TOKEN_DAY: in numbers, days */
	bool quoted;      /* inside “…” longer than a name */
};

enum number_sort { NUMBER_COUNT, NUMBER_RANK, NUMBER_MASKED };
struct number {
	size_t from, to;             /* with its unit */
	size_t value_from, value_to; /* digits or words as written */
	size_t max_from, max_to;     /* of a range, else empty */
	size_t unit_from, unit_to;
	enum number_sort sort;
	bool more;    /* 多, 余: above */
	bool chinese; /* 三所 */
	bool time;    /* counted in days or hours */
	bool percent;
};

enum day_sort_in { DAY_PLAIN, DAY_RELATIVE, DAY_RECURRING, DAY_FESTIVAL, DAY_ASK };
struct day_found {
	size_t from, to;
	enum day_sort_in sort;
	enum precision precision;
	int year, year_shift;   /* 0: not said; 明年: shift 1 with year 0 */
	bool year_said;
	int month, day;         /* due: the last day of what is named; 0 not said */
	bool limit;             /* 前, 底, 内 …: a limit by its form */
	bool before;            /* 前 */
	bool bare_year;
	bool invalid;
	int working_days;
	size_t festival_from, festival_to;
};

struct line {
	size_t from, to;
};
struct table {
	bool on;
	uint16_t sep;
	size_t parts;        /* separators of a row whose cells may hold a line break; 0 unknown */
	size_t n;
	enum tag column[32]; /* head_lead … or TAG_NONE */
	bool plans;          /* its rows are to be done */
	enum mode before;    /* of the lines above it */
};
struct cell {
	size_t from, to;
};
/* A table whose cells stand one behind the other; how they are parted. */
struct stack {
	enum { BY_LINE, BY_SPACE, BY_BAR } by; /* by bars: a line ends no cell */
	bool numbered;     /* a column counts the rows */
	bool items;        /* none does, but each row begins with 1.… */
	bool joined;       /* known words on two lines are one head where both are known so */
	bool loose;        /* the heads are one word and rows have no shape but their names */
	uint32_t used;     /* columns under which a row so far has something */
	struct table head;
};
#define HEADS_MOST 16
#define PIECES_MOST 48 /* of one row; more is no table */
struct laid {
	size_t n, number;
	struct cell piece[PIECES_MOST];
	uint8_t sort[PIECES_MOST];
	uint8_t under[PIECES_MOST];   /* number of the column each piece lies under */
	enum tag column[PIECES_MOST]; /* and its head */
	size_t after[PIECES_MOST];    /* where the text goes on behind it */
	size_t next;
};
/* What stands in the present sentence: most rules ask for a word or a letter that is not there. */
struct here {
	size_t from, to;
	struct tags words;  /* of all words that begin in it */
	struct tags tokens; /* of all its tokens */
	uint16_t letters;   /* LETTER_ sorts */
};
#define SCOPES 8
struct scope {
	int rank;      /* form of the number: 一、 1 … 一是 6 */
	enum mode mode;
	int year;      /* of the heading, 0 none */
	str number;
	bool heading;  /* its items were headings, not whole tasks */
	int ordinal;
};
#define CLAUSE_MOST 200 /* letters looked back */
#define CLAUSE_FAR 255
struct doc {
	struct arena *a;
	const struct cues *cues;
	str text;
	size_t n;
	uint16_t *cp;  /* [n + 1], full-width forms folded, 0 at the end */
	uint32_t *at;  /* [n + 1] byte offsets */
	uint8_t *back; /* [n + 1] letters since the clause began, at most CLAUSE_FAR */
	uint8_t *ahead; /* [n + 1] letters up to the break that ends the clause, at most CLAUSE_FAR */
	uint16_t *hit; /* [n + 1] number of the longest word that begins here, 0 none */
	enum mode genre;
	bool talk, speech;
	int year;      /* of the plan: title, else date; 0 unknown */
	day_t date;
	size_t title_to;
	enum mode mode; /* of the whole document or of the present question */
	struct scope scope[SCOPES];
	int depth;
	size_t quiet_to; /* a question of the reporter up to here */
	struct table table;
	struct here here;
	LIST(struct token) tokens;   /* of the present sentence */
	LIST(struct number) numbers;
	LIST(struct day_found) days;
	LIST(struct sentence) sentences;
	LIST(struct measure) measures;
	LIST(struct quantity) quantities; /* scratch of one sentence */
	LIST(struct unit_ref) units;
	LIST(struct deadline) deadlines;
	bool aside; /* below 备注： or 附件：, whose numbers are no outline */
	str last_indicator;
	bool first_leads, end_asked; /* a note says that of several names the first leads; its end was looked at for one */
	bool lead_named;  /* 牵头单位： stood in this item: 责任单位 on the next line assists */
};

/* One sentence, with what its place says. */
struct piece {
	size_t from, to;
	size_t body;      /* behind the number of an item, the speaker's name, 答： */
	size_t line_from, line_to;
	bool item;        /* begins with a number of the outline */
	bool heading;     /* an item that only names what follows */
	bool row, head_row;
	const struct laid *laid; /* a row whose pieces lie under their heads already */
	bool line_start, line_end;
	bool labelled;    /* 牵头单位：… stands in it */
	enum sentence_kind kind;
	int margin;         /* of its kind over the next, in 1/100 of a logit */
	const char *why;
	bool future_words;
	uint16_t last;    /* its last letter before spaces and ”; 0 none */
};

/* ---- characters: what sort a letter is, from one table (extract_letter.c) ---- */
enum {
	LETTER_STOP = 1 << 0,   /* 。！？； newline */
	LETTER_BREAK = 1 << 1,  /* a clause ends: a stop, a comma, a colon */
	LETTER_SPACE = 1 << 2,
	LETTER_END = 1 << 3,    /* a sentence ends: 。！？ */
	LETTER_CLOSE = 1 << 4,  /* closing mark behind a sentence: ”’）」』 */
	LETTER_OPENS = 1 << 5,  /* （ ( */
	LETTER_COLON = 1 << 6,
	LETTER_PARTS = 1 << 7,  /* between names: 、，；／ */
	/* one letter each, or few: a rule that begins with it is asked only where it stands */
	LETTER_WILL = 1 << 8,   /* 将 */
	LETTER_BY = 1 << 9,     /* 由 */
	LETTER_PLEASE = 1 << 10, /* 请 */
	LETTER_WITH = 1 << 11,  /* 会 of 会同 */
	LETTER_SPEAKS = 1 << 12, /* 要 应 务 必 每 一 behind a name */
	LETTER_ABOUT = 1 << 13, /* 对 */
	LETTER_BUT = 1 << 14,   /* 但 */
	LETTER_TO = 1 << 15,    /* 到 */
};
extern const uint16_t letter_sorts[65536];
static inline bool is_digit(uint16_t c)
{
	return (unsigned)c - '0' < 10;
}
static inline bool is_stop(uint16_t c)
{
	return letter_sorts[c] & LETTER_STOP;
}
static inline bool is_break(uint16_t c)
{
	return letter_sorts[c] & LETTER_BREAK;
}
static inline bool is_letter(uint16_t c)
{
	return (unsigned)(c | 32) - 'a' < 26;
}
static inline bool is_space(uint16_t c)
{
	return letter_sorts[c] & LETTER_SPACE;
}
static inline bool is_colon(uint16_t c)
{
	return letter_sorts[c] & LETTER_COLON;
}
static inline bool is_han(uint16_t c)
{
	return (unsigned)c - 0x3400 < 0x6c00 || c == 0xfffd;
}

/* ---- words: which begin at a place ---- */
static inline const struct word *word_at(const struct doc *d, size_t at)
{
	return &d->cues->word[d->hit[at]];
}
size_t word_longest(const struct cues *, const struct word *, size_t n, enum tag);
/* The tags of all words that begin there. */
static inline const struct tags *tags_at(const struct doc *d, size_t at)
{
	return &d->cues->tags[d->hit[at]];
}
/* Length of the longest word with the tag at `at`, of at most n letters; 0 none. */
static inline size_t cue_at(const struct doc *d, size_t at, size_t n, enum tag tag)
{
	return tags_have(tags_at(d, at), tag) ? word_longest(d->cues, word_at(d, at), n, tag) : 0;
}
/* The longest word that makes a token, of at most n letters; number 0 none. */
static inline const struct word *token_word(const struct doc *d, size_t at, size_t n)
{
	const struct word *all = d->cues->word, *w = &all[d->cues->token[d->hit[at]]];
	while (w->n > n)
		w = &all[all[w->shorter].token];
	return w;
}

/* ---- split ---- */
void doc_open(struct doc *, struct arena *, str text, const struct cues *);
/* The text of [from, to). */
static inline str doc_str(const struct doc *d, size_t from, size_t to)
{
	size_t a = d->at[from], b = d->at[to];
	return (str){d->text.p + (a < b ? a : b), a < b ? b - a : 0};
}
size_t sentence_end(const struct doc *, size_t from, size_t line_to);
struct item_mark {
	int rank;       /* 0: none */
	int ordinal;
	size_t to;      /* where the title begins */
	size_t number_from, number_to;
};
/* The number of an outline item at `at`; inline forms only where `inline_only`. */
bool item_at(const struct doc *, size_t at, size_t end, bool inline_only, struct item_mark *ret);
size_t title_end(const struct doc *, size_t from, size_t to);
void head_read(struct doc *, day_t given); /* title, genre, date */
str head_title(const struct doc *);

/* ---- the present sentence ---- */
void here_find(struct doc *, size_t from, size_t to);
static inline bool here_has(const struct doc *d, enum tag tag)
{
	return tags_have(&d->here.words, tag);
}
static inline bool here_letters(const struct doc *d, unsigned sorts)
{
	return d->here.letters & sorts;
}

/* ---- tokens ---- */
void tokens_read(struct doc *, size_t from, size_t to);
bool number_at(const struct doc *, size_t at, size_t end, struct number *ret);
bool day_at(const struct doc *, size_t at, size_t end, struct day_found *ret);

/* ---- kind ---- */
enum evidence {
#define EVIDENCE(name, why) EVIDENCE_##name,
#include "text/evidence.tbl.h"
#undef EVIDENCE
	EVIDENCES
};
struct told {
	uint64_t has[2];
};
static inline void tell(struct told *e, enum evidence of)
{
	e->has[of >> 6] |= 1ull << (of & 63);
}
static inline void tell_if(struct told *e, enum evidence of, bool seen)
{
	e->has[of >> 6] |= (uint64_t)seen << (of & 63);
}
static inline bool told(const struct told *e, enum evidence of)
{
	return e->has[of >> 6] >> (of & 63) & 1;
}
void evidence_find(const struct doc *, const struct piece *, struct told *ret);
void kind_weigh(const struct doc *, struct piece *, const struct told *); /* sets kind, margin, why */
void kind_decide(struct doc *, struct piece *);
const char *neither(const struct doc *, const struct piece *); /* why, or NULL */
enum mode heading_mode(const struct doc *, size_t from, size_t to, bool asked);
bool takes_object(const struct doc *, const struct piece *, size_t token); /* 将 as 把 */
bool cue_between(const struct doc *, size_t from, size_t to, enum tag);
/* Does a word with the tag stand in [from, to)? */
static inline bool has_cue(const struct doc *d, size_t from, size_t to, enum tag tag)
{
	bool inside = from >= d->here.from && to <= d->here.to;
	return !(inside && !here_has(d, tag)) && cue_between(d, from, to, tag);
}
enum mode mode_now(const struct doc *);
bool reports_at_end(const struct doc *, size_t from, size_t to);
bool obtains(const struct doc *, const struct token *);
bool since_then(const struct doc *, const struct piece *);
/* Where the clause of `at` begins, not before `from`; longer clauses than CLAUSE_MOST are no language. */
static inline size_t clause_start(const struct doc *d, size_t from, size_t at)
{
	size_t back = d->back[at] < CLAUSE_MOST ? d->back[at] : CLAUSE_MOST;
	size_t start = at > from + back ? at - back : from;
	return start < at ? start : at;
}
/* The next break at or behind `at`, `to` when there is none before it. */
static inline size_t clause_end(const struct doc *d, size_t at, size_t to)
{
	while (at < to && d->ahead[at])
		at += d->ahead[at];
	return at < to ? at : to;
}

/* ---- results ---- */
void quantities_find(struct doc *, struct piece *);
void deadlines_find(struct doc *, struct piece *);
void units_find(struct doc *, struct piece *);
bool table_head(struct doc *, size_t from, size_t to);
bool table_rule_is(const struct doc *, size_t from, size_t to);
bool table_row_is(const struct doc *, size_t from, size_t to);
/* Where the row whose first line is [from,to) ends: further lines when a cell holds a line break. */
size_t table_row_end(const struct doc *, size_t from, size_t to);
void table_row(struct doc *, struct piece *);
/* The tag of a head's word of n letters, the longest word found at its place being number `hit`. */
enum tag head_word(const struct cues *, uint16_t hit, size_t n);
/* What an unknown head of n letters is by the word it ends with. */
enum tag head_by_end(const struct cues *, const uint16_t *hit, size_t n);
size_t head_longest(const struct doc *, size_t at, size_t to, enum tag *ret);
/* Do heads begin with the line [from,to)? Where its rows begin in ret_to. */
bool stack_open(const struct doc *, size_t from, size_t to, struct stack *ret, size_t *ret_to);
/* A heading between its rows, and where the rows go on. */
bool stack_section(const struct doc *, const struct stack *, size_t at, struct cell *ret, size_t *ret_next);
/* The row at `at`, behind the one the last argument holds. */
bool stack_row(const struct doc *, struct stack *, size_t at, struct laid *);
/* Lays the pieces of a row that has more of them than the table has heads under those heads. */
void stack_lay(const struct doc *, const struct table *, struct laid *);
/* Nothing but names and what each does: A牵头，B、C配合. */
bool duties_are(const struct doc *, size_t from, size_t to);
bool duties_list(struct doc *, size_t from, size_t to); /* adds them; false: it is something else */
void deadline_cell(struct doc *, size_t from, size_t to);
void units_list(struct doc *, size_t from, size_t to, enum unit_role);
/* Those responsible when nobody else leads: all lead, or the first, when the document says so. */
void units_responsible(struct doc *, size_t from, size_t to);
/* Where a label alone on its line, with its names on the next, ends; else `to`. */
size_t label_line_end(const struct doc *, size_t from, size_t to);
bool office_acts(const struct doc *d, size_t from, size_t at, size_t end, size_t *ret_from);
size_t named_by(const struct doc *d, size_t at, size_t end);
bool told_first(const struct doc *, size_t from, size_t to);
bool org_before(const struct doc *, size_t from, size_t to);
bool all_orgs(const struct doc *, size_t from, size_t to);
bool here_has_label(const struct doc *);
bool is_label(const struct doc *, size_t at, size_t end, size_t *ret_to, enum tag *ret_tag);
bool latest_before(const struct doc *, size_t at); /* 最迟, 不迟于 stand before it */
day_t day_resolve(const struct doc *, const struct day_found *, int base_year);
int year_now(const struct doc *);

int chinese_digit(uint16_t c); /* 0..9, 10 十, 100 百; -1 */
/* A Chinese number below 1000 at `at`: its value and length; 0 none. */
size_t chinese_number(const uint16_t *p, size_t n, int *ret);

#endif
