/* SPDX-License-Identifier: Apache-2.0 */
/* The arithmetic of the ten-day report: exact fractions. Pure. */
#include "core/fast.h"

void fast_calc(const struct fast_in *in, struct fast_out *ret)
{
	struct fast_out o = {0};
	struct frac g;
	o.has_share = in->part.n > 0 && share_of(in->part, in->whole, &o.share);
	o.has_forecast = o.has_share && forecast_of(in->so_far, o.share, &o.forecast);
	o.has_gap = o.has_forecast && in->has_target && frac_sub(in->target, o.forecast, &o.gap);
	o.has_need = in->has_target && frac_sub(in->target, in->so_far, &o.need);
	if (o.has_need && o.need.n < 0)
		o.need = frac_int(0);
	o.has_need_growth = o.has_need && o.need.n > 0 && in->has_base && growth_of(o.need, in->base_rest, &g);
	if (o.has_need_growth)
		o.need_growth = g;
	*ret = o;
}

bool fast_month_target(struct frac year_target, struct frac share, struct frac before, struct frac *ret)
{
	struct frac path;
	return frac_mul(year_target, share, &path) && frac_sub(path, before, ret);
}
