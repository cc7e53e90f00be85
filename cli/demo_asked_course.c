/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of one request: a step, and when the next one is due. */
#include "cli/demo_asked_in.h"

static void then(struct doing *d, enum step s, ms_t at)
{
	asked_due(d->g, d->o, s, at);
}

/* ---- taking in ---------------------------------------------------------------------------------- */
static struct order **newest(struct doing *d)
{
	struct demo_asked *g = d->g;
	if (!d->o->place)
		return NULL;
	return &g->newest[(size_t)(d->o->sort - g->sorts.v) * g->places.n + (size_t)(d->o->place - g->places.v)];
}

/* The same is being handled already: the caller is attached to it, and another time it is found later. */
static err step_take(struct doing *d)
{
	struct order *o = d->o, **of = newest(d), *there = of ? *of : NULL;
	bool open = there && there->at_work && there->matter && !o->sort->suggestion;
	if (o->same && o->same->at_work)
		there = o->same, open = true;
	if (open && (o->left || there->secret || there->denied)) /* such a matter is joined by nobody */
		open = false;
	if (open && !o->twice && (o->same || asked_chance(d->g, 700))) {
		d->o = there;
		return asked_take(d);
	}
	TRY(asked_take(d));
	o->at_work = true;
	if (open && !o->secret && !o->denied && o->course == COURSE_PLAIN) {
		o->same = there;
		then(d, STEP_ATTACH, asked_centre(d->g, 10, 90));
		return OK;
	}
	if (of)
		*of = o;
	then(d, o->sort->suggestion ? STEP_ACCEPT : STEP_FIRST, o->sort->urgent ? asked_centre(d->g, 2, 15) : asked_centre(d->g, 3, 75));
	return OK;
}

static err attach(struct doing *d, const struct contact *c)
{
	struct ctx x;
	struct act_result done;
	TRY(ctx_open(d->g->house->core, d->arena, asked_person(d->g, "wenxinglan"), &x));
	err e = request_attach(&x, d->o->matter, c->id, d->o->same->matter, S("同一地点、同一件事"), &done);
	ctx_close(&x);
	return e;
}

/* With whoever came to it meanwhile; what is left without requests is merged. */
static err step_attach(struct doing *d)
{
	struct order *o = d->o, *to = o->same;
	if (!to->at_work) {
		then(d, STEP_FIRST, asked_centre(d->g, 2, 15));
		return OK;
	}
	for (struct contact *c = o->contacts, *next; c; c = next) {
		TRY(attach(d, c));
		next = c->next;
		c->next = to->contacts;
		to->contacts = c;
	}
	o->contacts = NULL;
	o->at_work = false;
	return OK;
}

static err answer_now(struct doing *d)
{
	struct order *o = d->o;
	o->at_work = false;
	doing_say(d, "public_answer", doing_text(d, o->sort->answer));
	if (o->sort->consult)
		doing_say(d, "cites", o->sort->article);
	then(d, STEP_VISIT, asked_centre(d->g, 60, 2400));
	return doing_centre(d, "shulinyue", "answer_now");
}

static err ask_info(struct doing *d)
{
	doing_say(d, "info_wanted", S("请告诉我们具体的位置和时间，有照片请一并提供。"));
	then(d, STEP_COMPLETE, asked_centre(d->g, 200, 2400));
	return doing_centre(d, "shulinyue", "ask_info");
}

static err decline(struct doing *d)
{
	d->o->at_work = false;
	doing_say(d, "decline_ground", S("lawsuit"));
	doing_say(d, "public_answer", S("您好，您反映的事项法院已经立案。请按诉讼、仲裁程序办理，可拨打12348咨询法律服务。"));
	return doing_centre(d, "shulinyue", "decline");
}

static err reroute(struct doing *d)
{
	d->o->at_work = false;
	doing_say(d, "route", S("mediation"));
	doing_say(d, "public_answer", S("您好，您反映的是邻里之间的争议。已转镇街调解委员会，工作人员会与您联系。"));
	return doing_centre(d, "shulinyue", "reroute");
}

