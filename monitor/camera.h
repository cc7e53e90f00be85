/* SPDX-License-Identifier: Apache-2.0 */
/* camera (摄像机): who enrols them, what they show, who looked. Nobody in a picture is recognised: nothing
 * here looks for people, faces or number plates, sound is never taken, and every look is on record.
 *
 *     monitor_modules into the store; eye_new -> cameras_start -> … -> cameras_stop -> eye_free
 *
 * What is asked for with a ctx belongs to the ctx's actor and lives in its arena. */
#ifndef LUOSHI_CAMERA_H
#define LUOSHI_CAMERA_H

#include "core/camera.h"
#include "monitor/camera_calc.h"

/* ---- the table of cameras ------------------------------------------------------------------- */
enum camera_state { CAMERA_OFF, CAMERA_ON }; /* stored: never renumber */
struct camera {
	int64_t id, version, subject;
	str name, place, shown;
	enum camera_state state;
	bool has_password;
	str *stations; /* MN */
	size_t n_stations;
	enum camera_health health;
	ms_t since, looked, seen; /* since when it is so; last looked at; last with a picture; MS_NONE */
};
struct camera_new {
	str name, place, address; /* address with p NULL: as before */
	str user, password;       /* p NULL: as before */
	int64_t subject;
	const str *stations;
	size_t n_stations;
	enum camera_state state;
	int64_t server; /* the media server that holds its stream, and its name there (media.h); */
	str stream;     /* p NULL: as before, but gone with another address */
};
bool camera_may_enrol(const struct ctx *); /* the environment office and the system administrator */
bool camera_may_look(const struct ctx *);  /* the environment office alone, and the system itself */
bool camera_may_audit(const struct ctx *); /* who looked: the environment office, audit */
err camera_add(struct ctx *, const struct camera_new *, int64_t *ret) must_check;
err camera_change(struct ctx *, int64_t id, int64_t version, const struct camera_new *) must_check;
err camera_list(struct ctx *, struct camera **ret, size_t *ret_n) must_check; /* by name */
err camera_read(struct ctx *, int64_t id, struct camera *ret) must_check;     /* ERR_NOTFOUND */
err camera_named(struct ctx *, str name, struct camera *ret) must_check;

/* ---- the eye: ffmpeg as a bounded program --------------------------------------------------- */
struct eye_config {
	struct core *core;
	str ffmpeg;         /* path; empty: none */
	const char *runner; /* NULL: this program */
};
struct eye;
struct eye *eye_new(const struct eye_config *);
void eye_free(struct eye *); /* ends every view; NULL is nothing */
/* ERR_INPUT with one sentence when the program is not there. */
err eye_there(const struct eye *) must_check;

struct camera_picture {
	str bytes; /* JPEG */
	struct digest sha256;
	ms_t at;
	str server; /* the media server that took it; empty: taken here */
};
/* A person looks: one picture, on record with his name. ERR_INPUT: none came, with the reason. */
err camera_look(struct ctx *, struct eye *, int64_t camera, struct camera_picture *ret) must_check;
/* One picture, kept as evidence of the matter with its digest, time, camera and why; when none comes the
 * reason is noted on the matter instead and *ret_taken is false. The kind declares how (pack key `camera`). */
err camera_keep(struct ctx *, struct eye *, int64_t camera, int64_t matter, str why, str key, bool *ret_taken) must_check;

struct camera_looked { /* who looked, newest first */
	ms_t at;
	str person, unit; /* empty: the command line, or somebody who is gone */
	enum camera_look_sort { LOOK_PICTURE, LOOK_VIEW, LOOK_KEPT } sort; /* stored */
};
err camera_looks(struct ctx *, int64_t camera, struct camera_looked **ret, size_t *ret_n) must_check; /* the newest 100 */

/* ---- a view (HLS) --------------------------------------------------------------------------- */
/* Begins, or joins, the moving picture of a camera, on record with the person's name. It ends when nobody
 * has asked for a piece for some seconds. Pieces stand in memory alone. */
err camera_view_open(struct ctx *, struct eye *, int64_t camera) must_check;
/* Only to a person who opened the view and may look. ERR_BUSY: nothing has come yet; ERR_NOTFOUND: it ended,
 * or was not opened by this person. */
err camera_view_list(struct ctx *, struct eye *, int64_t camera, struct buf *ret) must_check; /* the playlist */
err camera_view_piece(struct ctx *, struct eye *, int64_t camera, int64_t n, str *ret) must_check;

/* ---- what goes on by itself ------------------------------------------------------------------ */
/* Looks at every camera at its interval, and takes pictures when a matter opens that names a station. */
struct cameras;
err cameras_start(struct eye *, struct cameras **ret) must_check;
void cameras_stop(struct cameras *);
/* One round of both, for tests and `luoshi camera probe`; *ret_n cameras looked at. */
err cameras_probe(struct ctx *, struct eye *, bool all, int64_t *ret_n) must_check;
err cameras_follow(struct eye *, bool *ret_more) must_check;

#endif
