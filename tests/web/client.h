/* SPDX-License-Identifier: Apache-2.0 */
/* The least that a test needs to be a browser: one request per connection, a cookie. */
#ifndef LUOSHI_TEST_CLIENT_H
#define LUOSHI_TEST_CLIENT_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/http.h"

struct answer {
	int status;
	str head, body;
};

static inline str header_of(const struct answer *r, const char *name)
{
	char want[80];
	size_t n = (size_t)snprintf(want, sizeof want, "\r\n%s: ", name);
	ptrdiff_t at = str_find(r->head, (str){want, n}, 0);
	if (at < 0)
		return STR_NONE;
	ptrdiff_t end = str_find(r->head, S("\r\n"), (size_t)at + 2);
	return str_cut(r->head, (size_t)at + n, end < 0 ? r->head.n : (size_t)end);
}

static inline struct answer ask_raw(struct arena *a, int port, str bytes)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
	struct timeval t = {.tv_sec = 20};
	struct buf b;
	char piece[8192];
	ssize_t n;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
	ours(connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
	while (bytes.n && (n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL)) > 0)
		bytes = str_cut(bytes, (size_t)n, bytes.n);
	buf_init(&b, a);
	while ((n = recv(fd, piece, sizeof piece, 0)) > 0)
		buf_add(&b, (str){piece, (size_t)n});
	close(fd);
	str all = b.p ? buf_str(&b) : S("");
	ptrdiff_t gap = str_find(all, S("\r\n\r\n"), 0);
	struct answer r = {.head = gap < 0 ? all : str_cut(all, 0, (size_t)gap),
			   .body = gap < 0 ? S("") : str_cut(all, (size_t)gap + 4, all.n)};
	int64_t status;
	if (all.n > 12 && str_int(str_cut(all, 9, 12), &status))
		r.status = (int)status;
	return r;
}

/* `more`: further header lines, each ended by \r\n. */
static inline struct answer ask(struct arena *a, int port, const char *method, const char *path, const char *token,
				const char *more, const char *type, str body)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", method, path);
	if (token)
		buf_fmt(&b, "Cookie: luoshi=%s\r\n", token);
	if (more)
		buf_z(&b, more);
	if (type)
		buf_fmt(&b, "Content-Type: %s\r\nContent-Length: %zu\r\n", type, body.n);
	buf_z(&b, "\r\n");
	buf_add(&b, body);
	return ask_raw(a, port, buf_str(&b));
}

#define FORM_TYPE "application/x-www-form-urlencoded"
static inline struct answer get(struct arena *a, int port, const char *path, const char *token)
{
	return ask(a, port, "GET", path, token, NULL, NULL, STR_NONE);
}
static inline struct answer post(struct arena *a, int port, const char *path, const char *token, const char *form)
{
	return ask(a, port, "POST", path, token, NULL, FORM_TYPE, str_of(form));
}
static inline bool says(const struct answer *r, const char *words)
{
	return str_find(r->body, str_of(words), 0) >= 0;
}

#endif
