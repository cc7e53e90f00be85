/* SPDX-License-Identifier: Apache-2.0 */
/* fault: named points at which tests make the world fail or the process die.
 * In release builds without -Dfaults=true the macro is `false`.
 *
 *     if (fault_point("blob.fsync")) return fail(ERR_IO, "...");
 *
 * LUOSHI_FAULT="die@7" ends the process at the 7th point met, "fail@7" makes the
 * 7th fail; LUOSHI_FAULT_COUNT=path writes how many were met, so the harness can
 * prove that it injected. */
#ifndef LUOSHI_FAULT_H
#define LUOSHI_FAULT_H

#include "base/base.h"

#ifdef LUOSHI_FAULTS
bool fault_point(const char *name);
#else
#define fault_point(name) false
#endif

#endif
