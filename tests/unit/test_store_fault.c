/* SPDX-License-Identifier: Apache-2.0 */
/* An acknowledged change is never lost: death, failing writes and syncs, a full disk.
 * Each life is a child process; it reports through a pipe what was acknowledged, and a
 * further child looks what is there. */
#include "check.h"
#include "store_kit.h"

#include "../fault/fail_nth.c"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#define NOW 1730433600000

struct life {
	struct kit *kit;
	int acks; /* the pipe: ids of acknowledged rows */
	enum fail_call call;
	long n;
	int how;
};

static void acknowledge(int fd, int64_t id)
{
	if (write(fd, &id, sizeof id) != sizeof id)
		_exit(99);
}

struct row {
	int64_t id;
	str picture;
};

static err add_row(struct conn *c, void *arg)
{
	struct row *r = arg;
	return exec(c, &note_add, VALS(V_INT(1), V_INT(r->id), V_TEXT(S("x")), V_BLOB(r->picture)), NULL);
}

static struct store *open_quietly(struct kit *k)
{
	struct store_config config = {.target = str_of(k->target), .modules = kit_modules};
	struct store *s = NULL;
	if (store_open(&config, &s) == OK && store_migrate(s) == OK)
		return s;
	store_close(s);
	return NULL;
}

/* Small rows, one of 5 MB so that the log is copied into the file, small ones again. */
static err write_rows(struct store *s, int acks)
{
	static char big[5 << 20];
	err worst = OK;
	memset(big, 7, sizeof big);
	for (int64_t id = 1; id <= 8; id++) {
		struct row r = {id, id == 4 ? (str){big, sizeof big} : S("")};
		err e = store_write(s, add_row, &r);
		if (e == OK)
			acknowledge(acks, id);
		else
			worst = e;
	}
	return worst;
}

/* ---- lives and what they leave ------------------------------------------------------ */
struct left_behind {
	int status;
	int64_t acks[4096];
	size_t n;
};

static void live(int (*life)(struct life *), struct life *l, unsigned kill_after_ms, struct left_behind *ret)
{
	int fd[2];
	*ret = (struct left_behind){0};
	assert_int_equal(pipe(fd), 0);
	pid_t child = fork();
	if (child == 0) {
		close(fd[0]);
		l->acks = fd[1];
		_exit(life(l));
	}
	close(fd[1]);
	if (kill_after_ms) {
		ret->n += read(fd[0], &ret->acks[ret->n], sizeof(int64_t)) == sizeof(int64_t);
		usleep(kill_after_ms * 1000);
		kill(child, SIGKILL);
	}
	while (ret->n < COUNT_OF(ret->acks) && read(fd[0], &ret->acks[ret->n], sizeof(int64_t)) == sizeof(int64_t))
		ret->n++;
	close(fd[0]);
	waitpid(child, &ret->status, 0);
}

/* Everything acknowledged is there and the file is sound; 0 when all is well. */
static int look(struct kit *k, const struct left_behind *left)
{
	struct store *s = open_quietly(k);
	struct conn *c;
	struct rows *r;
	struct buf b;
	bool found;
	if (!s || store_read_begin(s, &c) != OK)
		return 2;
	for (size_t i = 0; i < left->n; i++)
		if (query_one(c, &note_get, VALS(V_INT(1), V_INT(left->acks[i])), &r, &found) != OK || !found)
			return 3;
	store_read_end(c);
	buf_init(&b, NULL);
	if (store_integrity(s, &b) != OK || b.n)
		return 4;
	buf_done(&b);
	store_close(s);
	return 0;
}

static void all_is_there(struct kit *k, const struct left_behind *left, const char *what, long n)
{
	int status;
	pid_t child = fork();
	if (child == 0)
		_exit(look(k, left));
	waitpid(child, &status, 0);
	if (status)
		test_fails("%s %ld: %zu acknowledged, the look afterwards says %d", what, n, left->n, WEXITSTATUS(status));
}

static void begin_anew(struct kit *k)
{
	kit_shell("rm -rf '%s'*", k->target);
}

/* ---- failing calls -------------------------------------------------------------------- */
/* Exit: 0 nothing happened, 1 it happened and the store went on, others are wrong. */
static int failing_life(struct life *l)
{
	struct store *s = open_quietly(l->kit);
	if (!s)
		return 10;
	fail_nth_set(l->call, l->n, l->how);
	err e = write_rows(s, l->acks);
	int happened = fail_nth_happened();
	fail_nth_set(l->call, 0, 0);
	if (e != OK && (!happened || e != ERR_IO || strlen(fail_key()) == 0))
		return 11;
	struct row later = {100, S("")};
	if (store_write(s, add_row, &later) != OK)
		return 12;
	acknowledge(l->acks, 100);
	store_close(s);
	return happened;
}

static void each_call_fails_once(struct kit *k, enum fail_call call, int how, const char *what)
{
	static struct left_behind left;
	long injected = 0;
	for (long n = 1, more = 1; more; n += n < 12 ? 1 : n < 100 ? 13 : 797) {
		struct life l = {.kit = k, .call = call, .n = n, .how = how};
		begin_anew(k);
		live(failing_life, &l, 0, &left);
		int code = WEXITSTATUS(left.status);
		if (code != 0 && code != 1 && code != 137)
			test_fails("%s %ld: the life ended with %d", what, n, code);
		all_is_there(k, &left, what, n);
		injected += code != 0;
		more = code != 0;
	}
	print_message("%s: %ld injected\n", what, injected);
	assert_true(injected >= 5); /* it really was done */
}

static void a_full_disk_loses_nothing(void **state)
{
	each_call_fails_once(*state, FAIL_PWRITE, ENOSPC, "ENOSPC at write");
}