static err hand_over(struct doing *d)
{
	d->o->at_work = false;
	doing_say(d, "emergency", S("fire"));
	doing_say(d, "emergency_note", S("119已接警"));
	return doing_centre(d, "shulinyue", "hand_over");
}

static err step_dispatch(struct doing *d)
{
	d->o->dispatched = true;
	doing_say_int(d, "lead", d->o->lead);
	doing_say(d, "note", S("请查明情况，先联系诉求人，再答复。"));
	then(d, STEP_SIGN, d->o->sort->urgent ? asked_centre(d->g, 5, 60) : asked_office(d->g, 5, 80));
	return doing_centre(d, "shulinyue", "dispatch");
}

static bool is_emergency(const struct order *o)
{
	return o->course == COURSE_FAILED && str_eq(o->sort->category, S("housing.property.lift"));
}

static err step_first(struct doing *d)
{
	struct order *o = d->o;
	if (is_emergency(o))
		return hand_over(d);
	switch (o->course) {
	case COURSE_INFO: return ask_info(d);
	case COURSE_DECLINED: return decline(d);
	case COURSE_REROUTED: return reroute(d);
	default: break;
	}
	if (o->sort->praise || (o->sort->consult && asked_chance(d->g, 780)))
		return answer_now(d);
	return step_dispatch(d);
}

static err step_complete(struct doing *d)
{
	d->o->course = COURSE_PLAIN;
	then(d, STEP_FIRST, asked_centre(d->g, 2, 20));
	return doing_centre(d, "shulinyue", "complete_info");
}

/* ---- the unit --------------------------------------------------------------------------------------- */
/* Most in time, some a week late; what is urgent within the day. */
static ms_t answer_at(struct demo_asked *g, const struct order *o)
{
	const struct unit_people *u = asked_liaison(g, o->lead);
	uint32_t late = 150 - u->good / 8;
	if (!o->left && asked_chance(g, late))
		return asked_days(g, 5 + asked_dice(g, 5));
	if (o->sort->consult)
		return asked_centre(g, 15, 95);
	if (o->sort->urgent)
		return asked_centre(g, 300, 1200);
	return asked_days(g, 1 + asked_dice(g, o->sort->enterprise ? 8 : 4));
}

static err step_sign(struct doing *d)
{
	struct order *o = d->o;
	struct demo_asked *g = d->g;
	enum fate c = o->sort->consult || o->sort->urgent ? COURSE_PLAIN : o->course;
	if (c == COURSE_RETURNED || c == COURSE_REFUSED || c == COURSE_MEETING)
		then(d, STEP_RETURN, asked_office(g, 30, 300));
	else if (c == COURSE_EXTENDED)
		then(d, STEP_ASK_MORE, asked_days(g, 2));
	else if (c == COURSE_SUSPENDED)
		then(d, STEP_SUSPEND, asked_days(g, 1));
	else if (c == COURSE_SUPERVISED)
		then(d, STEP_SUPERVISE, asked_days(g, 8));
	else if (o->sort->enterprise || asked_dice(g, 4))
		then(d, STEP_CONTACT, o->sort->urgent ? asked_centre(g, 10, 60) : asked_office(g, 20, 200));
	else
		then(d, STEP_ANSWER, answer_at(g, o));
	return doing_lead(d, "sign");
}

static err step_contact(struct doing *d)
{
	doing_say_day(d, "contact_at", 0);
	doing_say(d, "contact_way", S("phone"));
	doing_say(d, "contacted", S("1"));
	then(d, STEP_ANSWER, answer_at(d->g, d->o));
	return doing_lead(d, "contact");
}

static err step_return(struct doing *d)
{
	struct order *o = d->o;
	bool again = o->returned;
	o->returned = true;
	doing_say(d, "return_why", S("duty"));
	d->q.reason = S("不在本单位职责范围，请核对管理权限后改派");
	then(d, again ? STEP_MEETING : STEP_RETURNED, again ? asked_days(d->g, 2) : asked_centre(d->g, 60, 900));
	return doing_lead(d, again ? "return_again" : "return");
}

