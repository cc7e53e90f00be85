/* SPDX-License-Identifier: Apache-2.0 */
/* A mail server and a robot's server on loopback, one thread, one connection after the
 * other; what they answer is set by the test, what came is kept. */
#ifndef LUOSHI_TEST_WIRE_KIT_H
#define LUOSHI_TEST_WIRE_KIT_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum station_sort { STATION_SMTP, STATION_HTTP };
struct station {
	enum station_sort sort;
	int fd, port;
	pthread_t thread;
	atomic_bool stop;
	pthread_mutex_t lock;
	/* what is answered: the code of RCPT and of the end of DATA, or status and body; `drop`:
	 * the next so many are taken and the connection is closed before the answer */
	int rcpt, data, status, drop;
	char body[200], location[200];
	/* what came */
	int n;
	char *got[64], to[64][300];
};

static inline void station_keep(struct station *s, const char *bytes, size_t n, const char *to)
{
	pthread_mutex_lock(&s->lock);
	if (s->n < 64) {
		s->got[s->n] = calloc(1, n + 1);
		memcpy(s->got[s->n], bytes, n);
		snprintf(s->to[s->n], sizeof s->to[0], "%s", to);
		s->n++;
	}
	pthread_mutex_unlock(&s->lock);
}

static inline bool station_drops(struct station *s)
{
	pthread_mutex_lock(&s->lock);
	bool drop = s->drop > 0;
	s->drop -= drop;
	pthread_mutex_unlock(&s->lock);
	return drop;
}

static inline void station_say(int fd, const char *text)
{
	size_t n = strlen(text);
	while (n) {
		ssize_t w = send(fd, text, n, MSG_NOSIGNAL);
		if (w <= 0)
			return;
		text += w;
		n -= (size_t)w;
	}
}

/* One line without its end; false when the other side is gone. */
static inline bool station_line(FILE *f, char *line, int most)
{
	if (!fgets(line, most, f))
		return false;
	line[strcspn(line, "\r\n")] = 0;
	return true;
}

static inline void station_smtp(struct station *s, int fd)
{
	static char bytes[1 << 20];
	char line[4000], to[300] = "", answer[100];
	FILE *f = fdopen(dup(fd), "r");
	station_say(fd, "220 test\r\n");
	while (station_line(f, line, sizeof line)) {
		if (!strncasecmp(line, "RCPT TO:", 8)) {
			snprintf(to, sizeof to, "%.290s", line + 8);
			snprintf(answer, sizeof answer, "%d rcpt\r\n", s->rcpt);
			station_say(fd, answer);
		} else if (!strcasecmp(line, "DATA")) {
			size_t n = 0;
			station_say(fd, "354 go on\r\n");
			while (fgets(line, sizeof line, f) && strcmp(line, ".\r\n") != 0 && n + 4000 < sizeof bytes)
				n += (size_t)snprintf(bytes + n, sizeof bytes - n, "%s", line);
			station_keep(s, bytes, n, to);
			if (station_drops(s))
				break;
			snprintf(answer, sizeof answer, "%d data\r\n", s->data);
			station_say(fd, answer);
		} else if (!strcasecmp(line, "QUIT")) {
			station_say(fd, "221 bye\r\n");
			break;
		} else {
			station_say(fd, "250 fine\r\n");
		}
	}
	fclose(f);
}

static inline void station_http(struct station *s, int fd)
{
	char line[4000], first[300] = "", answer[900], *body;
	size_t n = 0, have = 0;
	FILE *f = fdopen(dup(fd), "r");
	char head[8000] = "";
	if (!station_line(f, line, sizeof line)) {
		fclose(f);
		return;
	}
	snprintf(first, sizeof first, "%.290s", line);
	while (station_line(f, line, sizeof line) && line[0]) {
		if (!strncasecmp(line, "Content-Length:", 15))
			n = (size_t)strtoul(line + 15, NULL, 10);
		strncat(head, line, sizeof head - strlen(head) - 2);
		strcat(head, "\n");
	}
	have = strlen(head);
	body = calloc(1, have + n + 2);
	memcpy(body, head, have);
	body[have++] = '\n';
	size_t got = fread(body + have, 1, n, f);
	station_keep(s, body, have + got, first);
	free(body);
	if (!station_drops(s)) {
		snprintf(answer, sizeof answer, "HTTP/1.1 %d x\r\nContent-Length: %zu\r\n%s%s%sConnection: close\r\n\r\n%s", s->status, strlen(s->body),
			 s->location[0] ? "Location: " : "", s->location, s->location[0] ? "\r\n" : "", s->body);
		station_say(fd, answer);
	}
	fclose(f);
}

static inline void *station_work(void *arg)
{
	struct station *s = arg;
	while (!atomic_load(&s->stop)) {
		struct pollfd p = {.fd = s->fd, .events = POLLIN};
		if (poll(&p, 1, 20) <= 0)
			continue;
		int fd = accept(s->fd, NULL, NULL);
		if (fd < 0)
			continue;
		if (s->sort == STATION_SMTP)
			station_smtp(s, fd);
		else
			station_http(s, fd);
		close(fd);
	}
	return NULL;
}

static inline struct station *station_new(enum station_sort sort)
{
	struct station *s = calloc(1, sizeof *s);
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t n = sizeof a;
	s->sort = sort;
	s->rcpt = s->data = 250;
	s->status = 200;
	snprintf(s->body, sizeof s->body, "{\"errcode\":0,\"errmsg\":\"ok\"}");
	pthread_mutex_init(&s->lock, NULL);
	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(s->fd, (struct sockaddr *)&a, sizeof a) || listen(s->fd, 16) || getsockname(s->fd, (struct sockaddr *)&a, &n))
		abort();
	s->port = ntohs(a.sin_port);
	pthread_create(&s->thread, NULL, station_work, s);
	return s;
}

static inline void station_free(struct station *s)
{
	atomic_store(&s->stop, true);
	pthread_join(s->thread, NULL);
	close(s->fd);
	for (int i = 0; i < s->n; i++)
		free(s->got[i]);
	free(s);
}

/* The part of a mail between two marks, whole lines; "" when it is not there. */
static inline const char *header_in(const char *mail, const char *name, char *ret, size_t most)
{
	const char *at = strstr(mail, name);
	ret[0] = 0;
	if (at)
		snprintf(ret, most, "%.*s", (int)strcspn(at + strlen(name), "\r\n"), at + strlen(name));
	return ret;
}

static inline int digit64(char c)
{
	static const char all[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *p = c ? strchr(all, c) : NULL;
	return p ? (int)(p - all) : -1;
}

/* The text of a mail as mail_put writes it. */
static inline const char *text_in(const char *mail)
{
	static char out[1 << 20];
	const char *p = strstr(mail, "\r\n\r\n");
	uint32_t v = 0;
	int bits = 0;
	size_t n = 0;
	for (p = p ? p + 4 : ""; *p; p++) {
		int d = digit64(*p);
		if (d < 0)
			continue;
		v = v << 6 | (uint32_t)d;
		bits += 6;
		if (bits >= 8)
			out[n++] = (char)(v >> (bits -= 8) & 255);
	}
	out[n] = 0;
	return out;
}

#endif
