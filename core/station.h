/* SPDX-License-Identifier: Apache-2.0 */
/* station (监测站点): who may speak to the district by telegram, as its events have it. The rows
 * themselves are monitor's; each change is one event with the whole of what the station is
 * afterwards, so that the rows can be made again from the log (check). */
#ifndef LUOSHI_STATION_H
#define LUOSHI_STATION_H

#include "core/told.h"

/* Where it stands and whether anybody may see what it sends (开放). */
struct station_site {
	bool placed;  /* its place is said */
	int64_t x, y; /* east and north in millionths of a degree, WGS84, as the map has them; 0 where it is not said */
	bool open;    /* public; of what is not, neither name nor number nor place is told to anybody outside */
};
struct station_told {
	int64_t id, version; /* version: of the newest event; one more than before */
	str mn, name;        /* MN: 设备唯一标识 */
	int64_t subject;     /* whose outlet it is; 0: not said */
	int crc, state;      /* monitor's numbers */
	str secrets;         /* SHA-256 of the sealed password and key; 32 bytes */
	str watch;           /* what it is watched by, monitor's text; p NULL: as before, or never said */
	struct station_site site;
	bool keeps_site;     /* the site is as before, or was never said */
};
/* One event by the ctx's actor, with the caller's rows in the same transaction. ERR_CONFLICT when
 * somebody changed the station meanwhile. */
err station_event(struct ctx *, const struct station_told *, str action, const struct fact_row *, size_t n) must_check;
/* Every station as its newest event leaves it, by id. For check. */
err stations_told(struct ctx *, struct station_told **ret, size_t *ret_n) must_check;

#endif
