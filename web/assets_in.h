/* SPDX-License-Identifier: Apache-2.0 */
/* assets: style sheet, script and mark, inside the program, under addresses that change
 * with their bytes. Made by tools/assets.py. */
#ifndef LUOSHI_WEB_ASSETS_IN_H
#define LUOSHI_WEB_ASSETS_IN_H

#include "base/str.h"

struct asset {
	const char *name, *type, *address;
	str bytes;
};
extern const struct asset assets[];
extern const size_t assets_n;

#endif
