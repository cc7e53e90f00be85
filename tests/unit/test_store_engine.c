/* SPDX-License-Identifier: Apache-2.0 */
/* What both engines promise; test_store_postgres.c runs the same on PostgreSQL. */
#include "check.h"
#include "store_kit.h"

static void values_come_back_as_they_went(void **state)
{
	struct store *s = kit_open(*state, kit_modules);
	static const int64_t edge[] = {INT64_MIN, -1, 0, 1, 4294967296, INT64_MAX};
	struct conn *c;
	struct rows *r;
	bool found;
	assert_int_equal(store_read_begin(s, &c), OK);
	for (size_t i = 0; i < COUNT_OF(edge); i++) {
		int64_t other = edge[COUNT_OF(edge) - 1 - i];
		assert_int_equal(query_one(c, &note_edges, VALS(V_INT(edge[i]), V_INT(other)), &r, &found), OK);
		assert_true(found && row_int(r, 0) == edge[i] && row_int(r, 1) == other);
	}
	store_read_end(c);
	store_close(s);
}

struct note {
	int64_t id;
	struct val text, picture;
};

static err add_note(struct conn *c, void *arg)
{
	struct note *n = arg;
	return exec(c, &note_add, VALS(V_INT(330106), V_INT(n->id), n->text, n->picture), NULL);
}

static void texts_and_blobs_come_back(void **state)
{
	struct store *s = kit_open(*state, kit_modules);
	struct note in[] = {
		{1, V_TEXT(S("")), V_NULL},
		{2, V_TEXT(STR_NONE), V_BLOB(S("\0\xff\0"))},
		{INT64_MAX, V_TEXT(S("区住建局:路灯不亮 𠮷")), V_BLOB(S(""))},
	};
	struct conn *c;
	struct rows *r;
	bool found;
	for (size_t i = 0; i < COUNT_OF(in); i++)
		assert_int_equal(store_write(s, add_note, &in[i]), OK);
	assert_int_equal(store_read_begin(s, &c), OK);
	for (size_t i = 0; i < COUNT_OF(in); i++) {
		assert_int_equal(query_one(c, &note_get, VALS(V_INT(330106), V_INT(in[i].id)), &r, &found), OK);
		assert_true(found);
		same_str(row_text(r, 0), in[i].text.s);
		assert_false(row_null(r, 0));
		assert_int_equal(row_null(r, 1), in[i].picture.kind == VAL_NULL);
		same_str(row_text(r, 1), in[i].picture.s);
	}
	assert_int_equal(query_one(c, &note_get, VALS(V_INT(1), V_INT(1)), &r, &found), OK);
	assert_false(found);
	store_read_end(c);
	/* what cannot be kept is refused, not cut */
	struct note nul = {9, V_TEXT(S("a\0b")), V_NULL};
	assert_int_equal(store_write(s, add_note, &nul), ERR_INPUT);
	struct note none = {9, V_NULL, V_NULL};
	assert_int_equal(store_write(s, add_note, &none), ERR_CONFLICT);
	assert_int_equal(kit_count(s), 3);
	store_close(s);
}

static void lists_run_inside_lists(void **state)
{
	struct store *s = kit_open(*state, kit_modules);
	struct conn *c;
	struct rows *outer, *inner;
	int64_t pairs = 0, sum = 0;
	assert_int_equal(kit_add_many(s, 1, 5000), OK);
	assert_int_equal(store_read_begin(s, &c), OK);
	assert_int_equal(query(c, &note_after, VALS(V_INT(1), V_INT(0), V_INT(20)), &outer), OK);
	while (rows_next(outer)) {
		assert_int_equal(query(c, &note_after, VALS(V_INT(1), V_INT(row_int(outer, 0)), V_INT(1000)), &inner), OK);
		for (; rows_next(inner); pairs++)
			sum += row_int(inner, 0) > row_int(outer, 0);
		assert_int_equal(rows_end(inner), OK);
	}
	assert_int_equal(rows_end(outer), OK);
	assert_int_equal(pairs, 20 * 1000);
	assert_int_equal(sum, pairs);
	/* a long list in pieces, with another statement between them */
	int64_t n = 0;
	bool found;
	struct rows *one;
	assert_int_equal(query(c, &note_all, NO_VALS, &outer), OK);
	for (; rows_next(outer); n++) {
		assert_int_equal(row_int(outer, 0), n + 1);
		if (n % 1000 == 0)
			assert_int_equal(query_one(c, &note_get, VALS(V_INT(1), V_INT(n + 1)), &one, &found), OK);
	}
	assert_int_equal(n, 5000);
	assert_false(rows_next(outer)); /* the end is the end */
	/* left running on purpose: the end of the snapshot ends it */
	store_read_end(c);
	assert_int_equal(kit_number(s, &note_sum), 5000 * 5001 / 2);
	store_close(s);
}

