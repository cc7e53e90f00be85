/* SPDX-License-Identifier: Apache-2.0 */
/* What single keys cannot say: that the parts of a kind fit each other. Each check is
 * one row; the sentence stands at the line of the thing it is about. */
#include <string.h>

#include "base/limits.h"
#include "base/num.h"
#include "pack/pack_in.h"

/* Goes to item i of a list of the kind whose table is on top. */
void at_item(struct load *ld, const char *list, size_t i, const char *key)
{
	lua_State *L = ld->L;
	lua_pushstring(L, list);
	lua_rawget(L, -2);
	lua_rawgeti(L, -1, (lua_Integer)i + 1);
	int top = lua_gettop(L);
	ld->at = (struct place){.ctor = env_ctor(L, top), .line = env_line(L, top), .key = key};
	lua_rawgeti(L, top, 1);
	ld->at.name = str_dup(ld->a, str_of(lua_tostring(L, -1)));
	lua_pop(L, 3);
}

static bool item_there(struct load *ld, const char *list, size_t i)
{
	lua_pushstring(ld->L, list);
	lua_rawget(ld->L, -2);
	bool there = lua_istable(ld->L, -1) && i < lua_rawlen(ld->L, -1);
	lua_pop(ld->L, 1);
	return there;
}

void at_kind(struct load *ld, const struct kind *k, const char *key)
{
	ld->at = (struct place){.ctor = k->whole ? "part" : "kind", .line = env_line(ld->L, lua_gettop(ld->L)), .name = k->name, .key = key};
}

/* ---- fields and roles ---------------------------------------------------------------------- */
static bool holds_text(enum field_type t)
{
	return t == FIELD_LINE || t == FIELD_TEXT;
}

static err check_field(struct load *ld, const struct kind *k, size_t i)
{
	const struct field *f = &k->fields[i];
	at_item(ld, "fields", i, NULL);
	if ((f->type == FIELD_CHOICE) != (f->n_choices > 0))
		return fail(ERR_INPUT, "{0}: choices belong to the type choice and only there; write type = \"choice\" with choices", where(ld));
	if (f->personal && (!f->purpose.n || !f->data_class.n))
		return fail(ERR_INPUT, "{0}: a personal field must say what for and of which class; write purpose and data_class", where(ld));
	if (f->list && (f->personal || f->type == FIELD_TEXT))
		return fail(ERR_INPUT, "{0}: personal fields and long texts cannot be searched in lists; leave out list", where(ld));
	if (f->reveal && !f->mask)
		return fail(ERR_INPUT, "{0}: only a masked field is revealed; write mask = true and see, or leave out reveal", where(ld));
	if (f->mask && f->see == ROLES_ALL)
		return fail(ERR_INPUT, "{0}: a masked field must say who sees it whole; write see", where(ld));
	if (f->fill && (f->type != FIELD_UNIT || f->personal || (f->fill > 0 && k->fields[f->fill - 1].type != FIELD_PERSON)))
		return fail(ERR_INPUT, "{0}: only a unit fills itself in, from whoever opens it or from a person; write fill = \"actor\" or the field of a person", where(ld));
	if (f->max && holds_text(f->type) && f->max > LIMIT_FIELD_TEXT)
		return fail(ERR_LIMIT, "{0}: a text field holds at most 65536 bytes; write a smaller max", where(ld));
	if (f->max && !holds_text(f->type) && f->type != FIELD_INT && f->type != FIELD_DEC)
		return fail(ERR_INPUT, "{0}: max is for texts and numbers; leave it out", where(ld));
	return OK;
}