/* Whose it may be instead; a unit that was complained of is never asked (its course is the plain one). */
static int64_t another(struct doing *d)
{
	const struct order *o = d->o;
	if (o->place && o->place->area != o->lead)
		return o->place->area;
	if (o->sort->lead != o->lead && asked_liaison(d->g, o->sort->lead))
		return o->sort->lead;
	for (size_t i = 0;; i = (i + 1) % d->g->units.n)
		if (d->g->units.v[i].unit != o->lead && asked_dice(d->g, 6) == 0)
			return d->g->units.v[i].unit;
}

static err step_returned(struct doing *d)
{
	struct order *o = d->o;
	then(d, STEP_SIGN, asked_office(d->g, 20, 200));
	if (o->course == COURSE_REFUSED) {
		o->course = COURSE_PLAIN;
		d->q.reason = S("按职责分工由你单位办理，请不要再退");
		return doing_centre(d, "hezhiyu", "refuse_return");
	}
	if (o->course == COURSE_RETURNED)
		o->course = COURSE_PLAIN;
	o->lead = another(d);
	doing_say_int(d, "lead", o->lead);
	return doing_centre(d, "hezhiyu", "uphold_return");
}

static err step_meeting(struct doing *d)
{
	struct order *o = d->o;
	o->course = COURSE_PLAIN;
	doing_say_int(d, "lead", o->lead);
	doing_say(d, "meeting_note", S("交办例会议定：按属地和实际管护由该单位办理。"));
	then(d, STEP_SIGN, asked_office(d->g, 20, 200));
	return doing_centre(d, "wenxinglan", "meeting_assign");
}

static err step_ask_more(struct doing *d)
{
	d->o->course = COURSE_PLAIN;
	doing_say_int(d, "extend_days", 5);
	d->q.reason = S("需要采购材料并安排施工");
	then(d, STEP_EXTEND, asked_centre(d->g, 20, 200));
	return doing_lead(d, "ask_extension");
}

static err step_extend(struct doing *d)
{
	doing_say_int(d, "extend_days", 5);
	doing_say(d, "extend_notice", S("需要采购材料并安排施工，十个工作日内告诉您结果。"));
	d->q.reason = S("情况属实");
	then(d, STEP_ANSWER, asked_days(d->g, 2 + asked_dice(d->g, 6)));
	return doing_centre(d, "hezhiyu", "extend");
}

static err step_suspend(struct doing *d)
{
	d->o->course = COURSE_PLAIN;
	doing_say(d, "suspend_notice", S("已委托有资质的单位检测，大约需要二十天，结果出来马上告诉您。"));
	doing_say(d, ARG_PAUSE, S("appraisal"));
	d->q.reason = S("检验检测鉴定");
	then(d, STEP_RESUME, asked_days(d->g, 12 + asked_dice(d->g, 8)));
	return doing_centre(d, "hezhiyu", "suspend");
}

static err step_resume(struct doing *d)
{
	then(d, STEP_ANSWER, asked_days(d->g, 1 + asked_dice(d->g, 2)));
	return doing_lead(d, "resume");
}

static err step_supervise(struct doing *d)
{
	d->o->course = COURSE_PLAIN;
	doing_say(d, "supervise_why", S("overdue"));
	d->q.reason = S("超期未办结");
	then(d, STEP_ANSWER, asked_days(d->g, 1 + asked_dice(d->g, 3)));
	return doing_centre(d, "yanzhiqiu", "supervise");
}

static err step_answer(struct doing *d)
{
	struct order *o = d->o;
	const struct upload file = {S("办理记录.txt"), S("已联系诉求人，办理情况属实，现场照片存单位备查。\n")};
	bool all = o->course != COURSE_HARD && asked_dice(d->g, 12);
	str said = doing_text(d, o->sort->answer);
	o->at_work = false;
	doing_say(d, "result", said);
	doing_say(d, "public_answer", said);
	doing_say(d, "solved", all ? S("yes") : asked_dice(d->g, 2) ? S("partly") : S("no"));
	if (!all)
		doing_say(d, "unsolved_reason", S("牵涉多方，需要协商后分步解决"));
	doing_say(d, "contacted", S("1"));
	doing_say_day(d, "contact_at", 0);
	doing_say(d, "contact_way", S("phone"));
	doing_say(d, "truthful", S("1"));
	doing_say(d, "in_duty", S("1"));
	if (o->sort->consult)
		doing_say(d, "cites", o->sort->article);
	d->q.files = &file;
	d->q.n_files = !o->answers; /* it stays with the order */
	o->answers++;
	bool fails = o->course == COURSE_FAILED && o->answers == 1;
	then(d, fails ? STEP_FAIL : STEP_PASS, asked_centre(d->g, 20, 400));
	return doing_lead(d, "answer");
}

