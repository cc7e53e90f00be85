/* SPDX-License-Identifier: Apache-2.0 */
#include "file/file.h"
#include "file/ole_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ole o;
	struct ole_entry e;
	uint8_t head[32];
	str s = {(const char *)p, n};
	ours(file_sniff(s) < FILE_SORTS);
	if (ole_open(s, &o) && ole_find(&o, "WordDocument", &e))
		(void)ole_head(&o, &e, head, sizeof head);
	return 0;
}
