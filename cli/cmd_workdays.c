/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi workdays: working days by the calendar that is built in, or by another. Pure:
 * reads no database and asks no clock. */
#include "base/day.h"
#include "base/limits.h"
#include "cli/cli.h"

#include <stdio.h>

struct job {
	struct cli *cli;
	struct calendar *calendar;
	struct buf out;
};

static err read_day(const char *z, day_t *ret)
{
	if (!day_parse(str_of(z), ret))
		return fail(ERR_INPUT, "{0} is not a day; write it as 2026-10-01", str_of(z));
	return OK;
}

/* ---- years without a notice --------------------------------------------------- */

/* "1999-2003, 2027" */
static str unknown_years(const struct job *job, day_t a, day_t b)
{
	struct buf years;
	buf_init(&years, job->cli->arena);
	int last = day_civil(b).year;
	for (int y = day_civil(a).year; y <= last; y++) {
		int from = y;
		if (calendar_known(job->calendar, y))
			continue;
		while (y < last && !calendar_known(job->calendar, y + 1))
			y++;
		buf_fmt(&years, years.n ? ", %d" : "%d", from);
		if (y > from)
			buf_fmt(&years, "-%d", y);
	}
	return buf_str(&years);
}

static bool put_provisional(struct job *job, struct buf *b, day_t from, day_t to)
{
	str years = unknown_years(job, from < to ? from : to, from < to ? to : from);
	if (!years.n)
		return false;
	word_fmt(b, job->cli->lang, W("provisional: no notice is known for {0}; there Monday to Friday count as working days"),
		 &years, 1);
	buf_byte(b, '\n');
	return true;
}

/* Where standard output is only the answer, the reservation goes beside it. */
static void warn_provisional(struct job *job, day_t from, day_t to)
{
	struct buf b;
	buf_init(&b, job->cli->arena);
	if (put_provisional(job, &b, from, to))
		fputs(buf_str(&b).p, stderr);
}

/* ---- add, between, explain ------------------------------------------------------ */

static err find_day(struct job *job, day_t *ret_from, int64_t *ret_n, day_t *ret_to)
{
	day_t from, to;
	int64_t n;
	str number = str_of(job->cli->argv[2]);
	TRY(read_day(job->cli->argv[1], &from));
	if (!str_int(number, &n))
		return fail(ERR_INPUT, "{0} is not a whole number of working days; write one such as 10 or -3", number);
	to = calendar_add(job->calendar, from, n);
	if (to == DAY_NONE || to < day_of(0, 1, 1) || to > day_of(9999, 12, 31))
		return fail(ERR_INPUT, "{0} working days from {1} lie outside the years 0 to 9999; take a smaller number",
			    number, str_of(job->cli->argv[1]));
	*ret_from = from;
	*ret_n = n;
	*ret_to = to;
	return OK;
}

static err add(struct job *job)
{
	day_t from, to;
	int64_t n;
	TRY(find_day(job, &from, &n, &to));
	day_put(&job->out, to);
	buf_byte(&job->out, '\n');
	warn_provisional(job, from, to);
	return OK;
}

static err between(struct job *job)
{
	day_t a, b;
	TRY(read_day(job->cli->argv[1], &a));
	TRY(read_day(job->cli->argv[2], &b));
	buf_int(&job->out, calendar_between(job->calendar, a, b));
	buf_byte(&job->out, '\n');
	warn_provisional(job, a, b);
	return OK;
}

/* One line of the explanation for a day that is not simply counted. */
static void put_day(struct job *job, day_t d)
{
	static const struct {
		const char *kind, *name;
	} by_sort[] = {
		[DAY_REST] = {W("day|rest"), W("weekend")},
		[DAY_WORK_MAKEUP] = {W("day|work"), W("make-up day")},
		[DAY_REST_HOLIDAY] = {W("day|rest"), W("holiday")},
	};
	const struct day_note *note;
	enum day_sort sort = calendar_sort(job->calendar, d, &note);
	if (sort == DAY_WORK)
		return;
	str name = note && note->name.n ? note->name : word(job->cli->lang, by_sort[sort].name);
	day_put(&job->out, d);
	buf_fmt(&job->out, "\t" STR_FMT "\t" STR_FMT, STR_ARG(word(job->cli->lang, by_sort[sort].kind)), STR_ARG(name));
	if (note && note->source.n)
		buf_fmt(&job->out, "\t" STR_FMT, STR_ARG(note->source));
	buf_byte(&job->out, '\n');
}

static err explain(struct job *job)
{
	day_t from, to;
	int64_t n;
	TRY(find_day(job, &from, &n, &to));
	/* the day from which is counted counts only in "from that day on" */
	day_t first = n > 0 ? from + 1 : n < 0 ? to : from, last = n < 0 ? from - 1 : to;
	for (day_t d = first; d <= last; d++)
		put_day(job, d);
	day_put(&job->out, to);
	buf_byte(&job->out, '\n');
	put_provisional(job, &job->out, from, to);
	return OK;
}

err cmd_workdays(struct cli *cli)
{
	static const struct {
		const char *name;
		err (*fn)(struct job *);
	} verbs[] = {{"add", add}, {"between", between}, {"explain", explain}};
	struct cli_opt opt = {.name = "calendar", .value = "FILE"};
	struct job job = {cli, calendar_new(cli->arena), {0}};
	str tsv = calendar_built_in();
	TRY(cli_options(cli, &opt, 1));
	if (cli->argc != 3)
		return fail(ERR_USAGE, "workdays needs add DATE N, between DATE DATE, or explain DATE N");
	if (opt.ret.p)
		TRY(cli_read(cli, str_z(cli->arena, opt.ret), LIMIT_TEXT, &tsv));
	TRY(calendar_load(job.calendar, cli->arena, tsv, opt.ret.p ? opt.ret : S("data/calendar/cn.tsv")));
	buf_init(&job.out, cli->arena);
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		if (str_eq(str_of(cli->argv[0]), str_of(verbs[i].name))) {
			TRY(verbs[i].fn(&job));
			return cli_write(cli, buf_str(&job.out));
		}
	return fail(ERR_USAGE, "workdays needs add DATE N, between DATE DATE, or explain DATE N");
}
