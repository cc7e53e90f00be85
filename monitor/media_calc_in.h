/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_MEDIA_CALC_IN_H
#define LUOSHI_MEDIA_CALC_IN_H

#include "monitor/media_calc.h"

enum media_said media_read_zlm(struct arena *, const void *json, struct media_list *);
enum media_said media_read_mediamtx(struct arena *, const void *json, struct media_list *);
enum media_said media_read_srs(struct arena *, const void *json, struct media_list *);
enum media_said media_read_go2rtc(struct arena *, const void *json, struct media_list *);

#endif
