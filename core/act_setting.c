/* SPDX-License-Identifier: Apache-2.0 */
/* setting (设置): a number or word that a district changes, kept with the day from which
 * it holds. All of them are read once and after each change. */
#include "core/setting_in.h"

#include <string.h>

#include "base/num.h"

STMT(setting_all, "SELECT name, from_day, value FROM setting WHERE region = $1 ORDER BY name, from_day DESC");
STMT(setting_version, "SELECT MAX(version) FROM event WHERE region = $1 AND entity = $2 AND entity_id = $3");
STMT(setting_since,
     "SELECT actor, effects FROM event WHERE region = $1 AND entity = 8 AND entity_id = 1 AND version > $2 ORDER BY version DESC");
STMT(setting_update, "UPDATE setting SET value = $4 WHERE region = $1 AND name = $2 AND from_day = $3");
STMT(setting_insert, "INSERT INTO setting(region, name, from_day, value) VALUES($1, $2, $3, $4)");
const struct stmt *const core_setting_stmts[] = {&setting_all, &setting_version, &setting_since, &setting_update, &setting_insert, NULL};

#define MARK_DEMO S("kernel.demo")

static err load(struct core *c, struct conn *conn, struct arena *a, struct setting_row **ret, size_t *ret_n)
{
	LIST(struct setting_row) l = {0};
	struct rows *q;
	TRY(query(conn, &setting_all, VALS(V_INT(c->region)), &q));
	while (rows_next(q))
		*list_push(a, &l) = (struct setting_row){.name = row_copy(q, 0, a), .from = (day_t)row_int(q, 1), .value = row_copy(q, 2, a)};
	TRY(rows_end(q));
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}

err settings_load(struct core *c)
{
	struct conn *conn;
	struct arena a;
	struct setting_row *v;
	size_t n;
	arena_init(&a);
	TRY(store_read_begin(c->store, &conn));
	pthread_mutex_lock(&c->lock);
	err e = load(c, conn, &a, &v, &n);
	if (e == OK) {
		arena_done(&c->settings_arena);
		c->settings_arena = a;
		c->settings = v;
		c->n_settings = n;
		c->demo = false;
		for (size_t i = 0; i < n; i++)
			c->demo |= str_eq(v[i].name, MARK_DEMO);
	}
	pthread_mutex_unlock(&c->lock);
	store_read_end(conn);
	if (e != OK)
		arena_done(&a);
	return e;
}

