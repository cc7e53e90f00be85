/* SPDX-License-Identifier: Apache-2.0 */
/* Telegrams as a stream: the first byte is how many bytes come at a time (0: all). */
#include <stdlib.h>
#include <string.h>

#include "monitor/hj212.h"

static void inside(const struct hj_frame *f, const struct hj_item *i)
{
	ours((size_t)i->at + i->code_n <= f->segment.n && (size_t)i->value + i->value_n <= f->segment.n);
	ours(i->name_n == HJ_NO_NAME || (size_t)i->at + i->code_n + 1 + i->name_n <= f->segment.n);
}

static void read_one(const struct hj_piece *piece, struct hj_key *key, char *scratch, struct hj_frame *f)
{
	hj_read(piece, key, scratch, f);
	ours(f->n <= HJ_ITEMS && f->n_extra <= HJ_EXTRA && f->time < (int)f->n);
	ours(f->crc_ok == !(f->odd & (ODD_BIT(CRC_WRONG) | ODD_BIT(CIPHER_NO_KEY))));
	for (size_t i = 0; i < f->n; i++)
		inside(f, &f->item[i]);
	for (size_t i = 0; i < f->n_extra; i++)
		inside(f, &f->extra[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct hj_frame frame;
	static struct hj_key *key;
	struct hj_piece piece;
	enum hj_got got;
	if (n < 2)
		return 0;
	if (!key)
		key = hj_key_new((const uint8_t *)"0000000000000000");
	size_t step = p[0] ? p[0] : n, begin = 1;
	for (size_t end = 1; end < n;) {
		end = n - end < step ? n : end + step;
		/* exactly so many bytes, so that a step past them is seen */
		char *window = malloc(end - begin + 1), *scratch = malloc(HJ_SEGMENT_MOST);
		size_t done = 0, have = end - begin;
		memcpy(window, p + begin, have);
		window = realloc(window, have ? have : 1);
		while ((got = hj_cut((str){window + done, have - done}, end == n, &piece)) != HJ_MORE) {
			ours(piece.used > 0 && piece.used <= have - done);
			if (got == HJ_FRAME)
				read_one(&piece, p[0] & 1 ? key : NULL, scratch, &frame);
			done += piece.used;
		}
		begin += done;
		free(window);
		free(scratch);
	}
	return 0;
}
