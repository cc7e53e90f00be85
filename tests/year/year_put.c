/* SPDX-License-Identifier: Apache-2.0 */
/* What is written down: acts, snapshots of every clock, weeks, and how all stands at the end. */
#include "tests/year/year_in.h"

#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#define FOLDER "tests/year/"

static FILE *file_open(struct year *y, const char *name)
{
	FILE *f = fopen(year_text(y, "%s/%s", y->dir, name).p, "w");
	if (!f) {
		fprintf(stderr, "year: %s/%s cannot be written\n", y->dir, name);
		exit(1);
	}
	return f;
}

static str whole_file(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b;
	char block[8192];
	size_t n;
	if (!f) {
		fprintf(stderr, "year: %s cannot be read; start it at the root of the sources\n", path);
		exit(1);
	}
	buf_init(&b, a);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		buf_add(&b, (str){block, n});
	fclose(f);
	return buf_str(&b);
}

static str field_next(str *line)
{
	str one = *line, rest = S("");
	str_split(*line, '\t', &one, &rest);
	*line = rest;
	return str_eq(one, S("-")) ? S("") : one;
}

static void notices_read(struct year *y)
{
	str rest = whole_file(&y->arena, FOLDER "story.tsv");
	while (rest.n) {
		str line = rest, after = S("");
		struct notice t = {0};
		str_split(rest, '\n', &line, &after);
		rest = after;
		if (!day_parse(field_next(&line), &t.day))
			continue;
		t.name = field_next(&line);
		t.label = field_next(&line);
		t.file = line;
		*list_push(&y->arena, &y->notices) = t;
	}
}

void year_files_open(struct year *y)
{
	notices_read(y);
	y->acts = file_open(y, "acts.jsonl");
	y->weeks = file_open(y, "weeks.tsv");
}

static void line_put(FILE *f, struct buf *b)
{
	buf_byte(b, '\n');
	if (fwrite(b->p, 1, b->n, f) != b->n)
		exit(1);
}

void year_act_put(struct year *y, const struct act_request *q, const struct act_result *r)
{
	struct json j;
	struct buf b;
	buf_init(&b, NULL);
	json_begin(&j, &b);
	json_open(&j, '{');
	json_key(&j, "at_ms"), json_int(&j, y->now);
	json_key(&j, "number"), json_str(&j, r->number);
	json_key(&j, "matter"), json_id(&j, r->matter);
	json_key(&j, "part"), json_id(&j, r->part);
	json_key(&j, "sort"), json_str(&j, q->sort.p ? q->sort : S(""));
	json_key(&j, "action"), json_str(&j, q->action);
	json_key(&j, "args"), json_open(&j, '{');
	for (size_t i = 0; i < q->n_args; i++)
		json_key_str(&j, q->args[i].field), json_str(&j, q->args[i].value);
	json_close(&j);
	json_close(&j);
	line_put(y->acts, &b);
	buf_done(&b);
}

/* ---- every clock at an instant --------------------------------------------------------------- */
static void rows_put(struct year *y, struct arena *a, FILE *f)
{
	int64_t after = 0;
	do {
		struct ctx x;
		struct clock_row *v;
		size_t n;
		must(ctx_open(y->core, a, NULL, &x));
		must(clock_rows(&x, &after, &v, &n));
		for (size_t i = 0; i < n; i++) {
			struct json j;
			struct buf b;
			buf_init(&b, NULL);
			json_begin(&j, &b);
			clock_row_json(&j, &v[i]);
			line_put(f, &b);
			buf_done(&b);
		}
		ctx_close(&x);
	} while (after);
}

void year_snap(struct year *y, struct arena *a)
{
	FILE *f = file_open(y, year_text(y, "snap-%03d.jsonl", y->snaps++).p);
	fprintf(f, "{\"now_ms\":%lld,\"notices\":[", (long long)y->now);
	for (size_t i = 0, n = 0; i < y->notices.n; i++) {
		const struct notice *t = &y->notices.v[i];
		if (t->loaded)
			fprintf(f, "%s\"%.*s\"", n++ ? "," : "", (int)t->file.n, t->file.p);
	}
	fprintf(f, "]}\n");
	rows_put(y, a, f);
	fclose(f);
}

void year_notice_load(struct year *y, struct arena *a, struct notice *t)
{
	struct ctx x;
	struct calendar_imported done;
	struct again_report again;
	year_snap(y, a);
	must(ctx_open(y->core, a, NULL, &x));
	const struct calendar_import in = {.name = t->name, .label = t->label, .origin = t->file,
		.tsv = whole_file(a, year_text(y, FOLDER "notices/%.*s", (int)t->file.n, t->file.p).p)};
	must(calendar_import(&x, &in, &done));
	ctx_close(&x);
	must(clocks_again(y->core, 0, &again));
	t->loaded = true;
	printf("%.*s: %zu lines, %lld of %lld matters made again\n", (int)t->file.n, t->file.p, done.lines, (long long)again.moved, (long long)again.looked);
	y->now++;
	year_snap(y, a);
}

/* ---- weeks and the end ------------------------------------------------------------------------- */
void year_week_put(struct year *y, struct arena *a)
{
	struct ctx x;
	struct week_run run;
	struct buf b;
	day_t monday = week_monday(zone_day(y->zone, y->now)) - 7;
	must(ctx_open(y->core, a, &y->clerks[0], &x));
	must(week_run_read(&x, monday, &run));
	buf_init(&b, a);
	week_put(&b, monday);
	for (size_t i = 0; i < run.n_units; i++) {
		const struct week_unit *u = &run.units[i];
		fprintf(y->weeks, "%.*s\t%.*s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", (int)b.n, b.p, (int)u->name.n, u->name.p, u->owed, u->on_time, u->late,
			u->missing, u->open, u->claims, u->reopened);
	}
	ctx_close(&x);
}

static void row_put(FILE *f, const char *sort, const struct matter_row *r)
{
	str state = r->kind->states[r->state].name;
	fprintf(f, "%s\t%.*s\t%.*s\t%s\t%lld\t%lld\t%d\t%d\t%d\n", sort, (int)r->number.n, r->number.p ? r->number.p : "", (int)state.n, state.p,
		light_name(r->light), (long long)r->due, (long long)r->left, r->overdue, r->share, r->evidence);
}

static void final_put(struct year *y, struct arena *a)
{
	FILE *f = file_open(y, "final.tsv");
	int64_t moved;
	must(clock_due(y->core, a, &moved));
	for (size_t i = 0; i < y->v.n; i++) {
		struct ctx x;
		struct matter_view v;
		if (!y->v.v[i].id)
			continue;
		must(ctx_open(y->core, a, NULL, &x));
		must(matter_read(&x, y->v.v[i].id, &v));
		row_put(f, "matter", &v.row);
		for (size_t k = 0; k < v.n_parts; k++)
			row_put(f, "part", &v.parts[k].row);
		ctx_close(&x);
	}
	fclose(f);
}

int year_end(struct year *y)
{
	struct arena a;
	struct buf found;
	struct check_report r;
	arena_init(&a);
	final_put(y, &a);
	year_snap(y, &a);
	buf_init(&found, NULL);
	must(core_check(y->core, LANG_EN, &found, &r));
	printf("%d acts, %d refused, %d snapshots; check: %lld events, %lld matters, %lld findings\n", y->done, y->refused, y->snaps,
	       (long long)r.events, (long long)r.matters, (long long)r.findings);
	if (found.n)
		fwrite(found.p, 1, found.n, stdout);
	buf_done(&found);
	fclose(y->acts);
	fclose(y->weeks);
	arena_done(&a);
	return (int)r.findings;
}