/* ---- what is in force ------------------------------------------------------------- */
/* The house's own. GB/T 22239-2019 8.1.4.1 b asks for these limits and names no numbers. */
#define HOUSE S("kernel.")
static const struct choice profile_choices[] = {
	{.name = S("language"), .label = {S("按安装语言：中文用等保三级，英文用 ASVS 二级"), S("by the language of the installation: Chinese MLPS level 3, English ASVS level 2")}},
	{.name = S("mlps3"), .label = {S("等保三级"), S("MLPS level 3")}},
	{.name = S("asvs2"), .label = {S("ASVS 二级"), S("ASVS level 2")}},
};
static const struct choice elapsed_choices[] = {
	{.name = S("days"), .label = {S("按天数"), S("by days")}},
	{.name = S("working_days"), .label = {S("按工作日"), S("by working days")}},
	{.name = S("seasonal"), .label = {S("按前三年同期占比"), S("by the share of the last three years")}},
};
const struct setting house_settings[] = {
	{.name = S("sign_in_tries"), .type = FIELD_INT, .low = 3, .high = 20, .initial = 5,
	 .label = {S("连续输错几次后锁定账号"), S("Failed sign-ins after which an account is locked")},
	 .source = S("《网络安全等级保护基本要求》（2019）8.1.4.1 b 要求限制非法登录次数；[D] 次数为我们的推断")},
	{.name = S("sign_in_lock_minutes"), .type = FIELD_INT, .low = 1, .high = 1440, .initial = 30,
	 .label = {S("锁定多少分钟"), S("Minutes for which it stays locked")},
	 .source = S("《网络安全等级保护基本要求》（2019）8.1.4.1 b；[D] 时长为我们的推断")},
	{.name = S("sign_in_provider_mfa"), .type = FIELD_INT, .low = 0, .high = 1, .initial = 0,
	 .label = {S("统一身份认证已做两步验证的，还要不要本系统的动态码（1 不要，0 照样要）"), S("A second factor shown at the identity provider counts here (1 yes, 0 the code is asked for all the same)")},
	 .source = S("[D] 只认认证方声明已做多因素认证的（RFC 8176）；三员不适用")},
	{.name = S("session_idle_minutes"), .type = FIELD_INT, .low = 5, .high = 480, .initial = 30,
	 .label = {S("多少分钟不操作后要重新登录"), S("Minutes without activity after which one signs in again")},
	 .source = S("《网络安全等级保护基本要求》（2019）8.1.4.1 b 要求登录连接超时自动退出；[D] 时长为我们的推断")},
	{.name = S("session_longest_minutes"), .type = FIELD_INT, .low = 30, .high = 2880, .initial = 720,
	 .label = {S("登录最长保持多少分钟"), S("Minutes after which one signs in again in any case")},
	 .source = S("[D] 一个工作日")},
	{.name = S("password_profile"), .type = FIELD_CHOICE, .initial_text = S("language"), .choices = profile_choices, .n_choices = COUNT_OF(profile_choices),
	 .label = {S("密码规则"), S("Rules for passwords")},
	 .source = S("等保三级：《网络安全等级保护基本要求》（2019）8.1.4.1 a；ASVS 二级：OWASP ASVS 5.0 第 6.2 节；两者相反，只能选一套")},
	{.name = S("password_length"), .type = FIELD_INT, .low = -1, .high = 64, .initial = -1,
	 .label = {S("密码至少几位（-1：按密码规则）"), S("Characters a password has at least (-1: as the rules say)")},
	 .source = S("OWASP ASVS 5.0 6.2.1：至少 8 位，建议 15 位")},
	{.name = S("password_classes"), .type = FIELD_INT, .low = -1, .high = 4, .initial = -1,
	 .label = {S("密码要有几类字符（-1：按密码规则）"), S("Sorts of characters a password needs (-1: as the rules say)")},
	 .source = S("[D] 小写、大写、数字、其他四类；等保三级要求有复杂度，ASVS 6.2.5 不许限定")},
	{.name = S("password_days"), .type = FIELD_INT, .low = -1, .high = 3650, .initial = -1,
	 .label = {S("密码几天后要更换（0 不用换，-1：按密码规则）"), S("Days after which a password is changed (0 never, -1: as the rules say)")},
	 .source = S("[D] 等保三级要求定期更换，通行 90 天；ASVS 6.2.10 不许强制更换")},
	{.name = S("password_history"), .type = FIELD_INT, .low = -1, .high = 24, .initial = -1,
	 .label = {S("不能与前几次的密码相同（-1：按密码规则）"), S("Earlier passwords that may not come again (-1: as the rules say)")},
	 .source = S("[D] 通行 5 次")},
	{.name = S("password_first_days"), .type = FIELD_INT, .low = 1, .high = 30, .initial = 7,
	 .label = {S("初始密码几天内有效"), S("Days for which a first password holds")},
	 .source = S("[D] 一周；OWASP ASVS 5.0 6.4.1 要求初始口令随机并很快失效")},
	{.name = S("account_idle_days"), .type = FIELD_INT, .low = 0, .high = 730, .initial = 90,
	 .label = {S("几天不登录就停用账号（0 不停用）"), S("Days without signing in after which an account is disabled (0 never)")},
	 .source = S("《网络安全等级保护基本要求》（2019）8.1.4.2 c 要求及时停用多余、过期的账号；[D] 90 天为我们的推断")},
#define SECOND(duty_, zh_, en_) \
	{.name = S("second_" duty_), .type = FIELD_INT, .low = 0, .high = 1, .initial = 0, \
	 .label = {S(zh_ "登录要不要动态码（1 要，0 自愿）"), S("One-time code at sign-in: " en_ " (1 asked for, 0 by choice)")}, \
	 .source = S("《网络安全等级保护基本要求》（2019）8.1.4.1 d 要求两种以上鉴别；三员必须，其他人由安全管理员定")}
	SECOND("supervision", "督查室", "supervision office"), SECOND("liaison", "联络员", "liaisons"), SECOND("head", "单位负责人", "heads of units"),
	SECOND("leader", "包联领导", "leaders"), SECOND("intake", "诉求中心", "request centre"), SECOND("statistics", "统计", "statistics"),
	SECOND("environment", "生态环境", "environment"), SECOND("organisation", "组织考核", "organisation office"),
#undef SECOND
	{.name = S("follow_tries"), .type = FIELD_INT, .low = 3, .high = 100, .initial = 10,
	 .label = {S("不登录查询诉求，一小时内最多输错几次（按编号、按网络地址分别计）"), S("Wrong tries an hour when a request is followed without an account, by number and by address")},
	 .source = S("[D] 后四位有一万种，十次内猜中的机会不到千分之一；OWASP ASVS 5.0 6.3.1 要求限制猜测")},
	{.name = S("requests_an_hour"), .type = FIELD_INT, .low = 1, .high = 1000, .initial = 20,
	 .label = {S("同一网络地址一小时内最多提交几件诉求"), S("Requests an hour from one address without an account")},
	 .source = S("[D] 一个网络出口后面可能有多人，仍要挡住批量提交")},
	{.name = S("delegate_widely"), .type = FIELD_INT, .low = 0, .high = 1, .initial = 0,
	 .label = {S("可以委托给外单位的人代办（1 可以，0 不可以）"), S("Duties may be delegated outside the unit (1 yes, 0 no)")},
	 .source = S("[D] 职责按单位落实，默认只在本单位内委托")},
	{.name = S("delegate_days"), .type = FIELD_INT, .low = 1, .high = 366, .initial = 92,
	 .label = {S("一次委托或休假最长几天"), S("Days that one delegation or leave may last")},
	 .source = S("[D] 一个季度")},
	{.name = S("public_ask"), .type = FIELD_INT, .low = 0, .high = 1, .initial = 1,
	 .label = {S("群众可以在网页上提诉求（1 可以，0 不可以）"), S("People may ask on a page of this site (1 yes, 0 no)")},
	 .source = S("[D] 网页是诉求渠道之一；关掉后只能查进度")},
	{.name = S("public_open"), .type = FIELD_INT, .low = 0, .high = 1, .initial = 1,
	 .label = {S("首页和公开栏目展示已公开的办理结果（1 展示，0 不展示）"), S("Published results are shown to anybody (1 yes, 0 no)")},
	 .source = S("[D] 每件是否公开由诉求中心逐件决定")},
	{.name = S("public_photos"), .type = FIELD_INT, .low = 0, .high = 9, .initial = 4,
	 .label = {S("一次最多传几张照片"), S("Photographs with one request, at most")},
	 .source = S("[D] 一次提交总共不超过 20 MB")},
	{.name = S("public_photo_mb"), .type = FIELD_INT, .low = 1, .high = 20, .initial = 8,
	 .label = {S("每张照片最大多少 MB"), S("Megabytes of one photograph, at most")},
	 .source = S("[D] 手机照片一般 3 至 6 MB")},
	{.name = S("public_words"), .type = FIELD_INT, .low = 100, .high = 5000, .initial = 1500,
	 .label = {S("诉求内容最多多少字"), S("Characters of what is asked, at most")},
	 .source = S("[D] 一般诉求二三百字")},
	{.name = S("public_phone_free"), .type = FIELD_LINE, .initial_text = S("praise suggestion"),
	 .label = {S("哪几类可以不留电话（写名称，用空格隔开；- 为都要留）"), S("Sorts that need no telephone number (names with spaces between; - for none)")},
	 .source = S("[D] 《个人信息保护法》第六条：限于实现处理目的的最小范围；表扬和建议不一定要回话")},
	{.name = S("public_follow_minutes"), .type = FIELD_INT, .low = 5, .high = 240, .initial = 30,
	 .label = {S("查到进度后，多少分钟内不用再输编号"), S("Minutes for which a request stays open after its number was given")},
	 .source = S("[D] 公用电脑上用完点“结束查询”")},
	{.name = S("public_map"), .type = FIELD_TEXT, .initial_text = S(""),
	 .label = {S("地图（矢量数据，由管理员装入）"), S("The map (vector data, loaded by the administrator)")},
	 .source = S("[D] 自行绘制或取得授权的本地矢量数据；不联网取图，不存涉密地理信息")},
	{.name = S("topic_requests"), .type = FIELD_INT, .low = 2, .high = 1000, .initial = 5,
	 .label = {S("同类同地几件诉求算热点"), S("Requests of one category and place that make a hot topic")},
	 .source = S("《北京市接诉即办工作条例》第二十四条要求聚焦反映集中的问题主动治理；[D] 件数为我们的推断")},
	{.name = S("topic_days"), .type = FIELD_INT, .low = 1, .high = 90, .initial = 7,
	 .label = {S("热点看最近几天"), S("Days within which they are counted")},
	 .source = S("[D] 一周；《北京市接诉即办工作条例》第二十四条")},
	{.name = S("topic_metres"), .type = FIELD_INT, .low = 50, .high = 5000, .initial = 500,
	 .label = {S("没有镇村时，多少米以内算同地"), S("Metres within which a place is one place")},
	 .source = S("[D] 步行几分钟的距离；《北京市接诉即办工作条例》第二十四条")},
	{.name = S("suggest_least"), .type = FIELD_INT, .low = 20, .high = 100000, .initial = 100,
	 .label = {S("人工定过多少件之后才推荐分类和单位"), S("Decisions by people before anything is suggested")},
	 .source = S("[D] 少于一百件学不出规律")},
	{.name = S("suggest_most"), .type = FIELD_INT, .low = 100, .high = 200000, .initial = 50000,
	 .label = {S("推荐只学最近的多少件"), S("Newest matters that suggestions are learned from")},
	 .source = S("[D] 约一个区县一到两年的量；口径常变，旧的少学")},
	{.name = S("suggest_sure"), .type = FIELD_INT, .low = 0, .high = 95, .initial = 30,
	 .label = {S("把握低于百分之几不推荐"), S("Nothing is suggested below this confidence, per cent")},
	 .source = S("[D] 三成以下多半是猜；《个人信息保护法》第二十四条：只供人参考，由人决定")},
	{.name = S("measure_elapsed"), .type = FIELD_CHOICE, .initial_text = S("days"), .choices = elapsed_choices, .n_choices = COUNT_OF(elapsed_choices),
	 .label = {S("序时进度怎么算"), S("How much of a target should be done by now")},
	 .source = S("[D] 通行按天数或按月匀算；生产有淡旺季的按前三年同期占比")},
	{.name = S("measure_red_points"), .type = FIELD_INT, .low = 1, .high = 50, .initial = 5,
	 .label = {S("指标完成率落后序时进度几个百分点亮红灯"), S("Points behind that share from which an indicator is red")},
	 .source = S("[D] 落后即黄灯，落后五个百分点以上年内难以补回")},
	{.name = S("measure_red_tenths"), .type = FIELD_INT, .low = 1, .high = 100, .initial = 10,
	 .label = {S("增速、比率类指标低于目标几个 0.1 个百分点亮红灯"), S("Tenths of a point below its target from which a rate is red")},
	 .source = S("[D] 增速差一个百分点以上为红灯，不足的为黄灯")},
	{.name = S("said_about"), .type = FIELD_INT, .low = 1, .high = 30, .initial = 5,
	 .label = {S("材料里的“左右”“约”容许偏差百分之几"), S("How far “about” in a document may be off, per cent")},
	 .source = S("[D] 公文中“左右”通常指前后不超过百分之五")},
	{.name = S("bunch_percent"), .type = FIELD_INT, .low = 1, .high = 20, .initial = 5,
	 .label = {S("扎堆：看门槛上下百分之几"), S("Bunching: per cent of a threshold that is looked at on either side")},
	 .source = S("[D] 窗口太宽看不出，太窄样本少；五个百分点为常用起点")},
	{.name = S("bunch_days"), .type = FIELD_INT, .low = 1, .high = 15, .initial = 3,
	 .label = {S("扎堆：看到期前最后几天"), S("Bunching: last days before a deadline that are looked at")},
	 .source = S("[D] 与再往前的同样天数相比")},
	{.name = S("bunch_least"), .type = FIELD_INT, .low = 8, .high = 1000, .initial = 20,
	 .label = {S("扎堆：窗口内至少几个才提示"), S("Bunching: number in both windows below which nothing is hinted")},
	 .source = S("[D] 太少时偶然就能偏得很多")},
	{.name = S("bunch_chance"), .type = FIELD_INT, .low = 1, .high = 100, .initial = 10,
	 .label = {S("扎堆：偶然出现的可能低于千分之几才提示"), S("Bunching: thousandths of chance at or below which it is hinted")},
	 .source = S("[D] 千分之十，即百分之一；看的门槛多，提示宜从严")},
	{.name = S("suggest_told"), .type = FIELD_INT, .low = 2, .high = 8, .initial = 5,
	 .label = {S("几个人以上说过的词才显示为推荐理由"), S("People who must have used a word before it is shown as a reason")},
	 .source = S("[D] 免得从理由里看出别人的诉求")},
};
const size_t house_settings_n = COUNT_OF(house_settings);

