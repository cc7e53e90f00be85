/* SPDX-License-Identifier: Apache-2.0 */
/* Forms as strangers send them: the first byte chooses the parser. */
#include "net/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	http_pairs form = {0};
	http_files files = {0};
	arena_init(&a);
	str s = {(const char *)p, n};
	if (n && p[0] == 'u')
		(void)!http_parse_urlencoded(&a, str_cut(s, 1, n), &form);
	else if (n)
		(void)!http_parse_multipart(&a, str_cut(s, 1, n), S("b"), &form, &files);
	for (size_t i = 0; i < form.n; i++)
		ours(utf8_valid(form.v[i].value) == form.v[i].value.n);
	arena_done(&a);
	return 0;
}
