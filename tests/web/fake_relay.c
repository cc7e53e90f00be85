/* SPDX-License-Identifier: Apache-2.0 */
/* Canned notices, choices and robots instead of relay. */
#include "fake_core.h"

static int it;
struct relay *fake_relay(void)
{
	return (struct relay *)&it;
}
bool relay_mails(const struct relay *r)
{
	return r != NULL;
}
bool relay_calls(const struct relay *r)
{
	return r != NULL;
}
int64_t relay_turn(const struct relay *r)
{
	return r != NULL;
}
void relay_metrics(struct relay *r, struct buf *b)
{
	unused_arg(r);
	buf_z(b, "luoshi_relay_sent_total 3\n");
}
err notice_unseen(struct ctx *c, int64_t *ret)
{
	unused_arg(c);
	*ret = 2;
	return OK;
}
err notice_list(struct ctx *c, str cursor, struct notice **ret, size_t *ret_n, str *ret_next)
{
	if (str_eq(cursor, S("x")))
		return fail(ERR_INPUT, "this could not be accepted");
	struct notice *v = arena_new_n(c->arena, 3, struct notice);
	v[0] = (struct notice){.id = 33, .matter = 1, .at = now_ms(&fake_time) - 60000, .unseen = true, .topic = TOPIC_REMIND, .number = S("督〔2026〕0301"),
		.title = S("榴乡路沿线3处<b>积水点</b>整治到位"), .said = S("区政府督查室 催办")};
	v[1] = (struct notice){.id = 32, .matter = 2, .at = now_ms(&fake_time) - 3600000, .unseen = true, .topic = TOPIC_TASK, .gone = true};
	v[2] = (struct notice){.id = 31, .matter = 5, .at = now_ms(&fake_time) - 86400000, .topic = TOPIC_TIME, .number = S("督〔2026〕0305"),
		.title = S("榴园大道北延段建成通车"), .said = S("亮红灯")};
	*ret = v;
	*ret_n = 3;
	*ret_next = cursor.n ? S("") : S("31");
	return OK;
}
err notice_seen(struct ctx *c, struct relay *r, int64_t id, bool and_before)
{
	unused_arg(c);
	unused_arg(r);
	return fake_do("seen %lld %d", (long long)id, and_before);
}
err choices_read(struct ctx *c, struct choices *ret)
{
	unused_arg(c);
	*ret = (struct choices){.mail = {1, 1, 1, 2, 2}, .digest_minute = 510, .quiet_from = 1260, .quiet_to = 450, .quiet_rest = true,
		.mail_to = S("g***u@example.cn"), .proved = true, .waiting = true};
	return OK;
}
err choices_keep(struct ctx *c, const struct choices *k)
{
	unused_arg(c);
	return fake_do("choices %d %d %d %d %d %d %d %d %d", k->mail[0], k->mail[1], k->mail[2], k->mail[3], k->mail[4], k->digest_minute, k->quiet_from,
		       k->quiet_to, k->quiet_rest);
}
err contact_ask(struct ctx *c, struct relay *r, str address)
{
	unused_arg(c);
	unused_arg(r);
	if (str_find(address, S("@"), 0) < 0)
		return fail(ERR_INPUT, "this could not be accepted");
	return fake_do("mail " STR_FMT, STR_ARG(address));
}
err contact_prove(struct ctx *c, str code)
{
	unused_arg(c);
	return fake_do("code " STR_FMT, STR_ARG(code));
}
err contact_remove(struct ctx *c)
{
	unused_arg(c);
	return fake_do("mail_remove");
}
const struct robot_form_row robot_forms[] = {{"json", {S("其他系统"), S("another program")}}, {"dingtalk", {S("钉钉"), S("DingTalk")}}};
const size_t robot_forms_n = COUNT_OF(robot_forms);
bool robot_may(const struct ctx *c)
{
	return c->actor.duties & (1u << DUTY_SUPERVISION | 1u << DUTY_SYSTEM);
}
err robot_list(struct ctx *c, struct robot_row **ret, size_t *ret_n)
{
	*ret = arena_new(c->arena, struct robot_row);
	**ret = (struct robot_row){.id = 8, .unit = 20, .form = 1, .name = S("住建局工作群"), .unit_name = S("区住建局"), .host = S("oapi.dingtalk.com"), .topics = 7,
		.has_secret = true};
	*ret_n = 1;
	return OK;
}
err robot_add(struct ctx *c, struct relay *r, const struct robot_new *k, int64_t *ret)
{
	unused_arg(c);
	unused_arg(r);
	*ret = 9;
	if (!k->topics)
		return fail(ERR_INPUT, "this could not be accepted");
	return fake_do("robot " STR_FMT " %lld %u", STR_ARG(k->name), (long long)k->unit, k->topics);
}
err robot_remove(struct ctx *c, int64_t id)
{
	unused_arg(c);
	return fake_do("robot_remove %lld", (long long)id);
}
err robot_try(struct ctx *c, int64_t id)
{
	unused_arg(c);
	return fake_do("robot_try %lld", (long long)id);
}
err failed_list(struct ctx *c, struct failed_row **ret, size_t *ret_n)
{
	*ret = arena_new_n(c->arena, 2, struct failed_row);
	(*ret)[0] = (struct failed_row){.id = 5, .channel = CHANNEL_MAIL, .made = now_ms(&fake_time), .last = now_ms(&fake_time), .tries = 8, .given_up = true,
		.to = S("区住建局"), .why = S("Login denied (535)")};
	(*ret)[1] = (struct failed_row){.id = 6, .channel = CHANNEL_ROBOT, .made = now_ms(&fake_time), .last = now_ms(&fake_time), .tries = 1, .to = S("住建局工作群"),
		.why = S("errcode 45009")};
	*ret_n = 2;
	return OK;
}
err failed_again(struct ctx *c, int64_t id)
{
	unused_arg(c);
	return fake_do("again %lld", (long long)id);
}
