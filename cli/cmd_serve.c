/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi serve: opens the house, serves its pages, runs the minute trip, answers the
 * commands of callers, until SIGTERM or SIGINT. */
#include "base/log.h"
#include "cli/remote.h"
#include "core/privacy.h"
#include "core/search.h"
#include "core/suggest.h"
#include "core/told.h"
#include "monitor/air_take.h"
#include "monitor/alarm.h"
#include "monitor/camera.h"
#include "monitor/monitor.h"
#include "relay/relay.h"
#include "sign/sign.h"
#include "web/web.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>

struct service {
	struct cli *cli;
	struct config config;
	struct house *house;
	struct remote *remote;
	struct relay *relay;
	struct rounds *search, *night;
	struct sign *sign;
	struct web *web;
	struct gateway *gateway;
	struct alarm_desk *alarms;
	struct cameras *cameras;
	unsigned minutes;
};
/* For /metrics alone, which asks without saying of whom; set when both run, before anybody can ask. */
static struct service *measured;

/* Whoever starts the server on an empty house lets the three administrators in: one link each,
 * good for a day, printed once and kept nowhere. */
static err put_links(struct service *s, struct buf *b)
{
	struct first_link l[3];
	size_t n;
	TRY(first_links(s->house->core, s->cli->arena, l, &n));
	for (size_t i = 0; i < n; i++) {
		const str at = s->config.public_url;
		buf_add(b, words2_in(duty_label((enum duty)l[i].duty), s->cli->lang));
		if (at.n)
			buf_fmt(b, "\t" STR_FMT "/link/" STR_FMT "\n", STR_ARG(at), STR_ARG(l[i].secret));
		else
			buf_fmt(b, "\thttp://127.0.0.1:%d/link/" STR_FMT "\n", web_port(s->web), STR_ARG(l[i].secret));
	}
	return OK;
}

