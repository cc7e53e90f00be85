/* SPDX-License-Identifier: Apache-2.0 */
/* run (评价): a method, the values of a period, and what it makes of them. A draft is computed anew
 * whenever somebody looks; issued, it is frozen: the method as text, every input, the result, one
 * SHA-256 over all of it, in one event. docs/decisions/runs.md.
 *
 *     run_draft -> { page, run_issue } -> run_read -> { page, file, public page }
 *
 * An evaluation (评价事项) is a matter whose kind declares `evaluation`: fields for period and method; a choice that
 * its kind and the kind of the subjects both have under one name says which subjects are evaluated. A
 * subject whose field for `reserved` (`evaluated`) is set is left out of ranks and classes (T类). Who may see a run sees
 * of it the subjects that he may see. */
#ifndef LUOSHI_RUN_H
#define LUOSHI_RUN_H

#include "score/keep.h"
#include "score/score.h"

#define RUN_VARIANTS 100      /* behind every interval of ranks */
#define RUN_SUBJECTS_MOST 20000
enum run_purpose { RUN_REVIEW, RUN_NOTICE, RUN_FINAL, RUN_PURPOSES }; /* stored: never renumber */
extern const char *const run_purpose_names[]; /* "review", "notice", "final" */

struct run_field { /* of a subject, as it was; personal ones are never taken */
	str name, raw, text; /* text: names of units; else as raw */
};
struct run_subject {
	int64_t id, unit;
	str code, name, class, unit_name;
	const struct run_field *fields;
	size_t n_fields;
	str reserved;         /* why it is not ranked; empty: it is */
	int band;             /* as decided: the method's, or a person's; -1: none */
	bool overridden;
	str why, by;          /* of the override */
	int64_t streak;       /* periods one after the other in this band, this one among them; 0: none */
	uint32_t rank_before; /* in the run before; 0: none */
	str band_before;
	bool seen;            /* the reader may see it: with its values */
};
struct run_column {
	str name;
	struct words2 label, unit;
	int decimals;
};
struct run {
	int64_t id;           /* 0: a draft */
	int64_t matter;       /* the evaluation; 0: none */
	enum run_purpose purpose;
	ms_t at;
	int64_t person, before; /* before: the run that ranks are held against; 0: none */
	struct digest digest;
	str title, period, kind, pack;
	const struct method *method;
	struct score_table table;   /* of those that are ranked */
	struct score_result result;
	const struct run_column *columns; /* of the table */
	struct run_subject *subjects;     /* of the rows of the table */
	struct dec *numbers;        /* [column * n + row], exactly as they were given */
	uint8_t *fresh;             /* as numbers: entered, but not confirmed yet; NULL of a run that was issued */
	struct run_subject *left;   /* left out */
	size_t n, n_left, n_columns;
	size_t unconfirmed, missing; /* values, of a draft; missing: of columns that some subject has */
	str unconfirmed_of;          /* the first of those: "name: label" */
	day_t notice_until;          /* of a notice; DAY_NONE */
	bool whole;                  /* the reader sees every subject */
};
/* What the values say now, by the evaluation's method or another (empty: its own). Only whoever may
 * see all subjects. */
err run_draft(struct ctx *, int64_t matter, str method, struct run **ret) must_check;
/* Freezes what run_draft gives. A notice or a final run needs every value confirmed, and every objection
 * that was upheld entered as it was found. */
err run_issue(struct ctx *, int64_t matter, enum run_purpose, int64_t *ret) must_check;
bool run_may_issue(const struct ctx *);
/* The same without a result, of the subjects that the reader may see: what is known of them, and by `fresh`
 * (as numbers) what nobody has confirmed yet. */
err run_values(struct ctx *, int64_t matter, struct run **ret) must_check;
struct run_fix { /* an objection that was upheld, while the value is still another */
	size_t row, column;
	int64_t part;
	struct dec should;
};
err run_fixes(struct ctx *, const struct run *, struct run_fix **ret, size_t *ret_n) must_check;

