/* SPDX-License-Identifier: Apache-2.0 */
#include "file/biff_in.h"

/* Read, marked in a few places that the bytes themselves choose, and what was marked read again. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct workbook w, again;
	str s = {(const char *)p, n}, out;
	const uint8_t tail = n ? p[n - 1] : 0;
	const struct cell_mark marks[] = {{0, 2, tail % 5, S("甲")}, {0, 2, CELL_MARK_ROW, S("乙")}, {0, 4u + tail, tail, S("丙")}};
	const uint32_t headers[] = {1, 1};
	struct marking m = {.marks = marks, .n_marks = COUNT_OF(marks), .heading = S("错误说明"), .header_row = headers, .n_sheets = 2};
	arena_init(&a);
	if (biff_read(&a, s, S("x"), &w) == OK) {
		for (size_t i = 0; i < w.n_sheets; i++)
			for (size_t k = 0; k < w.sheets[i].n_cells; k++)
				ours(utf8_valid(w.sheets[i].cells[k].text) == w.sheets[i].cells[k].text.n);
		if (!w.n_sheets || biff_mark(&a, s, S("x"), &m, &out) != OK)
			out = STR_NONE;
		ours(!out.p || biff_read(&a, out, S("x"), &again) == OK);
	}
	arena_done(&a);
	return 0;
}
