/* SPDX-License-Identifier: Apache-2.0 */
#include "monitor/take.h"

#include <stdlib.h>

#include "monitor/monitor_in.h"

static err add(struct batch *b, const struct zone *z, int64_t station, str mn, const struct taken *t)
{
	struct hj_frame *f = malloc(sizeof *f);
	ours(f);
	hj_parse(&(struct hj_piece){.segment = t->segment, .crc = S("0000"), .crc_ok = true}, f);
	bool his = str_eq(f->field[HJ_MN], mn) && f->cn > 0;
	ms_t at = f->time >= 0 ? hj_instant(z, hj_value(f, &f->item[f->time])) : MS_NONE;
	at = at == MS_NONE ? hj_instant(z, f->field[HJ_QN]) : at;
	if (his)
		*list_push(&b->arena, &b->kept) = (struct kept){.station = station, .time = at == MS_NONE ? t->got : at, .got = t->got, .odd = f->odd, .cn = f->cn,
			.pnum = f->pnum < 0 ? 0 : f->pnum, .pno = f->pno < 0 ? 0 : f->pno, .flags = f->again ? KEPT_AGAIN : 0,
			.at = (uint32_t)b->bytes.n, .n = (uint32_t)t->segment.n};
	buf_add(&b->bytes, t->segment);
	free(f);
	return his ? OK : fail(ERR_INPUT, "a telegram is not of the station {0}", mn);
}

static err flush(struct batch *b, int64_t station, ms_t seen, int64_t n, struct alarm_desk *desk)
{
	struct count *c = list_push(&b->arena, &b->count);
	*c = (struct count){.station = station, .frames = n, .seen = seen};
	TRY(batch_keep(b));
	alarm_feed(desk, b);
	batch_clear(b);
	return OK;
}

err telegrams_take(struct core *c, int64_t station, str mn, const struct taken *v, size_t n, struct alarm_desk *desk)
{
	struct batch b;
	err e = OK;
	int64_t waiting = 0;
	batch_init(&b, c);
	for (size_t i = 0; e == OK && i < n; i++) {
		e = add(&b, core_zone(c), station, mn, &v[i]);
		waiting++;
		if (e == OK && (batch_full(&b) || i + 1 == n)) {
			e = flush(&b, station, v[i].got, waiting, desk);
			waiting = 0;
		}
	}
	batch_done(&b);
	return e;
}