static err check_role(struct load *ld, const struct kind *k, size_t i)
{
	const struct role *r = &k->roles[i];
	if (k->whole || !item_there(ld, "roles", i))
		return OK; /* the matter's, or a role that every kind with parts has */
	at_item(ld, "roles", i, NULL);
	if (r->duty > DUTIES)
		return fail(ERR_INPUT, "{0}: {1} is missing; write {1} = …", where(ld), S("duty"));
	if ((r->relation == REL_PART_UNIT || r->relation == REL_PART_PERSON) && !k->n_parts)
		return fail(ERR_INPUT, "{0}: this relation is to a part, and the kind has none; write parts in it", where(ld));
	if (r->part >= 0 && r->relation != REL_PART_UNIT && r->relation != REL_PART_PERSON)
		return fail(ERR_INPUT, "{0}: part goes with a relation to parts; write part_unit or part_person", where(ld));
	bool person = r->relation == REL_PERSON;
	if (person != (r->field >= 0) || (person && k->fields[r->field].type != FIELD_PERSON))
		return fail(ERR_INPUT, "{0}: relation person goes with a field of type person; write both, or neither", where(ld));
	if ((r->relation == REL_LEAD && k->lead < 0) || (r->relation == REL_ASSIST && k->assist < 0))
		return fail(ERR_INPUT, "{0}: the kind does not say which field holds these units; write lead = or assist = in it", where(ld));
	if (r->duty == DUTY_SYSTEM || r->duty == DUTY_SECURITY || r->duty == DUTY_AUDIT)
		return fail(ERR_INPUT, "{0}: the three administrators have no part in matters; choose another duty", where(ld));
	return OK;
}

/* ---- states ------------------------------------------------------------------------------------ */
static uint64_t reached(const struct kind *k)
{
	int moved = k->is_request ? kind_state(k, S(STATE_MOVED)) : -1; /* reached by going over, not by an action */
	uint64_t set = moved >= 0 ? (uint64_t)1 << moved : 0, before;
	do {
		before = set;
		for (size_t i = 0; i < k->n_actions; i++)
			if (k->actions[i].to >= 0 && (k->actions[i].opens || (k->actions[i].from & set)))
				set |= (uint64_t)1 << k->actions[i].to;
	} while (set != before);
	return set;
}

static bool left(const struct kind *k, size_t state)
{
	for (size_t i = 0; i < k->n_actions; i++)
		if ((k->actions[i].from >> state & 1) && k->actions[i].to >= 0 && k->actions[i].to != (int)state)
			return true;
	return false;
}

static err check_states(struct load *ld, const struct kind *k)
{
	uint64_t set = reached(k);
	for (size_t i = 0; i < k->n_states; i++) {
		at_item(ld, "states", i, NULL);
		if (!(set >> i & 1))
			return fail(ERR_INPUT, "{0}: no action leads to this state; write an action with to = \"{1}\"", where(ld),
				    k->states[i].name);
		if (!k->states[i].closed && !k->subject && !left(k, i))
			return fail(ERR_INPUT, "{0}: no action leads out of this state; write one, or closed = true", where(ld));
	}
	return OK;
}

static err check_ends(struct load *ld, const struct kind *k)
{
	size_t first = 0, closed = 0;
	for (size_t i = 0; i < k->n_states; i++) {
		first += k->states[i].first;
		closed += k->states[i].closed;
		at_item(ld, "states", i, NULL);
		if (k->states[i].first && k->states[i].closed)
			return fail(ERR_INPUT, "{0}: a state cannot be first and closed at once; choose one", where(ld));
	}
	at_kind(ld, k, k->tells_yellow & ~k->see ? "tells_yellow" : "tells_red");
	if ((k->tells_yellow | k->tells_red) & ~k->see)
		return fail(ERR_INPUT, "{0}: a role that may not see the matter cannot be told of it; write it in see of the kind, or leave it out of tells", where(ld));
	at_kind(ld, k, "states");
	if (first != 1)
		return fail(ERR_INPUT, "{0}: exactly one state is where matters begin; write first = true in one", where(ld));
	if (!closed && !k->subject)
		return fail(ERR_INPUT, "{0}: no state is the end; write closed = true in one", where(ld));
	return OK;
}

/* ---- actions --------------------------------------------------------------------------------------- */
/* Roles that stand to a part alone. */
static role_set acts_on_part(const struct kind *k)
{
	role_set set = 0;
	for (size_t i = 0; i < k->n_roles; i++)
		if (k->roles[i].relation == REL_PART_UNIT || k->roles[i].relation == REL_PART_PERSON)
			set |= (role_set)1 << i;
	return set;
}

