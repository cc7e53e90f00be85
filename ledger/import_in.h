/* SPDX-License-Identifier: Apache-2.0 */
/* import_in: between the files that take ledgers in. */
#ifndef LUOSHI_IMPORT_IN_H
#define LUOSHI_IMPORT_IN_H

#include "core/told.h"
#include "ledger/import.h"
#include "ledger/mean_in.h"

struct batch_row { /* a batch as it is kept */
	struct import_batch b;
	struct blob_ref blob;
	str choices; /* lines */
};
err batch_read(struct ctx *, int64_t id, struct batch_row *ret) must_check; /* ERR_NOTFOUND: none of this person's */
err batch_new(struct ctx *, const struct batch_row *, str bytes, int64_t *ret) must_check;
err batch_bytes(struct ctx *, const struct batch_row *, str *ret) must_check;
/* Inside the transaction of act_all. */
struct batch_done {
	struct ctx *x;
	const struct batch_row *row;
	enum import_state state;
	struct batch_item {
		uint32_t at;
		int64_t matter;
		bool opened;
		str before; /* lines: field, tab, value */
	} *v; /* one for each request */
	size_t n;
};
err batch_finish(struct conn *, void *batch_done, const struct act_result *);
struct batch_kept { /* what a batch that is done did to one matter */
	int64_t matter, version;
	bool opened;
	str before;
};
err batch_items(struct ctx *, int64_t id, struct batch_kept **ret, size_t *ret_n) must_check;

/* Lines of choices; a line that does not fit the kind is ERR_INPUT. */
err import_choices_read(struct arena *, const struct kind *, str lines, struct import_choices *ret) must_check;
void import_choices_apply(struct ledger *, const struct import_choices *);

struct planning { /* import_look on its way */
	struct ctx *x;
	struct import_look *l;
	struct unit *units;
	size_t n_units;
	struct person *people;
	size_t n_people;
	LIST(struct import_unknown) unknown;
	const struct ledger_column *steps; /* 具体举措 that name matters; NULL: none */
};
err rows_plan(struct planning *) must_check;
/* The value of a cell as act takes it: arguments added to the row, or findings. */
err cell_plan(struct planning *, struct import_row *, const struct ledger_column *) must_check;
/* What it was found to mean, taken into the row. */
err cell_take(struct planning *, struct import_row *, const struct ledger_column *, const struct meaning *) must_check;
void finding_add(struct planning *, struct import_row *, uint32_t column, str head, str sentence, bool wrong);
void arg_add(struct planning *, struct import_row *, const struct field *, str value);
/* Units that look like a name nobody has. */
void unknown_add(struct planning *, str name);
str said_in(struct ctx *, const char *key, const str *args, size_t n);
str fail_sentence(struct ctx *);

#endif
