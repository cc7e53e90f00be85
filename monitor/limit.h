/* SPDX-License-Identifier: Apache-2.0 */
/* limit (限值): what a value of a factor may be at an outlet, on which days, by whose word. A class of
 * outlets has the limits of its standard (data/outlet/); a station has a class and lines of its own, which
 * go before the class'. The line in force on the day of the observation is the one that counts.
 *
 *     station_watch_read -> limit_on(watch.v, watch.n, code, span, day) -> measured_convert -> compare
 *
 * A line of a station's own, as people type it (from and until with -: open; low or high with -: none):
 *     w01018 day - 40 mg/L 2026-01-01 - 排污许可证副本 表7 */
#ifndef LUOSHI_LIMIT_H
#define LUOSHI_LIMIT_H

#include "base/day.h"
#include "base/num.h"
#include "core/core.h"

enum limit_span {
	LIMIT_ANY,  /* any:  every value */
	LIMIT_HOUR, /* hour: means of hours */
	LIMIT_DAY,  /* day:  means of days */
	LIMIT_SPAN, /* span: what the device can measure (量程), and the unit in which it reports */
	LIMIT_SPANS
};
extern const struct limit_span_row {
	const char *name;
	struct words2 label;
} limit_spans[LIMIT_SPANS];

struct limit {
	bool own;    /* of the station itself */
	str code;    /* of the factor */
	enum limit_span span;
	bool has_low, has_high; /* one of them at least */
	struct dec low, high;   /* both are still allowed */
	str unit;
	day_t from, until;      /* DAY_NONE: open; from <= day < until */
	str mark, source;       /* mark: V, S or M; empty: a station's own */
};
struct outlet_class {
	str name;             /* sewage_1a */
	struct words2 label;  /* 城镇污水处理厂（一级A） */
	char medium;          /* a gas, w water */
	str source;
	const struct limit *v;
	size_t n;
};
/* In the order of data/outlet/classes.tsv; of the whole life of the program. */
const struct outlet_class *outlet_classes(size_t *ret_n);
const struct outlet_class *outlet_class_named(str); /* NULL */

/* Own lines, one below the other; # begins a comment. ERR_INPUT names the line. */
#define LIMIT_LINES_MOST 200
err limits_read(struct arena *, str text, struct limit **ret, size_t *ret_n) must_check;
void limit_put(struct buf *, const struct limit *); /* as limits_read takes it, without the end of line */
/* The line in force: one of its own before the class'; of several the one that began last. NULL: none. */
const struct limit *limit_on(const struct limit *, size_t n, str code, enum limit_span, day_t);

/* mg/L, 毫克/升 …: its one name; STR_NONE: not known. */
str measured_unit(str);
/* Half to even past nine places; false: not known, of another quantity, or too large. */
bool measured_convert(struct dec, str from, str to, struct dec *ret);

/* ---- what a station is watched by --------------------------------------------------------------- */
struct station_watch {
	int64_t version;          /* of the station's newest event */
	str outlet;               /* its class; empty: none */
	str own;                  /* its own lines as they were typed */
	const struct limit *v;    /* its own lines, then those of its class: all days */
	size_t n;
};
/* Open to whoever is signed in: limits are no secret. ERR_NOTFOUND: no such station. */
err station_watch_read(struct ctx *, int64_t station, struct station_watch *ret) must_check;
/* By the environment office and the system administrator; one event of the station with the whole of it.
 * `version` as it was read. */
err station_watch_set(struct ctx *, int64_t station, int64_t version, str outlet, str own) must_check;
/* The unit in which it reports the factor: of its own span line, else the standard's. Empty: not known. */
str station_watch_unit(const struct station_watch *, str code, day_t);
/* A value as it was sent, beyond that limit of the station; limit NULL, or of another quantity: nothing can be said. */
bool station_watch_beyond(const struct station_watch *, const struct limit *, str code, str value, day_t);

#endif
