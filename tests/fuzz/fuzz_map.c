/* SPDX-License-Identifier: Apache-2.0 */
#include "web/map_in.h"
#include "web/web.h"

/* Read, and drawn in a frame that the bytes themselves choose. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct map m;
	struct map_counts counts;
	struct buf b;
	str text;
	int line;
	arena_init(&a);
	buf_init(&b, &a);
	if (n && map_from_file(&a, (str){(const char *)p, n}, &text, &counts) == OK && map_parse(&a, text, &m, &line)) {
		struct map_frame f = map_frame_checked((struct map_frame){p[0] & 7, p[n - 1], p[n / 2]});
		map_put(&b, &m, LANG_ZH, f, NULL, 0, S("x"));
		map_town_at(&m, m.shapes[0].v[0]);
	}
	arena_done(&a);
	return 0;
}
