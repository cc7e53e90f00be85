/* SPDX-License-Identifier: Apache-2.0 */
/* Templates: refused with a sentence, or filled without a fault; what check takes, fill takes. */
#include "report/fill.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const struct fill_value values[] = {{.name = S("a"), .text = S("甲。1")}, {.name = S("b")}};
	static const struct fill_record records[] = {{values, 2}, {values, 2}};
	static const struct fill_value all[] = {{.name = S("a"), .text = S("一、")}, {.name = S("l"), .sort = FILL_LIST, .like = {values, 2},
		.records = records, .n_records = 2}};
	str text = {(const char *)data, n};
	struct arena a;
	struct filled f;
	if (utf8_valid(text) != n || n > 4096)
		return 0;
	arena_init(&a);
	const struct fill_record r = {all, 2};
	err checked = fill_check(&a, text, &r), filled = fill_blocks(&a, text, &r, &f);
	ours(checked == filled || (checked == OK && filled == ERR_LIMIT));
	arena_done(&a);
	return 0;
}