static err check_action(struct load *ld, const struct kind *k, size_t i)
{
	const struct action *a = &k->actions[i];
	at_item(ld, "actions", i, NULL);
	if (a->opens && (a->from || a->to < 0))
		return fail(ERR_INPUT, "{0}: an action that opens comes from nowhere and must lead somewhere; leave out from and write to", where(ld));
	if (!a->opens && !a->from)
		return fail(ERR_INPUT, "{0}: from is missing; write the states in which this may be done, or opens = true", where(ld));
	if (a->opens && k->states[a->to].closed)
		return fail(ERR_INPUT, "{0}: an action that opens leads to a state that is not closed; write one in to", where(ld));
	if (k->whole && (a->bulk || a->key))
		return fail(ERR_INPUT, "{0}: bulk and key are for the actions of a matter; leave them out", where(ld));
	if (k->whole && (a->by & acts_on_part(k) & ~k->whole->see))
		return fail(ERR_INPUT, "{0}: whoever acts on a part must see its matter; add these roles to see in the kind", where(ld));
	if (a->other_unit && a->other_than < 0)
		return fail(ERR_INPUT, "{0}: other_unit goes with other_than; write the action whose unit may not do this", where(ld));
	if (a->tells & ~(k->whole ? k->see & k->whole->see : k->see))
		return fail(ERR_INPUT, "{0}: a role that may not see the matter cannot be told of it; write it in see of the kind, or leave it out of tells", where(ld));
	if (a->urgent && !a->tells)
		return fail(ERR_INPUT, "{0}: nobody is told of this, so it cannot be urgent; write tells", where(ld));
	if (a->other_than == (int)i || (a->opens && a->other_than >= 0))
		return fail(ERR_INPUT, "{0}: other_than names an earlier action of somebody else; write another", where(ld));
	return OK;
}

/* Two actions that stand side by side for the same person. */
static bool side_by_side(const struct action *a, const struct action *b)
{
	return (a->from & b->from || (a->opens && b->opens)) && a->by & b->by;
}

static err check_pairs(struct load *ld, const struct kind *k, size_t i)
{
	const struct action *a = &k->actions[i];
	for (size_t j = 0; j < i; j++) {
		const struct action *b = &k->actions[j];
		if (!side_by_side(a, b))
			continue;
		if (a->main && b->main) {
			at_item(ld, "actions", i, "main");
			return fail(ERR_INPUT, "{0}: in the same state {1} is the main button already; keep one main", where(ld), b->name);
		}
		if (a->key && a->key == b->key) {
			at_item(ld, "actions", i, "key");
			return fail(ERR_INPUT, "{0}: in the same state {1} has this key already; choose another letter", where(ld), b->name);
		}
	}
	return OK;
}

/* ---- clocks and lights ------------------------------------------------------------------------------- */
static bool setting_is(const struct load *ld, str name, enum field_type type)
{
	const struct setting *s = pack_setting(ld->pack, name);
	return !name.n || (s && s->type == type);
}

/* The legal limit beside a promised one; the promise may not be the longer. */
static err check_legal(struct load *ld, const struct kind *k, size_t i)
{
	const struct clock_decl *c = &k->clocks[i];
	if (c->legal < 0)
		return OK;
	const struct clock_decl *l = &k->clocks[c->legal];
	if (c->legal == (int)i || l->legal >= 0)
		return fail(ERR_INPUT, "{0}: legal names the clock of the legal limit, which has none itself; write another", where(ld));
	if (c->unit == l->unit && c->budget && l->budget && !c->setting.n && !l->setting.n && c->budget > l->budget)
		return fail(ERR_INPUT, "{0}: the promised limit is longer than the legal one; write a smaller budget", where(ld));
	return OK;
}

static bool extends(const struct action *a, size_t clock)
{
	for (size_t i = 0; i < a->n_clocks; i++)
		if (a->clocks[i].what == CLOCK_EXTEND && a->clocks[i].clock == (int)clock)
			return true;
	return false;
}

