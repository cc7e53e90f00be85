/* SPDX-License-Identifier: Apache-2.0 */
/* The thread that makes batches durable and looks once a second for stations and commands that
 * changed. */
#include "monitor/gateway_in.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "base/steady.h"

#define TRIES 5
#define REST_MS 200 /* between two tries, times how often */
#define LOOK_MS 500

static void wake_reader(struct gateway *g)
{
	uint64_t one = 1;
	ssize_t n = write(g->wake, &one, sizeof one);
	unused_arg(n);
}

/* A disk that is full for a moment costs nobody a telegram; after that the stations, which were
 * not answered, send again. */
static bool keep(struct batch *b)
{
	for (int i = 1; i <= TRIES; i++) {
		if (batch_keep(b) == OK)
			return true;
		log_line(LOG_ERROR, "gateway", "try=%d frames=%zu fault=%s", i, b->kept.n, fail_where());
		usleep((useconds_t)(REST_MS * i) * 1000);
	}
	return false;
}

static void look(struct gateway *g, int64_t *mark)
{
	struct arena a;
	struct roll *roll = NULL;
	struct command *v;
	struct order *orders = NULL;
	size_t n = 0;
	arena_init(&a);
	if (roll_load(g->core, *mark, &roll) != OK || commands_open(g->core, &a, &v, &n) != OK)
		log_line(LOG_ERROR, "gateway", "fault=%s", fail_where());
	if (n)
		orders = calloc(n, sizeof *orders);
	for (size_t i = 0; i < n; i++) {
		orders[i].c = v[i];
		snprintf(orders[i].cp, sizeof orders[i].cp, STR_FMT, STR_ARG(v[i].cp));
		snprintf(orders[i].qn, sizeof orders[i].qn, STR_FMT, STR_ARG(v[i].qn));
	}
	arena_done(&a);
	if (roll)
		*mark = roll->mark;
	pthread_mutex_lock(&g->lock);
	if (roll) {
		roll_free(g->next_roll);
		g->next_roll = roll;
	}
	free(g->next_orders);
	g->next_orders = orders;
	g->n_next_orders = n;
	g->have_orders = true;
	pthread_mutex_unlock(&g->lock);
	if (roll || n)
		wake_reader(g);
}

void *keeper_main(void *arg)
{
	struct gateway *g = arg;
	int64_t mark = g->first_mark, next = steady_ms();
	struct timespec t = steady_in(0);
	pthread_mutex_lock(&g->lock);
	for (;;) {
		while (!g->keeping && !g->end && pthread_cond_timedwait(&g->turn, &g->lock, &t) != ETIMEDOUT)
			;
		struct batch *b = g->keeping;
		if (!b && g->end)
			break;
		pthread_mutex_unlock(&g->lock);
		bool well = b && keep(b);
		if (steady_ms() >= next) {
			if (!b)
				look(g, &mark);
			next = steady_ms() + (b ? 0 : LOOK_MS);
			t = steady_in(b ? 0 : LOOK_MS);
		}
		pthread_mutex_lock(&g->lock);
		if (b) {
			g->keeping = NULL;
			g->done = b;
			g->done_well = well;
			pthread_cond_broadcast(&g->turn);
			wake_reader(g);
		}
	}
	pthread_mutex_unlock(&g->lock);
	return NULL;
}