static const struct setting_row *row_at(const struct core *c, str name, day_t day)
{
	for (size_t i = 0; i < c->n_settings; i++)
		if (str_eq(c->settings[i].name, name) && c->settings[i].from <= day)
			return &c->settings[i];
	return NULL;
}

int64_t setting_int(struct core *c, day_t today, str name, int64_t initial)
{
	int64_t v = initial;
	pthread_mutex_lock(&c->lock);
	const struct setting_row *r = row_at(c, name, today);
	if (r && !str_int(r->value, &v))
		v = initial;
	pthread_mutex_unlock(&c->lock);
	return v;
}

int64_t house_int(struct core *c, day_t today, str name)
{
	for (size_t i = 0; i < house_settings_n; i++)
		if (str_eq(house_settings[i].name, str_cut(name, HOUSE.n, name.n)))
			return setting_int(c, today, name, house_settings[i].initial);
	ours(false);
	return 0;
}

str house_word(struct core *c, struct arena *a, day_t today, str name)
{
	str v = S("");
	for (size_t i = 0; i < house_settings_n; i++)
		if (str_eq(house_settings[i].name, str_cut(name, HOUSE.n, name.n)))
			v = house_settings[i].initial_text;
	pthread_mutex_lock(&c->lock);
	const struct setting_row *r = row_at(c, name, today);
	if (r)
		v = str_dup(a, r->value);
	pthread_mutex_unlock(&c->lock);
	return v;
}