static err check_asked(struct load *ld, const struct kind *k, size_t i)
{
	const struct clock_decl *c = &k->clocks[i];
	bool any = false;
	if (c->asked_first && c->asked < 0)
		return fail(ERR_INPUT, "{0}: which action asks for more time is missing; write asked", where(ld));
	for (size_t j = 0; c->asked >= 0 && j < k->n_actions; j++) {
		if (!extends(&k->actions[j], i))
			continue;
		any = true;
		if (k->actions[j].by & k->actions[c->asked].by)
			return fail(ERR_INPUT, "{0}: whoever asks for more time may not grant it; let {1} and {2} be by different roles", where(ld),
				    k->actions[c->asked].name, k->actions[j].name);
	}
	if (c->asked >= 0 && !any)
		return fail(ERR_INPUT, "{0}: no action extends this clock; write one with clocks = \"extend {1}\"", where(ld), c->name);
	return OK;
}

/* A deemed result asks for nothing, is off until somebody switches it on, and never
 * stands where safety is at stake. */
static err check_expire(struct load *ld, const struct kind *k, size_t i)
{
	const struct clock_decl *c = &k->clocks[i];
	const struct setting *s = pack_setting(ld->pack, c->expire_setting);
	if (c->expire < 0)
		return c->expire_setting.n ? fail(ERR_INPUT, "{0}: expire_setting goes with expire; write both, or neither", where(ld)) : OK;
	const struct action *a = &k->actions[c->expire];
	if (k->whole)
		return fail(ERR_INPUT, "{0}: nothing is deemed done of a part; let a clock of the matter expire", where(ld));
	if (k->safety)
		return fail(ERR_INPUT, "{0}: where safety is at stake nothing is deemed done; leave out expire", where(ld));
	if (!s || s->type != FIELD_INT || s->low != 0 || s->high != 1 || s->initial != 0)
		return fail(ERR_INPUT, "{0}: a deemed result is off until a setting switches it on; write expire_setting with one of type int, low 0, high 1, default 0", where(ld));
	bool asks = a->opens || a->evidence > 0;
	for (size_t j = 0; j < a->n_form; j++)
		asks |= a->form[j].required;
	return asks ? fail(ERR_INPUT, "{0}: the system cannot fill in a form; let {1} ask for nothing", where(ld), a->name) : OK;
}

static err check_budget(struct load *ld, const struct kind *k, const struct clock_decl *c)
{
	bool until = c->unit == CU_UNTIL;
	if (until && (c->field < 0 || k->fields[c->field].type != FIELD_DATE))
		return fail(ERR_INPUT, "{0}: unit until goes with a field of type date; write both, or neither", where(ld));
	if (!until && c->field >= 0 && k->fields[c->field].type != FIELD_INT)
		return fail(ERR_INPUT, "{0}: the field of this clock says how long it runs; refer to one of type int", where(ld));
	if (until && (c->budget || c->setting.n))
		return fail(ERR_INPUT, "{0}: a clock until a date has no budget; leave out budget and setting", where(ld));
	if (!until && !c->budget && !c->setting.n)
		return fail(ERR_INPUT, "{0}: how long this clock runs is missing; write budget or setting", where(ld));
	return OK;
}

static err check_clock(struct load *ld, const struct kind *k, size_t i)
{
	const struct clock_decl *c = &k->clocks[i];
	at_item(ld, "clocks", i, NULL);
	TRY(check_budget(ld, k, c));
	if (!setting_is(ld, c->setting, FIELD_INT) || !setting_is(ld, c->warn_setting, FIELD_INT))
		return fail(ERR_INPUT, "{0}: the setting {1} is not a whole number; refer to one of type int", where(ld),
			    setting_is(ld, c->setting, FIELD_INT) ? c->warn_setting : c->setting);
	if (c->quiet && c->main)
		return fail(ERR_INPUT, "{0}: a main clock is a promise and cannot be quiet; leave out one of them", where(ld));
	TRY(check_legal(ld, k, i));
	TRY(check_asked(ld, k, i));
	return check_expire(ld, k, i);
}

