/* SPDX-License-Identifier: Apache-2.0 */
/* hj212: telegrams of HJ 212 (污染物自动监测监控系统数据传输技术要求) of 2005, 2017 and 2025. Pure but for
 * the keys: bytes in, frames out; nothing is copied, nothing refused that can be read, every
 * irregularity named.
 *
 *     hj_cut -> hj_parse, or with a station's key hj_read, which opens what is encrypted
 *
 * A frame: ## LLLL segment CCCC CR LF; L the bytes of the segment, C its check. The segment:
 * QN=…;ST=…;CN=…;PW=…;MN=…;Flag=…;[PNUM=…;PNO=…;][RF=1;]CP=&&items&&. */
#ifndef LUOSHI_HJ212_H
#define LUOSHI_HJ212_H

#include "base/day.h"

/* ---- the check ---------------------------------------------------------------------------- */
enum hj_crc_variant { HJ_CRC_STANDARD, HJ_CRC_MODBUS_LOW, HJ_CRC_MODBUS_HIGH, HJ_CRC_VARIANTS }; /* stored: never renumber */
uint16_t hj_crc(str segment);        /* appendix A */
uint16_t hj_crc_modbus(str segment); /* as some devices take it */
/* The same going on from what came before; HJ_CRC_BEGIN at first. */
#define HJ_CRC_BEGIN 0xffff
uint16_t hj_crc_on(uint16_t before, str more);
uint16_t hj_crc_modbus_on(uint16_t before, str more);
/* The four printed digits as a number: MODBUS_LOW prints the low byte first. */
uint16_t hj_crc_of(enum hj_crc_variant, str segment);
const char *hj_crc_name(enum hj_crc_variant);
/* Which variant gives these four digits; false: none. */
bool hj_crc_find(str segment, uint16_t printed, enum hj_crc_variant *ret);

/* ---- anomalies ------------------------------------------------------------------------------ */
enum hj_odd {
#define ODD(id, name, zh, en) HJ_ODD_##id,
#include "monitor/hj212_anomaly.tbl.h"
#undef ODD
	HJ_ODDS
};
#define ODD_BIT(id) (UINT64_C(1) << HJ_ODD_##id)
extern const struct hj_odd_row {
	const char *name, *zh, *en;
} hj_odds[HJ_ODDS];

/* ---- frames in a stream ------------------------------------------------------------------------ */
#define HJ_SEGMENT_MOST 9999              /* bytes; what four digits can say. The standard: 1024 */
#define HJ_FRAME_MOST (HJ_SEGMENT_MOST + 16)
enum hj_got { HJ_FRAME, HJ_MORE, HJ_SKIP };
struct hj_piece {
	str segment, crc; /* look into the bytes given; crc: four hexadecimal digits */
	size_t used;      /* bytes that are done with, what stood before the frame included */
	uint64_t odd;     /* anomalies so far */
	bool crc_ok;      /* the check fits the bytes as they are */
	enum hj_crc_variant variant; /* of crc_ok */
};
/* The next frame. HJ_MORE: it is not complete. HJ_SKIP: the first
 * `used` bytes hold none; ODD_BIT(TRUNCATED) if they began like one. `last`: nothing will follow. */
enum hj_got hj_cut(str bytes, bool last, struct hj_piece *ret);

/* ---- a frame ------------------------------------------------------------------------------------- */
enum hj_field { HJ_QN, HJ_ST, HJ_CN, HJ_PW, HJ_MN, HJ_FLAG, HJ_PNUM, HJ_PNO, HJ_RF, HJ_FIELDS };
extern const char *const hj_field_names[HJ_FIELDS];

struct hj_item { /* code-name=value or code=value, as places in the segment */
	uint16_t at, code_n;
	uint16_t name_n; /* HJ_NO_NAME: no dash */
	uint16_t value, value_n;
	uint16_t group;  /* items of one group stand between the same semicolons */
};
#define HJ_NO_NAME UINT16_MAX
#define HJ_ITEMS 3400  /* more cannot stand in HJ_SEGMENT_MOST bytes */
#define HJ_EXTRA 8     /* fields that the standard does not have */
struct hj_frame {
	str segment, crc, cp;     /* cp: between the && */
	str field[HJ_FIELDS];     /* p NULL: not there */
	uint64_t odd;
	bool crc_ok, coded;       /* coded: it was encrypted, segment is the plain one (or not, when no key opens it) */
	enum hj_crc_variant variant; /* of crc_ok */
	int version;              /* 2005, 2017, 2025; 0: not known */
	int st, cn, flag, pnum, pno; /* -1: not there or no number */
	bool split, answer, again; /* Flag bits 1 and 0; RF: sent again (补传) */
	int time;                 /* the item that is DataTime; -1: none */
	size_t n_extra, n;
	struct hj_item extra[HJ_EXTRA];
	struct hj_item item[HJ_ITEMS];
};
/* Reads what the piece holds. ok when the check fits: any other irregularity is only noted. */
void hj_parse(const struct hj_piece *, struct hj_frame *ret);
static inline bool hj_ok(const struct hj_frame *f)
{
	return f->crc_ok;
}
static inline str hj_code(const struct hj_frame *f, const struct hj_item *i)
{
	return (str){f->segment.p + i->at, i->code_n};
}
static inline str hj_name(const struct hj_frame *f, const struct hj_item *i) /* Rtd; empty when there is none */
{
	return i->name_n == HJ_NO_NAME ? STR_NONE : (str){f->segment.p + i->at + i->code_n + 1, i->name_n};
}
static inline str hj_value(const struct hj_frame *f, const struct hj_item *i)
{
	return (str){f->segment.p + i->value, i->value_n};
}
/* The value of a parameter (QnRtn) or of a class of a factor; STR_NONE when it is not there. */
str hj_find(const struct hj_frame *, str code, str name);
/* Wall time of a DataTime or QN: 14 or 17 digits, a real day. */
bool hj_time(str s, day_t *ret_day, int *ret_ms_of_day);

/* ---- frames of our own --------------------------------------------------------------------------------- */
struct hj_say {
	str qn, pw, mn, cp; /* cp: what stands between the && */
	int version, st, cn, pnum, pno; /* pnum 0: not split */
	bool answer, again;
	enum hj_crc_variant variant;
};
void hj_put(struct buf *, const struct hj_say *);

/* ---- SM4 (2025, appendix A): ECB, whole blocks of what stands between the &&, the rest is plain ---------- */
#define HJ_KEY_LEN 16
struct hj_key;
struct hj_key *hj_key_new(const uint8_t key[HJ_KEY_LEN]);
void hj_key_free(struct hj_key *);
/* As hj_parse; what is encrypted is opened with the key (NULL: there is none) into scratch, which
 * holds HJ_SEGMENT_MOST bytes and outlives the frame. Raw bytes, {0xE4,0x3E,…} and plain digits. */
void hj_read(const struct hj_piece *, struct hj_key *, char *scratch, struct hj_frame *ret);
/* A frame of hj_put that begins at `from` of the buffer: encrypted in place. */
void hj_seal(struct buf *, size_t from, struct hj_key *);

#endif
