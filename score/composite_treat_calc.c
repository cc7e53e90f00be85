/* SPDX-License-Identifier: Apache-2.0 */
/* Outliers: a column that is too skewed and too peaked has its extremes drawn in one by one, and is bent when that does
 * not do. */
#include "score/composite.h"

#include <math.h>
#include <string.h>

/* False when skewness and kurtosis do not exist. */
static bool check(const double *v, size_t n, const struct composite_treat *t, struct composite_treated *ret)
{
	int at = ret->checks;
	double skew = stats_skew(v, n), kurt = stats_kurt(v, n);
	if (isnan(skew) || isnan(kurt))
		return false;
	ret->skew[at] = skew;
	ret->kurt[at] = kurt;
	ret->pass[at] = fabs(skew) < t->skew || kurt < t->kurt;
	ret->checks++;
	return true;
}

/* Brings the extreme values, all that are equal, to the next one; false when there is no next. */
static bool extreme_draw(double *v, size_t n, bool high, size_t *ret_tied)
{
	double out = high ? stats_max(v, n) : stats_min(v, n), next = NAN;
	size_t tied = 0;
	for (size_t i = 0; i < n; i++)
		if (v[i] != out && !isnan(v[i]) && !(high ? v[i] <= next : v[i] >= next))
			next = v[i];
	if (isnan(next))
		return false;
	for (size_t i = 0; i < n; i++)
		if (v[i] == out) {
			v[i] = next;
			tied++;
		}
	*ret_tied = tied;
	return true;
}

/* What was drawn in before is equal to the extreme now, so `tied` counts it again: high + low is all of them. */
static size_t draw_in(double *v, size_t n, const struct composite_treat *t)
{
	size_t high = 0, low = 0;
	while (t->winmax < 0 || high + low < (size_t)t->winmax) {
		double skew = stats_skew(v, n), kurt = stats_kurt(v, n);
		if (isnan(skew) || isnan(kurt) || fabs(skew) < t->skew || kurt < t->kurt)
			break;
		if (!extreme_draw(v, n, skew >= 0, skew >= 0 ? &high : &low))
			break;
	}
	return high + low;
}

static void bend(double *v, size_t n, const struct composite_treat *t)
{
	double least = stats_min(v, n), range = stats_max(v, n) - least;
	for (size_t i = 0; i < n; i++) {
		double x = v[i] - least;
		if (t->curve == CURVE_LOG)
			v[i] = real_ln(x + 0.01 * range);
		else if (t->curve == CURVE_LOG_ONE || t->lambda == 0)
			v[i] = real_ln(x + 1);
		else
			v[i] = (real_power(x + 1, t->lambda) - 1) / t->lambda;
	}
}

/* Where a later check does not exist the raw values come back. */
void treat_column(double *v, size_t n, const struct composite_treat *t, double *room, struct composite_treated *ret)
{
	*ret = (struct composite_treated){0};
	if (!t->on || !check(v, n, t, ret) || ret->pass[0])
		return;
	memcpy(room, v, n * sizeof(*v));
	ret->drawn = draw_in(v, n, t);
	bool known = check(v, n, t, ret);
	if (known && (ret->pass[1] || t->curve == CURVE_NONE))
		return;
	if (known && !t->combine)
		memcpy(v, room, n * sizeof(*v));
	if (known)
		bend(v, n, t);
	ret->bent = known;
	if (!known || !check(v, n, t, ret)) {
		memcpy(v, room, n * sizeof(*v));
		*ret = (struct composite_treated){0};
	}
}