/* What each condition looks at, so that the kind must say which field it is. */
static const struct {
	size_t field; /* offset in struct kind; 0: none */
	const char *key;
	bool bare;    /* may stand without a number */
	bool changes; /* moves only when somebody acts, so months cannot be counted */
} looks_at[WHENS] = {
	[WHEN_OVERDUE] = {.bare = true},
	[WHEN_BEHIND] = {offsetof(struct kind, share), "share"},
	[WHEN_NOT_STARTED] = {offsetof(struct kind, planned_start), "planned_start", .bare = true},
	[WHEN_SHARE_BELOW] = {offsetof(struct kind, share), "share", .changes = true},
	[WHEN_RANK_AT_MOST] = {offsetof(struct kind, rank), "rank", .changes = true},
	[WHEN_RANK_AT_LEAST] = {offsetof(struct kind, rank), "rank", .changes = true},
	[WHEN_RANK_IN_LAST] = {offsetof(struct kind, ranked), "ranked", .changes = true},
	[WHEN_RANK_FELL_BY] = {offsetof(struct kind, rank_before), "rank_before", .changes = true},
	[WHEN_AWAITED] = {offsetof(struct kind, awaited), "awaited"},
};

static err check_condition(struct load *ld, const struct kind *k, const struct light_condition *c)
{
	size_t at = looks_at[c->when].field;
	if (!looks_at[c->when].bare && !c->than && !c->setting.n)
		return fail(ERR_INPUT, "{0}: from how many on is missing; write than or setting", where(ld));
	if (!setting_is(ld, c->setting, FIELD_INT))
		return fail(ERR_INPUT, "{0}: the setting {1} is not a whole number; refer to one of type int", where(ld), c->setting);
	if (at && *(const int *)((const char *)k + at) < 0)
		return fail(ERR_INPUT, "{0}: this condition looks at a field that the kind does not name; write {1} = in the kind", where(ld),
			    str_of(looks_at[c->when].key));
	if (c->months > 1 && looks_at[c->when].changes)
		return fail(ERR_INPUT, "{0}: this condition changes only when somebody acts, so it cannot be counted in months; leave out months",
			    where(ld));
	return OK;
}

static err check_rule(struct load *ld, const struct kind *k, const struct light_rule *r)
{
	if (r->light == LIGHT_NONE || r->light == LIGHT_DONE)
		return fail(ERR_INPUT, "{0}: a rule gives one of the colours; write green, blue, yellow, orange or red", where(ld));
	TRY(check_condition(ld, k, &(struct light_condition){r->when, r->than, r->setting, r->months}));
	for (size_t i = 0; i < r->n_also; i++)
		TRY(check_condition(ld, k, &r->also[i]));
	return OK;
}

/* Goes to rule j of scheme i; of the plain list when there are no schemes. */
static void at_rule(struct load *ld, const struct kind *k, size_t i, size_t j)
{
	lua_State *L = ld->L;
	int top = lua_gettop(L);
	if (!k->n_schemes) {
		at_item(ld, "lights", j, NULL);
		return;
	}
	lua_getfield(L, -1, "schemes");
	lua_rawgeti(L, -1, (lua_Integer)i + 1);
	at_item(ld, "lights", j, NULL);
	lua_settop(L, top);
}

static bool names_a_scheme(const struct kind *k, str name)
{
	for (size_t i = 0; i < k->n_schemes; i++)
		if (str_eq(k->schemes[i].name, name))
			return true;
	return false;
}

static err check_which(struct load *ld, const struct kind *k)
{
	if (!k->scheme.n)
		return OK;
	const struct setting *s = pack_setting(ld->pack, k->scheme);
	at_kind(ld, k, "scheme");
	bool good = s && s->type == FIELD_CHOICE && s->n_choices > 0;
	for (size_t i = 0; good && i < s->n_choices; i++)
		good = names_a_scheme(k, s->choices[i].name);
	return good ? OK : fail(ERR_INPUT, "{0}: the setting {1} does not choose among the schemes of this kind; make each of its choices the name of one",
				where(ld), k->scheme);
}

static err check_rules(struct load *ld, const struct kind *k, const struct scheme *s, size_t i)
{
	bool main_clock = false;
	for (size_t j = 0; j < k->n_clocks; j++)
		main_clock = main_clock || k->clocks[j].main;
	for (size_t j = 0; j < s->n_lights; j++) {
		at_rule(ld, k, i, j);
		if (!main_clock)
			return fail(ERR_INPUT, "{0}: lights look at the main clock and there is none; write main = true in a clock", where(ld));
		TRY(check_rule(ld, k, &s->lights[j]));
	}
	return OK;
}

