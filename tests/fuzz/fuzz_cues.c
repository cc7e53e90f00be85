/* SPDX-License-Identifier: Apache-2.0 */
/* Cue tables of packs: read or refused; what was read can be extracted with. */
#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a;
	const struct cues *cues;
	struct extracted e;
	arena_init(&a);
	if (cues_compile(&a, (str){(const char *)data, n}, S("fuzz"), &cues) == OK)
		text_extract(&a, S("一是新增就业3万人。\n1.6月底前完成（责任单位：区人社局）\n"), DAY_NONE, cues, &e);
	arena_done(&a);
	return 0;
}
