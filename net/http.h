/* SPDX-License-Identifier: Apache-2.0 */
/* net/http: HTTP/1.1 for pages and the API over libmicrohttpd, one thread per
 * connection. A request is read completely, checked and parsed before the handler
 * sees it; the handler runs straight through and fills the response. Everything of a
 * request lives in its arena until the response has been sent.
 *
 *     http_start -> handle(request, response) … in many threads … -> http_stop
 *
 * Refused here, before any handler: malformed or ambiguous framing (Content-Length
 * with Transfer-Encoding, two Content-Lengths, another coding than chunked), a missing
 * or doubled Host, control bytes, text that is not UTF-8 (400 and close); heads,
 * targets and bodies over LIMIT_HTTP_* (431, 414, 413); more requests at once than
 * admitted (503 with Retry-After). */
#ifndef LUOSHI_NET_HTTP_H
#define LUOSHI_NET_HTTP_H

#include "base/err.h"
#include "base/limits.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_DELETE, HTTP_METHODS };
const char *http_method_name(enum http_method);

struct http_pair {
	str name, value;
};
typedef LIST(struct http_pair) http_pairs;
/* The first value of that name; STR_NONE when there is none. */
str http_get(const http_pairs *, str name);
/* The same, names compared without case (headers). */
str http_get_nocase(const http_pairs *, str name);

struct http_file {
	str field, name, bytes; /* name: without folders; may be empty */
};

struct http_request {
	struct arena *arena;
	uint64_t id;
	enum http_method method;
	str target;   /* as it came: path and query */
	str path;     /* decoded; valid UTF-8, begins with / */
	http_pairs query, headers, cookies, form;
	struct http_file *files;
	size_t n_files;
	str type;     /* media type of the body, lower case, without parameters; may be empty */
	str body;     /* of any type; forms are parsed from it already */
	str host;
	str peer;     /* address of the client, as the trusted proxy says when there is one */
	bool by_proxy; /* it came from the trusted proxy itself */
	bool tls;     /* the person's side is encrypted: the trusted proxy says so */
	int64_t started, us_queue, us_commit, us_render; /* microseconds; the last two are the handler's */
};

struct http_response {
	int status; /* 200 */
	http_pairs headers;
	struct buf body;
	str fixed; /* bytes that outlive the server, sent instead of body when .p is set */
	bool close;
	/* A live stream: called again and again in the connection's thread; may wait, adds
	 * to the buffer, false ends the stream. done is called once, whatever happens. */
	bool (*stream)(void *arg, struct buf *);
	void (*stream_done)(void *arg);
	void *stream_arg;
};
void http_header(struct http_request *, struct http_response *, const char *name, str value);
/* 303 to a path of our own. */
void http_redirect(struct http_request *, struct http_response *, str path);
/* RFC 6266: an ASCII name for old clients and the whole name in UTF-8. */
void http_disposition(struct http_request *, struct http_response *, bool attachment, str file_name);

struct http_config {
	str listen;        /* "127.0.0.1:8080", "[::1]:8080"; port 0: any */
	str socket_path;   /* instead: a unix socket, mode 0660; may be empty */
	str trusted_proxy; /* address whose X-Forwarded-* is believed; also lifts "loopback only" */
	unsigned in_flight, connections, streams; /* 0: 256, 4096, 1024 */
	unsigned idle_seconds, body_seconds;      /* 0: 30, 60 */
	void (*handle)(void *arg, struct http_request *, struct http_response *);
	/* Makes the page of a refusal (status as above, `sentence` a key of the catalogue).
	 * Only method, path, headers and cookies are filled. */
	void (*refuse)(void *arg, struct http_request *, struct http_response *, int status, const char *sentence);
	void *arg;
};
struct http_server;
/* ERR_INPUT: an address that is not loopback without trusted_proxy, or not an address;
 * ERR_IO: it is taken. */
err http_start(const struct http_config *, struct http_server **ret) must_check;
void http_stop(struct http_server *); /* lets running requests end; streams are told to */
int http_port(const struct http_server *);
bool http_stopping(const struct http_server *); /* for streams */

struct http_counts {
	int64_t requests, in_flight, streams, connections, refused, status[6]; /* status[2]: 2xx … */
	int64_t us_total, bytes_out;
};
void http_count(const struct http_server *, struct http_counts *ret);

/* ---- parsing, pure; also what the fuzz targets call ---------------------------------- */
/* Percent-decoding into the arena; false: a broken escape, a control byte, not UTF-8.
 * `plus`: + is a space (forms and queries). */
bool http_unescape(struct arena *, str, bool plus, bool control, str *ret) must_check;
bool http_parse_target(struct arena *, str target, str *ret_path, http_pairs *ret_query) must_check;
/* application/x-www-form-urlencoded; at most LIMIT_HTTP_FIELDS fields. */
bool http_parse_urlencoded(struct arena *, str body, http_pairs *ret) must_check;
bool http_parse_cookies(struct arena *, str header, http_pairs *ret) must_check;
/* The media type, lower case, and one parameter of it ("boundary"). */
bool http_parse_type(struct arena *, str header, str parameter, str *ret_type, str *ret_value) must_check;
typedef LIST(struct http_file) http_files;
/* multipart/form-data (RFC 7578); text fields to `form`, parts with a file name to `files`. */
bool http_parse_multipart(struct arena *, str body, str boundary, http_pairs *ret_form, http_files *ret_files) must_check;
/* What is wrong with a head, as a key of the catalogue; NULL: nothing. */
const char *http_head_fault(const http_pairs *headers);
/* name=value into a query or a form body. */
void http_put_escaped(struct buf *, str);

#endif
