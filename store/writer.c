/* SPDX-License-Identifier: Apache-2.0 */
/* The writer: one thread, one connection, group commit.
 *
 *     store_write: queue the job ── sleep on its own futex ──────────────── wake, result
 *     writer:      take all that wait ─ BEGIN ─ {SAVEPOINT job RELEASE}… ─ COMMIT ─ wake each
 *
 * It never lingers for more jobs: those that come during a commit form the next batch.
 * Each waiter has its own futex, so 64 of them do not run for one lock. A batch of one
 * needs no savepoint. Jobs are never run twice; when the transaction is lost under a
 * batch, the jobs already run fail and the others go into a new one. */
#include "store/store_in.h"

#include <linux/futex.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fault.h"

enum { JOB_WAITS, JOB_SLEEPS, JOB_DONE };

static _Thread_local bool in_writer;

static void job_sleep(struct job *j)
{
	int waits = JOB_WAITS;
	atomic_compare_exchange_strong(&j->state, &waits, JOB_SLEEPS);
	while (atomic_load(&j->state) != JOB_DONE)
		syscall(SYS_futex, &j->state, FUTEX_WAIT_PRIVATE, JOB_SLEEPS, NULL, NULL, 0);
}

/* The job is gone once its state is set; the address is only a name for the kernel then. */
static void job_done(struct job *j)
{
	atomic_int *state = &j->state;
	if (atomic_exchange(state, JOB_DONE) == JOB_SLEEPS)
		syscall(SYS_futex, state, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void job_failed(struct job *j, err e)
{
	j->result = e;
	fail_save(&j->note);
}

static err submit(struct store *s, struct job *j)
{
	ours(s->magic == STORE_MAGIC && s->thread_runs && !in_writer);
	pthread_mutex_lock(&s->queue.lock);
	bool full = s->queue.n >= s->max_queue, stopping = s->queue.stopping;
	if (!full && !stopping) {
		*s->queue.last = j;
		s->queue.last = &j->next;
		if (s->queue.n++ == 0)
			pthread_cond_signal(&s->queue.wake);
	}
	pthread_mutex_unlock(&s->queue.lock);
	if (full || stopping)
		return fail(ERR_BUSY, "too many changes are waiting to be saved; try again in a moment");
	job_sleep(j);
	if (j->result != OK)
		fail_restore(&j->note);
	return j->result;
}

err store_write(struct store *s, store_job fn, void *arg)
{
	struct job j = {.fn = fn, .arg = arg};
	return submit(s, &j);
}

err writer_bare(struct store *s, store_job fn, void *arg)
{
	struct job j = {.fn = fn, .arg = arg, .bare = true};
	return submit(s, &j);
}

/* Waits for work; a bare job comes alone. NULL when the store closes and all is done. */
static struct job *take(struct store *s, unsigned *ret_n)
{
	pthread_mutex_lock(&s->queue.lock);
	while (!s->queue.first && !s->queue.stopping)
		pthread_cond_wait(&s->queue.wake, &s->queue.lock);
	struct job *first = s->queue.first, **end = &s->queue.first;
	unsigned n = 0;
	while (*end && n < s->max_batch && (n == 0 || !(first->bare || (*end)->bare))) {
		end = &(*end)->next;
		n++;
	}
	if (n) {
		s->queue.first = *end;
		if (!s->queue.first)
			s->queue.last = &s->queue.first;
		*end = NULL;
		s->queue.n -= n;
	}
	pthread_mutex_unlock(&s->queue.lock);
	*ret_n = n;
	return first;
}

/* Runs fn; what it left running is ended, what failed inside it cannot succeed. */
static err call(struct conn *c, struct job *j)
{
	c->works = true;
	c->broken = OK;
	fail_restore(&(struct fail_note){0}); /* never the sentence of another job */
	err e = j->fn(c, j->arg);
	conn_stop_all(c);
	if (e == OK)
		e = c->engine->settle(c);
	c->works = false;
	if (e == OK && c->broken != OK) {
		fail_restore(&c->note);
		e = c->broken;
	}
	return e;
}

/* false: the transaction is gone, and with it all jobs of the batch so far. */
static bool run_job(struct conn *c, struct job *j, bool savepoint)
{
	err e = savepoint ? c->engine->job_begin(c) : OK;
	if (e == OK)
		e = call(c, j);
	if (e == OK && savepoint)
		e = c->engine->job_keep(c);
	if (e == OK)
		return true;
	job_failed(j, e);
	if (!c->engine->in_transaction(c))
		return false;
	return savepoint && c->engine->job_undo(c) == OK;
}

static err reserve(struct store *s, struct conn *c)
{
	c->works = true;
	c->broken = OK;
	err e = s->migrated ? ids_reserve(s, c) : OK;
	if (e == OK)
		e = c->engine->settle(c);
	conn_stop_all(c);
	c->works = false;
	return e;
}

static err commit(struct store *s, struct conn *c)
{
	TRY(reserve(s, c));
	if (fault_point("store.before_commit"))
		return fail(ERR_IO, "an injected fault at {0}", S("store.before_commit"));
	return c->engine->commit(c);
}

/* What the innocent of a batch are told: what the database said, if it said anything. */
static err broke_off(struct conn *c)
{
	if (c->broken != ERR_IO && c->broken != ERR_BUSY)
		return fail(ERR_IO, "the changes could not be saved because the database broke off; try again");
	fail_restore(&c->note);
	return c->broken;
}

/* Returns how many were run; `*ret` is the fate of the transaction. */
static unsigned run_all(struct conn *c, struct job *first, unsigned n, err *ret)
{
	unsigned run = 0;
	bool standing = true;
	for (struct job *j = first; j && standing; j = j->next, run++)
		standing = run_job(c, j, n > 1);
	*ret = standing ? OK : n > 1 ? broke_off(c) : first->result; /* one alone takes only itself along */
	return run;
}

static void finish(struct job *first, unsigned n, err e)
{
	for (struct job *j = first, *next; n > 0; j = next, n--) {
		next = j->next;
		if (e != OK && j->result == OK)
			job_failed(j, e);
		job_done(j);
	}
}

static err writer_ready(struct store *s)
{
	if (s->writer && s->engine->alive(s->writer))
		return OK;
	if (s->writer)
		s->engine->disconnect(s->writer);
	s->writer = NULL;
	TRY(s->engine->connect(s, true, &s->writer));
	if (!s->migrated)
		return OK;
	/* another process may have been the owner meanwhile */
	s->writer->works = true;
	err e = ids_load(s, s->writer);
	conn_stop_all(s->writer);
	s->writer->works = false;
	if (e != OK) {
		s->engine->disconnect(s->writer);
		s->writer = NULL;
	}
	return e;
}

static void after_commit(struct store *s)
{
	unsigned n = atomic_load(&s->hooks);
	for (unsigned i = 0; i < n; i++)
		s->hook[i].fn(s->hook[i].arg);
}

/* One transaction; returns the jobs that it did not come to. */
static struct job *run_batch(struct store *s, struct job *first, unsigned *n)
{
	unsigned run = *n;
	err e = writer_ready(s);
	if (e == OK)
		e = s->engine->begin(s->writer);
	if (e == OK) {
		run = run_all(s->writer, first, *n, &e);
		if (e == OK)
			e = commit(s, s->writer);
		if (e != OK)
			s->engine->rollback(s->writer);
		if (e == OK)
			s->reserved_id = s->promised_id;
		else
			s->promised_id = s->reserved_id;
	}
	if (e == OK && fault_point("store.after_commit"))
		e = fail(ERR_IO, "an injected fault at {0}", S("store.after_commit"));
	struct job *rest = first;
	for (unsigned i = 0; i < run; i++)
		rest = rest->next;
	*n -= run;
	finish(first, run, e);
	if (e == OK) {
		after_commit(s);
		s->engine->rest(s->writer);
	}
	return rest;
}

static void run_bare(struct store *s, struct job *j)
{
	err e = writer_ready(s);
	if (e == OK) {
		s->writer->works = true;
		s->writer->broken = OK;
		e = j->fn(s->writer, j->arg);
		conn_stop_all(s->writer);
		s->writer->works = false;
	}
	finish(j, 1, e);
}

static void *writer_main(void *arg)
{
	struct store *s = arg;
	unsigned n;
	in_writer = true;
	for (struct job *j; (j = take(s, &n));) {
		if (j->bare)
			run_bare(s, j);
		else
			while (j)
				j = run_batch(s, j, &n);
	}
	return NULL;
}

err writer_start(struct store *s)
{
	sigset_t all, before;
	pthread_mutex_init(&s->queue.lock, NULL);
	pthread_cond_init(&s->queue.wake, NULL);
	s->queue.last = &s->queue.first;
	/* signals belong to the main thread */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int e = pthread_create(&s->thread, NULL, writer_main, s);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (e)
		return fail(ERR_IO, "no thread could be started ({0}); close other programs and try again",
			    file_text_of_errno(e));
	s->thread_runs = true;
	return OK;
}

void writer_stop(struct store *s)
{
	if (!s->thread_runs)
		return;
	pthread_mutex_lock(&s->queue.lock);
	s->queue.stopping = true;
	pthread_cond_signal(&s->queue.wake);
	pthread_mutex_unlock(&s->queue.lock);
	pthread_join(s->thread, NULL);
	s->thread_runs = false;
}

void store_on_commit(struct store *s, void (*fn)(void *), void *arg)
{
	unsigned n = atomic_load(&s->hooks);
	ours(n < HOOKS_MOST);
	s->hook[n].fn = fn;
	s->hook[n].arg = arg;
	atomic_store(&s->hooks, n + 1);
}
