/* SPDX-License-Identifier: Apache-2.0 */
/* What may be written in a pack, as tables of expectations: the reference for pack
 * writers is made of these. */
#include <lauxlib.h>
#include <string.h>

#include "pack/pack_in.h"

/* ---- the words of enumerations -------------------------------------------------------- */
static const char *const duty_names[] = {"supervision", "liaison",     "head",	 "leader",   "intake", "statistics",
					 "environment", "system",      "security", "audit",  NULL};
static const char *const role_duty_names[] = {"supervision", "liaison",     "head",	 "leader",   "intake", "statistics",
					      "environment", "system",      "security", "audit",    "any",    NULL};
static const char *const relation_names[] = {"any", "lead", "assist", "owner", "person", "part_unit", "part_person", NULL};
static const char *const field_type_names[] = {"line", "text",	"int",	  "dec",    "share", "date",   "unit",
					       "units", "person", "choice", "flag", "source", NULL};
static const char *const clock_unit_names[] = {"working_day", "working_hour", "day", "month", "hour", "minute", "until", NULL};
static const char *const topic_names[] = {"task", "remind", "time", "step", "watch", NULL};
static const char *const clock_do_names[] = {"arm", "pause", "resume", "stop", "extend", NULL};
static_assert(COUNT_OF(duty_names) == DUTIES + 1 && COUNT_OF(role_duty_names) == DUTIES + 2 &&
	      COUNT_OF(relation_names) == RELATIONS + 1 && COUNT_OF(field_type_names) == FIELD_TYPES + 1 && COUNT_OF(topic_names) == TOPICS + 1, "a word for each");

static const struct names duties = {role_duty_names}, relations = {relation_names}, field_types = {field_type_names},
			  clock_units = {clock_unit_names}, topics = {topic_names};

const char *duty_name(enum duty d)
{
	return d < DUTIES ? duty_names[d] : "";
}

const char *field_type_name(enum field_type t)
{
	return t < FIELD_TYPES ? field_type_names[t] : "";
}

const char *topic_name(enum topic t)
{
	return t < TOPICS ? topic_names[t] : "";
}

/* ---- references to what the kind declares ------------------------------------------------ */
static void names_of(struct load *ld, enum refers to, const void **ret_v, size_t *ret_n, size_t *ret_size)
{
	const struct kind *k = ld->kind;
	const struct pack *p = ld->pack;
	const struct kind *whole = k->whole ? k->whole : k;
	const struct {
		const void *v;
		size_t n, size;
	} lists[] = {
		[TO_ROLE] = {k->roles, k->n_roles, sizeof *k->roles},
		[TO_FIELD] = {k->fields, k->n_fields, sizeof *k->fields},
		[TO_STATE] = {k->states, k->n_states, sizeof *k->states},
		[TO_ACTION] = {k->actions, k->n_actions, sizeof *k->actions},
		[TO_CLOCK] = {k->clocks, k->n_clocks, sizeof *k->clocks},
		[TO_SETTING] = {p->settings, p->n_settings, sizeof *p->settings},
		[TO_SORT] = {k->parts, k->n_parts, sizeof *k->parts},
		[TO_WHOLE_STATE] = {whole->states, whole->n_states, sizeof *whole->states},
	};
	*ret_v = lists[to].v;
	*ret_n = lists[to].n;
	*ret_size = lists[to].size;
}

static err find_name(struct load *ld, enum refers to, str word, int *ret)
{
	const void *v;
	size_t n, size;
	names_of(ld, to, &v, &n, &size);
	str *names = arena_new_n(ld->a, n, str);
	for (size_t i = 0; i < n; i++) {
		names[i] = *(const str *)((const char *)v + i * size);
		if (str_eq(names[i], word)) {
			*ret = (int)i;
			return OK;
		}
	}
	return no_such(ld, word, names, n);
}

err read_ref(struct load *ld, const struct key *k, void *out)
{
	str word;
	TRY(read_name(ld, k, &word));
	return find_name(ld, *(const enum refers *)k->arg, word, out);
}

