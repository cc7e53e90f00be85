/* SPDX-License-Identifier: Apache-2.0 */
/* decode and repair: any bytes; the edits must lead back to the input. */
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a;
	struct decoded d;
	struct repaired r;
	arena_init(&a);
	if (text_decode(&a, (str){(const char *)data, n}, &d) == OK) {
		text_repair(&a, &d, &r);
		ours(utf8_valid(r.text) == r.text.n && utf8_count(r.text) == r.n && d.raw_at[d.n] == n);
		size_t in = 0, out = 0, at = 0;
		for (size_t i = 0; i < r.n_edits; i++) {
			size_t from = utf8_offset(str_cut(r.text, out, r.text.n), r.edits[i].at.from - at) + out;
			ours(str_eq(str_cut(r.text, out, from), str_cut(d.text, in, in + from - out)));
			ours(str_eq(r.edits[i].from, str_cut(d.text, in + from - out, in + from - out + r.edits[i].from.n)));
			in += from - out + r.edits[i].from.n;
			out = from + r.edits[i].to.n;
			at = r.edits[i].at.to;
		}
		ours(str_eq(str_cut(r.text, out, r.text.n), str_cut(d.text, in, d.text.n)));
	}
	arena_done(&a);
	return 0;
}
