/* SPDX-License-Identifier: Apache-2.0 */
/* demo_stations: the stations of the demo district (data/demo/stations.tsv) and some days of what they sent. The telegrams take
 * the way of real ones into the table and to the desk of alarms; no network is needed. */
#ifndef LUOSHI_DEMO_STATIONS_H
#define LUOSHI_DEMO_STATIONS_H

#include "core/core.h"

/* By whoever the ctx is. Telegrams of three days up to `story`, the moment at which the story of the demo ends; one station is
 * above its limit in the last hours, and its alarm opens a matter. */
err demo_stations(struct ctx *, ms_t story, str tsv) must_check;
/* From there, or of three days, up to `now`: what would have come until the demo is looked at. */
err demo_stations_go_on(struct ctx *, ms_t story, ms_t now, str tsv) must_check;

#endif
