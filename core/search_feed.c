/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the indexes of search and of similar requests near the log. It looks several times a second, which costs one row; while it
 * has work it leaves the writer twice as long to others as it took itself. */
#include "core/search_in.h"
#include "core/similar.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"

#define IDLE_MS 300
#define TROUBLE_MS 60000

struct search_feed {
	struct core *core;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping;
};

static int64_t clock_ms(void)
{
	struct timespec at;
	clock_gettime(CLOCK_MONOTONIC, &at);
	return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

/* false: it is to end. */
static bool rest(struct search_feed *f, int64_t ms)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	int64_t nano = until.tv_nsec + ms % 1000 * 1000000;
	until.tv_sec += (time_t)(ms / 1000 + nano / 1000000000);
	until.tv_nsec = (long)(nano % 1000000000);
	int late = 0;
	pthread_mutex_lock(&f->lock);
	while (!f->stopping && late != ETIMEDOUT)
		late = pthread_cond_timedwait(&f->wake, &f->lock, &until);
	bool goes_on = !f->stopping;
	pthread_mutex_unlock(&f->lock);
	return goes_on;
}

static void *run(void *arg)
{
	struct search_feed *f = arg;
	int64_t ms = 0;
	while (rest(f, ms)) {
		bool more = false;
		int64_t began = clock_ms();
		bool more_similar = false;
		err e = search_due(f->core, &more);
		if (e == OK)
			e = similar_due(f->core, &more_similar);
		if (e != OK)
			log_line(LOG_ERROR, "search", "fault=%s", fail_where());
		more |= more_similar;
		ms = e == ERR_BUSY ? IDLE_MS : e != OK ? TROUBLE_MS : more ? 2 * (clock_ms() - began) + 1 : IDLE_MS;
	}
	return NULL;
}

err search_feed_start(struct core *c, struct search_feed **ret)
{
	struct search_feed *f = calloc(1, sizeof *f);
	pthread_condattr_t how;
	ours(f);
	f->core = c;
	pthread_condattr_init(&how);
	pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->wake, &how);
	pthread_condattr_destroy(&how);
	if (pthread_create(&f->thread, NULL, run, f) != 0) {
		free(f);
		return fail(ERR_IO, "a thread could not be started");
	}
	*ret = f;
	return OK;
}

void search_feed_stop(struct search_feed *f)
{
	if (!f)
		return;
	pthread_mutex_lock(&f->lock);
	f->stopping = true;
	pthread_cond_signal(&f->wake);
	pthread_mutex_unlock(&f->lock);
	pthread_join(f->thread, NULL);
	pthread_cond_destroy(&f->wake);
	pthread_mutex_destroy(&f->lock);
	free(f);
}
