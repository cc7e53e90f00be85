/* SPDX-License-Identifier: Apache-2.0 */
/* media (流媒体服务器): servers of other people that hold the streams of many cameras, asked over their HTTP interfaces
 * which streams they have and for pictures. Their secret goes to the one address it was given for, and is never shown.
 *
 *     media_add -> media_streams -> media_enrol: each stream is a camera then, with its play address filled
 *
 * Who enrols cameras enrols servers (camera_may_enrol). Design: docs/decisions/cameras.md. */
#ifndef LUOSHI_MEDIA_H
#define LUOSHI_MEDIA_H

#include "monitor/camera.h"
#include "monitor/media_calc.h"

#define MEDIA_SERVERS_MOST 50
#define MEDIA_ENROL_MOST 500 /* streams at once */

struct media {
	int64_t id, version;
	str name, shown; /* shown: scheme, host and port */
	const struct media_kind *kind;
	bool on, has_secret;
};
struct media_new {
	str name, kind;
	str address, user, secret, play; /* p NULL: as before; play empty: the kind's own port */
	bool on;
};
err media_add(struct ctx *, const struct media_new *, int64_t *ret) must_check;
/* With another address name, secret and play address go. */
err media_change(struct ctx *, int64_t id, int64_t version, const struct media_new *) must_check;
err media_servers(struct ctx *, struct media **ret, size_t *ret_n) must_check; /* by name */
err media_read(struct ctx *, int64_t id, struct media *ret) must_check;        /* ERR_NOTFOUND */
err media_named(struct ctx *, str name, struct media *ret) must_check;

struct media_seen {
	str name;
	bool live;
	int64_t camera; /* 0: none is enrolled for it */
	str camera_name;
};
struct media_streams {
	struct media_seen *v; /* by name */
	size_t n, odd;        /* odd: streams whose names cannot be taken over */
	bool more;            /* the server has more than MEDIA_STREAMS_MOST */
};
/* Asks the server, over the network. ERR_INPUT with one sentence when it does not say. */
err media_streams_read(struct ctx *, struct eye *, int64_t id, struct media_streams *ret) must_check;
/* Every one of them, or none; streams that are cameras already are passed over. name: of a single one, else empty.
 * user and password: for playing, where that is guarded; never the server's own secret. */
struct media_enrolment {
	const str *streams;
	size_t n;
	str name, user, password;
};
/* The first MEDIA_ENROL_MOST streams that are no cameras yet; asks the server. */
err media_free(struct ctx *, struct eye *, int64_t id, str **ret, size_t *ret_n) must_check;
err media_enrol(struct ctx *, int64_t id, const struct media_enrolment *, int64_t *ret_n) must_check;
/* Tells the server to take over the stream of an address under a name, where it can. On record. */
struct media_pulling {
	str stream, address, user, password; /* the last two may be empty */
};
err media_pull(struct ctx *, struct eye *, int64_t id, const struct media_pulling *) must_check;

#endif
