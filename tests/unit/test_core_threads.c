/* SPDX-License-Identifier: Apache-2.0 */
/* Sixty-four people at once on the same matters: no change is lost, versions and numbers
 * have no gap, and check agrees. */
#include "core_kit.h"

#define THREADS 64
#define TURNS 12
#define MATTERS 3

struct worker {
	struct kit *k;
	int64_t *matter;
	int i, done, opened, conflicts, wrong;
};

static err remind(struct kit *k, struct arena *a, int64_t matter, int turn)
{
	struct act_result done;
	struct ctx x = kit_ctx(k, a, turn % 2 ? P_CHIEF : P_CLERK);
	const struct arg note = {S("note"), turn % 2 ? S("请抓紧") : S("请回复")};
	err e = act(&x, &(struct act_request){.matter = matter, .action = S("remind"), .args = &note, .n_args = 1}, &done);
	ctx_close(&x);
	return e;
}

static err open_one(struct kit *k, struct arena *a)
{
	struct act_result done;
	struct ctx x = kit_ctx(k, a, P_CHIEF);
	const struct arg args[] = {{S("title"), S("修路")}, {S("lead"), S("区住建局")}, {S("due"), S("2026-12-31")}};
	err e = act(&x, &(struct act_request){.kind = kit_kind(k), .action = S("open"), .args = args, .n_args = 3}, &done);
	ctx_close(&x);
	return e;
}

static err look_around(struct kit *k, struct arena *a)
{
	struct matter_page page;
	struct matter_counts c;
	struct ctx x = kit_ctx(k, a, P_HOUSING);
	err e = matter_list(&x, &(struct matter_query){.due_from = DAY_NONE, .due_to = DAY_NONE}, &page);
	if (e == OK)
		e = matter_counts(&x, &c);
	ctx_close(&x);
	return e;
}

static void *work(void *arg)
{
	struct worker *w = arg;
	struct arena a;
	arena_init(&a);
	for (int turn = 0; turn < TURNS; turn++) {
		err e = remind(w->k, &a, w->matter[(w->i + turn) % MATTERS], turn);
		w->done += e == OK;
		w->conflicts += e == ERR_CONFLICT;
		w->wrong += e != OK && e != ERR_CONFLICT;
		e = turn % 4 == 0 ? open_one(w->k, &a) : OK;
		w->opened += turn % 4 == 0 && e == OK;
		w->wrong += e != OK;
		w->wrong += turn % 3 == 0 && look_around(w->k, &a) != OK;
		arena_reset(&a);
	}
	arena_done(&a);
	return NULL;
}

static void nothing_is_lost(void **state)
{
	struct kit *k = *state;
	static struct worker w[THREADS];
	pthread_t t[THREADS];
	int64_t matter[MATTERS], versions = 0;
	int done = 0, opened = 0, wrong = 0, conflicts = 0;
	for (int i = 0; i < MATTERS; i++)
		matter[i] = kit_commitment(k, "修路", U_HOUSING, "2026-12-31", true);
	for (int i = 0; i < THREADS; i++) {
		w[i] = (struct worker){.k = k, .matter = matter, .i = i};
		assert_int_equal(pthread_create(&t[i], NULL, work, &w[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(t[i], NULL);
		done += w[i].done;
		opened += w[i].opened;
		wrong += w[i].wrong;
		conflicts += w[i].conflicts;
	}
	assert_int_equal(wrong, 0);
	assert_int_equal(done + conflicts, THREADS * TURNS);
	assert_int_equal(opened, THREADS * TURNS / 4);
	assert_true(done > THREADS);
	struct ctx x = kit_ctx(k, &k->arena, P_CHIEF);
	for (int i = 0; i < MATTERS; i++) {
		struct matter_view v;
		good(matter_read(&x, matter[i], &v));
		versions += v.row.version - 2;
	}
	assert_int_equal(versions, done); /* every acknowledged change is one version */
	int64_t last;
	struct buf number;
	buf_init(&number, &k->arena);
	buf_fmt(&number, "督〔2026〕%04d", MATTERS + opened);
	good(matter_by_number(&x, buf_str(&number), &last)); /* numbers without a gap */
	ctx_close(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(nothing_is_lost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
