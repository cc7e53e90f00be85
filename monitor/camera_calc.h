/* SPDX-License-Identifier: Apache-2.0 */
/* camera_calc: addresses of streams, what ffmpeg is told and what it says, what a picture is like, who may. Pure. */
#ifndef LUOSHI_CAMERA_CALC_H
#define LUOSHI_CAMERA_CALC_H

#include "base/err.h"
#include "pack/pack.h"

#define CAMERA_ADDRESS_MOST 1000
#define CAMERA_SECRET_MOST 100

struct camera_scheme {
	const char *name;    /* rtsp */
	const char *allowed; /* protocols ffmpeg may use for it */
	const char *options; /* lines of the script, each ended; NULL: none */
	const char *timeout; /* option in microseconds; NULL: none */
	bool local;          /* a file of this machine: only the command line enrols it */
};
const struct camera_scheme *camera_scheme_of(str address); /* NULL: none of ours */
/* Whether a stranger's address can be one. ERR_INPUT with the sentence. */
err camera_address_check(str address, bool local) must_check;
/* What of it may be shown: scheme, host, port; of a file only that it is one. */
str camera_address_shown(struct arena *, str address);
bool camera_line_ok(str, size_t most); /* text of one line, at most so many bytes */
/* The script that ffmpeg reads on standard input, so that neither address nor password stands in the list of processes. */
void camera_script(struct buf *, str address, str user, str password, unsigned seconds);

enum camera_health { /* stored: never renumber */
	CAMERA_UNKNOWN,     /* not looked at yet */
	CAMERA_ALIVE,
	CAMERA_NO_PICTURE,  /* it answers, but no picture comes */
	CAMERA_BLACK,
	CAMERA_FROZEN,      /* the same picture as before, to the last point */
	CAMERA_UNREACHABLE,
	CAMERA_REFUSED,     /* name or password are not taken */
	CAMERA_HEALTHS
};
const char *camera_health_name(enum camera_health);
struct words2 camera_health_words(enum camera_health);
/* What a program that failed meant by what it said (English, as ffmpeg says it). */
enum camera_health camera_health_said(str said, bool late);

/* A grey picture of the probe. */
enum { PROBE_WIDTH = 160, PROBE_HEIGHT = 90, PROBE_BYTES = PROBE_WIDTH * PROBE_HEIGHT };
/* At least `share` per cent of its points are no lighter than `level`. */
bool camera_black(str grey, int level, int share);
/* A whole JPEG of sane size: begins and ends as one. */
bool camera_jpeg(str bytes);

#endif
