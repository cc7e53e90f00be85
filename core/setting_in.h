/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of settings share. */
#ifndef LUOSHI_SETTING_IN_H
#define LUOSHI_SETTING_IN_H

#include "core/matter_in.h"

/* One by its whole name; ERR_NOTFOUND when there is none. */
err setting_view_of(struct ctx *, str name, struct setting_view *ret) must_check;

#endif