err schemes_check(struct load *ld, const struct kind *k)
{
	const struct scheme plain = {.lights = k->lights, .n_lights = k->n_lights};
	at_kind(ld, k, "lights");
	if (k->n_lights && k->n_schemes)
		return fail(ERR_INPUT, "{0}: the rules stand in schemes; leave out this list", where(ld));
	TRY(check_which(ld, k));
	for (size_t i = 0; i < k->n_schemes; i++)
		TRY(check_rules(ld, k, &k->schemes[i], i));
	TRY(check_rules(ld, k, &plain, 0));
	ld->at = (struct place){0};
	return OK;
}

/* ---- judged confidence --------------------------------------------------------------------------------- */
const char *const judged_names[] = {"red", "amber_red", "amber_green", "green", NULL};
const char *const differ_names[] = {"never", "red", "amber_red", "amber_green", "green", "both", NULL};

static bool is_one_of(str name, const char *const *v)
{
	while (*v && !str_eq(name, str_of(*v)))
		v++;
	return *v != NULL;
}

static err check_differ(struct load *ld, const struct kind *k, str name)
{
	const struct setting *s = pack_setting(ld->pack, name);
	bool good = !name.n || (s && s->type == FIELD_CHOICE);
	at_kind(ld, k, "judging");
	for (size_t i = 0; good && name.n && i < s->n_choices; i++)
		good = is_one_of(s->choices[i].name, differ_names);
	return good ? OK : fail(ERR_INPUT, "{0}: the setting {1} says from which judgement on it disagrees; its choices are some of: {2}", where(ld), name,
				S("never, red, amber_red, amber_green, green, both"));
}

static err check_confidence(struct load *ld, const struct kind *k)
{
	if (k->confidence < 0)
		return OK;
	const struct field *f = &k->fields[k->confidence];
	bool good = f->type == FIELD_CHOICE && f->n_choices == JUDGED;
	for (size_t i = 0; good && i < JUDGED; i++)
		good = str_eq(f->choices[i].name, str_of(judged_names[i]));
	at_kind(ld, k, "judging");
	if (!good)
		return fail(ERR_INPUT, "{0}: {1} is judged on four levels; make its choices red, amber_red, amber_green and green, in this order",
			    where(ld), f->name);
	if (!setting_is(ld, k->confidence_days, FIELD_INT))
		return fail(ERR_INPUT, "{0}: the setting {1} is not a whole number; refer to one of type int", where(ld), k->confidence_days);
	TRY(check_differ(ld, k, k->differ_green));
	TRY(check_differ(ld, k, k->differ_yellow));
	return check_differ(ld, k, k->differ_red);
}

static err check_rhythm(struct load *ld, const struct kind *k)
{
	static const char *const known[] = {"weekly", "monthly", "never", NULL};
	const struct field *f = k->every >= 0 ? &k->fields[k->every] : NULL;
	bool good = !f || f->type == FIELD_CHOICE;
	for (size_t i = 0; good && f && i < f->n_choices; i++)
		good = is_one_of(f->choices[i].name, known);
	at_kind(ld, k, "rhythm");
	if (!good)
		return fail(ERR_INPUT, "{0}: {1} says how often progress is reported; its choices are some of weekly, monthly and never", where(ld), f->name);
	return setting_is(ld, k->usual, FIELD_INT) ? OK
		: fail(ERR_INPUT, "{0}: the setting {1} is not a whole number; refer to one of type int", where(ld), k->usual);
}

