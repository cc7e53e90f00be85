/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of demo_asked share: _data.c reads the tables, _plan.c draws when and what is asked,
 * demo_asked.c keeps the days, _course.c says what becomes of one, _act.c is how a person acts. */
#ifndef LUOSHI_DEMO_ASKED_IN_H
#define LUOSHI_DEMO_ASKED_IN_H

#include "cli/demo_asked.h"
#include "core/request.h"

#define WAYS_MOST 6 /* to say it */

enum where { WHERE_NONE, WHERE_ESTATE, WHERE_ROAD, WHERE_VILLAGE, WHERE_FIRM };
struct asked_sort {
	str category, class, title, answer, ways[WAYS_MOST];
	size_t n_ways;
	int64_t lead;
	enum where where;
	uint32_t weight;
	bool peak[13]; /* by month */
	bool consult, enterprise, suggestion, praise, urgent;
	str article; /* number of the entry that answers it */
};
struct asked_place {
	enum where sort;
	int64_t area;
	str name, x, y;
};

/* What becomes of an order beside the plain way. */
enum fate { COURSE_PLAIN, COURSE_RETURNED, COURSE_REFUSED, COURSE_MEETING, COURSE_EXTENDED, COURSE_SUSPENDED, COURSE_SUPERVISED, COURSE_INFO,
	      COURSE_DECLINED, COURSE_REROUTED, COURSE_FAILED, COURSE_HARD, COURSES };

enum step { STEP_TAKE, STEP_FIRST, STEP_COMPLETE, STEP_DISPATCH, STEP_SIGN, STEP_CONTACT, STEP_RETURN, STEP_RETURNED, STEP_MEETING, STEP_ASK_MORE, STEP_EXTEND,
	    STEP_SUSPEND, STEP_RESUME, STEP_SUPERVISE, STEP_ANSWER, STEP_FAIL, STEP_PASS, STEP_VISIT, STEP_CADRE, STEP_REVIEW, STEP_WRITE_OFF,
	    STEP_PUBLISH, STEP_ATTACH, STEP_ACCEPT, STEP_FORWARD, STEP_STUDY, STEP_DECIDE, STEP_FEEDBACK, STEPS };

struct contact { /* one request */
	int64_t id;
	str number, code;
	bool seen, bad, content; /* called back; with what came of it */
	int tries;
	struct contact *next;
};
struct order {
	const struct asked_sort *sort;
	const struct asked_place *place; /* NULL: nowhere */
	struct order *same;              /* of a burst or a pair: the first of it */
	enum fate course;
	int64_t matter, lead;
	int answers; /* given so far */
	bool at_work, dispatched, returned, redone, escalated, secret, burst, twice, denied, left, bad; /* left, bad: see left_over in _plan.c */
	enum step halt; /* a step that it never comes to; STEP_TAKE: none */
	struct contact *contacts;
};
struct due {
	ms_t at;
	size_t order;
	enum step step;
	struct order *of;
};
struct unit_people {
	int64_t unit;
	const struct actor *liaison;
	uint32_t good; /* per mille of its answers that solve it */
};
struct demo_asked {
	struct arena *arena;
	struct house *house;
	const struct people *people;
	const struct kind *order, *suggestion, *article;
	int64_t n;
	err (*pass)(void *, ms_t);
	void *arg;
	ms_t now;
	uint64_t luck;
	LIST(struct asked_sort) sorts;
	LIST(struct asked_place) places;
	LIST(struct unit_people) units;
	LIST(struct due) due; /* a heap, the next first */
	struct order **newest; /* by sort and place: the newest order of it */
	size_t planned, numbers, takes;
};
struct asked_reader {
	struct people people; /* first: lines are given to each function with it */
	struct demo_asked *g;
};

uint32_t asked_dice(struct demo_asked *, uint32_t n);
bool asked_chance(struct demo_asked *, uint32_t per_mille);
int64_t asked_unit(const struct demo_asked *, str name); /* 0: none */
const struct unit_people *asked_liaison(const struct demo_asked *, int64_t unit); /* NULL: none */
void asked_due(struct demo_asked *, struct order *, enum step, ms_t at);
err asked_read(struct demo_asked *) must_check;
void asked_plan(struct demo_asked *);
err asked_articles(struct demo_asked *) must_check;

/* After so many minutes, from a to b, while the centre (7:30 to 21:30) or an office (working days) is open. */
ms_t asked_centre(struct demo_asked *, int a, int b);
ms_t asked_office(struct demo_asked *, int a, int b);
ms_t asked_days(struct demo_asked *, int64_t working_days); /* some time of the n-th working day from now */

/* ---- how a person acts ---- */
struct doing {
	struct demo_asked *g;
	struct arena *arena;
	struct order *o;
	struct act_request q;
	struct arg v[20];
	size_t n;
};
void doing_say(struct doing *, const char *field, str value);
void doing_say_int(struct doing *, const char *field, int64_t value);
void doing_say_day(struct doing *, const char *field, int after); /* days from today */
str doing_text(struct doing *, str text); /* with the place and a number put in */
err doing_act(struct doing *, const struct actor *, const char *action) must_check;
err doing_lead(struct doing *, const char *action) must_check; /* by the liaison of its lead unit */
err doing_centre(struct doing *, const char *login, const char *action) must_check;
const struct actor *asked_person(const struct demo_asked *, const char *login);

err asked_take(struct doing *) must_check;
err asked_call(struct doing *, bool *ret_all) must_check;
err asked_step(struct demo_asked *, struct arena *, struct order *, enum step) must_check;

#endif
