/* SPDX-License-Identifier: Apache-2.0 */
/* The squares below were read back by another program (zbarimg) when they were written down. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "web/qr_in.h"

static uint64_t square_hash(const struct qr *q)
{
	struct buf b;
	buf_init(&b, NULL);
	for (int y = 0; y < q->side; y++)
		for (int x = 0; x < q->side; x++)
			buf_byte(&b, q->dark[y][x] ? '#' : '.');
	uint64_t h = str_hash(buf_str(&b));
	buf_done(&b);
	return h;
}

static str text_of(char *room, size_t n)
{
	for (size_t i = 0; i < n; i++)
		room[i] = "https://luoshi.example.cn/link/"[i % 31];
	return (str){room, n};
}

static void squares_are_those_that_were_read_back(void **state)
{
	static const struct {
		size_t n;
		int side;
		uint64_t hash;
	} row[] = {
#include "qr_squares.tbl.h"
	};
	char room[256];
	unused_arg(state);
	for (size_t i = 0; i < COUNT_OF(row); i++) {
		struct qr q;
		assert_true(qr_make(text_of(room, row[i].n), &q));
		assert_int_equal(q.side, row[i].side);
		if (square_hash(&q) != row[i].hash)
			test_fails("%zu bytes: {%zu, %d, 0x%llxull},", row[i].n, row[i].n, q.side, (unsigned long long)square_hash(&q));
	}
}

static void what_does_not_fit_is_refused(void **state)
{
	char room[256];
	struct qr q;
	unused_arg(state);
	assert_true(qr_make(text_of(room, 213), &q));
	assert_int_equal(q.side, 57);
	assert_false(qr_make(text_of(room, 214), &q));
	assert_true(qr_make(S(""), &q));
	assert_int_equal(q.side, 21);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(squares_are_those_that_were_read_back),
		cmocka_unit_test(what_does_not_fit_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
