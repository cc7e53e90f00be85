/* SPDX-License-Identifier: Apache-2.0 */
#include "web/web_in.h"

static void plain(struct visit *v, const char *type)
{
	http_header(v->rq, v->rs, "Content-Type", str_of(type));
	http_header(v->rq, v->rs, "Cache-Control", S("no-store"));
}

err healthz(struct visit *v)
{
	plain(v, "text/plain; charset=utf-8");
	buf_z(&v->rs->body, "ok\n");
	return OK;
}

err readyz(struct visit *v)
{
	int64_t seq;
	plain(v, "text/plain; charset=utf-8");
	if (core_seq(v->web->config.core, &seq) == OK) {
		buf_fmt(&v->rs->body, "ready seq=%lld\n", (long long)seq);
		return OK;
	}
	v->rs->status = 503;
	http_header(v->rq, v->rs, "Retry-After", S("2"));
	buf_z(&v->rs->body, "not ready\n");
	return OK;
}

static void figure(struct buf *b, const char *name, const char *type, const char *help, int64_t value)
{
	buf_fmt(b, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", name, help, name, type, name, (long long)value);
}

err metrics(struct visit *v)
{
	struct http_counts c;
	struct buf *b = &v->rs->body;
	int64_t seq = 0;
	plain(v, "text/plain; version=0.0.4; charset=utf-8");
	http_count(v->web->http, &c);
	figure(b, "luoshi_http_requests_total", "counter", "requests begun", c.requests);
	figure(b, "luoshi_http_refused_total", "counter", "requests refused before a page saw them", c.refused);
	figure(b, "luoshi_http_in_flight", "gauge", "requests being handled", c.in_flight);
	figure(b, "luoshi_http_streams", "gauge", "live streams", c.streams);
	figure(b, "luoshi_http_connections", "gauge", "open connections", c.connections);
	figure(b, "luoshi_http_microseconds_total", "counter", "time from head to end, all requests", c.us_total);
	figure(b, "luoshi_http_sent_bytes_total", "counter", "bytes of bodies sent", c.bytes_out);
	figure(b, "luoshi_http_slow_total", "counter", "requests over 200 ms", atomic_load(&v->web->slow));
	buf_z(b, "# HELP luoshi_http_responses_total responses by class\n# TYPE luoshi_http_responses_total counter\n");
	for (int i = 1; i < 6; i++)
		buf_fmt(b, "luoshi_http_responses_total{class=\"%dxx\"} %lld\n", i, (long long)c.status[i]);
	if (core_seq(v->web->config.core, &seq) == OK)
		figure(b, "luoshi_event_seq", "gauge", "newest event", seq);
	figure(b, "luoshi_up_seconds", "gauge", "since start",
	       (now_ms(v->web->config.time) - v->web->started) / 1000);
	if (v->web->config.relay)
		relay_metrics(v->web->config.relay, b);
	if (v->web->config.parts.metrics)
		v->web->config.parts.metrics(b);
	return OK;
}
