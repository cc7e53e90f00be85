/* SPDX-License-Identifier: Apache-2.0 */
/* A hundred thousand matters, ten columns each, as a workbook:
 *
 *     bench_export cells DB FILE     the cells as text between tabs, for the next two
 *     bench_export alone FILE OUT    libxlsxwriter writes these cells, with nothing else to do
 *     bench_export ours FILE OUT     our writer the same
 *     bench_export list DB OUT       our writer, rows read from the record page by page
 *
 * Each prints one JSON object: seconds, its processor's seconds, memory idle and at most. */
#include "bench/district.h"
#include "bench/kit.h"
#include "ledger/ledger.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef HAVE_XLSXWRITER
#include <xlsxwriter.h>
#endif

#define COLUMNS 10
#define AHEAD_MOST 4096

static const struct out_column columns[COLUMNS] = {
	{S("序号"), "row", OUT_NUMBER, 6, NULL, 0},          {S("编号"), "number", OUT_IDENTITY, 18, NULL, 0},
	{S("事项"), "title", OUT_TEXT, 40, NULL, 0},         {S("牵头单位"), "lead", OUT_TEXT, 16, NULL, 0},
	{S("完成时限"), "due", OUT_DATE, 12, NULL, 0},       {S("剩余工作日"), "left", OUT_NUMBER, 10, NULL, 0},
	{S("状态"), "state", OUT_TEXT, 12, NULL, 0},         {S("亮灯"), "light", OUT_LIGHT, 12, NULL, 0},
	{S("最近报送"), "reported", OUT_DATE, 12, NULL, 0},  {S("文件来源"), "source", OUT_TEXT, 28, NULL, 0},
};
static const struct out_table table = {S("事项台账"), S("填报单位：督查室"), S("填报日期：2026-10-01"), LANG_ZH, columns, COLUMNS};

/* ---- what it took ----------------------------------------------------------------------- */
static long memory_kb(const char *what)
{
	char line[200];
	long kb = 0;
	FILE *f = fopen("/proc/self/status", "r");
	must(f != NULL, "/proc/self/status");
	while (fgets(line, sizeof line, f))
		if (!strncmp(line, what, strlen(what)))
			kb = strtol(line + strlen(what) + 1, NULL, 10);
	fclose(f);
	return kb;
}

struct took {
	double wall, cpu;
	long idle;
};

static struct took begin(void)
{
	return (struct took){wall_seconds(), cpu_seconds(), memory_kb("VmRSS")};
}

static void say(const struct took *t, int64_t rows)
{
	printf("{\"seconds\": %.4f, \"cpu\": %.4f, \"idle_kb\": %ld, \"peak_kb\": %ld, \"rows\": %lld}\n", wall_seconds() - t->wall,
	       cpu_seconds() - t->cpu, t->idle, memory_kb("VmHWM"), (long long)rows);
}

/* ---- the cells of a row -------------------------------------------------------------------- */
static void fill(struct district *d, struct arena *a, const struct matter_row *r, int64_t n, struct out_cell *c)
{
	struct buf order, left;
	buf_init(&order, a);
	buf_init(&left, a);
	buf_int(&order, n);
	buf_int(&left, r->left);
	memset(c, 0, COLUMNS * sizeof *c);
	c[0].text = buf_str(&order);
	c[1].text = r->number;
	c[2].text = r->title;
	c[3].text = r->lead_name;
	c[4].day = r->due == MS_NONE ? DAY_NONE : zone_day(d->zone, r->due - 1);
	c[5].text = r->due == MS_NONE ? S("") : buf_str(&left);
	c[6].text = words2_in(&r->kind->states[r->state].label, LANG_ZH);
	c[7] = (struct out_cell){.text = r->light_word, .light = r->light};
	c[8].day = r->reported == MS_NONE ? DAY_NONE : zone_day(d->zone, r->reported);
	c[9].text = r->source_title.n ? r->source_title : S("在全区重点工作调度会议上的讲话");
}

/* As ledger/out_matter.c walks: a page, its arena, the next. */
static int64_t walk(struct district *d, void (*row)(void *, const struct out_cell *), void *arg)
{
	struct arena keep, page;
	struct ctx x;
	char cursor[64];
	int64_t n = 0;
	struct matter_query q = {.due_from = DAY_NONE, .due_to = DAY_NONE, .order = ORDER_OPENED, .limit = 200};
	arena_init(&keep);
	arena_init(&page);
	must(ctx_open(d->core, &keep, &d->supervisor, &x) == OK, "ctx");
	q.limit = 1; /* opens the snapshot where it lives as long as the walk */
	struct matter_page first;
	must(matter_list(&x, &q, &first) == OK, "list");
	q.limit = 200;
	x.arena = &page;
	for (bool more = true; more; arena_reset(&page)) {
		struct matter_page p;
		must(matter_list(&x, &q, &p) == OK, "list");
		for (size_t i = 0; i < p.n; i++) {
			struct out_cell c[COLUMNS];
			fill(d, &page, &p.rows[i], ++n, c);
			row(arg, c);
		}
		more = p.next.n > 0 && p.next.n < sizeof cursor;
		if (more)
			memcpy(cursor, p.next.p, p.next.n);
		q.cursor = (str){cursor, p.next.n};
	}
	x.arena = &keep;
	ctx_close(&x);
	arena_done(&page);
	arena_done(&keep);
	return n;
}

