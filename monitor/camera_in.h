/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_CAMERA_IN_H
#define LUOSHI_CAMERA_IN_H

#include <pthread.h>

#include "base/steady.h"
#include "core/told.h"
#include "file/program.h"
#include "monitor/camera.h"
#include "monitor/monitor_in.h"


#define CAMERAS_MOST 2000 /* of a district */
#define PICTURE_MOST (8u << 20)
#define CAMERA_MEMORY ((size_t)1 << 30) /* address space of ffmpeg; one thread decodes */

struct camera_open { /* with what is secret */
	struct camera c;
	str sealed, address, user, password;
	int64_t server; /* the media server that holds its stream; 0: none */
	str stream;     /* as that server has it */
};
/* For the program alone: no rights are asked. */
err camera_open_read(struct ctx *, int64_t id, struct camera_open *ret) must_check;
err camera_all(struct ctx *, struct camera **ret, size_t *ret_n) must_check;

#define EYE_MAGIC 0x45594521
struct live;
struct eye {
	unsigned magic;
	struct core *core;
	char *ffmpeg;
	const char *runner;
	pthread_mutex_t lock;
	pthread_cond_t freed;
	unsigned inside;
	struct live *lives; /* camera_live.c */
	bool ending;
};
/* One of so many at once; waits for its turn, some seconds at most. */
err eye_enter(struct eye *) must_check;
void eye_leave(struct eye *);
int eye_setting(const struct eye *, const char *name);
void lives_end(struct eye *);

/* Fills the words of a call of ffmpeg: how the stream is opened, then `out`, which ends with NULL.
 * paced: a file is played as slowly as it was taken. */
enum { FFMPEG_WORDS = 48 };
struct eye_call {
	struct program_call call;
	char *words[FFMPEG_WORDS];
	struct buf script;
};
void eye_call_fill(struct arena *, const struct eye *, const struct camera_open *, char *const *out, unsigned seconds, unsigned cpu_seconds, bool paced, struct eye_call *ret);
/* A grey picture of PROBE_BYTES, or how the camera is. */
err eye_probe(struct arena *, struct eye *, const struct camera_open *, str *ret_grey, enum camera_health *ret) must_check;
err eye_picture(struct arena *, struct eye *, const struct camera_open *, struct camera_picture *ret, enum camera_health *ret_health) must_check;
/* One by the media server that holds its stream, when it has one in use that gives pictures; *ret_asked: it was asked. media_picture.c */
err media_picture(struct arena *, struct eye *, const struct camera_open *, struct camera_picture *ret, enum camera_health *ret_health, bool *ret_asked) must_check;
/* The camera with what is secret, for whoever may look, when it is in use. */
err camera_ready(struct ctx *, int64_t id, struct camera_open *ret) must_check;
/* A look on record. */
err look_note(struct ctx *, int64_t camera, enum camera_look_sort) must_check;

#endif
