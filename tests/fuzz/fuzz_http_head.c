/* SPDX-License-Identifier: Apache-2.0 */
/* Target, cookies, media type and headers, each ended by a line. */
#include "net/http.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	http_pairs headers = {0}, pairs = {0};
	str rest = {(const char *)p, n}, line, path, type, value;
	arena_init(&a);
	for (int i = 0; str_split(rest, '\n', &line, &rest); i++) {
		if (i == 0 && http_parse_target(&a, line, &path, &pairs))
			ours(path.n && path.p[0] == '/' && utf8_valid(path) == path.n);
		else if (i == 1)
			(void)!http_parse_cookies(&a, line, &pairs);
		else if (i == 2)
			(void)!http_parse_type(&a, line, S("boundary"), &type, &value);
		else if (i > 2 && str_split(line, ':', &type, &value))
			*list_push(&a, &headers) = (struct http_pair){type, value};
	}
	(void)http_head_fault(&headers);
	arena_done(&a);
	return 0;
}
