/* SPDX-License-Identifier: Apache-2.0 */
/* demo_data: the files of data/demo, embedded in the program. */
#ifndef LUOSHI_DEMO_DATA_H
#define LUOSHI_DEMO_DATA_H

#include "base/str.h"

str demo_file(str name); /* "units.tsv"; STR_NONE when there is none */

#endif
