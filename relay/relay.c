/* SPDX-License-Identifier: Apache-2.0 */
/* Opening, the thread, the lease, one pass. */
#include "relay/open311_in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/steady.h"

STMT(mark_get, "SELECT seq, holder, until FROM relay_mark WHERE region = $1");
STMT(mark_new, "INSERT INTO relay_mark(region, seq, holder, until) VALUES($1, $2, $3, $4)");
STMT(mark_lease, "UPDATE relay_mark SET holder = $2, until = $3 WHERE region = $1 AND (holder = $2 OR until <= $4)");
const struct stmt *const relay_lease_stmts[] = {&mark_get, &mark_new, &mark_lease, NULL};

#define LEASE_MS 60000LL
#define REST_MS 500      /* between two passes */
#define LOOKS 6          /* so many rests, then a look for what became due */
#define OLD_EVENTS 5000  /* a longer record that never had a relay is not told again */
#define PASSWORD_MOST 1024

/* ---- configuration ------------------------------------------------------------------------ */
static bool starts_with_scheme(str url, const char *const *schemes, str *ret_rest)
{
	for (; *schemes; schemes++)
		if (str_starts(url, str_of(*schemes))) {
			*ret_rest = str_cut(url, strlen(*schemes), url.n);
			return ret_rest->n > 0;
		}
	return false;
}

static bool plain_url(str url)
{
	for (size_t i = 0; i < url.n; i++)
		if (url.p[i] <= 0x20 || url.p[i] >= 0x7f || strchr("\"<>\\^`{|}", url.p[i]))
			return false;
	return true;
}

/* On this machine: only there http will do. */
static bool near_url(str url)
{
	return str_starts(url, S("http://127.0.0.1:")) || str_starts(url, S("http://127.0.0.1/")) || str_starts(url, S("http://localhost"));
}

static err check_config(const struct relay_config *c)
{
	static const char *const mail[] = {"smtps://", "smtp://", NULL}, *const pages[] = {"https://", "http://", NULL};
	str rest;
	if (c->smtp_url.n && (!starts_with_scheme(c->smtp_url, mail, &rest) || !plain_url(c->smtp_url) || str_find(c->smtp_url, S("@"), 0) >= 0))
		return fail(ERR_USAGE, "smtp_url is like smtps://mail.example.cn:465 or smtp://mail.example.cn:587, not “{0}”", c->smtp_url);
	if (c->smtp_url.n && !mail_address_ok(c->smtp_from))
		return fail(ERR_USAGE, "smtp_from must be the address that mail comes from, like luoshi@example.cn, not “{0}”", c->smtp_from);
	if (c->public_url.n && (!starts_with_scheme(c->public_url, pages, &rest) || !plain_url(c->public_url)))
		return fail(ERR_USAGE, "public_url is how people reach the pages, like https://luoshi.example.cn, not “{0}”", c->public_url);
	if (c->open311_url.n && (!starts_with_scheme(c->open311_url, pages, &rest) || !plain_url(c->open311_url) ||
				 (str_starts(c->open311_url, S("http:")) && !near_url(c->open311_url))))
		return fail(ERR_USAGE, "open311_url is the endpoint of an Open311 server, like https://open311.example.cn/open311/v2, not “{0}”", c->open311_url);
	if (c->smtp_user.n && !c->smtp_password_file.n)
		return fail(ERR_USAGE, "smtp_user needs smtp_password_file, the file that holds its password");
	return OK;
}

