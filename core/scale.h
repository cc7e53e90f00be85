/* SPDX-License-Identifier: Apache-2.0 */
/* scale (升规入库): firms whose turnover of twelve months is beside the threshold of their industry. */
#ifndef LUOSHI_SCALE_H
#define LUOSHI_SCALE_H

#include "core/measure.h"

/* ---- pure: core/scale_calc.c ------------------------------------------------------------------- */
struct scale_rule {
	str code_from, code_to; /* of as many digits; both included */
	bool by_income;
	struct dec threshold;   /* in the unit of the table: ten thousand yuan */
	struct words2 label;
	str source;
};
enum scale_state {
	SCALE_REACHED, /* 已达标未入库 */
	SCALE_NEAR,    /* 临规 */
	SCALE_RISK,    /* 退规风险 */
	SCALE_FINE,
	SCALE_UNKNOWN, /* no code, no rule, not by income, or not twelve months */
	SCALE_STATES
};
void scale_rules(struct arena *, str tsv, struct scale_rule **ret, size_t *ret_n);
/* By the digits that the field begins with: 34 通用设备制造业, C3411. NULL: none. */
const struct scale_rule *scale_rule_of(const struct scale_rule *, size_t n, str field);
/* months: of twelve, how many were reported. What has reached it has, however many are missing; what has not is only judged by all twelve. */
enum scale_state scale_judge(const struct scale_rule *, struct frac turnover, int months, bool counted, int64_t near);

/* A band of turnover (过10亿元) and how many are wanted in it. */
struct scale_band {
	struct dec over;    /* in the unit of the table */
	str written;        /* of 100 million yuan, as the setting says it: 10 */
	int64_t count, wanted;
};
/* "10:5 5:7 1:22", sorted, the highest first. false: it cannot be read so, and nothing is returned. */
bool scale_bands(struct arena *, str text, struct scale_band **ret, size_t *ret_n);
/* The highest that a turnover is over, which begins at the amount itself; -1: none. */
int scale_band_of(const struct scale_band *, size_t n, struct frac turnover);

/* ---- core/read_scale.c ------------------------------------------------------------------------------ */
struct scale_line {
	struct measured_subject s;
	const struct scale_rule *rule;
	struct dec turnover; /* of the months that were reported */
	int months;
	bool has_share; struct dec share; /* of the threshold, per cent */
	enum scale_state state;
	bool counted;        /* above scale already */
	bool fresh;          /* and that since this year */
	int band;            /* index of the highest band; -1: none */
};
struct scale_list {
	const struct indicator *of; /* NULL: no pack declares one */
	struct scale_line *lines;   /* what is to be looked at: reached, near, risk, each by share, the highest first; then all others */
	size_t n, n_all;
	struct scale_band *bands;   /* the highest first; counted as `cumulative` says */
	size_t n_bands;
	bool cumulative, bands_wrong; /* bands_wrong: the setting cannot be read */
	int year;                   /* of the last month */
	int64_t fresh, fresh_wanted; /* newly above scale in that year; 0: no target */
	size_t count[SCALE_STATES];
	str from, to;               /* the twelve months */
	int64_t near;
};
/* The twelve months up to and with `period` (a month; empty: the newest with a value), of the subjects the reader may see. */
err scale_read(struct ctx *, str period, struct scale_list *ret) must_check;

#endif
