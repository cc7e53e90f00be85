/* SPDX-License-Identifier: Apache-2.0 */
/* What core/measure_calc.c answers, line by line: `op scale a b c d` in, a decimal or `none` out. */
#include <stdio.h>
#include <string.h>

#include "core/measure_calc.h"

static bool answer(const char *op, const struct frac *v, struct frac *ret)
{
	if (!strcmp(op, "growth"))
		return growth_of(v[0], v[1], ret);
	if (!strcmp(op, "base"))
		return base_from_growth(v[0], v[1], ret);
	if (!strcmp(op, "contribution"))
		return contribution_of(v[0], v[1], v[2], ret);
	if (!strcmp(op, "share"))
		return share_of(v[0], v[1], ret);
	if (!strcmp(op, "forecast"))
		return forecast_of(v[0], v[1], ret);
	return growth_needed(v[0], v[1], v[2], v[3], ret);
}

int main(void)
{
	char line[512], op[32], text[4][64];
	int scale, how;
	while (fgets(line, sizeof line, stdin)) {
		struct frac v[4], r;
		struct dec d;
		struct buf b;
		if (sscanf(line, "%31s %d %d %63s %63s %63s %63s", op, &how, &scale, text[0], text[1], text[2], text[3]) != 7)
			return 2;
		for (int i = 0; i < 4; i++) {
			if (!dec_parse(str_of(text[i]), &d))
				return 3;
			v[i] = frac_of(d);
		}
		buf_init(&b, NULL);
		if (answer(op, v, &r) && frac_round(r, scale, (enum rounding)how, &d))
			dec_put(&b, d);
		else
			buf_z(&b, "none");
		printf("%.*s\n", (int)b.n, b.p);
		buf_done(&b);
	}
	return 0;
}
