/* SPDX-License-Identifier: Apache-2.0 */
/* media_calc: what media servers (流媒体服务器) are asked over HTTP and what they answer. Pure. What a server says is a
 * stranger's: addresses in it are never taken over, only names of streams and whether they come.
 *
 * Sources, read 2026-11; none of these servers was at hand:
 *   ZLMediaKit  wiki “MediaServer支持的HTTP API” and server/WebApi.cpp: getMediaList, getSnap, addStreamProxy, POST with a form
 *   MediaMTX    api/openapi.yaml: GET /v3/paths/list (pages from 0), POST /v3/config/paths/add/{name}
 *   SRS         wiki HTTPApi and app/srs_app_statistic.cpp: GET /api/v1/streams/ (ten when no count is said)
 *   go2rtc      api/openapi.yaml and internal/mjpeg/README.md: GET and PUT /api/streams, GET /api/frame.jpeg */
#ifndef LUOSHI_MEDIA_CALC_H
#define LUOSHI_MEDIA_CALC_H

#include "base/err.h"
#include "monitor/camera_calc.h"

#define MEDIA_STREAMS_MOST 2000
#define MEDIA_STREAM_NAME_MOST 240  /* bytes */
#define MEDIA_PAGE 500              /* streams a page, where a server has pages */
#define MEDIA_ANSWER_MOST (4u << 20)

enum media_said { MEDIA_SAID, MEDIA_REFUSED, MEDIA_UNREADABLE };
struct media_stream {
	str name;  /* as the server has it: live/east; what is not the default virtual host ends in ?vhost=NAME */
	bool live; /* it comes just now; others may begin when somebody looks */
};
struct media_list {
	LIST(struct media_stream) v;
	size_t odd;  /* streams whose names cannot be taken over */
	size_t came; /* entries of this page, of whatever sort */
};
struct media_kind {
	const char *name;       /* zlmediakit; stored */
	const char *label;      /* ZLMediaKit */
	const char *example;    /* http://10.1.2.3:9997 */
	const char *play, *tail; /* rtsp, port and what follows the name: {play}://HOST:{port}/NAME{tail} */
	int port;
	bool paged;
	bool named;             /* a name belongs to the secret (RFC 7617); else it stands among the parameters */
	bool stale;             /* a picture may be an old one: two that differ are wanted */
	void (*list)(struct buf *target, struct buf *body, int page);
	bool (*picture)(struct buf *target, struct buf *body, str stream, str play, unsigned seconds); /* NULL: gives none */
	bool (*pull)(struct buf *target, struct buf *body, str stream, str source); /* NULL: takes none over; false: not of that name */
	const char *pull_method;
	enum media_said (*read)(struct arena *, const void *json, struct media_list *);
};
extern const struct media_kind media_kinds[];
extern const size_t media_kinds_n;
const struct media_kind *media_kind_of(str name); /* NULL: none of ours */

/* Whether a stranger's address can be one: http or https, without a name, a query or what could break out. */
err media_address_check(str address) must_check;
/* rtsp://10.1.2.3:8554; empty is allowed and means the kind's own port on the server's host. */
err media_play_check(str play) must_check;
bool media_stream_ok(str name);
/* Where a camera of that stream is played. */
str media_play(struct arena *, const struct media_kind *, str address, str play, str stream);
/* The address of a stream with name and password in it, as a server wants it that is to take it over. */
str media_source(struct arena *, str address, str user, str password);
/* What the secret adds to the parameters. */
void media_body_secret(struct buf *body, str secret);
void media_escape(struct buf *, str, bool slashes); /* slashes: they stay */

/* One page of the list, added to *list. */
enum media_said media_list_read(struct arena *, const struct media_kind *, str answer, struct media_list *);
void media_list_sort(struct media_list *); /* by name, each once; live when any of the same name is */
/* What came for a picture: ALIVE, or why it is none. */
enum camera_health media_picture_said(str answer);
/* What came when a stream was to be taken over. */
enum media_said media_pull_said(const struct media_kind *, str answer);

#endif
