/* SPDX-License-Identifier: Apache-2.0 */
/* hls_calc: a transport stream (ISO/IEC 13818-1) cut where its picture begins anew, as RFC 8216 wants
 * pieces: each decodes by itself, behind the tables that say what is in it. Pure. */
#ifndef LUOSHI_HLS_CALC_H
#define LUOSHI_HLS_CALC_H

#include "base/err.h"

enum { TS_PACKET = 188 };
#define TS_PIECE_MOST (8u << 20)

struct ts_cut {
	int64_t target;          /* least length of a piece, in ticks of 90 kHz */
	int64_t began, last;     /* time stamps of this piece: of its first picture, of the newest; -1: none yet */
	int map_pid, video_pid;  /* -1: not known yet */
	bool has_pat, has_pmt, bad; /* bad: a piece grew past TS_PIECE_MOST, or what came is no transport stream */
	uint8_t pat[TS_PACKET], pmt[TS_PACKET];
	uint8_t rest[TS_PACKET]; /* of a packet that has not come whole */
	size_t n_rest;
	unsigned lost;           /* bytes passed over to find a packet */
	struct buf piece;
};
typedef void ts_piece(void *arg, str bytes, int64_t ms);
void ts_init(struct ts_cut *, int64_t target_ms);
void ts_feed(struct ts_cut *, str bytes, ts_piece *, void *arg);
void ts_done(struct ts_cut *); /* frees the piece at work */

struct hls_piece {
	int64_t n, ms;
};
/* A playlist of pieces that stand one behind the other, oldest first; ended: no more will come. */
void hls_list(struct buf *, const struct hls_piece *, size_t n, bool ended);

#endif
