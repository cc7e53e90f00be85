/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the JSON API share. */
#ifndef LUOSHI_WEB_API_IN_H
#define LUOSHI_WEB_API_IN_H

#include "web/web_in.h"

void api_begin(struct visit *, struct json *); /* headers; opens nothing */
void api_put_time(struct visit *, struct json *, const char *name, ms_t); /* null for MS_NONE */
void api_put_date(struct visit *, struct json *, const char *name, day_t); /* null for DAY_NONE */
void api_row(struct visit *, struct json *, const struct matter_row *);
#endif
