/* SPDX-License-Identifier: Apache-2.0 */
#include "core/rounds.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/steady.h"

struct rounds {
	round_fn fn;
	void *arg;
	int64_t first_ms;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping;
};

/* false: it is to end. */
static bool rest(struct rounds *r, int64_t ms)
{
	struct timespec until = steady_in(ms);
	int late = 0;
	pthread_mutex_lock(&r->lock);
	while (!r->stopping && late != ETIMEDOUT)
		late = pthread_cond_timedwait(&r->wake, &r->lock, &until);
	bool goes_on = !r->stopping;
	pthread_mutex_unlock(&r->lock);
	return goes_on;
}

static void *run(void *arg)
{
	struct rounds *r = arg;
	int64_t ms = r->first_ms;
	while (rest(r, ms))
		ms = r->fn(r->arg);
	return NULL;
}

err rounds_start(round_fn fn, void *arg, int64_t first_ms, struct rounds **ret)
{
	struct rounds *r = calloc(1, sizeof *r);
	ours(r);
	*r = (struct rounds){.fn = fn, .arg = arg, .first_ms = first_ms};
	pthread_mutex_init(&r->lock, NULL);
	steady_cond(&r->wake);
	if (pthread_create(&r->thread, NULL, run, r) != 0) {
		free(r);
		return fail(ERR_IO, "a thread could not be started");
	}
	*ret = r;
	return OK;
}

void rounds_stop(struct rounds *r)
{
	if (!r)
		return;
	pthread_mutex_lock(&r->lock);
	r->stopping = true;
	pthread_cond_signal(&r->wake);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
	pthread_cond_destroy(&r->wake);
	pthread_mutex_destroy(&r->lock);
	free(r);
}
