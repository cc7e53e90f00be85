/* SPDX-License-Identifier: Apache-2.0 */
#include "core_kit.h"

static void every_statement_prepares_and_none_scans(void **state)
{
	struct kit *k = *state;
	struct buf b;
	buf_init(&b, &k->arena);
	good(store_check_statements(k->store, &b));
	same_str(buf_str(&b), S(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(every_statement_prepares_and_none_scans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
