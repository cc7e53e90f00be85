/* SPDX-License-Identifier: Apache-2.0 */
/* tape: the very statements a change runs in the writer, recorded while core's own act
 * runs (the linker wraps exec and query_one), and run again with new ids, numbers,
 * instants and keys. So the bare commit writes the same rows as the real one, whatever
 * core learns to write. One tape is recorded at a time. */
#ifndef LUOSHI_BENCH_TAPE_H
#define LUOSHI_BENCH_TAPE_H

#include "core/core.h"

enum part { PART_AS_IS, PART_MATTER, PART_EVENT, PART_SEQ, PART_AT, PART_NUMBER, PART_KEY };
struct taped {
	const struct stmt *stmt;
	struct val *v;
	enum part *part;
	size_t n;
	bool asks; /* query_one */
};
struct tape {
	struct arena arena;
	LIST(struct taped) all;
	str number_head; /* 督〔2026〕 */
};
void tape_record(struct tape *);                     /* from here on */
void tape_end(struct tape *, const struct act_result *, ms_t at); /* until here; names the parts */

struct fresh { /* what differs from the recorded change */
	int64_t matter, event;
	ms_t at;
	uint8_t key[32];
	char number[64]; /* out, of the change that takes one; in, of the next of the same matter */
};
/* Inside a job of the writer. */
err tape_play(struct conn *, const struct tape *, struct fresh *) must_check;
void fresh_make(struct store *, ms_t at, struct fresh *ret);

#endif
