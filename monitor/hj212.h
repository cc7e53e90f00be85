/* SPDX-License-Identifier: Apache-2.0 */
/* hj212: telegrams of HJ 212 (污染物自动监测监控系统数据传输技术要求) of 2005, 2017 and 2025. Pure: bytes in,
 * frames out; nothing is copied, nothing refused that can be read, every irregularity named.
 *
 *     hj_cut -> [ hj_open (2025, a station with a key) ] -> hj_parse
 *
 * A frame: ## LLLL segment CCCC CR LF; L the bytes of the segment, C its check. */
#ifndef LUOSHI_HJ212_H
#define LUOSHI_HJ212_H

#include "base/str.h"

/* ---- the check ---------------------------------------------------------------------------- */
enum hj_crc_variant { HJ_CRC_STANDARD, HJ_CRC_MODBUS_LOW, HJ_CRC_MODBUS_HIGH, HJ_CRC_VARIANTS }; /* stored: never renumber */
uint16_t hj_crc(str segment);        /* appendix A */
uint16_t hj_crc_modbus(str segment); /* as some devices take it */
/* The four printed digits as a number: MODBUS_LOW prints the low byte first. */
uint16_t hj_crc_of(enum hj_crc_variant, str segment);

#endif
