/* SPDX-License-Identifier: Apache-2.0 */
/* A transport stream of a camera cut into pieces: the first byte is how many bytes come at a time (0: all). */
#include "monitor/hls_calc.h"

static void keep(void *arg, str bytes, int64_t ms)
{
	int *n = arg;
	ours(bytes.n <= TS_PIECE_MOST + TS_PACKET && bytes.n % TS_PACKET == 0 && ms >= 0 && ms <= 3600000);
	++*n;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ts_cut c;
	int pieces = 0;
	if (!n)
		return 0;
	str s = {(const char *)p + 1, n - 1};
	size_t step = p[0] ? p[0] : s.n;
	ts_init(&c, 100);
	for (size_t i = 0; i < s.n; i += step)
		ts_feed(&c, str_cut(s, i, i + step), keep, &pieces);
	ts_done(&c);
	return 0;
}