err read_set(struct load *ld, const struct key *k, void *out)
{
	str *v;
	size_t n;
	uint64_t set = 0;
	TRY(read_texts(ld, &v, &n));
	for (size_t i = 0; i < n; i++) {
		int at;
		TRY(find_name(ld, *(const enum refers *)k->arg, v[i], &at));
		set |= (uint64_t)1 << at;
	}
	*(uint64_t *)out = set;
	return OK;
}

err read_field_ref(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	str word;
	TRY(read_name(ld, k, &word));
	return find_name(ld, TO_FIELD, word, out);
}

err read_setting_name(struct load *ld, const struct key *k, void *out)
{
	int at;
	TRY(read_name(ld, k, out));
	return find_name(ld, TO_SETTING, *(str *)out, &at);
}

static const enum refers to_role = TO_ROLE, to_field = TO_FIELD, to_state = TO_STATE, to_action = TO_ACTION, to_clock = TO_CLOCK, to_whole_state = TO_WHOLE_STATE, to_sort = TO_SORT;

/* ---- roles, fields, states ----------------------------------------------------------------- */
static const struct key role_key_list[] = {
	{"name", read_name, offsetof(struct role, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct role, label), .required = true},
	{"duty", read_enum, offsetof(struct role, duty), .required = true, .arg = &duties},
	{"relation", read_enum, offsetof(struct role, relation), .required = true, .arg = &relations},
	{"field", read_ref, offsetof(struct role, field), .arg = &to_field},
	{"part", read_ref, offsetof(struct role, part), .arg = &to_sort},
};
KEYS(role_keys, "role", role_key_list);

static const struct key choice_key_list[] = {
	{"name", read_name, offsetof(struct choice, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct choice, label), .required = true},
	{"help", read_words, offsetof(struct choice, help)},
};
KEYS(choice_keys, "choice", choice_key_list);
static const struct list_of choices = {&choice_keys, sizeof(struct choice), 200, NULL, true};

/* "actor", or the field of a person whose unit this is */
static err read_fill(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	str word;
	int field;
	TRY(read_name(ld, NULL, &word));
	if (str_eq(word, S("actor"))) {
		*(int *)out = FILL_ACTOR;
		return OK;
	}
	TRY(find_name(ld, TO_FIELD, word, &field));
	*(int *)out = 1 + field;
	return OK;
}

static const struct key field_key_list[] = {
	{"name", read_name, offsetof(struct field, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct field, label), .required = true},
	{"type", read_enum, offsetof(struct field, type), .required = true, .arg = &field_types},
	{"hint", read_words, offsetof(struct field, hint)},
	{"list", read_bool, offsetof(struct field, list)},
	{"personal", read_bool, offsetof(struct field, personal)},
	{"purpose", read_line, offsetof(struct field, purpose)},
	{"data_class", read_line, offsetof(struct field, data_class)},
	{"see", read_set, offsetof(struct field, see), .arg = &to_role},
	{"mask", read_bool, offsetof(struct field, mask)},
	{"choices", read_list, offsetof(struct field, choices), .arg = &choices},
	{"max", read_count, offsetof(struct field, max)},
	{"fill", read_fill, offsetof(struct field, fill)},
};
KEYS(field_keys, "field", field_key_list);

static const struct key state_key_list[] = {
	{"name", read_name, offsetof(struct state, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct state, label), .required = true},
	{"first", read_bool, offsetof(struct state, first)},
	{"closed", read_bool, offsetof(struct state, closed)},
	{"waits", read_bool, offsetof(struct state, waits)},
	{"tray", read_words, offsetof(struct state, tray)},
};
KEYS(state_keys, "state", state_key_list);

/* ---- actions ---------------------------------------------------------------------------------- */
static err form_flag(struct load *ld, const char *name, bool *ret)
{
	lua_pushstring(ld->L, name);
	lua_rawget(ld->L, -2);
	bool ok = lua_isnil(ld->L, -1) || lua_isboolean(ld->L, -1);
	*ret = lua_toboolean(ld->L, -1);
	lua_pop(ld->L, 1);
	return ok ? OK : fail(ERR_INPUT, "{0}: this is yes or no; write true or false", where(ld));
}