static err step_fail(struct doing *d)
{
	d->q.reason = S("没有写清什么时候能修好，请补充");
	d->o->answers = 0;
	d->o->course = COURSE_PLAIN;
	then(d, STEP_ANSWER, asked_days(d->g, 1));
	return doing_centre(d, "hezhiyu", "fail_answer");
}

static err step_pass(struct doing *d)
{
	doing_say(d, "public_answer", doing_text(d, d->o->sort->answer));
	then(d, STEP_VISIT, d->o->left || asked_dice(d->g, 30) ? asked_centre(d->g, 120, 3000) : asked_days(d->g, 5));
	return doing_centre(d, "hezhiyu", "pass_answer");
}

/* ---- after the call-back ------------------------------------------------------------------------------- */
/* One in eight is put off for weeks. */
static ms_t once_more(struct demo_asked *g)
{
	return asked_dice(g, 8) ? asked_days(g, 1 + asked_dice(g, 3)) : asked_days(g, 8 + asked_dice(g, 30));
}

static bool is_bad(const struct order *o)
{
	for (const struct contact *c = o->contacts; c; c = c->next)
		if (c->bad)
			return true;
	return false;
}

/* The same as the pack decides (verdicts in packs/requests/pack.lua): once more, supervised, unresolved. */
static void verdict(struct doing *d)
{
	struct order *o = d->o;
	if (!is_bad(o)) {
		if (!o->secret && asked_chance(d->g, 130))
			then(d, STEP_PUBLISH, asked_centre(d->g, 600, 6000));
		return;
	}
	bool last = o->escalated;
	if (!o->redone && o->course != COURSE_HARD)
		o->redone = true;
	else
		o->escalated = true;
	for (struct contact *c = o->contacts; c; c = c->next)
		if (!c->content) /* opened again with the order, and called again */
			c->bad = c->seen = false, c->tries = 0;
	if (!o->bad)
		then(d, last ? STEP_CADRE : STEP_ANSWER, last ? asked_office(d->g, 200, 1500) : once_more(d->g));
}

static err step_visit(struct doing *d)
{
	bool all;
	TRY(asked_call(d, &all));
	if (all)
		verdict(d);
	else
		then(d, STEP_VISIT, asked_centre(d->g, 4, 200));
	return OK;
}

static err step_cadre(struct doing *d)
{
	doing_say_int(d, "cadre", asked_person(d->g, "heyuanting")->user);
	doing_say_day(d, "next_review", 30);
	then(d, STEP_REVIEW, asked_days(d->g, 18));
	return doing_centre(d, "wenxinglan", "name_cadre");
}

static err step_review(struct doing *d)
{
	bool ends = asked_dice(d->g, 2);
	doing_say(d, "review_note", S("已与诉求人见面，方案基本谈妥，正在落实。"));
	doing_say_day(d, "next_review", 30);
	then(d, ends ? STEP_WRITE_OFF : STEP_REVIEW, asked_days(d->g, 18));
	return doing_centre(d, "yanzhiqiu", "review");
}

static err step_write_off(struct doing *d)
{
	const struct upload file = {S("化解情况.txt"), S("问题已经解决，诉求人签字认可。\n")};
	d->q.files = &file;
	d->q.n_files = 1;
	d->q.reason = S("问题已经解决，诉求人认可");
	return doing_centre(d, "wenxinglan", "write_off");
}