static void a_snapshot_stands_still(void **state)
{
	struct store *s = kit_open(*state, kit_modules);
	struct conn *c;
	struct rows *r;
	bool found;
	assert_int_equal(kit_add_many(s, 1, 3), OK);
	assert_int_equal(store_read_begin(s, &c), OK);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(query_one(c, &note_count, NO_VALS, &r, &found), OK);
		assert_int_equal(row_int(r, 0), 3);
		assert_int_equal(kit_add_many(s, 100 + i, 1), OK);
	}
	store_read_end(c);
	assert_int_equal(kit_count(s), 6);
	store_close(s);
}

/* ---- jobs ------------------------------------------------------------------------- */
#define THREADS 64
#define EACH 50

struct crowd {
	struct store *s;
	int64_t id;
	atomic_int *committed;
	int wrong;
};

/* Every seventh job refuses after it has written; its row must be gone. */
static err crowd_job(struct conn *c, void *arg)
{
	struct crowd *w = arg;
	struct rows *r;
	bool found;
	TRY(exec(c, &note_add, VALS(V_INT(1), V_INT(w->id), V_TEXT(S("一")), V_NULL), NULL));
	if (w->id % 7 == 0) {
		char text[32];
		snprintf(text, sizeof text, "%lld", (long long)w->id);
		return fail(ERR_CONFLICT, "{0} was closed already", str_of(text));
	}
	if (w->id % 11 == 0) /* breaks the key of a row that is there */
		return exec(c, &note_add, VALS(V_INT(1), V_INT(w->id), V_TEXT(S("二")), V_NULL), NULL);
	TRY(query_one(c, &note_get, VALS(V_INT(1), V_INT(w->id)), &r, &found));
	if (!found)
		return fail(ERR_NOTFOUND, "{0} was closed already", S("its own row"));
	return OK;
}

static bool refused(int64_t id)
{
	return id % 7 == 0 || id % 11 == 0;
}

static void *crowd_main(void *arg)
{
	struct crowd *w = arg;
	struct buf b;
	buf_init(&b, NULL);
	int64_t from = w->id;
	for (int64_t i = 0; i < EACH; i++) {
		w->id = from + i;
		err e = store_write(w->s, crowd_job, w);
		w->wrong += (e == OK) == refused(w->id);
		if (w->id % 7 == 0) { /* the sentence is this job's own */
			char want[64];
			snprintf(want, sizeof want, "%lld was closed already", (long long)w->id);
			buf_clear(&b);
			fail_text(&b, LANG_EN);
			w->wrong += !str_eq(buf_str(&b), str_of(want));
		}
	}
	buf_done(&b);
	return NULL;
}

static void note_commit(void *arg)
{
	atomic_fetch_add((atomic_int *)arg, 1);
}

static void a_crowd_writes_and_nobody_disturbs_anybody(void **state)
{
	struct store *s = kit_open(*state, kit_modules);
	struct crowd w[THREADS];
	pthread_t t[THREADS];
	atomic_int commits = 0;
	int64_t want = 0;
	struct conn *c;
	struct rows *r;
	bool found;
	store_on_commit(s, note_commit, &commits);
	for (int i = 0; i < THREADS; i++) {
		w[i] = (struct crowd){.s = s, .id = 1 + i * EACH};
		pthread_create(&t[i], NULL, crowd_main, &w[i]);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(t[i], NULL);
		assert_int_equal(w[i].wrong, 0);
	}
	assert_int_equal(store_read_begin(s, &c), OK);
	for (int64_t id = 1; id <= THREADS * EACH; id++) {
		assert_int_equal(query_one(c, &note_get, VALS(V_INT(1), V_INT(id)), &r, &found), OK);
		assert_int_equal(found, !refused(id));
		want += !refused(id);
	}
	store_read_end(c);
	/* shared commits: far fewer than jobs */
	assert_in_range(atomic_load(&commits), 1, want - 1);
	assert_int_equal(kit_count(s), want);
	store_close(s);
}

static err doomed(struct conn *c, void *arg)
{
	unused_arg(arg);
	err e = exec(c, &note_add, VALS(V_INT(1), V_INT(1), V_NULL, V_NULL), &(int64_t){0});
	if (e != ERR_CONFLICT)
		return fail(ERR_IO, "{0} was closed already", S("no conflict"));
	/* going on as if nothing had happened is not possible */
	e = exec(c, &note_add, VALS(V_INT(1), V_INT(2), V_TEXT(S("x")), V_NULL), NULL);
	return e == ERR_CONFLICT ? OK : fail(ERR_IO, "{0} was closed already", S("went on"));
}