static err check_camera(struct load *ld, const struct kind *k)
{
	at_kind(ld, k, "camera");
	if (k->camera < 0)
		return OK;
	const struct action *a = &k->actions[k->camera];
	bool noted = false, others = a->reason || a->opens || a->evidence;
	for (size_t i = 0; i < a->n_form; i++) {
		noted |= a->form[i].field == k->camera_note;
		others |= a->form[i].field != k->camera_note && a->form[i].required;
	}
	if (!noted || others || k->fields[k->camera_note].type != FIELD_TEXT)
		return fail(ERR_INPUT, "{0}: {1} is taken by the program, which has a picture and one note; its form asks for the field {2} of type text and for nothing else",
			    where(ld), a->name, k->fields[k->camera_note].name);
	return k->camera_station < 0 || k->fields[k->camera_station].type == FIELD_LINE ? OK
		: fail(ERR_INPUT, "{0}: {1} holds the number of a station; make it a field of type line", where(ld), k->fields[k->camera_station].name);
}

/* ---- the kind itself ------------------------------------------------------------------------------------ */
static err check_meanings(struct load *ld, const struct kind *k)
{
	const struct {
		const char *key;
		int field;
		enum field_type type;
	} rows[] = {
		{"title", k->title, FIELD_LINE},    {"lead", k->lead, FIELD_UNIT},   {"assist", k->assist, FIELD_UNITS},
		{"due", k->due, FIELD_DATE},	    {"share", k->share, FIELD_SHARE}, {"source", k->source, FIELD_SOURCE},
		{"person", k->person, FIELD_PERSON}, {"weight", k->weight, FIELD_INT},
		{"planned_start", k->planned_start, FIELD_DATE}, {"started", k->started, FIELD_DATE}, {"rank", k->rank, FIELD_INT},
		{"rank_before", k->rank_before, FIELD_INT}, {"ranked", k->ranked, FIELD_INT},
		{"awaited_from", k->awaited_from, FIELD_DATE}, {"awaited", k->awaited, FIELD_DATE},
	};
	bool chosen = k->whole && k->fields[k->title].type == FIELD_CHOICE; /* a part may be called by what was chosen */
	for (size_t i = chosen; i < COUNT_OF(rows); i++)
		if (rows[i].field >= 0 && k->fields[rows[i].field].type != rows[i].type) {
			bool unit = k->whole && !strcmp(rows[i].key, "lead"), done = k->whole && !strcmp(rows[i].key, "share");
			at_kind(ld, k, unit ? "unit" : done ? "done" : rows[i].key);
			return fail(ERR_INPUT, "{0}: the field {1} is not of type {2}; refer to one that is", where(ld),
				    k->fields[rows[i].field].name, str_of(field_type_name(rows[i].type)));
		}
	return OK;
}

/* 督〔{year}〕{n:4}: one {n}, with up to 9 digits; {year} at most once */
bool number_fits(str number)
{
	size_t n = 0, year = 0;
	bool ok = number.n <= 64;
	for (size_t i = 0; ok && i < number.n; i++) {
		str rest = str_cut(number, i, number.n);
		bool wide = str_starts(rest, S("{n:")) && rest.n > 4 && rest.p[3] >= '1' && rest.p[3] <= '9' && rest.p[4] == '}';
		if (number.p[i] != '{') {
			ok = number.p[i] != '}';
		} else if (wide || str_starts(rest, S("{n}"))) {
			n++;
			i += wide ? 4 : 2;
		} else if (str_starts(rest, S("{year}"))) {
			year++;
			i += 5;
		} else {
			ok = false;
		}
	}
	return ok && n == 1 && year <= 1;
}

static bool gives_number(const struct kind *k)
{
	for (size_t i = 0; i < k->n_actions; i++)
		if (k->actions[i].numbers)
			return true;
	return false;
}

static err check_number(struct load *ld, const struct kind *k)
{
	if (!k->whole || k->is_request) { /* other parts have none */
		at_kind(ld, k, "number");
		if (!number_fits(k->number))
			return fail(ERR_INPUT, "{0}: a number is made of text, {1} and {2}; write both once, in at most 64 bytes", where(ld),
				    S("{year}"), S("{n:4}"));
	}
	at_kind(ld, k, "number_then");
	if (k->number_then.n && (k->whole || !number_fits(k->number_then)))
		return fail(ERR_INPUT, "{0}: a number is made of text, {1} and {2}; write both once, in at most 64 bytes", where(ld), S("{year}"),
			    S("{n:4}"));
	if ((k->number_then.n > 0) != gives_number(k))
		return fail(ERR_INPUT, "{0}: number_then goes with an action that has numbers = true; write both or neither", where(ld));
	return OK;
}

