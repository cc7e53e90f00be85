/* SPDX-License-Identifier: Apache-2.0 */
/* How long calendar_add takes, and a whole clock: one million are recomputed after a
 * change of the calendar. The limit of calendar_add is 100 ns. */
#include "bench/kit.h"
#include "core/clock.h"

#include <stdio.h>
#include <time.h>

#define ROUNDS 5000000
#define CLOCKS 200000

static double now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static uint32_t dice(uint64_t *seed, uint32_t sides)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*seed >> 33) % sides;
}

/* Spans of 1 to 60 working days from days of 2024 to 2027, the last year unknown. */
static void adds(const struct calendar *c, const char *name, day_t from, uint32_t days, uint32_t most)
{
	uint64_t seed = 1;
	int64_t sum = 0;
	double t = now_ns();
	for (int i = 0; i < ROUNDS; i++)
		sum += from + (day_t)dice(&seed, days) + dice(&seed, most);
	double bare = now_ns() - t;
	t = now_ns();
	for (int i = 0; i < ROUNDS; i++)
		sum += calendar_add(c, from + (day_t)dice(&seed, days), 1 + dice(&seed, most));
	double ns = (now_ns() - t - bare) / ROUNDS;
	row_put(text_fmt("calendar_add, %s (%lld)", name, (long long)(sum & 1)), "", text_fmt("%.0f ns", ns), -1, "100 ns", ns < 100);
}

static void clocks(struct arena *a, const struct clock_place *p, const char *name, enum clock_unit unit)
{
	uint64_t seed = 1;
	int64_t sum = 0;
	ms_t from = zone_at(p->zone, day_of(2026, 1, 1), 0);
	double t = now_ns();
	for (int i = 0; i < CLOCKS; i++) {
		struct clock c = {.unit = unit, .budget = 1 + dice(&seed, 30), .roll = true, .stopped = MS_NONE,
			.start = from + (ms_t)dice(&seed, 300u * 1440) * 60000};
		struct clock_run r;
		clock_run_make(a, p, &c, &r);
		sum += r.due;
	}
	row_put(text_fmt("a whole clock, %s (%lld)", name, (long long)(sum & 1)), "", text_fmt("%.0f ns", (now_ns() - t) / CLOCKS), -1, "", true);
}

int main(void)
{
	static const struct hours office = {.from = DAY_NONE, .makeup_as = 1, .span = {[0 ... 4] = {{510, 720}, {810, 1050}}}};
	struct arena a;
	const struct zone *z;
	arena_init(&a);
	struct calendar *c = calendar_new(&a);
	if (calendar_load(c, &a, calendar_built_in(), S("cn.tsv")) != OK || zone_open(&a, S("Asia/Shanghai"), &z) != OK)
		return 1;
	adds(c, "2024-2027, up to 60 days", day_of(2024, 1, 1), 1461, 60);
	adds(c, "any year, up to 10000 days", day_of(1990, 1, 1), 20000, 10000);
	struct clock_place p = {.calendar = c, .zone = z, .hours = &office, .n_hours = 1};
	clocks(&a, &p, "working days", CU_WORKING_DAY);
	clocks(&a, &p, "working hours", CU_WORKING_HOUR);
	clocks(&a, &p, "days, moved to a working day", CU_DAY);
	clocks(&a, &p, "hours", CU_HOUR);
	arena_done(&a);
	return 0;
}
