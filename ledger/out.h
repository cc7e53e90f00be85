/* SPDX-License-Identifier: Apache-2.0 */
/* out: a table of the record as a file, and the lists that can be had so.
 *
 *     out_begin -> out_row … -> out_end
 *
 * Row by row into a descriptor that is only appended to, so memory does not grow with the
 * rows. The same rows give the same bytes. Habits of a 台账: spreadsheets.md 2.6. */
#ifndef LUOSHI_LEDGER_OUT_H
#define LUOSHI_LEDGER_OUT_H

#include "base/json.h"
#include "core/core.h"

enum out_form { OUT_XLSX, OUT_CSV, OUT_JSON, OUT_FORMS };
const char *out_form_name(enum out_form);   /* xlsx, csv, json */
const char *out_form_ending(enum out_form); /* of the file: jsonl for JSON Lines */
bool out_form_named(str name, enum out_form *ret);
str out_form_type(enum out_form); /* media type */

/* Above the column of "id:version", by which a sheet that comes back is recognised. */
#define OUT_ID_HEADING "luoshi-id"
/* Begins the line that says by whom a .csv was taken out; no row of anything. */
#define OUT_MARK "luoshi-mark: "

enum out_sort {
	OUT_TEXT,
	OUT_IDENTITY, /* digits that are no number: identity numbers, phones, 文号; typed ones stay text */
	OUT_NUMBER,   /* a decimal as base/num.h writes it; anything else stands as text */
	OUT_DATE,
	OUT_CHOICE,   /* text, with a list to choose from */
	OUT_LIGHT,    /* a word on its colour */
	OUT_ID,       /* hidden; OUT_ID_HEADING */
};
struct out_column {
	str heading;
	const char *key;  /* of the member in JSON */
	enum out_sort sort;
	int width;        /* in digits; a Chinese character takes two */
	const str *choices; /* OUT_CHOICE */
	size_t n_choices;
};
struct out_table {
	str title, unit, date; /* 填报单位：…  填报日期：…; whole texts, may be empty */
	enum lang lang;        /* of the page footer */
	const struct out_column *columns;
	size_t n;
	str mark; /* in the foot of every page of a workbook, in the last line of a .csv, in the last object of JSON Lines; may be empty */
};
struct out_cell {
	str text;
	day_t day;        /* OUT_DATE */
	enum light light; /* OUT_LIGHT */
};

struct out;
/* Everything borrowed must outlive out_end; `fd` stays the caller's. */
err out_begin(struct arena *, enum out_form, const struct out_table *, int fd, struct out **ret) must_check;
/* One cell for each column. Text is valid UTF-8. ERR_LIMIT: more rows than a sheet holds. */
err out_row(struct out *, const struct out_cell *) must_check;
/* OUT_JSON: a row that is an object already, written through out_object. */
struct json *out_object(struct out *);
err out_object_end(struct out *) must_check;
err out_end(struct out *) must_check;
int64_t out_rows(const struct out *);
/* Gives back what an out that was not ended holds; safe after out_end. */
void out_drop(struct out *);
/* A file without a name that goes when it is closed. */
err out_file(int *ret_fd) must_check;
/* All that was written to it. */
err out_bytes(struct arena *, int fd, str *ret) must_check;
/* A table that fits into memory, at once: `row` fills the cells of row i, which come empty. */
typedef void out_row_fn(void *arg, size_t i, struct out_cell *cells);
err out_whole(struct arena *, enum out_form, const struct out_table *, size_t n_rows, out_row_fn *, void *arg, str *ret) must_check;
/* The same, filled heading by heading and then cell by cell. */
struct out_sheet {
	struct arena *arena;
	LIST(struct out_column) columns;
	LIST(struct out_cell) cells; /* all rows, one after the other */
};
void sheet_head(struct out_sheet *, str heading, const char *key, enum out_sort, int width);
void sheet_cell(struct out_sheet *, str text);
size_t sheet_rows(const struct out_sheet *);
err sheet_bytes(struct out_sheet *, enum out_form, str title, enum lang, str *ret) must_check;

/* ---- one cell of a .csv (csv_calc.c), pure ------------------------------------------- */
/* RFC 4180. What a spreadsheet would take for a formula gets an apostrophe in front. */
void csv_put(struct buf *, str cell);
bool csv_dangerous(str cell);
/* Takes that apostrophe off again; `cell` without its quotes. */
str csv_plain(str cell);

/* ---- a row as the API gives it (out_json.c) ------------------------------------------- */
void out_member_time(struct json *, const char *name, const struct zone *, ms_t); /* null for MS_NONE */
void out_member_day(struct json *, const char *name, day_t);                     /* null for DAY_NONE */
void out_matter_members(struct json *, const struct zone *, const struct matter_row *); /* of an open object */
void out_part_members(struct json *, const struct zone *, const struct part_view *);
void out_document_members(struct json *, const struct zone *, const struct document_row *);
void out_values(struct json *, const struct value *, size_t n); /* member fields */
const char *light_shape(enum light); /* ● ▲ ■ ◆ ▼ ✓ ○: each colour has its own */

/* ---- the lists ------------------------------------------------------------------------- */
struct out_ask {
	const char *list;     /* a name of out_lists */
	enum out_form form;
	int fd;
	str district;         /* stands in the title */
	const struct zone *zone;
	const struct matter_query *matters; /* of `matters`; its cursor and limit do not count */
	day_t monday;         /* of `week` and `week-units` */
	str period;           /* of `indicators`: a month; empty: the newest */
	int64_t document;     /* of `said`; 0: all */
	str mark;             /* by whom, when and what for: stands in the file; empty: nowhere */
};
struct out_list_decl {
	const char *name, *label; /* label: key of the catalogue; begins the name of the file */
	uint32_t duties;          /* bits; one of these; 0: any */
};
extern const struct out_list_decl out_lists[]; /* NULL-terminated by name */
const struct out_list_decl *out_list_find(str name); /* NULL: none */
/* All rows that the reader may see, not one page of them, from one snapshot. ERR_NOTFOUND: no such list. */
err out_list(struct ctx *, const struct out_ask *, int64_t *ret_rows) must_check;
/* 事项台账-2026-10-14.xlsx */
str out_name(struct ctx *, const struct out_ask *);

#endif