static err read_password(struct relay *r, str path)
{
	char text[PASSWORD_MOST];
	struct stat st;
	if (!path.n)
		return OK;
	int fd = open(str_z(&r->arena, path), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(ERR_USAGE, "smtp_password_file: {0} cannot be read ({1})", path, str_of(strerrordesc_np(errno)));
	bool open_to_others = fstat(fd, &st) == 0 && (st.st_mode & 077);
	ssize_t n = read(fd, text, sizeof text);
	close(fd);
	str password = str_trim((str){text, n > 0 ? (size_t)n : 0});
	if (password.n)
		r->password = str_z(&r->arena, password);
	explicit_bzero(text, sizeof text);
	if (!r->password)
		return fail(ERR_USAGE, "smtp_password_file: {0} is empty; write the password into it", path);
	if (open_to_others)
		return fail(ERR_USAGE, "other accounts can read {0}; take their rights away (chmod 600)", path);
	return OK;
}

str relay_secret(struct relay *r, struct arena *a, str path)
{
	char text[PASSWORD_MOST];
	struct stat st;
	unused_arg(r);
	int fd = path.n ? open(str_z(a, path), O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0)
		return S("");
	bool own = fstat(fd, &st) == 0 && !(st.st_mode & 077);
	ssize_t n = own ? read(fd, text, sizeof text) : 0;
	close(fd);
	str s = str_dup(a, str_trim((str){text, n > 0 ? (size_t)n : 0}));
	explicit_bzero(text, sizeof text);
	return s;
}

/* The right side of a Message-ID: of the pages, else of the sender's address. */
static str host_of(const struct relay_config *c)
{
	str rest = c->public_url, head = c->smtp_from, host = S("luoshi.invalid");
	size_t n = 0;
	if (str_split(c->smtp_from, '@', &head, &rest))
		host = rest;
	ptrdiff_t at = str_find(c->public_url, S("://"), 0);
	if (at < 0)
		return host;
	rest = str_cut(c->public_url, (size_t)at + 3, c->public_url.n);
	while (n < rest.n && rest.p[n] != '/' && rest.p[n] != ':' && rest.p[n] != '[')
		n++;
	return n && n < 60 ? str_cut(rest, 0, n) : host;
}

static void config_keep(struct relay *r, const struct relay_config *c)
{
	str *own[] = {&r->config.smtp_url, &r->config.smtp_user, &r->config.smtp_from, &r->config.public_url, &r->config.webhook_hosts,
		      &r->config.ca_file, &r->config.open311_url, &r->config.open311_key_file, &r->config.district.zh, &r->config.district.en};
	r->config = *c;
	for (size_t i = 0; i < COUNT_OF(own); i++)
		*own[i] = own[i]->n ? str_of(str_z(&r->arena, *own[i])) : S("");
	while (str_ends(r->config.public_url, S("/")))
		r->config.public_url.n--;
	while (str_ends(r->config.open311_url, S("/")))
		r->config.open311_url.n--;
	r->host = str_dup(&r->arena, host_of(&r->config));
}

err relay_open(const struct relay_config *config, struct relay **ret)
{
	TRY(check_config(config));
	struct relay *r = calloc(1, sizeof *r);
	ours(r);
	r->magic = RELAY_MAGIC;
	arena_init(&r->arena);
	config_keep(r, config);
	r->core = config->core;
	r->store = core_store(config->core);
	r->region = core_region(config->core);
	random_bytes(&r->me, sizeof r->me);
	r->me = (int64_t)((uint64_t)r->me >> 1) | 1;
	pthread_mutex_init(&r->lock, NULL);
	steady_cond(&r->wake);
	err e = read_password(r, config->smtp_password_file);
	if (e != OK) {
		relay_close(r);
		return e;
	}
	*ret = r;
	return OK;
}

/* So that the other server need not wait for the end of it. */
static err release_job(struct conn *w, void *arg)
{
	struct relay *r = arg;
	return exec(w, &mark_lease, VALS(V_INT(r->region), V_INT(r->me), V_INT(0), V_INT(0)), NULL);
}

void relay_close(struct relay *r)
{
	if (!r)
		return;
	ours(r->magic == RELAY_MAGIC);
	pthread_mutex_lock(&r->lock);
	atomic_store(&r->stop, true);
	pthread_cond_signal(&r->wake);
	pthread_mutex_unlock(&r->lock);
	if (r->runs)
		pthread_join(r->thread, NULL);
	err e = r->leased && store_is_postgres(r->store) ? store_write(r->store, release_job, r) : OK;
	unused_arg(e);
	if (r->password)
		explicit_bzero(r->password, strlen(r->password));
	arena_done(&r->arena);
	r->magic = 0;
	free(r);
}

bool relay_mails(const struct relay *r)
{
	return r && r->config.smtp_url.n > 0;
}

bool relay_calls(const struct relay *r)
{
	return r && r->config.webhook_hosts.n > 0;
}

int64_t relay_turn(const struct relay *r)
{
	return r ? r->turn : 0;
}

ms_t relay_now(struct relay *r)
{
	return now_ms(core_time(r->core));
}

struct place_in_time relay_place(const struct ctx *x)
{
	return (struct place_in_time){core_zone(x->core), ctx_calendar(x)};
}

void relay_metrics(struct relay *r, struct buf *b)
{
	buf_fmt(b, "# HELP luoshi_relay_sent_total messages that left\n# TYPE luoshi_relay_sent_total counter\nluoshi_relay_sent_total %lld\n",
		(long long)r->sent);
	buf_fmt(b, "# HELP luoshi_relay_failed_total tries that did not reach\n# TYPE luoshi_relay_failed_total counter\n"
		   "luoshi_relay_failed_total %lld\n", (long long)r->failed);
}

/* ---- the lease -------------------------------------------------------------------------------- */
struct leasing {
	struct relay *r;
	ms_t now, over; /* over: a lease that ends by then is over */
	int64_t begin; /* where a mark that is not there begins; -1: it is there */
	bool ours;
};

static err lease_job(struct conn *w, void *arg)
{
	struct leasing *l = arg;
	int64_t changed;
	if (fault_point("relay.lease"))
		return fail(ERR_IO, "notices could not be gone on with; it is tried again");
	l->ours = true;
	if (l->begin >= 0)
		return exec(w, &mark_new, VALS(V_INT(l->r->region), V_INT(l->begin), V_INT(l->r->me), V_INT(l->now + LEASE_MS)), NULL);
	TRY(exec(w, &mark_lease, VALS(V_INT(l->r->region), V_INT(l->r->me), V_INT(l->now + LEASE_MS), V_INT(l->over)), &changed));
	l->ours = changed > 0;
	return OK;
}

static err where_to_begin(struct pass *p, int64_t *ret)
{
	struct conn *conn;
	struct rows *r;
	bool found;
	int64_t newest;
	TRY(ctx_conn(&p->x, &conn));
	err e = query_one(conn, &mark_get, VALS(V_INT(p->r->region)), &r, &found);
	ctx_refresh(&p->x);
	TRY(e);
	*ret = -1;
	if (found)
		return OK;
	TRY(core_seq(p->r->core, &newest));
	*ret = newest > OLD_EVENTS ? newest : 0;
	return OK;
}

/* Renewed when half of it is over. On SQLite the lock file keeps every other process out:
 * it is taken once, whatever a dead one left in it, and quiet times write nothing. */
err lease_take(struct pass *p, bool *ret_ours)
{
	bool alone = !store_is_postgres(p->r->store);
	struct leasing l = {.r = p->r, .now = relay_now(p->r), .over = alone ? INT64_MAX : relay_now(p->r)};
	*ret_ours = true;
	if (p->r->leased && (alone || (p->r->leased - l.now > LEASE_MS / 2 && p->r->leased - l.now <= LEASE_MS)))
		return OK;
	TRY(where_to_begin(p, &l.begin));
	TRY(store_write(p->r->store, lease_job, &l));
	p->r->leased = l.ours ? l.now + LEASE_MS : 0;
	*ret_ours = l.ours;
	return OK;
}

/* ---- one pass ------------------------------------------------------------------------------------ */
static err pass_all(struct pass *p)
{
	bool more = true, is_ours;
	TRY(lease_take(p, &is_ours));
	if (!is_ours)
		return OK;
	while (more && !atomic_load(&p->r->stop))
		TRY(fill(p, &more));
	TRY(gather(p));
	TRY(send_due(p));
	return forward_due(p);
}

err relay_pass(struct relay *r, struct arena *a, struct relay_done *ret)
{
	struct pass p = {.r = r, .arena = a};
	TRY(ctx_open(r->core, a, NULL, &p.x));
	err e = pass_all(&p);
	ctx_close(&p.x);
	if (p.done.notices)
		r->turn++;
	*ret = p.done;
	return e;
}

/* ---- the thread ------------------------------------------------------------------------------------- */
static void rest(struct relay *r, int64_t ms)
{
	struct timespec t = steady_in(ms);
	pthread_mutex_lock(&r->lock);
	while (!atomic_load(&r->stop) && pthread_cond_timedwait(&r->wake, &r->lock, &t) != ETIMEDOUT)
		;
	pthread_mutex_unlock(&r->lock);
}

static void one_pass(struct relay *r)
{
	struct arena a;
	struct relay_done done;
	arena_init(&a);
	if (relay_pass(r, &a, &done) != OK)
		log_line(LOG_ERROR, "relay", "fault=%s", fail_where());
	else if (done.messages || done.sent || done.failed)
		log_line(LOG_INFO, "relay", "events=%lld notices=%lld messages=%lld sent=%lld failed=%lld", (long long)done.events,
			 (long long)done.notices, (long long)done.messages, (long long)done.sent, (long long)done.failed);
	arena_done(&a);
}

/* Looks every half second whether the record grew; goes on for what became due as well. */
static void *work(void *arg)
{
	struct relay *r = arg;
	int64_t seen = -1, seq = 0;
	for (int looks = 0; !atomic_load(&r->stop); looks++, rest(r, REST_MS)) {
		bool grown = core_seq(r->core, &seq) == OK && seq != seen;
		if (!grown && looks % LOOKS && !atomic_exchange(&r->asked, false))
			continue;
		one_pass(r);
		seen = seq;
	}
	return NULL;
}

err relay_start(struct relay *r)
{
	ours(!r->runs);
	if (pthread_create(&r->thread, NULL, work, r))
		return fail(ERR_IO, "a thread could not be started");
	r->runs = true;
	return OK;
}
