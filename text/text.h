/* SPDX-License-Identifier: Apache-2.0 */
/* text: from the bytes that came in to sentences with what they promise. Pure:
 * data in, data out; no store, no clock, no globals but constant tables.
 *
 *     text_decode -> text_repair -> text_extract
 *
 * Everything returned lives in the arena given. Spans count Unicode code points of
 * the repaired text; raw spans count bytes of the file. Any thread. */
#ifndef LUOSHI_TEXT_H
#define LUOSHI_TEXT_H

#include "base/day.h"
#include "base/err.h"
#include "base/json.h"

struct span {
	size_t from, to; /* [from, to) */
};

/* ---- decode: text files in UTF-8, UTF-16, GB18030, Big5 -------------------- */
enum encoding { ENC_UTF8, ENC_UTF16LE, ENC_UTF16BE, ENC_GB18030, ENC_BIG5 };
const char *encoding_name(enum encoding); /* "utf-8", "gb18030", … */

/* Text of the file and where each character stood. */
struct decoded {
	enum encoding encoding;
	str text;         /* UTF-8, newlines as \n, no BOM */
	size_t n;         /* code points of text */
	uint32_t *raw_at; /* n + 1 byte offsets into the file, of each code point */
	uint32_t *cp;     /* n code points, where they came up with decoding; else NULL */
};
/* BOM, else strict UTF-8, else GB18030, else Big5 (spreadsheets.md 2.2.2).
 * ERR_INPUT: empty, or not text. ERR_LIMIT: larger than LIMIT_TEXT. */
err text_decode(struct arena *, str bytes, struct decoded *ret) must_check;
/* The same for text that already is UTF-8 (from a .docx, a PDF): offsets are its own. */
err text_decoded(struct arena *, str utf8, struct decoded *ret) must_check;

/* ---- repair: standards/damaged-text.md -------------------------------------- */
enum repair_rule {
	REPAIR_ANNOTATION,  /* 區(qū) -> 区: a reading put behind its character */
	REPAIR_SHIFT,       /* bytes of GBK read one off */
	REPAIR_PUNCTUATION, /* a mark that swallowed a byte, or a folded mark */
	REPAIR_YEAR,        /* ?024年 -> 2024年 */
	REPAIR_SIMPLIFY,    /* traditional -> simplified (only a traditional page) */
	REPAIR_RULES
};
const char *repair_rule_name(enum repair_rule);

struct repair_edit {
	struct span at;     /* in the repaired text; empty where something was taken out */
	struct span raw;    /* bytes of the file */
	str from, to;
	enum repair_rule rule;
	double confidence;  /* 0..1 */
	bool inferred;      /* chosen by likelihood, not by necessity: to be confirmed */
	str *alternatives;  /* whole replacements of `to`, most likely first */
	size_t n_alternatives;
};
enum flag_kind { FLAG_HOLE, FLAG_MASK, FLAG_OBFUSCATED };
const char *flag_kind_name(enum flag_kind);
struct text_flag {
	struct span at; /* an empty span at a seam: text is missing here */
	enum flag_kind kind;
};
struct repaired {
	str text;
	size_t n; /* code points */
	bool proved; /* damaging the repair again gives the input back */
	struct repair_edit *edits;
	size_t n_edits;
	struct text_flag *flags;
	size_t n_flags;
};
/* Never fails on decoded text. Undamaged text comes back byte for byte with no edits. */
void text_repair(struct arena *, const struct decoded *, struct repaired *ret);

/* ---- extract: standards/extraction.md, interfaces.md "extract" ------------- */
enum sentence_kind { KIND_COMMITMENT, KIND_ACHIEVEMENT, KIND_PRINCIPLE, KIND_OTHER };
const char *sentence_kind_name(enum sentence_kind); /* "commitment", … */
enum quantity_status { QUANTITY_TARGET, QUANTITY_ACTUAL, QUANTITY_SCOPE, QUANTITY_UNKNOWN };
const char *quantity_status_name(enum quantity_status);
enum quantity_op { OP_EQ, OP_GE, OP_GT, OP_LE, OP_LT, OP_APPROX, OP_RANGE };
const char *quantity_op_name(enum quantity_op);
enum unit_role { ROLE_LEAD, ROLE_ASSIST };
const char *unit_role_name(enum unit_role);
enum precision { PREC_DAY, PREC_MONTH, PREC_QUARTER, PREC_YEAR, PREC_RELATIVE, PREC_RECURRING };
const char *precision_name(enum precision);

struct quantity {
	struct span at;    /* the number with its unit: 9.7% */
	enum quantity_status status;
	enum quantity_op op;
	str indicator;     /* 一般公共预算收入; may be empty */
	str value, max;    /* digits as written, commas removed; STR_NONE when masked / no range */
	str unit;          /* as written: 万亿元, %, 家; a rank goal has 位次 */
	str text;          /* the phrase with its comparator: 不低于9.7% */
	str period;        /* 全年, 2023年, 上半年; may be empty */
	const char *why;   /* the rule that gave the status, a key of the catalogue */
};
struct unit_ref {
	struct span at;
	str name;
	enum unit_role role;
};
struct deadline {
	struct span at;
	str text;          /* as written */
	day_t date;        /* DAY_NONE when the year is not known, or relative / recurring */
	enum precision precision;
	int working_days;  /* PREC_RELATIVE: 十个工作日内 -> 10; 0 when not counted so */
};
struct sentence {
	struct span at;
	enum sentence_kind kind;
	double confidence;      /* 0..1 */
	const char *why;        /* the strongest evidence for the kind, a key of the catalogue */
	str *path;              /* numbers of the enclosing measures: 一, （二） */
	size_t n_path;
	struct quantity *quantities;
	size_t n_quantities;
	struct unit_ref *units;
	size_t n_units;
	struct deadline *deadlines;
	size_t n_deadlines;
};
struct measure {
	struct span at;  /* the number and title */
	int level;       /* 1 outermost */
	str number, title;
};
struct extracted {
	str title;
	day_t date;      /* DAY_NONE when neither the document nor the caller says */
	struct sentence *sentences;
	size_t n_sentences;
	struct measure *measures;
	size_t n_measures;
};

/* Cue words, measure words and unit suffixes: pack data (packs/<pack>/extract.tsv),
 * compiled once. NULL in text_extract takes the table built into the program, made
 * from packs/commitments/extract.tsv. */
struct cues;
err cues_compile(struct arena *, str tsv, str origin, const struct cues **ret) must_check;

/* `date`: the document's date where the caller knows it, else DAY_NONE. */
void text_extract(struct arena *, str text, day_t date, const struct cues *, struct extracted *ret);
/* The day that a cell of a ledger names (spreadsheets.md 2.3); false: none. `date`: of the
 * ledger, from which the year is taken where the cell has none; DAY_NONE: no day then. */
struct cell_day {
	struct span at;   /* what was read of it, of n code points */
	size_t n;
	day_t date;       /* the last day of what is named; DAY_NONE: relative, recurring, no year, no such day */
	enum precision precision;
	bool year_said, no_such_day; /* 6月31日 */
	int year, month, day;        /* as written; 0: not said */
};
bool text_day(struct arena *, str cell, day_t date, struct cell_day *ret);
/* One document as interfaces.md "extract" says; `text` is what was extracted from. */
void extracted_put(struct json *, struct arena *scratch, str file, str encoding, str text,
		   const struct extracted *);

#endif