bool house_policy(str name)
{
	static const char *const begins[] = {"kernel.sign_in_", "kernel.session_", "kernel.password_", "kernel.account_", "kernel.second_", "kernel.follow_", "kernel.requests_"};
	for (size_t i = 0; i < COUNT_OF(begins); i++)
		if (str_starts(name, str_of(begins[i])))
			return true;
	return false;
}

void setting_at(struct ctx *x, str name, day_t day, str *ret, day_t *ret_from)
{
	struct core *c = x->core;
	*ret_from = DAY_NONE;
	pthread_mutex_lock(&c->lock);
	const struct setting_row *r = row_at(c, name, day);
	if (r) {
		*ret = str_dup(x->arena, r->value);
		*ret_from = r->from;
	}
	pthread_mutex_unlock(&c->lock);
}

str setting_name(struct arena *a, const struct pack *p, str name)
{
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, p ? p->name : S("kernel"));
	buf_byte(&b, '.');
	buf_add(&b, name);
	return buf_str(&b);
}

/* The trial of the ctx is asked first. */
static str value_now(struct ctx *x, const struct pack *p, const struct setting *s)
{
	str full = setting_name(x->arena, p, s->name), value = s->initial_text;
	day_t from;
	if (x->trial && str_eq(x->trial->name, full))
		return x->trial->value;
	setting_at(x, full, ctx_today(x), &value, &from);
	return value;
}

