/* SPDX-License-Identifier: Apache-2.0 */
/* Prints a calendar with everything that is awkward in it, for ical_parses.py. */
#include <stdio.h>

#include "web/ical_in.h"

int main(void)
{
	struct buf b;
	buf_init(&b, NULL);
	ical_begin(&b, S("榴园区, 督查; \\室"));
	for (int i = 0; i < 40; i++) {
		struct buf title;
		buf_init(&title, NULL);
		for (int k = 0; k < i * 3; k++)
			buf_z(&title, k % 7 == 0 ? "，;," : k % 5 == 0 ? "𠀀" : "落实");
		buf_fmt(&title, "#%d", i);
		ical_event(&b, &(struct ical_event){.uid = i ? S("1@luoshi") : S("0@luoshi"), .summary = buf_str(&title),
			.description = S("督〔2026〕0001\n区住建局, 科室; \\x"), .category = S("超期"), .url = S("https://luoshi.example/matters/1"),
			.day = day_of(2026, 12, 31) + i, .stamp = 1790820000000LL + i, .sequence = i});
		buf_done(&title);
	}
	ical_end(&b);
	fwrite(b.p, 1, b.n, stdout);
	buf_done(&b);
	return 0;
}
