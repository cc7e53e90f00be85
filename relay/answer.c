/* SPDX-License-Identifier: Apache-2.0 */
/* What a robot answered: its makers answer 200 also to what they did not take. */
#include "base/nest.h"
#include "relay/calc_in.h"

#include <jansson.h>

#define WHY_BYTES 200

static str why_of(struct arena *a, int64_t code, const char *said)
{
	struct buf b;
	str s = str_of(said);
	buf_init(&b, a);
	buf_fmt(&b, "errcode %lld ", (long long)code);
	for (size_t pos = 0; pos < s.n && pos < WHY_BYTES;) {
		uint32_t cp = utf8_next(s, &pos);
		buf_cp(&b, cp < ' ' || cp == 0x7f ? ' ' : cp);
	}
	return str_trim(buf_str(&b));
}

/* Feishu says code and msg, the others errcode and errmsg. */
enum answer robot_answer(struct arena *a, enum robot_form form, str body, str *ret_why)
{
	*ret_why = S("");
	if (form == ROBOT_JSON)
		return ANSWER_TAKEN;
	json_t *j = json_fits(body) ? json_loadb(body.p ? body.p : "", body.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
	json_t *code = json_object_get(j, form == ROBOT_FEISHU ? "code" : "errcode");
	const char *said = json_string_value(json_object_get(j, form == ROBOT_FEISHU ? "msg" : "errmsg"));
	enum answer answer = json_is_integer(code) && json_integer_value(code) == 0 ? ANSWER_TAKEN : ANSWER_LATER;
	if (answer != ANSWER_TAKEN && json_is_integer(code))
		*ret_why = why_of(a, json_integer_value(code), said);
	else if (answer != ANSWER_TAKEN)
		*ret_why = str_of(W("the answer is not one of this sort of robot"));
	json_decref(j);
	return answer;
}
