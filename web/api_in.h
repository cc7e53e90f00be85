/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the JSON API share. */
#ifndef LUOSHI_WEB_API_IN_H
#define LUOSHI_WEB_API_IN_H

#include "web/json_in.h"
#include "web/web_in.h"

void api_begin(struct visit *, struct json *); /* headers; opens nothing */
void api_row(struct visit *, struct json *, const struct matter_row *);
/* The members of a JSON object become fields of the form, so that pages and programs take
 * the same way: text as it is, numbers and true/false as text, lists joined by 、; an
 * object inside (`fields`) joins the outer one. A multipart body is a form already. */
err api_form(struct visit *) must_check;

#endif
