/* SPDX-License-Identifier: Apache-2.0 */
/* camera (摄像机): a subject with its stream, as its events have it. The rows themselves are monitor's;
 * each change is one event with the whole of what the camera is afterwards, so that the rows can be
 * made again from the log (check). */
#ifndef LUOSHI_CORE_CAMERA_H
#define LUOSHI_CORE_CAMERA_H

#include "core/core.h"

struct fact_row; /* core/told.h */
struct camera_told {
	int64_t id, version;       /* version: of the newest event; one more than before */
	str name, place, shown;    /* shown: rtsp://10.1.2.3:554, never a path or a password */
	int64_t subject;           /* what it looks at (a matter of a kind with subject); 0: not said */
	int state;                 /* monitor's number */
	str secrets;               /* SHA-256 of the sealed address, name and password; 32 bytes */
	str *stations;             /* MN of the stations it watches */
	size_t n_stations;
};
/* One event by the ctx's actor, with the caller's rows in the same transaction. ERR_CONFLICT when
 * somebody changed the camera meanwhile. */
err camera_event(struct ctx *, const struct camera_told *, str action, const struct fact_row *, size_t n) must_check;
/* Every camera as its newest event leaves it, by id. For check. */
err cameras_told(struct ctx *, struct camera_told **ret, size_t *ret_n) must_check;

#endif
