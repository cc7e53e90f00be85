/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of one page of the ledger, without rendering and HTTP:
 *
 *     bench_list DB CURSORS       one JSON object: microseconds of the bare statements and of
 *                                 core's matter_list for the page behind each cursor of the file
 *
 * The database must be a copy or have no server: a second process may not open it. */
#include "bench/district.h"
#include "bench/kit.h"
#include "core/core_in.h"

#include <stdio.h>
#include <string.h>

#define PAGE 50

static const struct stmt *stmt_named(const struct stmt *const *list, const char *id)
{
	for (; *list; list++)
		if (!strcmp((*list)->id, id))
			return *list;
	must(false, id);
	return NULL;
}

static size_t bytes_of(struct rows *r, const char *kinds)
{
	size_t n = 0;
	for (int i = 0; kinds[i]; i++)
		n += kinds[i] == 'i' ? (size_t)(row_int(r, i) != 0) : row_text(r, i).n;
	return n;
}

/* The index for one page, then each matter by its key: what any such page must read. */
static size_t bare_page(struct conn *c, int64_t key, int64_t id)
{
	const struct stmt *by_changed = stmt_named(core_list_stmts, "by_changed"), *get = stmt_named(core_see_stmts, "matter_get");
	struct rows *index, *row;
	bool found;
	size_t bytes = 0, n = 0;
	must(query(c, by_changed, VALS(V_INT(DISTRICT_REGION), V_INT(0), V_INT(key), V_INT(id), V_INT(PAGE + 1)), &index) == OK, "query");
	for (; rows_next(index); n++) {
		if (n == PAGE)
			continue;
		must(query_one(c, get, VALS(V_INT(DISTRICT_REGION), V_INT(row_int(index, 0))), &row, &found) == OK && found, "matter");
		bytes += bytes_of(row, "iittttiiiiiiiiiiiiit");
	}
	must(rows_end(index) == OK && n == PAGE + 1, "a short page");
	return bytes;
}

static double bare(struct district *d, str cursor, double *ret_cpu)
{
	struct conn *c;
	str key, id;
	int64_t k, i;
	must(str_split(cursor, '.', &key, &id) && str_int(key, &k) && str_int(id, &i), "cursor");
	double from = wall_seconds(), cpu = cpu_seconds();
	must(store_read_begin(d->store, &c) == OK, "snapshot");
	must(bare_page(c, k, i) > 0, "page");
	store_read_end(c);
	*ret_cpu += cpu_seconds() - cpu;
	return wall_seconds() - from;
}

static double listed(struct district *d, struct arena *a, str cursor)
{
	struct ctx x;
	struct matter_page page;
	struct matter_query q = {.due_from = DAY_NONE, .due_to = DAY_NONE, .cursor = cursor, .limit = PAGE};
	double from = wall_seconds();
	must(ctx_open(d->core, a, &d->supervisor, &x) == OK && matter_list(&x, &q, &page) == OK && page.n == PAGE, "list");
	ctx_close(&x);
	double took = wall_seconds() - from;
	arena_reset(a);
	return took;
}

int main(int argc, char **argv)
{
	struct arena keep, a;
	LIST(float) of_bare = {0}, of_list = {0};
	must(argc == 3, "bench_list DB CURSORS");
	arena_init(&keep);
	arena_init(&a);
	struct district *d = district_open(argv[1]);
	str cursors = file_all(&keep, argv[2]);
	double cpu = 0;
	for (int round = 0; round < 3; round++)
		for (str rest = cursors, one; str_split(rest, '\n', &one, &rest);) {
			double spent = 0;
			float b = (float)(bare(d, one, &spent) * 1e6), l = (float)(listed(d, &a, one) * 1e6);
			if (round == 0) /* warms the cache, as the server's is */
				continue;
			cpu += spent;
			*list_push(&keep, &of_bare) = b;
			*list_push(&keep, &of_list) = l;
		}
	printf("{\"bare_cpu_us\": %.1f, ", cpu / (double)of_bare.n * 1e6);
	printf("\"bare_us\": %.1f, \"bare_p99_us\": %.1f, ", percentile(of_bare.v, of_bare.n, 50), percentile(of_bare.v, of_bare.n, 99));
	printf("\"list_us\": %.1f, \"list_p99_us\": %.1f}\n", percentile(of_list.v, of_list.n, 50), percentile(of_list.v, of_list.n, 99));
	district_close(d);
	arena_done(&a);
	arena_done(&keep);
	return 0;
}