static err form_keys_known(struct load *ld)
{
	static const char *const known[] = {"required", "prefill"};
	for (lua_pushnil(ld->L); lua_next(ld->L, -2); lua_pop(ld->L, 1)) {
		if (lua_isinteger(ld->L, -2) && lua_tointeger(ld->L, -2) == 1)
			continue;
		const char *k = lua_type(ld->L, -2) == LUA_TSTRING ? lua_tostring(ld->L, -2) : "";
		if (strcmp(k, known[0]) && strcmp(k, known[1]))
			return fail(ERR_INPUT, "{0}: an item of a form knows only required and prefill; write {{1}}", where(ld),
				    S(" \"share\", required = true "));
	}
	return OK;
}

/* "share" or { "share", required = true, prefill = true } */
static err read_form_item(struct load *ld, struct form_field *ret)
{
	bool table = lua_istable(ld->L, -1);
	str word;
	if (table) {
		TRY(form_keys_known(ld));
		TRY(form_flag(ld, "required", &ret->required));
		TRY(form_flag(ld, "prefill", &ret->prefill));
		lua_rawgeti(ld->L, -1, 1);
	}
	TRY(read_name(ld, NULL, &word));
	if (table)
		lua_pop(ld->L, 1);
	return find_name(ld, TO_FIELD, word, &ret->field);
}

static err read_form(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	size_t n = lua_istable(ld->L, -1) ? lua_rawlen(ld->L, -1) : 0;
	struct action *a = (struct action *)((char *)out - offsetof(struct action, form));
	if (!n)
		return fail(ERR_INPUT, "{0}: a list is wanted here; write {{1}}", where(ld), S(" \"share\", \"progress\" "));
	if (n > ld->kind->n_fields)
		return fail(ERR_INPUT, "{0}: this form asks for more than the kind has; name each field once", where(ld));
	struct form_field *v = arena_new_n(ld->a, n, struct form_field);
	for (size_t i = 0; i < n; i++) {
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(read_form_item(ld, &v[i]));
		lua_pop(ld->L, 1);
		for (size_t j = 0; j < i; j++)
			if (v[j].field == v[i].field)
				return fail(ERR_INPUT, "{0}: the form asks for {1} twice; name each field once", where(ld),
					    ld->kind->fields[v[i].field].name);
	}
	a->form = v;
	a->n_form = n;
	return OK;
}

/* "pause due verification": what, which clock, and for which reason */
static err read_clock_op(struct load *ld, str text, struct clock_op *ret)
{
	str what, clock, reason = STR_NONE, all[COUNT_OF(clock_do_names)];
	size_t n = 0, i = 0;
	for (; clock_do_names[n]; n++)
		all[n] = str_of(clock_do_names[n]);
	if (!str_split(text, ' ', &what, &clock))
		return fail(ERR_INPUT, "{0}: {1} names no clock; write what to do and the clock, like \"arm due\"", where(ld), text);
	str_split(clock, ' ', &clock, &reason);
	for (; i < n && !str_eq(all[i], what); i++)
		;
	if (i == n)
		return no_such(ld, what, all, n);
	*ret = (struct clock_op){.what = (enum clock_do)i, .reason = -1};
	TRY(find_name(ld, TO_CLOCK, clock, &ret->clock));
	const struct clock_decl *c = &ld->kind->clocks[ret->clock];
	if (ret->what == CLOCK_PAUSE && !c->n_pauses)
		return fail(ERR_INPUT, "{0}: the clock {1} declares no reasons to pause; write pauses in it", where(ld), c->name);
	if (!reason.n)
		return OK;
	str *names = arena_new_n(ld->a, c->n_pauses, str);
	for (size_t j = 0; j < c->n_pauses; j++) {
		names[j] = c->pauses[j].name;
		if (str_eq(names[j], reason))
			ret->reason = (int)j;
	}
	return ret->reason < 0 ? no_such(ld, reason, names, c->n_pauses) : OK;
}

