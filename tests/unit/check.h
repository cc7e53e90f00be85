/* SPDX-License-Identifier: Apache-2.0 */
/* What every unit test needs, included first: cmocka with its headers, and comparisons of str. */
#ifndef LUOSHI_TEST_CHECK_H
#define LUOSHI_TEST_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* cmocka's fail() would hide ours */
#undef fail
#undef fail_msg
#define test_fails(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#include "base/err.h"

#define same_str(got, want) same_str_((got), (want), __FILE__, __LINE__)
static inline void same_str_(str got, str want, const char *file, int line)
{
	if (!str_eq(got, want)) {
		print_error("got \"" STR_FMT "\", want \"" STR_FMT "\"\n", STR_ARG(got), STR_ARG(want));
		_fail(file, line);
	}
}

#endif