int64_t pack_int(struct ctx *x, const struct pack *p, str name, int64_t otherwise)
{
	const struct setting *s = name.n ? pack_setting(p, name) : NULL;
	int64_t v;
	if (!s)
		return otherwise;
	return str_int(value_now(x, p, s), &v) ? v : s->initial;
}

str pack_word(struct ctx *x, const struct pack *p, str name)
{
	const struct setting *s = name.n ? pack_setting(p, name) : NULL;
	return s ? value_now(x, p, s) : S("");
}

/* ---- writing one -------------------------------------------------------------------- */
err entity_version(struct ctx *x, enum entity entity, int64_t id, int64_t *ret)
{
	struct rows *r;
	bool found;
	TRY(ctx_snap(x));
	TRY(query_one(x->snap, &setting_version, VALS(V_INT(x->core->region), V_INT(entity), V_INT(id)), &r, &found));
	*ret = found ? row_int(r, 0) : 0;
	return OK;
}

static err put(struct ctx *x, enum entity entity, str action, const struct setting_request *q)
{
	struct commit c;
	int64_t version;
	bool setting = entity == ENTITY_SETTING;
	TRY(entity_version(x, entity, ENTITY_OF_REGION, &version));
	commit_init(&c, x);
	struct pending *p = commit_event(&c, x, entity, ENTITY_OF_REGION, version + 1, action, q->reason);
	effect_add(p, &(struct effect){.op = setting ? EFFECT_SETTING : EFFECT_VALUE, .text = {q->name, q->value}, .number = {q->from}});
	commit_op(&c, OP_UPSERT, &setting_update, &setting_insert,
		  VALS(V_INT(x->core->region), V_TEXT(q->name), V_INT(q->from), V_TEXT(q->value)));
	TRY(ctx_commit(x, &c));
	return settings_load(x->core);
}

