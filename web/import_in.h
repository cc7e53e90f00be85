/* SPDX-License-Identifier: Apache-2.0 */
/* import_in: between the two files of the pages of ledgers. */
#ifndef LUOSHI_WEB_IMPORT_IN_H
#define LUOSHI_WEB_IMPORT_IN_H

#include "web/web_in.h"

str import_lines(struct visit *, const struct import_look *);

#endif