static err step_publish(struct doing *d)
{
	struct order *o = d->o;
	doing_say(d, "public_title", doing_text(d, o->sort->title));
	doing_say(d, "public_answer", doing_text(d, o->sort->answer));
	doing_say(d, "published", S("1"));
	return doing_centre(d, "wenxinglan", "publish");
}

/* ---- suggestions -------------------------------------------------------------------------------------------- */
static err step_accept(struct doing *d)
{
	then(d, STEP_FORWARD, asked_centre(d->g, 10, 60));
	return doing_centre(d, "wenxinglan", "accept");
}

static err step_forward(struct doing *d)
{
	doing_say_int(d, "lead", d->o->lead);
	then(d, STEP_STUDY, asked_office(d->g, 30, 300));
	return doing_centre(d, "wenxinglan", "forward");
}

static err step_study(struct doing *d)
{
	then(d, STEP_DECIDE, asked_days(d->g, 6 + asked_dice(d->g, 15)));
	return doing_lead(d, "sign");
}

static err step_decide(struct doing *d)
{
	bool adopted = asked_dice(d->g, 3);
	doing_say(d, "how", S("现场踏勘，听取社区和居民意见。"));
	doing_say(d, "adopted", adopted ? S("yes") : S("no"));
	if (adopted)
		doing_say(d, "turned_into", S("benefit"));
	doing_say(d, "answer", adopted ? d->o->sort->answer : S("附近已有社区食堂，暂不新建，我们会加开送餐。"));
	then(d, STEP_FEEDBACK, asked_centre(d->g, 60, 900));
	return doing_lead(d, "decide");
}

static err step_feedback(struct doing *d)
{
	return doing_centre(d, "wenxinglan", "feedback");
}

/* ---- the table -------------------------------------------------------------------------------------------------- */
static err (*const steps[STEPS])(struct doing *) = {[STEP_TAKE] = step_take, [STEP_FIRST] = step_first, [STEP_COMPLETE] = step_complete,
	[STEP_DISPATCH] = step_dispatch, [STEP_SIGN] = step_sign, [STEP_CONTACT] = step_contact, [STEP_RETURN] = step_return, [STEP_RETURNED] = step_returned,
	[STEP_MEETING] = step_meeting, [STEP_ASK_MORE] = step_ask_more, [STEP_EXTEND] = step_extend, [STEP_SUSPEND] = step_suspend, [STEP_RESUME] = step_resume,
	[STEP_SUPERVISE] = step_supervise, [STEP_ANSWER] = step_answer, [STEP_FAIL] = step_fail, [STEP_PASS] = step_pass, [STEP_VISIT] = step_visit,
	[STEP_CADRE] = step_cadre, [STEP_REVIEW] = step_review, [STEP_WRITE_OFF] = step_write_off, [STEP_PUBLISH] = step_publish, [STEP_ATTACH] = step_attach,
	[STEP_ACCEPT] = step_accept, [STEP_FORWARD] = step_forward, [STEP_STUDY] = step_study, [STEP_DECIDE] = step_decide, [STEP_FEEDBACK] = step_feedback};

/* Overdue, and under supervision by itself since (supervise_late): what is left is to answer. */
static err went_ahead(struct doing *d, enum step step, bool *ret)
{
	struct ctx x;
	struct matter_view m;
	*ret = false;
	if (step != STEP_SIGN && step != STEP_RETURN && step != STEP_SUPERVISE && step != STEP_ASK_MORE && step != STEP_EXTEND)
		return OK;
	TRY(ctx_open(d->g->house->core, d->arena, asked_person(d->g, "wenxinglan"), &x));
	err e = matter_read(&x, d->o->matter, &m);
	ctx_close(&x);
	TRY(e);
	*ret = str_eq(m.row.kind->states[m.row.state].name, S("supervised"));
	return OK;
}

err asked_step(struct demo_asked *g, struct arena *a, struct order *o, enum step step)
{
	struct doing d = {.g = g, .arena = a, .o = o};
	bool ahead;
	TRY(went_ahead(&d, step, &ahead));
	if (ahead) {
		o->course = COURSE_PLAIN;
		then(&d, STEP_ANSWER, asked_days(g, 1));
		return OK;
	}
	return steps[step](&d);
}