err setting_put(struct ctx *x, str name, str value)
{
	return put(x, ENTITY_SETTING, S("set"), &(struct setting_request){.name = name, .value = value, .reason = S(""), .from = ctx_today(x)});
}

err core_mark_demo(struct ctx *x)
{
	return put(x, ENTITY_REGION, S("mark_demo"),
		   &(struct setting_request){.name = MARK_DEMO, .value = S("1"), .reason = S(""), .from = ctx_today(x)});
}

bool core_is_demo(struct core *c)
{
	pthread_mutex_lock(&c->lock);
	bool demo = c->demo;
	pthread_mutex_unlock(&c->lock);
	return demo;
}

/* ---- by a person ---------------------------------------------------------------------- */
static str number_text(struct ctx *x, int64_t n)
{
	struct buf b;
	buf_init(&b, x->arena);
	buf_int(&b, n);
	return buf_str(&b);
}

static err check_number(struct ctx *x, const struct setting *s, str typed, str *ret)
{
	struct dec d;
	struct buf b;
	int64_t v;
	str label = words2_in(&s->label, x->actor.lang);
	bool whole = s->type == FIELD_INT, good = whole ? str_int(typed, &v) : dec_parse(typed, &d);
	buf_init(&b, x->arena);
	if (!good)
		return whole ? fail(ERR_INPUT, "“{0}” is a whole number; “{1}” is not one", label, typed)
			     : fail(ERR_INPUT, "“{0}” is a number; “{1}” is not one", label, typed);
	if (whole ? v < s->low || v > s->high : dec_cmp(d, (struct dec){s->low, 0}) < 0 || dec_cmp(d, (struct dec){s->high, 0}) > 0)
		return fail(ERR_INPUT, "“{0}” lies between {1} and {2}; “{3}” does not", label, number_text(x, s->low), number_text(x, s->high), typed);
	if (whole)
		buf_int(&b, v);
	else
		dec_put(&b, d);
	*ret = buf_str(&b);
	return OK;
}

