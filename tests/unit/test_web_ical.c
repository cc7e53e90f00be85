/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "web/ical_in.h"

static struct arena a;

static void texts_are_escaped(void **state)
{
	unused_arg(state);
	struct buf b;
	buf_init(&b, &a);
	ical_text(&b, "SUMMARY", S("a,b;c\\d\ne\r\x01"));
	same_str(buf_str(&b), S("SUMMARY:a\\,b\\;c\\\\d\\ne\r\n"));
}

/* No line is longer than 75 octets, none breaks a character, and unfolding gives it back. */
static void long_lines_are_folded_between_characters(void **state)
{
	unused_arg(state);
	for (size_t n = 0; n < 200; n++) {
		struct buf b, text, back;
		buf_init(&b, &a);
		buf_init(&text, &a);
		buf_init(&back, &a);
		for (size_t i = 0; i < n; i++)
			buf_z(&text, i % 3 ? "落" : i % 2 ? "x" : "𠀀");
		ical_text(&b, "SUMMARY", buf_str(&text));
		size_t line = 0, at = 0;
		str s = buf_str(&b);
		assert_true(str_ends(s, S("\r\n")));
		while (at < s.n - 2) {
			if (s.p[at] == '\r') {
				same_str(str_cut(s, at, at + 3), S("\r\n "));
				assert_int_equal(utf8_valid(str_cut(s, 0, at)), at);
				at += 3;
				line = 1;
				continue;
			}
			assert_true(++line <= 75);
			buf_byte(&back, s.p[at++]);
		}
		same_str(str_cut(buf_str(&back), 8, back.n), buf_str(&text));
	}
}

static void an_event_has_what_the_standard_asks(void **state)
{
	unused_arg(state);
	struct buf b;
	buf_init(&b, &a);
	ical_begin(&b, S("榴园区"));
	ical_event(&b, &(struct ical_event){.uid = S("7@luoshi"), .summary = S("签收：修路"), .day = day_of(2026, 12, 31),
		.stamp = 1790820000000LL, .sequence = 3});
	ical_end(&b);
	same_str(buf_str(&b), S("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//luoshi//luoshi//ZH\r\nCALSCALE:GREGORIAN\r\nX-WR-CALNAME:榴园区\r\n"
		"BEGIN:VEVENT\r\nUID:7@luoshi\r\nDTSTAMP:20261001T020000Z\r\nSEQUENCE:3\r\nDTSTART;VALUE=DATE:20261231\r\n"
		"DTEND;VALUE=DATE:20270101\r\nSUMMARY:签收：修路\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
}

static int begin(void **state)
{
	unused_arg(state);
	arena_init(&a);
	return 0;
}

static int end(void **state)
{
	unused_arg(state);
	arena_done(&a);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_escaped),
		cmocka_unit_test(long_lines_are_folded_between_characters),
		cmocka_unit_test(an_event_has_what_the_standard_asks),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
