/* SPDX-License-Identifier: Apache-2.0 */
/* ledger (台账): workbooks out and in, for the rooms above. */
#ifndef LUOSHI_LEDGER_H
#define LUOSHI_LEDGER_H

#include "ledger/out.h"

#endif