/* ---- from the record ----------------------------------------------------------------------- */
static void row_line(void *arg, const struct out_cell *c)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		if (columns[i].sort == OUT_DATE)
			fprintf(arg, "%d", c[i].day == DAY_NONE ? 0 : c[i].day);
		else
			fwrite(c[i].text.p ? c[i].text.p : "", 1, c[i].text.n, arg);
		if (i == 7)
			fprintf(arg, "\t%d", (int)c[i].light);
		fputc(i + 1 < COLUMNS ? '\t' : '\n', arg);
	}
}

static void row_out(void *arg, const struct out_cell *c)
{
	must(out_row(arg, c) == OK, "row");
}

static int file_new(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	must(fd >= 0, name);
	return fd;
}

static void list(struct district *d, const char *name)
{
	struct arena a;
	struct out *o;
	int fd = file_new(name);
	arena_init(&a);
	struct took t = begin();
	must(out_begin(&a, OUT_XLSX, &table, fd, &o) == OK, "begin");
	walk(d, row_out, o);
	must(out_end(o) == OK, "end");
	close(fd);
	say(&t, out_rows(o));
	arena_done(&a);
}

static void cells(struct district *d, const char *name)
{
	FILE *f = fopen(name, "w");
	must(f != NULL, name);
	walk(d, row_line, f);
	fclose(f);
}

/* ---- from the file ---------------------------------------------------------------------------- */
static bool next(FILE *f, char *line, struct out_cell *c)
{
	if (!fgets(line, AHEAD_MOST, f))
		return false;
	str rest = str_cut(str_of(line), 0, strlen(line) - 1), one;
	for (size_t i = 0; i < COLUMNS; i++) {
		int64_t v = 0;
		if (!str_split(rest, '\t', &one, &rest))
			one = rest;
		c[i] = (struct out_cell){.text = one, .day = DAY_NONE};
		if (columns[i].sort == OUT_DATE && str_int(one, &v) && v)
			c[i].day = (day_t)v;
		if (i == 7 && str_split(rest, '\t', &one, &rest) && str_int(one, &v))
			c[i].light = (enum light)v;
	}
	return true;
}

static void ours_alone(const char *from, const char *name)
{
	static char line[AHEAD_MOST];
	struct out_cell c[COLUMNS];
	struct arena a;
	struct out *o;
	FILE *f = fopen(from, "r");
	must(f != NULL, from);
	int fd = file_new(name);
	arena_init(&a);
	struct took t = begin();
	must(out_begin(&a, OUT_XLSX, &table, fd, &o) == OK, "begin");
	while (next(f, line, c))
		must(out_row(o, c) == OK, "row");
	must(out_end(o) == OK, "end");
	close(fd);
	say(&t, out_rows(o));
	arena_done(&a);
	fclose(f);
}

#ifdef HAVE_XLSXWRITER
struct formats {
	lxw_format *text, *date, *light[LIGHTS];
};

static lxw_format *boxed(lxw_workbook *book)
{
	lxw_format *f = workbook_add_format(book);
	format_set_border(f, LXW_BORDER_THIN);
	format_set_text_wrap(f);
	format_set_font_name(f, "仿宋");
	return f;
}

static void their_row(lxw_worksheet *sheet, const struct formats *f, lxw_row_t row, struct out_cell *c)
{
	for (lxw_col_t i = 0; i < COLUMNS; i++) {
		((char *)(uintptr_t)c[i].text.p)[c[i].text.n] = 0;
		if (columns[i].sort == OUT_NUMBER && c[i].text.n)
			worksheet_write_number(sheet, row, i, strtod(c[i].text.p, NULL), f->text);
		else if (columns[i].sort == OUT_DATE && c[i].day != DAY_NONE)
			worksheet_write_number(sheet, row, i, c[i].day + 25569, f->date);
		else
			worksheet_write_string(sheet, row, i, columns[i].sort == OUT_DATE ? "" : c[i].text.p, i == 7 ? f->light[c[i].light] : f->text);
	}
}

static void alone(const char *from, const char *name)
{
	static char line[AHEAD_MOST];
	struct out_cell c[COLUMNS];
	struct formats f;
	FILE *in = fopen(from, "r");
	must(in != NULL, from);
	struct took t = begin();
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	lxw_workbook *book = workbook_new_opt(name, &options);
	lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
	lxw_row_t row = 3;
	f.text = boxed(book);
	f.date = boxed(book);
	format_set_num_format(f.date, "yyyy-mm-dd");
	for (int i = 0; i < LIGHTS; i++) {
		f.light[i] = boxed(book);
		format_set_bg_color(f.light[i], 0xF00000u + (unsigned)i);
	}
	for (lxw_col_t i = 0; i < COLUMNS; i++)
		worksheet_write_string(sheet, 2, i, columns[i].heading.p, f.text);
	for (; next(in, line, c); row++)
		their_row(sheet, &f, row, c);
	must(workbook_close(book) == LXW_NO_ERROR, "close");
	say(&t, row - 3);
	fclose(in);
}
#endif

int main(int argc, char **argv)
{
	must(argc == 4, "bench_export cells|list DB OUT, ours|alone FILE OUT");
	if (!strcmp(argv[1], "ours"))
		ours_alone(argv[2], argv[3]);
#ifdef HAVE_XLSXWRITER
	else if (!strcmp(argv[1], "alone"))
		alone(argv[2], argv[3]);
#endif
	else {
		struct district *d = district_open(argv[2]);
		(!strcmp(argv[1], "cells") ? cells : list)(d, argv[3]);
		district_close(d);
	}
	return 0;
}
