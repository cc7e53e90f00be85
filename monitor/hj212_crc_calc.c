/* SPDX-License-Identifier: Apache-2.0 */
/* The check of HJ 212 (appendix A): a register of 16 bits begun with FFFF; for each byte the high
 * half of the register, xor the byte, is carried through eight steps of A001. What a byte makes of
 * the register depends on that half alone, so eight bytes are looked up together. */
#include "monitor/hj212.h"
#include "monitor/hj212_crc_tables.tbl.h"

uint16_t hj_crc_on(uint16_t c, str s)
{
	const uint8_t *p = (const uint8_t *)s.p, *end = p + s.n;
	for (; end - p >= 8; p += 8)
		c = (uint16_t)(crc_after[7][(c >> 8) ^ p[0]] ^ crc_after[6][p[1]] ^ crc_after[5][p[2]] ^ crc_after[4][p[3]] ^
			       crc_after[3][p[4]] ^ crc_after[2][p[5]] ^ crc_after[1][p[6]] ^ crc_after[0][p[7]]);
	for (; p < end; p++)
		c = crc_after[0][(c >> 8) ^ *p];
	return c;
}

uint16_t hj_crc_modbus_on(uint16_t c, str s)
{
	for (size_t i = 0; i < s.n; i++)
		c = (uint16_t)((c >> 8) ^ crc_after[0][(c ^ (uint8_t)s.p[i]) & 0xff]);
	return c;
}

uint16_t hj_crc(str s)
{
	return hj_crc_on(HJ_CRC_BEGIN, s);
}

uint16_t hj_crc_modbus(str s)
{
	return hj_crc_modbus_on(HJ_CRC_BEGIN, s);
}

uint16_t hj_crc_of(enum hj_crc_variant v, str s)
{
	uint16_t m;
	if (v == HJ_CRC_STANDARD)
		return hj_crc(s);
	m = hj_crc_modbus(s);
	return v == HJ_CRC_MODBUS_HIGH ? m : (uint16_t)(m << 8 | m >> 8);
}

const char *hj_crc_name(enum hj_crc_variant v)
{
	static const char *const names[] = {"standard", "modbus-low-byte-first", "modbus-high-byte-first"};
	return names[v];
}

bool hj_crc_find(str s, uint16_t printed, enum hj_crc_variant *ret)
{
	if (hj_crc(s) == printed) {
		*ret = HJ_CRC_STANDARD;
		return true;
	}
	uint16_t m = hj_crc_modbus(s);
	*ret = m == printed ? HJ_CRC_MODBUS_HIGH : HJ_CRC_MODBUS_LOW;
	return m == printed || (uint16_t)(m << 8 | m >> 8) == printed;
}