static err check_value(struct ctx *x, const struct setting *s, str typed, str *ret)
{
	str label = words2_in(&s->label, x->actor.lang);
	if (utf8_valid(typed) != typed.n || typed.n > (s->type == FIELD_TEXT ? LIMIT_FIELD_TEXT : 400))
		return fail(ERR_INPUT, "“{0}” is too long or is not text; write it again", label);
	if (!typed.n)
		return fail(ERR_INPUT, "“{0}” is missing; fill it in", label);
	if (s->type == FIELD_INT || s->type == FIELD_DEC)
		return check_number(x, s, typed, ret);
	for (size_t i = 0; i < s->n_choices; i++)
		if (str_eq(s->choices[i].name, typed)) {
			*ret = s->choices[i].name;
			return OK;
		}
	if (s->type == FIELD_CHOICE)
		return fail(ERR_INPUT, "“{0}”: “{1}” is not one of the choices; choose one from the list", label, typed);
	for (size_t i = 0; i < typed.n && s->type != FIELD_TEXT; i++)
		if ((uint8_t)typed.p[i] < ' ')
			return fail(ERR_INPUT, "“{0}” is one line; write it without line breaks", label);
	*ret = typed;
	return OK;
}

/* Somebody else changed this very setting after the person looked at it. */
static err check_seen(struct ctx *x, const struct setting_request *q)
{
	struct rows *r;
	int64_t actor = 0;
	bool touched = false;
	if (!q->version)
		return OK;
	TRY(ctx_snap(x));
	TRY(query(x->snap, &setting_since, VALS(V_INT(x->core->region), V_INT(q->version)), &r));
	while (rows_next(r)) {
		struct effect *v;
		size_t n;
		if (touched || !effects_read(x->arena, row_copy(r, 1, x->arena), &v, &n))
			continue;
		for (size_t i = 0; i < n; i++)
			touched |= (v[i].op == EFFECT_SETTING || v[i].op == EFFECT_VALUE) && str_eq(v[i].text[0], q->name);
		actor = row_int(r, 0);
	}
	TRY(rows_end(r));
	const struct member *who = roster_member(x->roster, actor);
	return touched ? fail(ERR_CONFLICT, "{0} has meanwhile changed this setting; look at it again and repeat what is still needed",
			      who ? who->name : word(x->actor.lang, W("actor|the system"))) : OK;
}

err setting_set(struct ctx *x, const struct setting_request *asked)
{
	struct setting_view v;
	struct setting_request q = *asked;
	day_t from;
	str before = S("");
	x->at_fault = S("value");
	TRY(setting_view_of(x, q.name, &v));
	if (!v.may_change)
		return fail(ERR_DENIED, v.pack ? W("this setting is changed by the supervision office; ask it")
				: house_policy(v.name) ? W("this setting is changed by the security administrator; ask him or her")
						       : W("this setting is changed by the system administrator; ask him or her"));
	TRY(check_value(x, v.decl, str_trim(q.value), &q.value));
	x->at_fault = S("from");
	if (q.from == DAY_NONE || q.from < ctx_today(x) || q.from > ctx_today(x) + 3660)
		return fail(ERR_INPUT, "a setting changes today or on a later day, within ten years; choose such a day");
	x->at_fault = S("reason");
	q.reason = str_trim(q.reason);
	if (!q.reason.n)
		return fail(ERR_INPUT, "write down why the setting is changed; it stays in the record");
	if (q.reason.n > LIMIT_FIELD_TEXT || utf8_valid(q.reason) != q.reason.n)
		return fail(ERR_INPUT, "the reason is too long or is not text; write it again");
	x->at_fault = S("value");
	setting_at(x, v.name, q.from, &before, &from);
	if (str_eq(from == DAY_NONE ? v.value : before, q.value))
		return fail(ERR_INPUT, "“{0}” has this value on that day already; choose another value or day", words2_in(&v.decl->label, x->actor.lang));
	x->at_fault = STR_NONE;
	q.name = v.name;
	TRY(check_seen(x, &q));
	return put(x, ENTITY_SETTING, S("set"), &q);
}
