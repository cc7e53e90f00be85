/* SPDX-License-Identifier: Apache-2.0 */
/* What a client of Open311 writes, and what a server of it answers us. */
#include "net/http.h"
#include "relay/open311_in.h"
#include "web/open311_calc_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a;
	http_pairs pairs;
	items311 items;
	str s = {(const char *)data, n}, code;
	const struct zone *zone;
	enum open311_format format;
	struct dec d;
	ms_t at;
	arena_init(&a);
	ours(zone_open(&a, S("Asia/Shanghai"), &zone) == OK);
	if (http_parse_urlencoded(&a, s, &pairs))
		for (size_t i = 0; i < pairs.n; i++) {
			str v = pairs.v[i].value;
			bool read = open311_attribute(pairs.v[i].name, &code) | open311_time(zone, v, i & 1, &at) | open311_degrees(v, 180, &d) |
				    open311_name(v, &code, &format) | open311_listed(v, S("open"));
			unused_arg(read);
			(void)open311_count(v);
			(void)open311_piece(v, true);
		}
	if (answer_read(&a, s, &items) && items.n)
		(void)item_get(&items.v[0], "service_request_id");
	(void)service_there(s, S("urban.road.lamp"));
	arena_done(&a);
	return 0;
}
