/* SPDX-License-Identifier: Apache-2.0 */
/* What robots answer, and what people type that goes into headers and addresses: the first
 * byte chooses. */
#include "relay/calc_in.h"

#include <string.h>

static void mail(struct arena *a, str s)
{
	struct buf b;
	buf_init(&b, a);
	if (utf8_valid(s) != s.n)
		return;
	mail_put(&b, &(struct mail){.from = S("a@b.cn"), .from_name = s, .to = mail_address_ok(s) ? s : S("c@d.cn"), .subject = s, .text = s, .message_id = S("1@b.cn")});
	str m = buf_str(&b);
	size_t head = (size_t)str_find(m, S("\r\n\r\n"), 0);
	for (size_t i = 0, line = 0; i < head; i++) {
		ours((m.p[i] >= 0x20 && m.p[i] < 0x7f) || m.p[i] == '\r' || m.p[i] == '\n');
		line = m.p[i] == '\n' ? 0 : line + 1;
		ours(line < 998);
	}
	for (size_t at = 0; (at = (size_t)str_find(m, S("\r\n"), at)) < head; at += 2) /* only ours, or folded */
		ours(m.p[at + 2] == ' ' || str_find(S("FTSMLACD"), (str){m.p + at + 2, 1}, 0) >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	str s = {(const char *)p + 1, n - 1}, why, host;
	if (!n)
		return 0;
	arena_init(&a);
	if (p[0] < '4')
		(void)robot_answer(&a, (enum robot_form)(p[0] & 3), s, &why);
	else if (p[0] == 'm')
		mail(&a, s);
	else if (robot_host(&a, s, &host))
		ours(host.n > 0 && !host_listed(S("h.cn"), host) == !str_eq(host, S("h.cn")));
	arena_done(&a);
	return 0;
}
