/* SPDX-License-Identifier: Apache-2.0 */
/* mean: what a ledger (台账) of an office says: where its heading stands, which field each
 * column is, which rows are matters, what a cell means as the value of a field.
 * (spreadsheets.md 2.1 to 2.4.) Pure; units and people are names here.
 *
 *     ledger_find -> ledger_columns -> ledger_rows -> cell_mean for each cell
 *
 * Everything lives in the arena given. */
#ifndef LUOSHI_MEAN_H
#define LUOSHI_MEAN_H

#include "base/day.h"
#include "base/num.h"
#include "file/sheet.h"
#include "pack/pack.h"

/* ---- words -------------------------------------------------------------------------------- */
enum ledger_word {
	WORD_SERIAL, WORD_ID, WORD_MARKS, WORD_COMPUTED, WORD_TOTAL, WORD_SUBTOTAL, WORD_NOTE, WORD_FILER, WORD_MEASURED,
	WORD_DAY, WORD_NONE, WORD_YES, WORD_NO, WORD_ABOUT, WORD_ONGOING,
	WORD_SAME, WORD_ROLE, WORD_POST, WORD_DITTO, WORD_AT_ONCE, WORD_STEPS, WORD_ERROR, WORD_ALIKE, LEDGER_WORDS
};
struct measure_unit {
	str name, of; /* 万元 is 10000 of 元 */
	struct dec times;
};
struct ledger_words {
	const str *v[LEDGER_WORDS];
	size_t n[LEDGER_WORDS];
	const struct measure_unit *measures;
	size_t n_measures;
};
/* data/ledger/words.tsv as built in. */
const struct ledger_words *ledger_words_built_in(void);
/* ERR_INPUT names the line. */
err ledger_words_read(struct arena *, str tsv, str origin, struct ledger_words *ret) must_check;
bool ledger_word_is(const struct ledger_words *, enum ledger_word, str folded);
/* Without white space, full-width letters and signs made narrow, 台 账 -> 台账. */
str ledger_fold(struct arena *, str);

/* ---- the heading ------------------------------------------------------------------------------ */
enum column_use {
	COLUMN_LEFT,     /* not taken in */
	COLUMN_FIELD,
	COLUMN_SERIAL,   /* 序号 */
	COLUMN_ID,       /* the hidden id of a ledger that Luoshi made */
	COLUMN_MARKS,    /* 错误说明 of an earlier try */
	COLUMN_COMPUTED, /* 亮灯: Luoshi knows it better */
};
struct ledger_column {
	uint32_t at;
	str head;      /* as written, levels joined by /: 投资/年度计划 */
	str measure;   /* 万元, from its brackets; empty: none there */
	enum column_use use;
	int field;     /* COLUMN_FIELD: of the kind */
	bool section;  /* no column of the sheet: the section rows above */
};
enum ledger_row_sort { ROW_MATTER, ROW_BLANK, ROW_SECTION, ROW_TOTAL, ROW_SUBTOTAL, ROW_NOTE, ROW_HEAD };
struct ledger_row {
	uint32_t at;
	enum ledger_row_sort sort;
	str section; /* 一、工业项目（12个）; empty: none above */
	bool hidden;
};
struct ledger {
	const struct sheet *sheet;
	const struct kind *kind;
	const struct ledger_words *words;
	str title, filer, measure; /* above the heading; measure 万元: of columns that name none */
	day_t day;                 /* 填报日期; DAY_NONE */
	int year;                  /* of the title or the day; 0: not said */
	uint32_t head_from, head_to; /* rows of the heading, [from, to) */
	struct ledger_column *columns;
	size_t n_columns;
	struct ledger_row *rows; /* behind the heading */
	size_t n_rows;
	size_t n_matters;
};
/* The best heading of the sheet for this kind; ERR_INPUT: none of its rows names three
 * fields, with what to do. Columns, rows and what stands above are filled as well. */
err ledger_find(struct arena *, const struct sheet *, const struct kind *, const struct ledger_words *, struct ledger *ret) must_check;
/* How well it fits: how many columns are fields. For choosing among sheets and kinds. */
size_t ledger_fit(const struct ledger *);

/* A total that is not the sum of the rows above it. */
struct ledger_sum {
	uint32_t row, column;
	struct dec said, counted;
};
size_t ledger_sums(struct arena *, const struct ledger *, struct ledger_sum **ret);

/* ---- cells --------------------------------------------------------------------------------------- */
enum cell_fault { /* what is said of each stands in cell_sentence */
	CELL_FINE,
	CELL_ASK_MONTH,    /* 2024.1: January or October? */
	CELL_ASK_SERIAL,   /* 45473: a date that lost its format? */
	CELL_ASK_YEAR,     /* 6月底 more than half a year ago: this year? */
	CELL_NO_DATE,
	CELL_NO_SUCH_DAY,  /* 6月31日 */
	CELL_NO_NUMBER,
	CELL_NO_SHARE,
	CELL_DIGITS_LOST,  /* an identity number or phone kept as a number */
	CELL_OTHER_MEASURE, /* 亩 where 万元 is wanted */
	CELL_ASK_MEASURE,   /* 3200 where nothing says of what: 元 or 万元? */
	CELL_NO_CHOICE,
	CELL_NO_FLAG,
	CELL_IS_ERROR,     /* #REF! */
	CELL_NO_VALUE,     /* a formula that was never computed */
	CELL_LOSES,        /* more decimals than the field keeps */
	CELL_FAULTS
};
struct meaning {
	enum cell_fault fault;
	bool none;       /* 不涉及: not applicable */
	str value;       /* as act takes it: 2024-06-30, 32000; of units and people their names; empty: not given */
	const str *several; /* names of units: 区住建局、区财政局 */
	size_t n_several;
	str as_written;  /* of a deadline that has no day, or whose day was inferred: 9月中旬, 长期 */
	str propose;     /* with a fault: what it may have meant */
};
/* column: where the cell stands; cell NULL: empty. */
void cell_mean(struct arena *, const struct ledger *, const struct ledger_column *, const struct cell *, struct meaning *ret);
/* The sentence of a fault, with what to do, in the reader's language. */
str cell_sentence(struct arena *, enum lang, const struct ledger_column *, const struct field *, const struct cell *, const struct meaning *);

#endif
