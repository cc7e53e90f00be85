/* SPDX-License-Identifier: Apache-2.0 */
/* Compiler vocabulary shared by every room. Includes nothing of ours; may be
 * included by everyone. */
#ifndef LUOSHI_BASE_H
#define LUOSHI_BASE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define must_check __attribute__((warn_unused_result))
#define printf_like(fmt, args) __attribute__((format(printf, fmt, args)))
#define unused_arg(x) ((void)(x))
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

/* `ours(x)`: an error of ours, left on in release builds. */
_Noreturn void ours_failed(const char *expr, const char *file, int line);
#define ours(x) ((x) ? (void)0 : ours_failed(#x, __FILE__, __LINE__))

#endif