static err read_clock_ops(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	str *v;
	size_t n;
	struct action *a = (struct action *)((char *)out - offsetof(struct action, clocks));
	TRY(read_texts(ld, &v, &n));
	struct clock_op *ops = arena_new_n(ld->a, n, struct clock_op);
	for (size_t i = 0; i < n; i++)
		TRY(read_clock_op(ld, v[i], &ops[i]));
	a->clocks = ops;
	a->n_clocks = n;
	return OK;
}

static err read_guard(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	if (!lua_isfunction(ld->L, -1))
		return fail(ERR_INPUT, "{0}: a guard is a function; write function(m) … end", where(ld));
	/* the table it stands in is right below */
	int guard = env_guard(ld->L, lua_gettop(ld->L) - 1);
	ld->pack->lua->guard_kind[guard] = ld->kind;
	*(int *)out = guard;
	return OK;
}

static err read_within(struct load *ld, const struct key *k, void *out)
{
	if (!ld->kind->whole)
		return fail(ERR_INPUT, "{0}: within is for the actions of parts; write from", where(ld));
	return read_set(ld, k, out);
}

static err read_clears(struct load *ld, const struct key *k, void *out)
{
	int field;
	TRY(read_field_ref(ld, k, &field));
	*(int *)out = 1 + field;
	return OK;
}

static const struct key action_key_list[] = {
	{"name", read_name, offsetof(struct action, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct action, label), .required = true},
	{"help", read_words, offsetof(struct action, help), .required = true},
	{"done", read_words, offsetof(struct action, done), .required = true},
	{"from", read_set, offsetof(struct action, from), .arg = &to_state},
	{"within", read_within, offsetof(struct action, within), .arg = &to_whole_state},
	{"to", read_ref, offsetof(struct action, to), .arg = &to_state},
	{"by", read_set, offsetof(struct action, by), .required = true, .arg = &to_role},
	{"form", read_form, offsetof(struct action, form)},
	{"opens", read_bool, offsetof(struct action, opens)},
	{"reason", read_bool, offsetof(struct action, reason)},
	{"evidence", read_few, offsetof(struct action, evidence)},
	{"other_than", read_ref, offsetof(struct action, other_than), .arg = &to_action},
	{"other_unit", read_bool, offsetof(struct action, other_unit)},
	{"clears", read_clears, offsetof(struct action, clears)},
	{"clocks", read_clock_ops, offsetof(struct action, clocks)},
	{"main", read_bool, offsetof(struct action, main)},
	{"bulk", read_bool, offsetof(struct action, bulk)},
	{"key", read_letter, offsetof(struct action, key)},
	{"guard", read_guard, offsetof(struct action, guard)},
	{"tells", read_set, offsetof(struct action, tells), .arg = &to_role},
	{"topic", read_enum, offsetof(struct action, topic), .arg = &topics},
	{"urgent", read_bool, offsetof(struct action, urgent)},
};
KEYS(action_keys, "action", action_key_list);

/* ---- clocks, settings --------------------------------------------------------------------------- */
static const struct key clock_key_list[] = {
	{"name", read_name, offsetof(struct clock_decl, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct clock_decl, label), .required = true},
	{"unit", read_enum, offsetof(struct clock_decl, unit), .required = true, .arg = &clock_units},
	{"budget", read_count, offsetof(struct clock_decl, budget)},
	{"setting", read_setting_name, offsetof(struct clock_decl, setting)},
	{"field", read_ref, offsetof(struct clock_decl, field), .arg = &to_field},
	{"roll_to_workday", read_bool, offsetof(struct clock_decl, roll_to_workday)},
	{"main", read_bool, offsetof(struct clock_decl, main)},
	{"calendar", read_name, offsetof(struct clock_decl, calendar)},
	{"pauses", read_list, offsetof(struct clock_decl, pauses), .arg = &choices},
	{"legal", read_ref, offsetof(struct clock_decl, legal), .arg = &to_clock},
	{"warn", read_count, offsetof(struct clock_decl, warn)},
	{"warn_setting", read_setting_name, offsetof(struct clock_decl, warn_setting)},
	{"extensions", read_count, offsetof(struct clock_decl, extensions)},
	{"asked", read_ref, offsetof(struct clock_decl, asked), .arg = &to_action},
	{"asked_first", read_bool, offsetof(struct clock_decl, asked_first)},
	{"expire", read_ref, offsetof(struct clock_decl, expire), .arg = &to_action},
	{"expire_setting", read_setting_name, offsetof(struct clock_decl, expire_setting)},
};
KEYS(clock_keys, "clock", clock_key_list);

