/* SPDX-License-Identifier: Apache-2.0 */
/* Decoding, repairing and extracting, in time of one core, so that neighbours do not count.
 *
 *     bench_text clean FILE…      all files again and again with other digits, 10 MB: MB/s
 *     bench_text pages FILE…      the same, cut into documents of 15 000 characters
 *     bench_text damaged FILE…    each file by itself: milliseconds */
#include "bench/kit.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

#define BYTES (10 << 20)
#define PAGE 15000 /* characters of a speech or a notice: repair looks through it for seams, too */
#define CLEAN_GOAL 20.0   /* MB/s */
#define DAMAGED_GOAL 50.0 /* ms */
#define TRIES 3

struct spent {
	double decode, repair, extract;
	size_t edits, sentences;
};

static struct spent read_document(struct arena *a, str bytes)
{
	struct decoded d;
	struct repaired r;
	struct extracted x;
	double t[4] = {cpu_seconds()};
	must(text_decode(a, bytes, &d) == OK, "decoding");
	t[1] = cpu_seconds();
	text_repair(a, &d, &r);
	t[2] = cpu_seconds();
	text_extract(a, r.text, DAY_NONE, NULL, &x);
	t[3] = cpu_seconds();
	return (struct spent){t[1] - t[0], t[2] - t[1], t[3] - t[2], r.n_edits, x.n_sentences};
}

static str joined(struct arena *a, char **files, int n)
{
	struct buf b;
	buf_init(&b, a);
	for (int i = 0; i < n; i++) {
		buf_add(&b, file_all(a, files[i]));
		buf_byte(&b, '\n');
	}
	return buf_str(&b);
}

/* Every digit moved on: the same shape, other numbers. */
static void turn_digits(char *p, str s, unsigned by)
{
	memcpy(p, s.p, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= '1' && p[i] <= '9')
			p[i] = (char)('1' + (unsigned)(p[i] - '1' + (int)by) % 9);
}

/* The next document of `text`: all of it, or so many characters. */
static str page_next(str *text, size_t most)
{
	str page = most ? str_cut(*text, 0, utf8_offset(*text, most)) : *text;
	*text = str_cut(*text, page.n, text->n);
	return page;
}

/* Documents of at most `most` characters, 0: all files as one. */
static void clean(char **files, int n, size_t most)
{
	struct arena keep, a;
	struct spent sum = {0};
	size_t bytes = 0, documents = 0;
	arena_init(&keep);
	arena_init(&a);
	str text = joined(&keep, files, n);
	char *turned = arena_alloc(&keep, text.n);
	for (unsigned i = 0; bytes < BYTES; i++, bytes += text.n) {
		turn_digits(turned, text, i % 9);
		for (str rest = {turned, text.n}, page; (page = page_next(&rest, most)).n; documents++) {
			struct spent s = read_document(&a, page);
			sum.decode += s.decode;
			sum.repair += s.repair;
			sum.extract += s.extract;
			sum.edits += s.edits;
			sum.sentences += s.sentences;
			arena_reset(&a);
		}
	}
	double mb = (double)bytes / 1e6, all = sum.decode + sum.repair + sum.extract;
	printf("clean: %.1f MB, documents of %zu bytes, %zu sentences, %zu edits; MB/s: decode %.0f, repair %.1f, extract %.1f\n", mb,
	       bytes / documents, sum.sentences, sum.edits, mb / sum.decode, mb / sum.repair, mb / sum.extract);
	row_put(most ? "clean text in documents of 15 000 characters, one core" : "clean text: decode, repair, extract, one core", text_fmt("decode %.0f MB/s", mb / sum.decode),
		text_fmt("%.1f MB/s", mb / all), sum.decode / all, "20 MB/s", mb / all >= CLEAN_GOAL);
	arena_done(&a);
	arena_done(&keep);
}

static void damaged(char **files, int n)
{
	struct arena keep, a;
	arena_init(&keep);
	arena_init(&a);
	float *ms = arena_new_n(&keep, (size_t)n, float);
	double repair = 0, all = 0;
	size_t edits = 0, bytes = 0;
	for (int i = 0; i < n; i++) {
		str text = file_all(&keep, files[i]);
		double best = 1e9;
		for (int k = 0; k < TRIES; k++) {
			struct spent s = read_document(&a, text);
			double t = s.decode + s.repair + s.extract;
			repair += s.repair;
			all += t;
			edits += s.edits;
			best = t < best ? t : best;
			arena_reset(&a);
		}
		ms[i] = (float)(best * 1e3);
		bytes += text.n;
	}
	double worst = percentile(ms, (size_t)n, 100), middle = percentile(ms, (size_t)n, 50);
	printf("damaged: %d pages of %zu bytes, %zu edits a page; repair takes %.0f %% of the time\n", n, bytes / (size_t)n,
	       edits / (size_t)n / TRIES, 100 * repair / all);
	row_put("damaged speech of 20 kB, slowest of 50", "", text_fmt("%.1f ms (median %.1f)", worst, middle), -1, "50 ms",
		worst < DAMAGED_GOAL);
	arena_done(&a);
	arena_done(&keep);
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";
	if (!strcmp(what, "clean"))
		clean(argv + 2, argc - 2, 0);
	else if (!strcmp(what, "pages"))
		clean(argv + 2, argc - 2, PAGE);
	else if (!strcmp(what, "damaged"))
		damaged(argv + 2, argc - 2);
	else
		must(false, "bench_text clean|pages|damaged FILE…");
	return 0;
}
