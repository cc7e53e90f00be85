/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of net/ share about one server and one exchange. */
#ifndef LUOSHI_NET_HTTP_IN_H
#define LUOSHI_NET_HTTP_IN_H

#include <microhttpd.h>
#include <stdatomic.h>

#include "base/steady.h"
#include "net/http.h"

#define SERVER_MAGIC 0x4c534854u
struct http_server {
	uint32_t magic;
	struct http_config config;
	struct MHD_Daemon *daemon;
	char listen[80], socket_path[108], trusted_proxy[64];
	int port;
	atomic_bool stopping;
	atomic_llong next_id, requests, in_flight, streams, refused, body_bytes, us_total, bytes_out;
	atomic_llong status[6];
};

/* Bytes of all bodies that are being read, so that slow senders cannot fill the memory. */
#define BODIES_MAX (256ll << 20)
/* A body that is too large is read to its end and thrown away up to this size, because a
 * browser shows the refusal only when it could send everything. */
#define SWALLOW_MAX ((int64_t)LIMIT_HTTP_BODY * 4)

#define EXCHANGE_MAGIC 0x4c535845u
struct exchange {
	uint32_t magic;
	struct http_server *server;
	struct arena arena;
	struct http_request rq;
	struct http_response rs;
	struct buf body;
	bool head_done, streaming;
	int64_t counted;   /* bytes of body_bytes that are ours */
	int refuse_status; /* 0: nothing is wrong */
	const char *refuse_sentence;
	bool swallow;
	struct buf pending; /* of a stream, not yet taken by the library */
	size_t sent;
};

/* Opens the listening socket of the configuration; fills server->port. */
err http_listen(struct http_server *, int *ret_fd) must_check;
/* The address of the other side and what the trusted proxy says about the person's. */
void http_peer(struct exchange *, struct MHD_Connection *);
/* Checks and parses the body that has come; false: 400. */
bool http_body_parse(struct exchange *);
enum MHD_Result http_answer(struct exchange *, struct MHD_Connection *);

#endif
