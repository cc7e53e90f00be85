/* SPDX-License-Identifier: Apache-2.0 */
#include "report/paper.h"

str paper_date(struct arena *a, day_t day)
{
	struct civil c = day_civil(day);
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%d年%d月%d日", c.year, c.month, c.day);
	return buf_str(&b);
}
