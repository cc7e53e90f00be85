/* SPDX-License-Identifier: Apache-2.0 */
/* What a media server answers: the first byte is its kind. Names that come out can be asked and played. */
#include "monitor/media_calc.h"

static void asked(struct arena *a, const struct media_kind *k, str name)
{
	struct buf target, body;
	buf_init(&target, a);
	buf_init(&body, a);
	str play = media_play(a, k, S("http://10.1.2.3:80"), S(""), name);
	ours(camera_address_check(play, false) == OK || play.n > CAMERA_ADDRESS_MOST);
	if (k->picture)
		ours(k->picture(&target, &body, name, play, 5));
	if (k->pull)
		(void)k->pull(&target, &body, name, play);
	str t = buf_str(&target);
	for (size_t i = 0; i < t.n; i++)
		ours(t.p[i] > ' ' && t.p[i] < 0x7f);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a;
	struct media_list l = {0};
	if (!n)
		return 0;
	str s = {(const char *)p + 1, n - 1};
	const struct media_kind *k = &media_kinds[p[0] % media_kinds_n];
	arena_init(&a);
	if (media_list_read(&a, k, s, &l) == MEDIA_SAID) {
		media_list_sort(&l);
		ours(l.v.n + l.odd <= l.came && l.v.n <= MEDIA_STREAMS_MOST);
		for (size_t i = 0; i < l.v.n && i < 20; i++)
			asked(&a, k, l.v.v[i].name);
	}
	(void)media_picture_said(s);
	(void)media_pull_said(k, s);
	if (media_address_check(s) == OK)
		(void)media_play(&a, k, s, S(""), S("live/a"));
	(void)media_play_check(s);
	arena_done(&a);
	return 0;
}
