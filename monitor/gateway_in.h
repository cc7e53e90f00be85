/* SPDX-License-Identifier: Apache-2.0 */
/* The gateway from inside. Two threads: one reads the lines and answers, one makes batches durable.
 *
 *     line ─ hj_cut ─ hj_parse ─ filling ──hand over──▸ keeping ─ commit ──done──▸ replies leave
 *
 * All of `struct gateway` belongs to the reading thread but what stands under `lock`. */
#ifndef LUOSHI_GATEWAY_IN_H
#define LUOSHI_GATEWAY_IN_H

#include "monitor/monitor_in.h"

#define READ_MOST (64u << 10) /* bytes of a line that are read at once */
#define OUT_MOST (2u << 20)   /* a line that does not take its answers is not read; those of a batch are fewer than this */
#define ORDERS_MOST 1000

struct line { /* a connection; 120 bytes, and what is left of a frame that is not complete */
	int fd;         /* -1: free */
	uint32_t turn;  /* counts who had this place */
	char *in, *out;
	uint32_t in_n, out_n, out_at;
	int lost;       /* pieces that were no frame since the last good one */
	int split_cn;   /* of the newest first part of a split message, whose later parts may have no DataTime */
	ms_t split_time;
	ms_t last, half; /* by the steady clock; half: since when a frame is not complete; MS_NONE */
	int64_t station; /* that spoke last; 0: none yet */
	char peer[40];
};

struct order { /* a command that is not ended */
	struct command c;
	char cp[1024], qn[18];
};

struct gateway {
	struct gateway_config config;
	struct core *core;
	const struct zone *zone;
	int listener, ep, wake, port;
	int64_t first_mark; /* of the stations it began with */
	pthread_t reader, keeper;
	bool reader_runs, keeper_runs;
	ms_t now;    /* of this round, by the clock of the record */
	ms_t steady; /* of this round, by one that is never set: for rests and idle lines */

	struct line *lines;
	unsigned n_lines, max_lines, lines_used; /* lines_used: places that were ever taken */
	unsigned *free_lines, n_free;
	char *in; /* READ_MOST and what was left of a line before it */
	struct hj_frame frame;
	char scratch[HJ_SEGMENT_MOST];
	char time_text[18]; /* the newest DataTime and its instant: stations keep step */
	ms_t time_at;

	struct roll *roll;
	struct count *tally;    /* beside roll->v */
	uint32_t *line_of;      /* beside roll->v: line plus one */
	struct spoke {          /* beside roll->v: as it spoke last; 0: not yet */
		int version, st;
		bool newest; /* with the password that it has now, not the one before */
	} *spoke;
	struct order *orders;
	size_t n_orders;
	ms_t tick, tallied; /* by the steady clock */
	char newest_qn[18];

	struct batch *filling, *spare;
	_Atomic int64_t lines_now, frames, kept, bad, strangers, batches, answers;

	pthread_mutex_t lock;
	pthread_cond_t turn;
	/* ---- under the lock ---- */
	bool stop, end; /* of the reader; of the keeper, which ends after it */
	struct batch *keeping; /* handed over; NULL: the keeper is idle */
	struct batch *done;    /* made durable (or given up), not answered yet */
	bool done_well;
	struct roll *next_roll;
	struct order *next_orders; /* all that are open, as the table has them */
	size_t n_next_orders;
	bool have_orders;
};

/* gateway_keep.c */
void *keeper_main(void *gateway);

/* gateway_frame.c */
void frame_take(struct gateway *, unsigned line, const struct hj_piece *);
void frame_lost(struct gateway *, unsigned line, uint64_t odd); /* bytes that began like a frame */
void roll_take(struct gateway *, struct roll *);   /* the stations anew */
void tallies_out(struct gateway *);                /* counts into the batch */

/* gateway_order.c */
void orders_take(struct gateway *, const struct order *, size_t n); /* those that are new */
void orders_step(struct gateway *);                 /* sends, sends again, gives up */
void order_answer(struct gateway *, int64_t station, const struct hj_frame *);
void order_clock(struct gateway *, int64_t station); /* it asked for the time */

/* gateway.c */
void line_send(struct gateway *, unsigned line, str bytes);
void line_close(struct gateway *, unsigned line);
/* Where a station of the roll is connected; -1: nowhere. */
int line_of_station(struct gateway *, size_t known);

#endif
