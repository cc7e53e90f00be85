/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/kit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double read_clock(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double wall_seconds(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

double cpu_seconds(void)
{
	return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

void must(bool good, const char *what)
{
	struct buf b;
	if (good)
		return;
	buf_init(&b, NULL);
	fail_text(&b, LANG_EN);
	fprintf(stderr, "bench: %s: %s\n", what, b.p ? b.p : "");
	exit(1);
}

static int by_float(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x > y) - (x < y);
}

static int by_double(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

double percentile(float *v, size_t n, double share)
{
	size_t at = (size_t)((double)n * share / 100);
	if (!n)
		return 0;
	qsort(v, n, sizeof *v, by_float);
	return (double)v[at < n ? at : n - 1];
}

double median(double *v, size_t n)
{
	if (!n)
		return 0;
	qsort(v, n, sizeof *v, by_double);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

void row_put(const char *work, const char *limit, const char *reached, double ratio, const char *goal, bool met)
{
	printf("row\t%s\t%s\t%s\t%s\t%s\t%s\n", work, limit, reached, ratio < 0 ? "" : text_fmt("%.2f", ratio), goal,
	       met ? "met" : "missed");
	fflush(stdout);
}

char *text_fmt(const char *fmt, ...)
{
	static _Thread_local char text[8][300];
	static _Thread_local unsigned turn;
	char *t = text[turn++ % 8];
	va_list args;
	va_start(args, fmt);
	vsnprintf(t, sizeof text[0], fmt, args);
	va_end(args);
	return t;
}

str file_all(struct arena *a, const char *name)
{
	FILE *f = fopen(name, "rb");
	must(f != NULL, name);
	must(fseek(f, 0, SEEK_END) == 0, name);
	size_t n = (size_t)ftell(f);
	rewind(f);
	char *p = arena_alloc(a, n + 1);
	must(fread(p, 1, n, f) == n, name);
	fclose(f);
	return (str){p, n};
}
