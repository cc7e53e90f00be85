/* SPDX-License-Identifier: Apache-2.0 */
/* Learns at night what suggestions are made of. It looks every few minutes, which costs a row a
 * field; the texts of everybody are in its memory only while it learns. */
#include "core/suggest_in.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"

#define IDLE_MS (5 * 60000)
#define FIRST_MS 20000 /* after the start, which others have to do with */
#define TROUBLE_MS (60 * 60000)

struct suggest_night {
	struct core *core;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping;
};

/* false: it is to end. */
static bool rest(struct suggest_night *f, int64_t ms)
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
	struct suggest_night *f = arg;
	int64_t ms = FIRST_MS;
	while (rest(f, ms)) {
		err e = suggest_due(f->core);
		if (e != OK)
			log_line(LOG_ERROR, "suggest", "fault=%s", fail_where());
		ms = e == OK ? IDLE_MS : TROUBLE_MS;
	}
	return NULL;
}

err suggest_night_start(struct core *c, struct suggest_night **ret)
{
	struct suggest_night *f = calloc(1, sizeof *f);
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

void suggest_night_stop(struct suggest_night *f)
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
