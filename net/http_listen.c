/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "net/http_in.h"

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	struct sockaddr_un local;
};

static bool parse_address(str s, union address *ret, socklen_t *ret_n)
{
	char host[64];
	int64_t port;
	size_t colon = s.n;
	memset(ret, 0, sizeof *ret);
	while (colon && s.p[colon - 1] != ':')
		colon--;
	if (!colon || !str_int(str_cut(s, colon, s.n), &port) || port < 0 || port > 65535)
		return false;
	str name = str_cut(s, 0, colon - 1);
	bool six = name.n > 2 && name.p[0] == '[' && name.p[name.n - 1] == ']';
	if (six)
		name = str_cut(name, 1, name.n - 1);
	if (str_eq(name, S("localhost")))
		name = S("127.0.0.1");
	if (name.n >= sizeof host)
		return false;
	snprintf(host, sizeof host, STR_FMT, STR_ARG(name));
	ret->any.sa_family = six ? AF_INET6 : AF_INET;
	*ret_n = six ? sizeof ret->v6 : sizeof ret->v4;
	if (six)
		ret->v6.sin6_port = htons((uint16_t)port);
	else
		ret->v4.sin_port = htons((uint16_t)port);
	return inet_pton(ret->any.sa_family, host, six ? (void *)&ret->v6.sin6_addr : (void *)&ret->v4.sin_addr) == 1;
}

static bool is_loopback(const union address *a)
{
	if (a->any.sa_family == AF_INET)
		return ntohl(a->v4.sin_addr.s_addr) >> 24 == 127;
	return a->any.sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&a->v6.sin6_addr);
}

static err bind_listen(int fd, const union address *a, socklen_t n, str name, int *ret_fd)
{
	int on = 1;
	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (fd < 0 || bind(fd, &a->any, n) || listen(fd, 1024)) {
		err e = fail(ERR_IO, "the server cannot listen on {0}: {1}; choose another address", name,
			     str_of(strerror(errno)));
		if (fd >= 0)
			close(fd);
		return e;
	}
	*ret_fd = fd;
	return OK;
}

static err listen_local(struct http_server *s, int *ret_fd)
{
	union address a = {.local = {.sun_family = AF_UNIX}};
	str path = s->config.socket_path;
	if (path.n >= sizeof a.local.sun_path)
		return fail(ERR_INPUT, "the path of the socket is too long: {0}", path);
	memcpy(a.local.sun_path, path.p, path.n);
	unlink(a.local.sun_path); /* left by a server that was killed; the database's lock says we are alone */
	mode_t old = umask(0117);
	err e = bind_listen(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), &a, sizeof a.local, path, ret_fd);
	umask(old);
	return e;
}

err http_listen(struct http_server *s, int *ret_fd)
{
	union address a;
	socklen_t n;
	if (s->config.socket_path.n)
		return listen_local(s, ret_fd);
	if (!parse_address(s->config.listen, &a, &n))
		return fail(ERR_INPUT, "{0} is not an address to listen on; write 127.0.0.1:8080 or [::1]:8080",
			    s->config.listen);
	if (!is_loopback(&a) && !s->config.trusted_proxy.n)
		return fail(ERR_INPUT,
			    "{0} is not a loopback address; put a proxy with TLS in front and set trusted_proxy, "
			    "or listen on 127.0.0.1",
			    s->config.listen);
	TRY(bind_listen(socket(a.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0), &a, n, s->config.listen, ret_fd));
	getsockname(*ret_fd, &a.any, &n);
	s->port = ntohs(a.any.sa_family == AF_INET6 ? a.v6.sin6_port : a.v4.sin_port);
	return OK;
}

static bool is_address(struct arena *a, str s)
{
	unsigned char room[16];
	char *z = str_z(a, s);
	return inet_pton(AF_INET, z, room) == 1 || inet_pton(AF_INET6, z, room) == 1;
}

void http_peer(struct exchange *x, struct MHD_Connection *c)
{
	char text[INET6_ADDRSTRLEN] = "";
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const union address *a = info ? (const void *)info->client_addr : NULL;
	bool local = !a || a->any.sa_family == AF_UNIX || a->any.sa_family == AF_UNSPEC;
	if (a && a->any.sa_family == AF_INET)
		inet_ntop(AF_INET, &a->v4.sin_addr, text, sizeof text);
	if (a && a->any.sa_family == AF_INET6)
		inet_ntop(AF_INET6, &a->v6.sin6_addr, text, sizeof text);
	x->rq.peer = str_dup(&x->arena, local ? S("local") : str_of(text));
	bool trusted = local || (x->server->config.trusted_proxy.n &&
				 str_eq(x->rq.peer, x->server->config.trusted_proxy));
	if (!trusted)
		return;
	x->rq.by_proxy = !local;
	/* the last address is the one that our proxy added itself */
	str from = http_get_nocase(&x->rq.headers, S("X-Forwarded-For"));
	for (size_t i = from.n; i > 0; i--)
		if (from.p[i - 1] == ',') {
			from = str_cut(from, i, from.n);
			break;
		}
	from = str_trim(from);
	if (from.n && from.n < sizeof text && is_address(&x->arena, from))
		x->rq.peer = from;
	x->rq.tls = str_eq(http_get_nocase(&x->rq.headers, S("X-Forwarded-Proto")), S("https"));
}
