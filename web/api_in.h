/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the JSON API share. */
#ifndef LUOSHI_WEB_API_IN_H
#define LUOSHI_WEB_API_IN_H

#include "web/json_in.h"
#include "web/web_in.h"

void api_begin(struct visit *, struct json *); /* headers; opens nothing */
void api_row(struct visit *, struct json *, const struct matter_row *);
#endif
