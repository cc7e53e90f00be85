/* SPDX-License-Identifier: Apache-2.0 */
/* bench_extract FILE…: extraction of clean UTF-8 text, files repeated to 12 MB in pieces of
 * one file, against the limit of the goals (20 MB/s with repair, so 30 MB/s alone) and
 * against bare decoding of the same bytes. The best of five runs counts. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "bench/kit.h"
#include "text/text.h"

#define BYTES (12u << 20)
#define GOAL 30.0

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static str read_file(struct arena *a, const char *name)
{
	FILE *f = fopen(name, "rb");
	if (!f)
		return STR_NONE;
	char *p = arena_alloc(a, LIMIT_TEXT);
	str s = {p, fread(p, 1, LIMIT_TEXT, f)};
	fclose(f);
	return utf8_valid(s) == s.n ? s : STR_NONE;
}

static double extract_run(const str *files, size_t n, size_t *ret_bytes, size_t *ret_sentences)
{
	struct arena a;
	arena_init(&a);
	double from = seconds();
	*ret_bytes = *ret_sentences = 0;
	for (size_t i = 0; *ret_bytes < BYTES; i++) {
		struct extracted e;
		arena_reset(&a);
		text_extract(&a, files[i % n], DAY_NONE, NULL, &e);
		*ret_bytes += files[i % n].n;
		*ret_sentences += e.n_sentences;
	}
	double took = seconds() - from;
	arena_done(&a);
	return took;
}

static double decode_run(const str *files, size_t n)
{
	uint32_t sum = 0;
	size_t bytes = 0;
	double from = seconds();
	for (size_t i = 0; bytes < BYTES; i++) {
		str s = files[i % n];
		for (size_t p = 0; p < s.n;)
			sum += utf8_next(s, &p);
		bytes += s.n;
	}
	double took = seconds() - from;
	return took + (sum == 1);
}

int main(int argc, char **argv)
{
	struct arena a;
	str files[64];
	size_t n = 0, bytes = 0, sentences = 0;
	double best = 1e9, decode = 1e9;
	arena_init(&a);
	for (int i = 1; i < argc && n < COUNT_OF(files); i++)
		if ((files[n] = read_file(&a, argv[i])).n)
			n++;
	if (!n) {
		fprintf(stderr, "bench_extract FILE…: UTF-8 texts, such as tests/extract/*.txt\n");
		return 2;
	}
	for (int k = 0; k < 5; k++) {
		double t = extract_run(files, n, &bytes, &sentences), u = decode_run(files, n);
		best = t < best ? t : best;
		decode = u < decode ? u : decode;
	}
	double rate = (double)bytes / 1e6 / best;
	printf("extract: %.0f thousand sentences/s\n", (double)sentences / 1e3 / best);
	row_put("extraction alone, clean text, one core", text_fmt("decoding %.0f MB/s", (double)bytes / 1e6 / decode),
		text_fmt("%.1f MB/s", rate), decode / best, text_fmt("%.0f MB/s", GOAL), rate >= GOAL);
	arena_done(&a);
	return 0;
}