struct run_row {
	int64_t id, matter, person;
	enum run_purpose purpose;
	ms_t at;
	str title, period, kind, method;
	int64_t n;
};
/* Newest first; matter 0: of all. */
err runs_list(struct ctx *, int64_t matter, struct run_row **ret, size_t *ret_n) must_check;
/* As it was issued; ERR_IO when its bytes are not those of its digest. */
err run_read(struct ctx *, int64_t id, struct run **ret) must_check;
err run_body(struct ctx *, int64_t id, str *ret) must_check; /* the bytes, for whoever sees all of it */
/* Puts a subject into another class than the method says, for this evaluation; band empty: no longer. */
err run_override(struct ctx *, int64_t matter, str code, str band, str reason) must_check;

/* ---- for anybody (公开) ------------------------------------------------------------------- */
/* Of evaluations that are under notice or final the newest run; without values, and without an actor. */
err run_public_list(struct core *, struct arena *, struct run_row **ret, size_t *ret_n) must_check;
err run_public(struct core *, struct arena *, int64_t id, struct run **ret) must_check;

/* ---- what a page makes of a run (run_calc.c), pure ------------------------------------------ */
const struct run_field *run_field_of(const struct run_subject *, const char *name); /* NULL: none */
const struct run_field *run_field_at(const struct run_subject *, const struct kind *of, int field); /* NULL: none; field -1: none */
struct run_rollup {
	str key, text;
	size_t n;
	size_t *bands;        /* n_bands of the method, and one more: none */
	double mean;          /* of the totals; NAN: none */
	double *ratios;       /* by item: the sums of what it divides over the sums of what divides it; NAN */
};
/* By a field of the subjects; "" is their unit. Those left out count in n and in the last band. */
void run_rollups(struct arena *, const struct run *, const char *field, struct run_rollup **ret, size_t *ret_n);
/* What an input of the method is for one row; NAN: something is missing. */
double run_input(const struct run *, const struct method_input *, size_t row);
/* For an item that divides by a column or a product: what stands above the line when the whole is `value`.
 * *ret_column: the column above the line, or SIZE_MAX; *ret_is: what it is now. */
double run_above_line(const struct run *, size_t item, size_t row, double value, size_t *ret_column, double *ret_is);
struct run_moved { /* two runs, or two methods over one table */
	const struct run_subject *is, *was; /* NULL: not in that one */
	uint32_t rank, rank_before;
	double total, total_before;
	size_t item;          /* whose points moved most; SIZE_MAX: none that both have */
	double by;            /* its points now less before */
};
void run_compare(struct arena *, const struct run *was, const struct run *is, struct run_moved **ret, size_t *ret_n);
/* Surcharge on electricity of the last class: "1:0.05 2:0.10 3:0.15", yuan per kWh from so many years on. */
struct surcharge_row {
	const struct run_subject *subject;
	str account;
	int64_t years;
	struct dec kwh, rate, yuan; /* rate: the higher of this and what is in force already */
	bool other;           /* what is in force already is higher or the same */
	bool unknown;         /* no electricity is known for it */
};
struct surcharge {
	struct surcharge_row *rows;
	size_t n;
	struct dec kwh, yuan;       /* totals of the rows */
	struct dec kwh_firms;       /* of the values of these firms, each once */
	bool agrees;                /* kwh and kwh_firms are equal */
};
/* Yuan per kWh for so many years running, not below what is in force; ERR_INPUT: the rule cannot be read. */
err surcharge_rate(str rule, int64_t years, struct dec other, struct dec *ret) must_check;
/* `of`: the kind of the subjects, which says where accounts stand; `power`: the column that holds 万千瓦时.
 * ERR_INPUT: the rule cannot be read. */
err run_surcharge(struct arena *, const struct run *, const struct kind *of, str rule, str power, struct surcharge *ret) must_check;

#endif
