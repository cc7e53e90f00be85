/* SPDX-License-Identifier: Apache-2.0 */
/* request: requests (诉求) that come from other platforms, as rows of a workbook or as members
 * of an object: a name or a heading with a value each. What belongs to the request and what
 * to the matter it opens is told by the forms of both; `place` may be both.
 *
 *     request_sheet -> { request_row_take } for each row
 *
 * A number that its channel sent before makes nothing new (core/request.h). */
#ifndef LUOSHI_LEDGER_REQUEST_H
#define LUOSHI_LEDGER_REQUEST_H

#include "core/request.h"
#include "file/sheet.h"

struct request_in {
	uint32_t at;       /* row of the sheet, from 0 */
	struct arg *v;     /* field: its name, its label or one of its heads */
	size_t n;
	const struct upload *files;
	size_t n_files;
	int64_t matter;    /* attached to this one; 0: one of its own */
	str kind;          /* "order" (also when empty), "suggestion" */
	str key;           /* Idempotency-Key; may be empty */
	str notice;
};
/* The rows of the first sheet that has a heading of requests: 渠道, 对方编号, 标题 …
 * ERR_INPUT: none has. */
err request_sheet(struct ctx *, const struct decoder *, str name, str bytes, struct request_in **ret, size_t *ret_n) must_check;
/* ERR_INPUT names the column that is at fault. Values as people write them: labels of choices,
 * names of units, 是. Where the row gives no day for the platform above and the channel has days
 * of its own (channels.tsv), the day is counted from today. */
err request_row_take(struct ctx *, const struct request_in *, struct request_taken *ret) must_check;
/* Decides it and writes nothing. */
err request_row_look(struct ctx *, const struct request_in *) must_check;

#endif
