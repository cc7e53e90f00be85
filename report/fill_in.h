/* SPDX-License-Identifier: Apache-2.0 */
/* fill_in: from runs of text and line breaks to the blocks of a paper. */
#ifndef LUOSHI_FILL_IN_H
#define LUOSHI_FILL_IN_H

#include "report/fill.h"

#define FILL_LEVELS 3

struct fill_run {
	struct paper_run run;
	bool own; /* written by the office: may tell a level */
};
struct fill_out {
	struct arena *arena;
	LIST(struct fill_run) line; /* the paragraph being written */
	LIST(struct paper_block) blocks;
	str title;
	bool titled;
	int numbers[FILL_LEVELS]; /* of the heading written last */
	size_t bytes;
};
void fill_out_text(struct fill_out *, str); /* as the office wrote it; \n ends a paragraph */
void fill_out_value(struct fill_out *, const struct fill_value *);
void fill_out_table(struct fill_out *, const struct paper_table *);
void fill_out_end(struct fill_out *); /* of a paragraph */

#endif