static err read_setting_type(struct load *ld, const struct key *k, void *out)
{
	enum field_type t;
	TRY(read_enum(ld, k, &t));
	if (t != FIELD_INT && t != FIELD_DEC && t != FIELD_LINE && t != FIELD_CHOICE)
		return fail(ERR_INPUT, "{0}: a setting is an int, a dec, a line or a choice; choose one of these types", where(ld));
	*(enum field_type *)out = t;
	return OK;
}

/* A setting's default is a number or a text; the type is known by then. */
static err read_initial(struct load *ld, const struct key *k, void *out)
{
	struct setting *s = (struct setting *)((char *)out - offsetof(struct setting, initial));
	return s->type == FIELD_INT ? read_int(ld, k, out) : read_line(ld, k, &s->initial_text);
}

static const struct key setting_key_list[] = {
	{"name", read_name, offsetof(struct setting, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct setting, label), .required = true},
	{"type", read_setting_type, offsetof(struct setting, type), .required = true, .arg = &field_types},
	{"low", read_int, offsetof(struct setting, low)},
	{"high", read_int, offsetof(struct setting, high)},
	{"default", read_initial, offsetof(struct setting, initial), .required = true},
	{"choices", read_list, offsetof(struct setting, choices), .arg = &choices},
	{"source", read_line, offsetof(struct setting, source), .required = true},
};
const struct keys setting_keys = {"setting", setting_key_list, COUNT_OF(setting_key_list)};

static const struct key pack_key_list[] = {
	{"name", read_name, offsetof(struct pack, name), .required = true, .first = true},
	{"version", read_line, offsetof(struct pack, version), .required = true},
	{"label", read_words, offsetof(struct pack, label), .required = true},
};
const struct keys pack_keys = {"pack", pack_key_list, COUNT_OF(pack_key_list)};

/* ---- the kind ------------------------------------------------------------------------------------- */
static const struct role role_fresh = {.field = -1, .part = -1};
static const struct field field_fresh = {.see = ROLES_ALL};
static const struct action action_fresh = {.to = -1, .other_than = -1, .guard = -1, .topic = TOPIC_STEP};
static const struct clock_decl clock_fresh = {.field = -1, .legal = -1, .asked = -1, .expire = -1};
#define SET_MAX 64 /* roles and states stand in sets of 64 bits */
static const struct list_of roles = {&role_keys, sizeof(struct role), SET_MAX, &role_fresh, true};
static const struct list_of fields = {&field_keys, sizeof(struct field), 200, &field_fresh, true};
static const struct list_of states = {&state_keys, sizeof(struct state), SET_MAX, NULL, true};
static const struct list_of actions = {&action_keys, sizeof(struct action), 128, &action_fresh, true};
static const struct list_of clocks = {&clock_keys, sizeof(struct clock_decl), 32, &clock_fresh, true};

/* Roles that every kind with parts has: those that stand to a part. */
static const struct role part_roles[] = {
	{{"part_unit", 9}, {{"分项单位联络员", 21}, {"Liaison of the unit of a part", 29}}, DUTY_LIAISON, REL_PART_UNIT, -1, -1},
	{{"part_person", 11}, {{"分项责任人", 15}, {"Person of a part", 16}}, DUTIES, REL_PART_PERSON, -1, -1},
};

