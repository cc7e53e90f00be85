/* SPDX-License-Identifier: Apache-2.0 */
/* What any message says now and then (data/text/usual.tsv), laid over the counts of the messages seen: where few have
 * come, everything looks rare, 东西 as much as 麻将. */
#include "text/similar_in.h"

#include <string.h>

extern const char usual_tsv[];
extern const size_t usual_tsv_n;

#define USUAL_OF 100000 /* messages that the table counts in */

static void put_row(struct arena *a, const struct similar_rules *r, const struct similar_key *k, str pieces, uint32_t n, uint32_t *slots)
{
	str piece;
	while (pieces.n) {
		struct folded f;
		if (!str_split(pieces, ' ', &piece, &pieces)) {
			piece = pieces;
			pieces = STR_NONE;
		}
		bigram_fold(a, piece, &f);
		if (f.n == 1 || f.n == 2)
			slots[similar_piece_slot(r, k, f.cp, f.n)] += n;
	}
}

int64_t similar_usual(struct arena *a, const struct similar_rules *r, const struct similar_key *k, uint32_t slots[SIMILAR_SLOTS])
{
	str text = {usual_tsv, usual_tsv_n}, line, count;
	memset(slots, 0, SIMILAR_SLOTS * sizeof *slots);
	while (text.n) {
		int64_t n;
		if (!str_split(text, '\n', &line, &text)) {
			line = text;
			text = STR_NONE;
		}
		if (str_split(line, '\t', &count, &line) && str_int(count, &n))
			put_row(a, r, k, line, (uint32_t)((double)n * r->weight.usual * 1000 / USUAL_OF + 0.5), slots);
	}
	return (int64_t)(r->weight.usual * 1000 + 0.5);
}