static err check_part(struct load *ld, const struct kind *k)
{
	if (!k->whole)
		return OK;
	at_kind(ld, k, "max");
	if (k->max < 1 || k->max > (k->is_request ? REQUESTS_MOST : 200))
		return fail(ERR_INPUT, "{0}: {1} is out of range; write a number within {2}", where(ld), S("max"), k->is_request ? S("1 … 2000") : S("1 … 200"));
	for (size_t i = 0; i < k->n_fields; i++) {
		at_item(ld, "fields", i, NULL);
		if (k->fields[i].list || k->fields[i].type == FIELD_SOURCE)
			return fail(ERR_INPUT, "{0}: lists are of matters, and a source is the matter's; leave this out of a part", where(ld));
	}
	for (size_t i = 0; i < k->n_roles; i++) {
		const struct role *r = &k->roles[i];
		if (r->part >= 0 && &k->whole->parts[r->part] != k)
			continue; /* held by another sort */
		bool unit = r->relation == REL_PART_UNIT && k->lead < 0;
		bool person = r->relation == REL_PART_PERSON && k->person < 0;
		for (size_t j = 0; (unit || person) && j < k->n_actions; j++) {
			at_item(ld, "actions", j, "by");
			if (k->actions[j].by >> i & 1)
				return fail(ERR_INPUT, "{0}: the part does not say which field holds its unit or person; write unit = or person = in it", where(ld));
		}
	}
	return OK;
}

err setting_check(struct load *ld, const struct setting *s)
{
	ld->at = (struct place){.ctor = "setting", .line = env_line(ld->L, lua_gettop(ld->L)), .name = s->name};
	struct dec d;
	bool number = s->type == FIELD_INT || s->type == FIELD_DEC, listed_one = false;
	for (size_t i = 0; i < s->n_choices; i++)
		listed_one |= str_eq(s->choices[i].name, s->initial_text);
	if ((s->type == FIELD_CHOICE) != (s->n_choices > 0))
		return fail(ERR_INPUT, "{0}: choices belong to the type choice and only there; write type = \"choice\" with choices", where(ld));
	if (s->type == FIELD_CHOICE && !listed_one)
		return fail(ERR_INPUT, "{0}: the default is none of the choices; write the name of one", where(ld));
	if (number && s->low >= s->high)
		return fail(ERR_INPUT, "{0}: the range is missing or empty; write low and a higher high", where(ld));
	if (s->type == FIELD_INT && (s->initial < s->low || s->initial > s->high))
		return fail(ERR_INPUT, "{0}: the default lies outside of low and high; choose one between", where(ld));
	if (s->type == FIELD_DEC && (!dec_parse(s->initial_text, &d) || dec_cmp(d, (struct dec){s->low, 0}) < 0 ||
				     dec_cmp(d, (struct dec){s->high, 0}) > 0))
		return fail(ERR_INPUT, "{0}: the default lies outside of low and high; choose one between", where(ld));
	ld->at = (struct place){0};
	return OK;
}

err kind_check(struct load *ld, struct kind *k)
{
	static err (*const item[])(struct load *, const struct kind *, size_t) = {check_field, check_role, check_action,
										  check_pairs, check_clock};
	const size_t n[] = {k->n_fields, k->n_roles, k->n_actions, k->n_actions, k->n_clocks};
	TRY(check_number(ld, k));
	TRY(check_meanings(ld, k));
	TRY(check_ends(ld, k));
	TRY(check_part(ld, k));
	TRY(request_check(ld, k));
	TRY(subject_check(ld, k));
	for (size_t c = 0; c < COUNT_OF(item); c++)
		for (size_t i = 0; i < n[c]; i++)
			TRY(item[c](ld, k, i));
	TRY(check_states(ld, k));
	TRY(check_confidence(ld, k));
	TRY(check_rhythm(ld, k));
	TRY(check_camera(ld, k));
	ld->at = (struct place){0};
	return OK;
}
