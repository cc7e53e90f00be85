/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_HJ212_IN_H
#define LUOSHI_HJ212_IN_H

#include <stdio.h>
#include <string.h>

#include "monitor/hj212.h"

/* Four hexadecimal digits as a number; -1: they are not. */
int hj_hex4(const char *p);
/* Where "&&" stands at or after `from`; s.n when nowhere. */
size_t hj_amp(str s, size_t from);

#endif
