/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of observations: read or refused, and every one that is read has a line of JSON. */
#include "monitor/air.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a;
	struct air_observation *o;
	struct air_notice *notices;
	size_t n_o, n_notices;
	struct buf b;
	arena_init(&a);
	buf_init(&b, &a);
	if (air_csv_read(&a, air_rules(), NULL, (str){(const char *)data, n}, &o, &n_o, &notices, &n_notices) == OK)
		for (size_t i = 0; i < n_o; i++)
			air_json_put(&b, air_rules(), &o[i]);
	ours(!b.bad);
	arena_done(&a);
	return 0;
}
