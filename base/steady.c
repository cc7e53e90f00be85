/* SPDX-License-Identifier: Apache-2.0 */
#include "base/steady.h"

static struct timespec now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t;
}

int64_t steady_us(void)
{
	struct timespec t = now();
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t steady_ms(void)
{
	return steady_us() / 1000;
}

struct timespec steady_in(int64_t ms)
{
	struct timespec t = now();
	int64_t nano = t.tv_nsec + ms % 1000 * 1000000;
	t.tv_sec += (time_t)(ms / 1000 + nano / 1000000000);
	t.tv_nsec = (long)(nano % 1000000000);
	return t;
}

void steady_cond(pthread_cond_t *ret)
{
	pthread_condattr_t how;
	pthread_condattr_init(&how);
	pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
	pthread_cond_init(ret, &how);
	pthread_condattr_destroy(&how);
}