/* Signals end the service; everything else keeps out of their way. */
static void block_signals(sigset_t *ret)
{
	sigemptyset(ret);
	sigaddset(ret, SIGTERM);
	sigaddset(ret, SIGINT);
	pthread_sigmask(SIG_BLOCK, ret, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static int run_for_caller(struct house *house, struct cli *cli, const char *command, struct buf *ret_said)
{
	cli->house = house;
	return cli_run(cli, command, ret_said);
}

static err say_where(struct service *s)
{
	struct buf b;
	buf_init(&b, s->cli->arena);
	buf_fmt(&b, "http://127.0.0.1:%d\n", web_port(s->web));
	TRY(put_links(s, &b));
	if (s->gateway)
		buf_fmt(&b, "hj212\t%d\n", gateway_port(s->gateway));
	return cli_write(s->cli, buf_str(&b));
}

static err start_relay(struct service *s)
{
	const struct config *c = &s->config;
	const struct relay_config relay = {.core = s->house->core, .district = {c->district, c->district_en}, .smtp_url = c->smtp_url,
					   .smtp_user = c->smtp_user, .smtp_password_file = c->smtp_password_file, .smtp_from = c->smtp_from,
					   .public_url = c->public_url, .webhook_hosts = c->webhook_hosts, .ca_file = c->ca_file, .open311_url = c->open311_url,
					   .open311_key_file = c->open311_key_file,
					   .watchers = told_watchers};
	TRY(relay_open(&relay, &s->relay));
	return relay_start(s->relay);
}

static err start_sign(struct service *s)
{
	const struct config *c = &s->config;
	return sign_open(&(struct sign_config){.core = s->house->core, .time = s->house->time, .issuer = c->oidc_issuer, .client = c->oidc_client,
		.secret_file = c->oidc_secret_file, .claim = c->oidc_claim, .label = {c->oidc_label, c->oidc_label_en}, .public_url = c->public_url,
		.ca_file = c->ca_file}, &s->sign);
}

static void metrics_put(struct buf *b)
{
	if (!measured)
		return;
	gateway_metrics(measured->gateway, b);
	alarm_metrics(measured->alarms, b);
}

static int64_t batches(void *gateway)
{
	struct gateway_sums sums;
	gateway_sums(gateway, &sums);
	return sums.batches;
}

static err start(struct service *s)
{
	TRY(house_open(s->cli, &s->config, &time_real, &s->house));
	TRY(start_sign(s));
	TRY(start_relay(s));
	TRY(search_feed_start(s->house->core, &s->search));
	TRY(suggest_night_start(s->house->core, &s->night));
	TRY(remote_start(s->house, run_for_caller, &s->remote));
	if (s->config.hj212.n) {
		TRY(alarm_desk_open(s->house->core, &s->alarms));
		TRY(alarm_desk_start(s->alarms));
		TRY(gateway_start(&(struct gateway_config){.core = s->house->core, .listen = s->config.hj212, .alarms = s->alarms}, &s->gateway));
		measured = s;
	}
	struct web_config web = {.core = s->house->core, .time = s->house->time, .zone = s->house->zone,
				 .calendar = s->house->calendar, .packs = s->house->packs,
				 .district = {s->config.district, s->config.district_en},
				 .listen = s->config.listen, .trusted_proxy = s->config.trusted_proxy, .proxy_header = s->config.proxy_user_header,
				 .eye = s->house->eye, .relay = s->relay, .sign = s->sign, .parts = {.decoder = s->house->decoder, .metrics = metrics_put,
					.frames = s->gateway ? batches : NULL, .frames_arg = s->gateway}};
	TRY(web_start(&web, &s->web));
	TRY(cameras_start(s->house->eye, &s->cameras));
	return say_where(s);
}

/* What a new calendar moves; the rest of a long walk comes after the next minute trip. */
static void recalculate(struct service *s)
{
	struct again_report r;
	if (clocks_again(s->house->core, 20000, &r) != OK)
		log_line(LOG_ERROR, "calendar", "fault=%s", fail_where());
	else if (r.moved)
		log_line(LOG_INFO, "calendar", "looked=%lld moved=%lld done=%d", (long long)r.looked, (long long)r.moved, r.done);
}

/* Once a day: personal data whose term is over. */
static void destroy_due(struct service *s)
{
	struct destroyed_sum sum;
	if (privacy_due(s->house->core, &sum) != OK)
		log_line(LOG_ERROR, "privacy", "fault=%s", fail_where());
	else if (sum.matters)
		log_line(LOG_INFO, "privacy", "matters=%lld values=%lld files=%lld", (long long)sum.matters, (long long)sum.values, (long long)sum.files);
}

/* As the configuration has it, else as the district set it. */
static int64_t keep_days(struct service *s)
{
	const struct pack *pack;
	const struct alarms *a = alarms_of(core_packs(s->house->core), &pack);
	int64_t days = 0;
	if (str_int(s->config.hj212_keep_days, &days) && days > 0)
		return days;
	return a ? core_setting(s->house->core, str_z(s->cli->arena, pack->name), str_z(s->cli->arena, a->keep)) : 0;
}

/* Once an hour: telegrams that are older than they are to be kept. */
static void drop_old(struct service *s)
{
	int64_t n = 0, days = s->minutes++ % 60 ? 0 : keep_days(s);
	if (days <= 0 || days > 36500)
		return;
	if (monitor_drop_old(s->house->core, now_ms(s->house->time) - days * 86400000LL, &n) != OK)
		log_line(LOG_ERROR, "monitor", "fault=%s", fail_where());
	else if (n)
		log_line(LOG_INFO, "monitor", "dropped=%lld", (long long)n);
}

/* Every five minutes: hours of the air that came by telegram; at first those of the weeks before. */
static void take_air(struct service *s)
{
	size_t days = 0;
	if (s->minutes % 5 || !s->gateway)
		return;
	if (air_take(s->house->core, s->minutes ? 26 : AIR_TAKE_HOURS_MOST, &days) != OK)
		log_line(LOG_ERROR, "air", "fault=%s", fail_where());
	else if (days)
		log_line(LOG_INFO, "air", "days=%zu", days);
}

/* The minute trip; a failure is logged and tried again a minute later. */
static void minute(struct service *s)
{
	struct arena arena;
	int64_t moved = 0;
	arena_init(&arena);
	if (clock_due(s->house->core, &arena, &moved) != OK)
		log_line(LOG_ERROR, "minute", "fault=%s", fail_where());
	else if (moved)
		log_line(LOG_INFO, "minute", "moved=%lld", (long long)moved);
	moved = 0;
	if (accounts_due(s->house->core, &arena, &moved) != OK)
		log_line(LOG_ERROR, "accounts", "fault=%s", fail_where());
	else if (moved)
		log_line(LOG_INFO, "accounts", "disabled=%lld", (long long)moved);
	arena_done(&arena);
	destroy_due(s);
	take_air(s);
	drop_old(s);
	recalculate(s);
}

static void wait_for_end(struct service *s, const sigset_t *signals)
{
	const struct timespec a_minute = {.tv_sec = 60};
	for (;;) {
		minute(s);
		int got = sigtimedwait(signals, NULL, &a_minute);
		if (got > 0)
			return;
	}
}

err cmd_serve(struct cli *cli)
{
	struct service s = {.cli = cli};
	sigset_t signals;
	TRY(config_load(cli, NULL, 0, &s.config));
	block_signals(&signals);
	err e = start(&s);
	if (e == OK) {
		log_line(LOG_INFO, "serve", "port=%d", web_port(s.web));
		wait_for_end(&s, &signals);
	}
	cameras_stop(s.cameras);
	sign_stop(s.sign);
	if (s.web)
		web_stop(s.web); /* its streams ask the gateway */
	measured = NULL; /* nobody asks any more */
	gateway_stop(s.gateway);
	alarm_desk_stop(s.alarms);
	rounds_stop(s.night);
	rounds_stop(s.search);
	remote_stop(s.remote);
	relay_close(s.relay);
	sign_close(s.sign);
	house_close(s.house);
	return e;
}