static void a_failed_statement_dooms_its_job(void **state)
{
	struct store *s = kit_open(*state, kit_modules);
	assert_int_equal(store_write(s, doomed, NULL), ERR_CONFLICT);
	assert_int_equal(kit_count(s), 0);
	store_close(s);
}

static err set_two(struct conn *c, void *arg)
{
	int64_t *n = arg;
	TRY(exec(c, &note_set, VALS(V_INT(1), V_INT(1), V_TEXT(S("新"))), &n[0]));
	return exec(c, &note_set, VALS(V_INT(1), V_INT(99), V_TEXT(S("新"))), &n[1]);
}

static void changes_are_counted(void **state)
{
	struct store *s = kit_open(*state, kit_modules);
	int64_t n[2] = {-1, -1};
	assert_int_equal(kit_add_many(s, 1, 3), OK);
	assert_int_equal(store_write(s, set_two, n), OK);
	assert_int_equal(n[0], 1);
	assert_int_equal(n[1], 0);
	store_close(s);
}

/* ---- a full queue, many readers --------------------------------------------------- */
struct gate {
	pthread_mutex_t lock;
	struct store *s;
	atomic_int busy, done, in;
};

static err wait_at_gate(struct conn *c, void *arg)
{
	struct gate *g = arg;
	unused_arg(c);
	atomic_fetch_add(&g->in, 1);
	pthread_mutex_lock(&g->lock);
	pthread_mutex_unlock(&g->lock);
	return OK;
}

static void *press(void *arg)
{
	struct gate *g = arg;
	err e = store_write(g->s, wait_at_gate, g);
	atomic_fetch_add(e == ERR_BUSY ? &g->busy : &g->done, 1);
	return NULL;
}

static void a_full_queue_refuses(void **state)
{
	struct kit *k = *state;
	struct store_config config = {.target = str_of(k->target), .modules = kit_modules, .queue = 4};
	struct gate g = {.lock = PTHREAD_MUTEX_INITIALIZER};
	pthread_t t[8];
	assert_int_equal(store_open(&config, &g.s), OK);
	assert_int_equal(store_migrate(g.s), OK);
	pthread_mutex_lock(&g.lock);
	pthread_create(&t[0], NULL, press, &g);
	while (atomic_load(&g.in) == 0)
		usleep(1000);
	for (int i = 1; i < 8; i++)
		pthread_create(&t[i], NULL, press, &g);
	for (int i = 0; atomic_load(&g.busy) < 3 && i < 5000; i++)
		usleep(1000);
	pthread_mutex_unlock(&g.lock);
	for (int i = 0; i < 8; i++)
		pthread_join(t[i], NULL);
	assert_int_equal(atomic_load(&g.busy), 3);
	assert_int_equal(atomic_load(&g.done), 5);
	store_close(g.s);
}

static void *read_much(void *arg)
{
	struct store *s = arg;
	intptr_t wrong = 0;
	for (int i = 0; i < 20; i++) {
		struct conn *c;
		struct rows *r;
		bool found;
		if (store_read_begin(s, &c) != OK)
			return (void *)(intptr_t)1;
		wrong += query_one(c, &note_count, NO_VALS, &r, &found) != OK || row_int(r, 0) % 10 != 0;
		store_read_end(c);
	}
	return (void *)wrong;
}

static void readers_share_few_connections(void **state)
{
	struct kit *k = *state;
	struct store_config config = {.target = str_of(k->target), .modules = kit_modules, .readers = 2};
	struct store *s;
	pthread_t t[16];
	void *wrong;
	assert_int_equal(store_open(&config, &s), OK);
	assert_int_equal(store_migrate(s), OK);
	for (int i = 0; i < 16; i++)
		pthread_create(&t[i], NULL, read_much, s);
	for (int64_t i = 0; i < 20; i++)
		assert_int_equal(kit_add_many(s, 1 + i * 10, 10), OK); /* never seen by halves */
	for (int i = 0; i < 16; i++) {
		pthread_join(t[i], &wrong);
		assert_null(wrong);
	}
	store_close(s);
}

/* ---- ids and blobs ------------------------------------------------------------------ */
#define NOON 1730433600000

static void ids_rise_over_restarts_and_standing_clocks(void **state)
{
	struct kit *k = *state;
	int64_t last = 0;
	for (int round = 0; round < 3; round++) {
		struct store *s = kit_open(k, kit_modules);
		for (int i = 0; i < 70000; i++) { /* more than a millisecond holds */
			int64_t id = store_new_id(s, NOON - round * 1000 - i / 100);
			assert_true(id > last);
			last = id;
		}
		assert_int_equal(kit_add_many(s, last, 1), OK); /* what was used is promised */
		store_close(s);
	}
	struct store *s = kit_open(k, kit_modules);
	int64_t later = store_new_id(s, NOON + 3600 * 1000);
	assert_true(later > last);
	assert_int_equal(later >> 22, NOON + 3600 * 1000 - 1577836800000);
	store_close(s);
}

