/* SPDX-License-Identifier: Apache-2.0 */
/* A telephone number as a person writes it. */
#include "web/public_in.h"

/* 138 0013 8000, 0632-8888888, +86 138…: 7 to 15 digits (ITU-T E.164), with what people put between them. */
str public_phone(struct arena *a, str typed, str *ret_tail)
{
	struct buf b;
	buf_init(&b, a);
	typed = str_trim(typed);
	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];
		if (c >= '0' && c <= '9')
			buf_byte(&b, c);
		else if (i + 2 < typed.n && (uint8_t)c == 0xef && (uint8_t)typed.p[i + 1] == 0xbc && (uint8_t)typed.p[i + 2] >= 0x90 && (uint8_t)typed.p[i + 2] <= 0x99) {
			buf_byte(&b, (char)('0' + (uint8_t)typed.p[i + 2] - 0x90)); /* ０ to ９, full width */
			i += 2;
		} else if (c != ' ' && c != '-' && c != '(' && c != ')' && !(c == '+' && i == 0)) {
			return S("");
		}
	}
	str s = buf_str(&b);
	if (str_starts(typed, S("+86")) || (s.n == 13 && str_starts(s, S("86"))))
		s = str_cut(s, 2, s.n);
	if (s.n < 7 || s.n > 15)
		return S("");
	*ret_tail = str_cut(s, s.n - 4, s.n);
	return s;
}