static err read_roles(struct load *ld, const struct key *k, void *out)
{
	struct kind *kind = ld->kind;
	TRY(read_list(ld, k, out));
	if (!kind->n_parts)
		return OK;
	size_t n = kind->n_roles;
	struct role *v = arena_new_n(ld->a, n + COUNT_OF(part_roles), struct role);
	memcpy(v, kind->roles, n * sizeof *v);
	for (size_t i = 0; i < COUNT_OF(part_roles); i++) {
		bool there = false;
		for (size_t j = 0; j < kind->n_roles; j++)
			there = there || str_eq(v[j].name, part_roles[i].name);
		if (!there)
			v[n++] = part_roles[i];
	}
	if (n > SET_MAX)
		return fail(ERR_LIMIT, "{0}: this list is longer than the kernel can hold; shorten it", where(ld));
	kind->roles = v;
	kind->n_roles = n;
	return OK;
}

static key_reader read_parts, read_when_all;
static const struct list_of sorts;

static const struct key kind_key_list[] = {
	{"name", read_name, offsetof(struct kind, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct kind, label), .required = true},
	{"number", read_line, offsetof(struct kind, number), .required = true},
	{"elsewhere", read_bool, offsetof(struct kind, elsewhere)},
	{"roles", read_roles, offsetof(struct kind, roles), .required = true, .arg = &roles},
	{"fields", read_list, offsetof(struct kind, fields), .required = true, .arg = &fields},
	{"states", read_list, offsetof(struct kind, states), .required = true, .arg = &states},
	{"clocks", read_list, offsetof(struct kind, clocks), .arg = &clocks},
	{"lights", read_list, offsetof(struct kind, lights), .arg = &lights_list},
	{"schemes", read_list, offsetof(struct kind, schemes), .arg = &schemes_list},
	{"scheme", read_setting_name, offsetof(struct kind, scheme)},
	{"actions", read_list, offsetof(struct kind, actions), .required = true, .arg = &actions},
	{"see", read_set, offsetof(struct kind, see), .required = true, .arg = &to_role},
	{"safety", read_bool, offsetof(struct kind, safety)},
	{"tells_yellow", read_set, offsetof(struct kind, tells_yellow), .arg = &to_role},
	{"tells_red", read_set, offsetof(struct kind, tells_red), .arg = &to_role},
	{"title", read_ref, offsetof(struct kind, title), .required = true, .arg = &to_field},
	{"lead", read_ref, offsetof(struct kind, lead), .arg = &to_field},
	{"assist", read_ref, offsetof(struct kind, assist), .arg = &to_field},
	{"due", read_ref, offsetof(struct kind, due), .arg = &to_field},
	{"share", read_ref, offsetof(struct kind, share), .arg = &to_field},
	{"source", read_ref, offsetof(struct kind, source), .arg = &to_field},
	{"planned_start", read_ref, offsetof(struct kind, planned_start), .arg = &to_field},
	{"started", read_ref, offsetof(struct kind, started), .arg = &to_field},
	{"awaited_from", read_ref, offsetof(struct kind, awaited_from), .arg = &to_field},
	{"awaited", read_ref, offsetof(struct kind, awaited), .arg = &to_field},
	{"rank", read_ref, offsetof(struct kind, rank), .arg = &to_field},
	{"rank_before", read_ref, offsetof(struct kind, rank_before), .arg = &to_field},
	{"ranked", read_ref, offsetof(struct kind, ranked), .arg = &to_field},
	{"judging", read_judging, offsetof(struct kind, confidence)},
	{"parts", read_parts, offsetof(struct kind, parts), .arg = &sorts},
	{"when_all", read_when_all, offsetof(struct kind, when_all)},
	{"curve", read_curve, offsetof(struct kind, curve)}, /* after the parts it refers to */
	{"overview", read_overview, offsetof(struct kind, overview)},
};
static const struct keys kind_keys = {"kind", kind_key_list, COUNT_OF(kind_key_list)};
static const struct kind kind_fresh = {.title = -1, .lead = -1, .assist = -1, .due = -1, .share = -1, .source = -1,
	.planned_start = -1, .started = -1, .awaited_from = -1, .awaited = -1, .rank = -1, .rank_before = -1, .ranked = -1, .confidence = -1,
	.person = -1, .weight = -1};
const struct list_of kinds_list = {&kind_keys, sizeof(struct kind), 32, &kind_fresh, true};
const struct list_of settings_list = {&setting_keys, sizeof(struct setting), 200, NULL, true};

