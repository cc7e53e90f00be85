/* SPDX-License-Identifier: Apache-2.0 */
/* nest: how deep JSON from outside nests, asked before it is given to jansson, whose reader calls itself at every
 * level. A header of its own, since base/json.h and jansson share names. */
#ifndef LUOSHI_NEST_H
#define LUOSHI_NEST_H

#include "base/str.h"

/* No deeper than LIMIT_JSON_DEPTH. Brackets in strings do not count; nothing else of it is looked at. */
bool json_fits(str);

#endif