static void blobs_come_back_and_tampering_shows(void **state)
{
	struct store *s = kit_open(*state, kit_modules);
	struct blob_ref one, two, wrong;
	struct arena a;
	str got;
	arena_init(&a);
	size_t n = 3 << 20;
	char *p = arena_alloc(&a, n);
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(i * 31 >> 3);
	assert_int_equal(blob_put(s, NOON, (str){p, n}, &one), OK);
	assert_int_equal(blob_put(s, NOON, S(""), &two), OK);
	assert_int_equal(blob_get(s, &a, &one, &got), OK);
	same_str(got, ((str){p, n}));
	assert_int_equal(blob_get(s, &a, &two, &got), OK);
	assert_int_equal(got.n, 0);
	wrong = one;
	wrong.id = two.id; /* another's bytes under this key */
	assert_int_equal(blob_get(s, &a, &wrong, &got), ERR_INPUT);
	wrong = one;
	wrong.digest.b[0] ^= 1;
	assert_int_equal(blob_get(s, &a, &wrong, &got), ERR_INPUT);
	/* also while this thread holds a snapshot */
	struct conn *c;
	assert_int_equal(store_read_begin(s, &c), OK);
	assert_int_equal(blob_get(s, &a, &one, &got), OK);
	store_read_end(c);
	assert_int_equal(blob_remove(s, one.id), OK);
	assert_int_equal(blob_remove(s, one.id), OK);
	assert_int_equal(blob_get(s, &a, &one, &got), ERR_NOTFOUND);
	assert_int_equal(blob_put(s, NOON, (str){p, (20u << 20) + 1}, &one), ERR_LIMIT);
	arena_done(&a);
	store_close(s);
}

static void a_sound_database_has_no_findings(void **state)
{
	struct store *s = kit_open(*state, kit_modules_next);
	struct buf b;
	buf_init(&b, NULL);
	assert_int_equal(kit_add_many(s, 1, 100), OK);
	assert_int_equal(store_integrity(s, &b), OK);
	assert_int_equal(store_check_statements(s, &b), OK);
	same_str(buf_str(&b), S(""));
	buf_done(&b);
	store_close(s);
}

static err do_nothing(struct conn *c, void *arg)
{
	unused_arg(c);
	unused_arg(arg);
	return OK;
}

static void newer_is_refused(void **state)
{
	struct kit *k = *state;
	struct store *s = kit_open(k, kit_modules_next);
	assert_int_equal(store_write(s, do_nothing, NULL), OK);
	store_close(s);
	struct store_config config = {.target = str_of(k->target), .modules = kit_modules};
	assert_int_equal(store_open(&config, &s), OK);
	assert_int_equal(store_migrate(s), ERR_INPUT);
	store_close(s);
}

static void a_second_owner_is_refused(void **state)
{
	struct kit *k = *state;
	struct store *s = kit_open(k, kit_modules), *other;
	struct store_config config = {.target = str_of(k->target), .modules = kit_modules};
	assert_int_equal(store_open(&config, &other), ERR_INPUT);
	store_close(s);
	store_close(kit_open(k, kit_modules));
}

#ifdef KIT_POSTGRES
#define on_engine(f) cmocka_unit_test_setup_teardown(f, kit_setup_pg, kit_teardown_pg)
static void lost_connections_come_back(void **state);
static void a_password_is_never_shown(void **state);
#else
#define on_engine(f) kit_test(f)
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_engine(values_come_back_as_they_went),
		on_engine(texts_and_blobs_come_back),
		on_engine(lists_run_inside_lists),
		on_engine(a_snapshot_stands_still),
		on_engine(a_crowd_writes_and_nobody_disturbs_anybody),
		on_engine(a_failed_statement_dooms_its_job),
		on_engine(changes_are_counted),
		on_engine(a_full_queue_refuses),
		on_engine(readers_share_few_connections),
		on_engine(ids_rise_over_restarts_and_standing_clocks),
		on_engine(blobs_come_back_and_tampering_shows),
		on_engine(a_sound_database_has_no_findings),
		on_engine(newer_is_refused),
		on_engine(a_second_owner_is_refused),
#ifdef KIT_POSTGRES
		on_engine(lost_connections_come_back),
		on_engine(a_password_is_never_shown),
#endif
	};
#ifdef KIT_POSTGRES
	if (!getenv("LUOSHI_TEST_PG")) {
		print_message("skipped: LUOSHI_TEST_PG names no PostgreSQL (tests/pg.sh start DIR prints one)\n");
		return 77;
	}
#endif
	return cmocka_run_group_tests(tests, NULL, NULL);
}