static void a_failing_write_loses_nothing(void **state)
{
	each_call_fails_once(*state, FAIL_PWRITE, EIO, "EIO at write");
}

static void a_failing_sync_loses_nothing(void **state)
{
	each_call_fails_once(*state, FAIL_SYNC, EIO, "EIO at sync");
}

static void death_at_a_write_loses_nothing(void **state)
{
	each_call_fails_once(*state, FAIL_PWRITE, FAIL_DIES, "death at write");
}

static void death_at_a_sync_loses_nothing(void **state)
{
	each_call_fails_once(*state, FAIL_SYNC, FAIL_DIES, "death at sync");
}

/* ---- kill -9 ---------------------------------------------------------------------------- */
struct hand {
	struct store *s;
	int acks;
	int64_t from;
};

static void *write_for_ever(void *arg)
{
	struct hand *h = arg;
	for (int64_t id = h->from;; id++) {
		struct row r = {id, S("x")};
		if (store_write(h->s, add_row, &r) != OK)
			_exit(20);
		acknowledge(h->acks, id);
	}
	return NULL;
}

static int busy_life(struct life *l)
{
	struct hand hand[8];
	pthread_t t[8];
	struct store *s = open_quietly(l->kit);
	if (!s)
		return 10;
	for (int i = 0; i < 8; i++) {
		hand[i] = (struct hand){s, l->acks, l->n * 10000000 + i * 1000000};
		pthread_create(&t[i], NULL, write_for_ever, &hand[i]);
	}
	pthread_join(t[0], NULL);
	return 21;
}

static void kill_minus_nine_loses_nothing(void **state)
{
	static struct left_behind left;
	for (long round = 1; round <= 5; round++) {
		struct life l = {.kit = *state, .n = round};
		live(busy_life, &l, 20 + (unsigned)round * 7, &left);
		assert_true(WIFSIGNALED(left.status) && left.n > 0);
		all_is_there(*state, &left, "kill -9", round);
	}
}

/* ---- the limit of a file's size: full for a while, then space again ------------------------ */
static int narrow_life(struct life *l)
{
	struct rlimit was, narrow;
	struct store *s = open_quietly(l->kit);
	int64_t id = 1;
	err e = OK;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &was);
	narrow = was;
	narrow.rlim_cur = 300000;
	setrlimit(RLIMIT_FSIZE, &narrow);
	for (; s && e == OK && id < 1000; id++) {
		struct row r = {id, S("a row of some length, so that the limit comes soon")};
		e = store_write(s, add_row, &r);
		if (e == OK)
			acknowledge(l->acks, id);
	}
	setrlimit(RLIMIT_FSIZE, &was);
	struct row r = {2000, S("")};
	if (e != ERR_IO || store_write(s, add_row, &r) != OK)
		return 30;
	acknowledge(l->acks, 2000);
	store_close(s);
	return 0;
}

static void it_goes_on_when_space_is_back(void **state)
{
	static struct left_behind left;
	struct life l = {.kit = *state};
	live(narrow_life, &l, 0, &left);
	assert_int_equal(left.status, 0);
	assert_true(left.n > 10);
	all_is_there(*state, &left, "file size", 0);
}

/* ---- the points in our own code (a build with -Dfaults=true) -------------------------------- */
#ifdef LUOSHI_FAULTS
static int pointed_life(struct life *l)
{
	char order[32], to[300];
	struct blob_ref ref;
	struct arena a;
	str got;
	snprintf(order, sizeof order, "%s@%ld", l->how == FAIL_DIES ? "die" : "fail", l->n);
	setenv("LUOSHI_FAULT", order, 1);
	freopen("/dev/null", "w", stderr);
	arena_init(&a);
	struct store *s = open_quietly(l->kit);
	if (!s)
		return 1;
	if (blob_put(s, NOW, S("照片"), &ref) == OK && blob_get(s, &a, &ref, &got) != OK)
		return 2;
	write_rows(s, l->acks);
	snprintf(to, sizeof to, "%s.copy", l->kit->target);
	err backed_up = store_backup(s, str_of(to));
	if (backed_up == OK && access(to, F_OK) < 0)
		return 3;
	store_close(s);
	arena_done(&a);
	return 0;
}

static void each_point_fails_or_dies(void **state)
{
	static struct left_behind left;
	/* death first: it tells how many points there are */
	long points = 0;
	for (int dies = 1; dies >= 0; dies--)
		for (long n = 1; dies ? n == points + 1 : n <= points; n++) {
			struct life l = {.kit = *state, .n = n, .how = dies ? FAIL_DIES : EIO};
			begin_anew(*state);
			live(pointed_life, &l, 0, &left);
			int code = WEXITSTATUS(left.status);
			if (code != 0 && code != 1 && code != 137)
				test_fails("%s at point %ld: the life ended with %d", dies ? "death" : "failure", n, left.status);
			all_is_there(*state, &left, dies ? "die" : "fail", n);
			points += code == 137;
		}
	print_message("%ld points\n", points);
	assert_true(points > 20);
}
#else
static void each_point_fails_or_dies(void **state)
{
	unused_arg(state);
	print_message("built without -Dfaults=true: no points\n");
	skip();
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(a_full_disk_loses_nothing),
		kit_test(a_failing_write_loses_nothing),
		kit_test(a_failing_sync_loses_nothing),
		kit_test(death_at_a_write_loses_nothing),
		kit_test(death_at_a_sync_loses_nothing),
		kit_test(kill_minus_nine_loses_nothing),
		kit_test(it_goes_on_when_space_is_back),
		kit_test(each_point_fails_or_dies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
