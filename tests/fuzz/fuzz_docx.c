/* SPDX-License-Identifier: Apache-2.0 */
#include "file/file.h"
#include "file/docx_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct file_text t;
	arena_init(&a);
	str s = {(const char *)p, n};
	/* the checksums of a zip stop most changes, so the part that matters is tried bare too */
	err e = str_starts(s, S("PK")) ? docx_read(&a, s, S("x"), &t) : docx_main_read(&a, s, S("x"), &t);
	if (e == OK)
		ours(utf8_valid(t.text) == t.text.n && utf8_valid(t.title) == t.title.n);
	arena_done(&a);
	return 0;
}
