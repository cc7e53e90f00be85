/* SPDX-License-Identifier: Apache-2.0 */
/* HJ 212 telegrams: the check, frames in a stream, fields and items, what devices do wrong. */
#include "check.h"
#include "monitor/hj212.h"

/* appendix A of HJ 212, as it is written */
static uint16_t crc_by_bits(const char *p, size_t n)
{
	unsigned c = 0xffff;
	for (size_t i = 0; i < n; i++) {
		c = (c >> 8) ^ (uint8_t)p[i];
		for (int b = 0; b < 8; b++)
			c = c & 1 ? c >> 1 ^ 0xa001 : c >> 1;
	}
	return (uint16_t)c;
}

static void check_of_the_standard(void **state)
{
	char bytes[300];
	uint32_t x = 1;
	for (size_t n = 0; n < sizeof bytes; n++) {
		assert_int_equal(hj_crc((str){bytes, n}), crc_by_bits(bytes, n));
		bytes[n] = (char)((x = x * 1664525 + 1013904223) >> 24);
	}
	/* every entry of the tables: one byte, and up to seven of zero behind it */
	for (int b = 0; b < 256; b++)
		for (size_t n = 1; n <= 8; n++) {
			char one[8] = {(char)b};
			assert_int_equal(hj_crc((str){one, n}), crc_by_bits(one, n));
		}
	/* HJ 212-2025 A.1, HJ 212-2017 C */
	assert_int_equal(hj_crc(S("QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&")), 0x2200);
	/* the check value of Modbus */
	assert_int_equal(hj_crc_modbus(S("123456789")), 0x4b37);
	assert_int_equal(hj_crc_of(HJ_CRC_MODBUS_HIGH, S("123456789")), 0x4b37);
	assert_int_equal(hj_crc_of(HJ_CRC_MODBUS_LOW, S("123456789")), 0x374b);
	unused_arg(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_of_the_standard),
	};
	return cmocka_run_group_tests_name("monitor_hj212", tests, NULL, NULL);
}
