/* SPDX-License-Identifier: Apache-2.0 */
/* import_ledger: a ledger of matters at the command line. */
#ifndef LUOSHI_CLI_IMPORT_LEDGER_H
#define LUOSHI_CLI_IMPORT_LEDGER_H

#include "cli/house.h"

struct ledger_options {
	bool commit;
	str choices, marked; /* files; empty: none */
};
err import_ledger(struct cli *, const struct config *, const struct ledger_options *) must_check;

/* luoshi import requests FILE: what other platforms sent. */
err import_requests(struct cli *, const struct config *, bool commit) must_check;

/* luoshi import values FILE: a sheet of indicator values. */
err import_values(struct cli *, const struct config *, bool commit) must_check;

#endif
