/* SPDX-License-Identifier: Apache-2.0 */
/* The battery of both engines, on the PostgreSQL that LUOSHI_TEST_PG names, and what
 * only a server can do: go away. */
#define KIT_POSTGRES
#include "test_store_engine.c"

struct steady {
	struct store *s;
	int64_t from;
	atomic_bool *stop;
	int64_t kept[20000];
	atomic_int n;
	int wrong;
};

static void *write_steadily(void *arg)
{
	struct steady *w = arg;
	for (int64_t id = w->from; !atomic_load(w->stop) && w->n < (int)COUNT_OF(w->kept); id++) {
		err e = kit_add_many(w->s, id, 1);
		if (e == OK)
			w->kept[w->n++] = id;
		else if (e == ERR_BUSY || e == ERR_IO)
			usleep(1000);
		else
			w->wrong++;
	}
	return NULL;
}

/* A snapshot that has answered; a lost connection may refuse once or twice before. */
static struct conn *begin_patiently(struct store *s)
{
	struct conn *c;
	struct rows *r;
	bool found;
	for (int i = 0; i < 1000; i++, usleep(10000)) {
		if (store_read_begin(s, &c) != OK)
			continue;
		if (query_one(c, &note_count, NO_VALS, &r, &found) == OK)
			return c;
		store_read_end(c);
	}
	test_fails("the readers did not come back");
	return NULL;
}

/* All connections to the database are ended by the server, several times. */
static void lost_connections_come_back(void **state)
{
	struct kit *k = *state;
	static struct steady w[4];
	atomic_bool stop = false;
	pthread_t t[4];
	struct store *s = kit_open(k, kit_modules);
	for (int i = 0; i < 4; i++) {
		w[i] = (struct steady){.s = s, .from = 1 + i * 1000000, .stop = &stop};
		pthread_create(&t[i], NULL, write_steadily, &w[i]);
	}
	for (int round = 0; round < 5; round++) {
		char sql[200];
		usleep(50000);
		store_read_end(begin_patiently(s)); /* will be lost while it rests */
		snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s'", k->dir);
		PGconn *pg = PQconnectdb(getenv("LUOSHI_TEST_PG"));
		PGresult *r = PQexec(pg, sql);
		assert_int_equal(PQresultStatus(r), PGRES_TUPLES_OK);
		assert_true(PQntuples(r) >= 1);
		PQclear(r);
		PQfinish(pg);
	}
	usleep(100000);
	int before = w[0].n;
	for (int i = 0; w[0].n == before && i < 1000; i++) /* writing again, sooner or later */
		usleep(10000);
	atomic_store(&stop, true);
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	assert_true(w[0].n > before);
	struct conn *c = begin_patiently(s);
	struct rows *r;
	bool found;
	for (int i = 0; i < 4; i++) {
		assert_int_equal(w[i].wrong, 0);
		for (int n = 0; n < w[i].n; n++) {
			assert_int_equal(query_one(c, &note_get, VALS(V_INT(1), V_INT(w[i].kept[n])), &r, &found), OK);
			assert_true(found);
		}
	}
	store_read_end(c);
	store_close(s);
}

static void a_password_is_never_shown(void **state)
{
	unused_arg(state);
	struct store_config config = {.target = S("postgresql://luoshi:geheim@localhost:1/none?sslpassword=geheim")};
	struct store *s;
	struct buf b;
	buf_init(&b, NULL);
	assert_int_equal(store_open(&config, &s), ERR_BUSY);
	fail_text(&b, LANG_EN);
	assert_true(str_find(buf_str(&b), S("localhost/none"), 0) >= 0);
	assert_int_equal(str_find(buf_str(&b), S("geheim"), 0), -1);
	buf_done(&b);
}
