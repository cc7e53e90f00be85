/* SPDX-License-Identifier: Apache-2.0 */
/* said (说的与实测): numbers of indicators that documents claim, held against what was measured.
 * docs/decisions/said.md. said_find is pure (core/said_calc.c); said_read asks rights as document_read
 * and values_read do. */
#ifndef LUOSHI_SAID_H
#define LUOSHI_SAID_H

#include "core/measure.h"

enum said_aspect {
	SAID_VALUE,  /* of the period that is named: 1—10月 or 10月 alone */
	SAID_GROWTH, /* per cent over the year before */
	SAID_POINTS, /* of a share: points over the year before */
	SAID_GAP,    /* points to the mean of the city; better is positive */
	SAID_RANK,
	SAID_DONE,   /* per cent of the target of the year */
	SAID_ABOVE,  /* how many indicators are better than the city */
	SAID_ASPECTS
};
struct said_period { /* months of a year, both included; from 0: it is not said; year 0: without a year */
	int year, from, to;
};
struct said_range { /* what the written number stands for: 9.7 is [9.65, 9.75) */
	struct frac low, high;
	bool has_low, has_high, low_in, high_in;
	struct frac half; /* half a unit of its last place */
};
struct said {
	const struct indicator *of; /* NULL of SAID_ABOVE */
	int64_t subject;            /* 0: the district */
	enum said_aspect aspect;
	bool target;                /* promised, not reported */
	struct said_period period;
	struct said_range range;    /* in the unit of the indicator, per cent, points, places */
	int64_t among;              /* of SAID_ABOVE: of how many; 0: not said */
	str text;                   /* as written: 10.04亿元 */
	struct span at, sentence;   /* code points of the document */
};

/* ---- pure: core/said_calc.c, core/said_period_calc.c ------------------------------------------ */
struct said_words; /* packs/indicators/said.tsv, compiled */
const struct said_words *said_words_compile(struct arena *, str tsv);
struct said_name { /* by which an indicator or a subject is called */
	str word;
	const struct indicator *of;
	bool growth; /* the indicator is itself growth */
	bool full;   /* and the word says so: 增速 */
};
struct said_subject { str name; int64_t id; };
struct said_source {
	const struct said_words *words;
	const struct said_name *names; /* the longest first */
	size_t n_names;
	const struct said_subject *subjects;
	size_t n_subjects;
	str text, title;
	day_t date; /* of the document; DAY_NONE */
	const struct sentence *sentences;
	size_t n_sentences;
	struct frac about; /* how far 左右 reaches, as a share of the number */
};
void said_find(struct arena *, const struct said_source *, struct said **ret, size_t *ret_n);
/* Label, headings, and the label without 增速; the longest first. */
void said_all_names(struct arena *, const struct said_words *, const struct pack *const *, struct said_name **ret, size_t *ret_n);
/* A period at the start of s; how many bytes it takes, 0: none. */
size_t said_period_read(str s, struct said_period *ret);
/* The year that a report of that day means; false: it had not ended then, or nothing says the year. */
bool said_period_settle(struct said_period *, day_t date, bool target);
/* How many of `to` one of `from` is: 万元 in 亿元 1/10000; false: they do not measure the same. */
bool said_unit(str from, str to, struct frac *ret);
struct said_range said_range_of(struct dec value, const struct dec *max, enum quantity_op, bool negative, struct frac about);
/* Whether the measured number can be what was said; half: of its own last place, where it is rounded itself. */
bool said_agrees(const struct said_range *, struct frac measured, struct frac half);

/* ---- against what was measured: core/read_said.c ------------------------------------------------ */
enum said_verdict { SAID_DIFFERS, SAID_NO_VALUE, SAID_NO_PERIOD, SAID_AGREES, SAID_VERDICTS };
struct said_line {
	struct said said;
	int64_t document;
	str number, title; /* of the document */
	str sentence;      /* the words around it */
	enum said_verdict verdict;
	bool has_measured;
	struct dec measured;
	bool computed;     /* of several values */
	str period;        /* key of the value: 2026-10; empty: none */
	int64_t version;   /* of the value; 0: none */
	str source;        /* of the value */
	int64_t above, compared; /* of SAID_ABOVE: as the wall has it */
};
struct said_list {
	struct said_line *lines; /* by document, then by place */
	size_t n, documents;     /* documents looked at */
	size_t count[SAID_VERDICTS];
	str next;                /* documents before these; empty: none */
};
/* Of one document, or (0) of the newest `limit` before the cursor. Only documents that the reader may read whole. */
err said_read(struct ctx *, int64_t document, str cursor, int limit, struct said_list *ret) must_check;

#endif
