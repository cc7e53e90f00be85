/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the data says that a firm may go on to the next library. Pure. */
#include "core/cultivate.h"

static bool at_least(bool have, struct frac is, int64_t least)
{
	int c;
	return !least || (have && frac_cmp(is, frac_int(least), &c) && c >= 0);
}

bool library_met(const struct library_rule *r, const struct library_facts *f)
{
	if (!r->entered && !r->turnover && !r->share)
		return false;
	return (!r->entered || f->entered) && at_least(f->has_turnover, f->turnover, r->turnover) && at_least(f->has_share, f->share, r->share);
}