/* Names first, in all lists, so that everything can refer to everything. */
static err name_lists(struct load *ld, const struct keys *ks, struct kind *k)
{
	struct place outside = ld->at;
	ld->at = (struct place){.ctor = ks->ctor, .line = env_line(ld->L, lua_gettop(ld->L)), .name = k->name};
	for (size_t i = 0; i < ks->n; i++) {
		const struct key *key = &ks->v[i];
		if (key->read != read_list && key->read != read_roles && key->read != read_parts)
			continue;
		ld->at.key = key->name;
		lua_pushstring(ld->L, key->name);
		lua_rawget(ld->L, -2);
		if (!lua_isnil(ld->L, -1))
			TRY(list_names(ld, key->arg, (char *)k + key->at));
		lua_pop(ld->L, 1);
	}
	ld->at = outside;
	return OK;
}

err kind_read(struct load *ld, struct kind *k)
{
	ld->kind = k;
	k->pack = ld->pack;
	TRY(name_lists(ld, &kind_keys, k));
	TRY(keys_read(ld, &kind_keys, k));
	TRY(schemes_check(ld, k));
	schemes_join(ld, k);
	schemes_lend(k);
	return kind_check(ld, k);
}

/* ---- sorts of parts --------------------------------------------------------------------------------- */
#define PARTS_MOST 200

static const struct key part_key_list[] = {
	{"name", read_name, offsetof(struct kind, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct kind, label), .required = true},
	{"fields", read_list, offsetof(struct kind, fields), .required = true, .arg = &fields},
	{"states", read_list, offsetof(struct kind, states), .required = true, .arg = &states},
	{"clocks", read_list, offsetof(struct kind, clocks), .arg = &clocks},
	{"lights", read_list, offsetof(struct kind, lights), .arg = &lights_list},
	{"actions", read_list, offsetof(struct kind, actions), .required = true, .arg = &actions},
	{"see", read_set, offsetof(struct kind, see), .arg = &to_role},
	{"title", read_ref, offsetof(struct kind, title), .required = true, .arg = &to_field},
	{"unit", read_ref, offsetof(struct kind, lead), .arg = &to_field},
	{"person", read_ref, offsetof(struct kind, person), .arg = &to_field},
	{"due", read_ref, offsetof(struct kind, due), .arg = &to_field},
	{"weight", read_ref, offsetof(struct kind, weight), .arg = &to_field},
	{"done", read_ref, offsetof(struct kind, share), .arg = &to_field},
	{"max", read_count, offsetof(struct kind, max)},
};
static const struct keys part_keys = {"part", part_key_list, COUNT_OF(part_key_list)};
static const struct kind sort_fresh = {.title = -1, .lead = -1, .assist = -1, .due = -1, .share = -1, .source = -1,
	.planned_start = -1, .started = -1, .awaited_from = -1, .awaited = -1, .rank = -1, .rank_before = -1, .ranked = -1, .confidence = -1, .person = -1, .weight = -1, .max = PARTS_MOST};
static const struct list_of sorts = {&part_keys, sizeof(struct kind), 16, &sort_fresh, true};

static err sort_read(struct load *ld, const struct kind *whole, struct kind *k)
{
	k->whole = whole;
	k->pack = whole->pack;
	k->roles = whole->roles;
	k->n_roles = whole->n_roles;
	k->see = whole->see;
	ld->kind = k;
	TRY(name_lists(ld, &part_keys, k));
	TRY(keys_read(ld, &part_keys, k));
	struct place outside = ld->at;
	TRY(schemes_check(ld, k));
	schemes_join(ld, k);
	TRY(kind_check(ld, k));
	ld->at = outside;
	return OK;
}

static err read_parts(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	unused_arg(out);
	struct kind *whole = ld->kind;
	for (size_t i = 0; i < whole->n_parts; i++) {
		lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(sort_read(ld, whole, (struct kind *)&whole->parts[i]));
		lua_pop(ld->L, 1);
	}
	ld->kind = whole;
	return OK;
}

