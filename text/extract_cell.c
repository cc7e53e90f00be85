/* SPDX-License-Identifier: Apache-2.0 */
/* One cell of a ledger under 完成时限: whatever day stands there is meant. */
#include "text/extract_in.h"

bool text_day(struct arena *a, str cell, day_t date, struct cell_day *ret)
{
	struct doc d;
	struct day_found f;
	size_t i = 0;
	doc_open(&d, a, cell, cues_builtin());
	d.date = DAY_NONE; /* whether it is long past is for the caller to say */
	d.year = date == DAY_NONE ? 0 : day_civil(date).year;
	while (i < d.n && !day_at(&d, i, d.n, &f))
		i++;
	if (i == d.n)
		return false;
	*ret = (struct cell_day){.at = {f.from, f.to}, .n = d.n, .date = f.invalid ? DAY_NONE : day_resolve(&d, &f, year_now(&d)),
		.precision = f.precision, .year_said = f.year_said || f.year_shift, .no_such_day = f.invalid,
		.year = f.year, .month = f.month, .day = f.day};
	return true;
}
