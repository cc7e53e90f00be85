/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

static void zeroed_and_aligned(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	for (size_t n = 0; n < 5000; n += 37) {
		char *p = arena_alloc(&a, n);
		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
	}
	arena_done(&a);
}

static void grows_in_place_only_when_newest(void **state)
{
	unused_arg(state);
	struct arena a;
	arena_init(&a);
	char *p = arena_copy(&a, "abc", 3);
	assert_ptr_equal(arena_grow(&a, p, 4, 40), p);
	arena_alloc(&a, 1);
	char *q = arena_grow(&a, p, 40, 400);
	assert_ptr_not_equal(q, p);
	assert_string_equal(q, "abc");
	assert_int_equal(q[399], 0);
	arena_done(&a);
}

static int order[3], met;
static void note(void *arg)
{
	order[met++] = *(int *)arg;
}

static void deferred_run_backwards_once(void **state)
{
	unused_arg(state);
	struct arena a;
	int v[] = {1, 2, 3};
	arena_init(&a);
	met = 0;
	for (int i = 0; i < 3; i++)
		arena_defer(&a, note, &v[i]);
	arena_reset(&a);
	arena_done(&a);
	assert_int_equal(met, 3);
	assert_int_equal(order[0], 3);
	assert_int_equal(order[2], 1);
}

static void list_keeps_all(void **state)
{
	unused_arg(state);
	struct arena a;
	LIST(int) l = {0};
	arena_init(&a);
	for (int i = 0; i < 1000; i++) {
		*list_push(&a, &l) = i;
		if (i % 100 == 0)
			arena_alloc(&a, 3); /* so that growing has to move */
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(l.v[i], i);
	arena_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zeroed_and_aligned),
		cmocka_unit_test(grows_in_place_only_when_newest),
		cmocka_unit_test(deferred_run_backwards_once),
		cmocka_unit_test(list_keeps_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
