/* SPDX-License-Identifier: Apache-2.0 */
/* Tails of the counts on the standard input, for bunch.py. */
#include <stdio.h>

#include "core/bunch.h"

int main(void)
{
	long long before, past;
	while (scanf("%lld %lld", &before, &past) == 2)
		printf("%.17g\n", bunch_tail(before, past));
	return 0;
}