/* The value of a key of the plain table on top; nil is a fault. */
static err rule_key(struct load *ld, const char *name, enum refers to, bool set, void *out)
{
	const struct key k = {name, .arg = &to};
	lua_pushstring(ld->L, name);
	lua_rawget(ld->L, -2);
	err e = lua_isnil(ld->L, -1) ? fail(ERR_INPUT, "{0}: {1} is missing; write {1} = …", where(ld), str_of(name))
				     : set ? read_set(ld, &k, out) : read_ref(ld, &k, out);
	lua_pop(ld->L, 1);
	return e;
}

static err read_rule(struct load *ld, struct when_all *ret)
{
	struct kind *k = ld->kind;
	size_t n = 0;
	if (!lua_istable(ld->L, -1))
		return fail(ERR_INPUT, "{0}: a rule is wanted here; write {{1}}", where(ld), S(" part = \"step\", states = { \"done\" }, take = \"complete\" "));
	for (lua_pushnil(ld->L); lua_next(ld->L, -2); lua_pop(ld->L, 1))
		n++;
	if (n > 3)
		return fail(ERR_INPUT, "{0}: a rule is wanted here; write {{1}}", where(ld), S(" part = \"step\", states = { \"done\" }, take = \"complete\" "));
	TRY(rule_key(ld, "part", TO_SORT, false, &ret->sort));
	TRY(rule_key(ld, "take", TO_ACTION, false, &ret->take));
	ld->kind = (struct kind *)&k->parts[ret->sort];
	err e = rule_key(ld, "states", TO_STATE, true, &ret->states);
	ld->kind = k;
	TRY(e);
	const struct action *a = &k->actions[ret->take];
	bool asks = a->opens || a->reason || a->evidence || a->other_than >= 0;
	for (size_t i = 0; i < a->n_form; i++)
		asks = asks || a->form[i].required;
	return asks ? fail(ERR_INPUT, "{0}: {1} asks for something, and the system has nothing to give; take an action without required fields, reason, evidence and other_than",
			   where(ld), a->name) : OK;
}

/* One rule, or a list of them. */
static err read_when_all(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct kind *kind = (struct kind *)((char *)out - offsetof(struct kind, when_all));
	size_t listed_n = lua_istable(ld->L, -1) ? lua_rawlen(ld->L, -1) : 0, n = listed_n ? listed_n : 1;
	if (n > 16)
		return fail(ERR_LIMIT, "{0}: this list is longer than the kernel can hold; shorten it", where(ld));
	struct when_all *v = arena_new_n(ld->a, n, struct when_all);
	for (size_t i = 0; i < n; i++) {
		if (listed_n)
			lua_rawgeti(ld->L, -1, (lua_Integer)i + 1);
		TRY(read_rule(ld, &v[i]));
		if (listed_n)
			lua_pop(ld->L, 1);
	}
	kind->when_all = v;
	kind->n_when_all = n;
	return OK;
}

/* ---- looking things up ------------------------------------------------------------------------------ */
str words2_in(const struct words2 *w, enum lang lang)
{
	return lang == LANG_ZH ? w->zh : w->en;
}

const struct setting *pack_setting(const struct pack *p, str name)
{
	for (size_t i = 0; i < p->n_settings; i++)
		if (str_eq(p->settings[i].name, name))
			return &p->settings[i];
	return NULL;
}

int kind_field(const struct kind *k, str name)
{
	for (size_t i = 0; i < k->n_fields; i++)
		if (str_eq(k->fields[i].name, name))
			return (int)i;
	return -1;
}

int kind_state(const struct kind *k, str name)
{
	for (size_t i = 0; i < k->n_states; i++)
		if (str_eq(k->states[i].name, name))
			return (int)i;
	return -1;
}

int kind_action(const struct kind *k, str name)
{
	for (size_t i = 0; i < k->n_actions; i++)
		if (str_eq(k->actions[i].name, name))
			return (int)i;
	return -1;
}

int kind_sort(const struct kind *k, str name)
{
	for (size_t i = 0; i < k->n_parts; i++)
		if (str_eq(k->parts[i].name, name))
			return (int)i;
	return -1;
}
