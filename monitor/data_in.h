/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_DATA_IN_H
#define LUOSHI_DATA_IN_H

#include "monitor/monitor.h"
#include "monitor/roll_in.h"

const struct roll_rule *validity_of(char medium, bool day, day_t) ; /* NULL: none */

#endif
