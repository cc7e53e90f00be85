/* SPDX-License-Identifier: Apache-2.0 */
#include "file/file.h"
#include "file/charset_in.h"
#include "file/html_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct file_text t;
	arena_init(&a);
	str page;
	if (charset_page(&a, (str){(const char *)p, n}, S("x"), 1u << 20, &page) == OK &&
	    html_page_read(&a, page, S("x"), &t) == OK)
		ours(utf8_valid(t.text) == t.text.n && utf8_valid(t.title) == t.title.n);
	arena_done(&a);
	return 0;
}
