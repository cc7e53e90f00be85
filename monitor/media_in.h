/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LUOSHI_MEDIA_IN_H
#define LUOSHI_MEDIA_IN_H

#include "monitor/camera_in.h"
#include "monitor/media.h"

struct media_open { /* with what is secret */
	struct media m;
	str sealed, address, user, secret, play;
};
/* For the program alone: no rights are asked. */
err media_open_read(struct ctx *, int64_t id, struct media_open *ret) must_check;

struct media_ask { /* one call */
	const char *method;
	str target, body; /* target: behind the address; body may be empty */
	bool json;
	size_t most;
};
struct media_answer {
	enum { ANSWER_CAME, ANSWER_REFUSED, ANSWER_ELSEWHERE, ANSWER_ODD, ANSWER_MUCH, ANSWER_NONE } how;
	str body;
};
void media_call(struct arena *, struct eye *, const struct media_open *, const struct media_ask *, struct media_answer *ret);
/* ERR_INPUT with the sentence; OK when it came. */
err media_answered(const struct media_open *, const struct media_answer *) must_check;
err media_understood(const struct media_open *, enum media_said) must_check;

#endif
