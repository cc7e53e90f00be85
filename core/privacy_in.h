/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of destruction share. */
#ifndef LUOSHI_PRIVACY_IN_H
#define LUOSHI_PRIVACY_IN_H

#include "core/matter_in.h"
#include "core/privacy.h"

bool class_is(const struct data_class *, str named); /* by its name, or as it is called in Chinese */
bool kind_holds_personal(const struct kind *);
bool kind_holds_class(const struct kind *, const struct data_class *);
/* Takes the values of the class out of one closed matter, in one commit; then the bytes of files
 * that went. Nothing happens where nothing of it is left. */
err destroy_in(struct ctx *, int64_t matter, const struct data_class *, str rule, int64_t *ret_values, int64_t *ret_files) must_check;
#define FORGET_OWED "" /* the row of keep_walk that says (changed 1) that overwritten keys are still to leave the files */
/* Keys that were overwritten leave the files now, where any are owed; the night does what fails here. */
err keys_forget(struct core *) must_check;
/* Of a line of the record of destruction, that other changes write as well. */
void destroyed_row(struct commit *, const struct ctx *, const struct destroyed_row *);

#endif
