/* SPDX-License-Identifier: Apache-2.0 */
/* What may be written in a pack, as tables of expectations: the reference for pack
 * writers is made of these. */
#include <lauxlib.h>
#include <string.h>

#include "base/limits.h"
#include "pack/pack_in.h"

/* ---- the words of enumerations -------------------------------------------------------- */
/* "any" is a duty of roles only */
static const char *const duty_names[] = {"supervision", "liaison",     "head",	 "leader",   "intake", "statistics",
					 "environment", "system",      "security", "audit",    "organisation", "any", NULL};
static const char *const relation_names[] = {"any", "lead", "assist", "owner", "person", "part_unit", "part_person", "asker", NULL};
static const char *const field_type_names[] = {"line", "text",	"int",	  "dec",    "share", "date",   "unit",
					       "units", "person", "choice", "flag", "source", NULL};
static const char *const clock_unit_names[] = {"working_day", "working_hour", "day", "month", "hour", "minute", "until", NULL};
static_assert(COUNT_OF(duty_names) == DUTIES + 2 && COUNT_OF(relation_names) == RELATIONS + 1 && COUNT_OF(field_type_names) == FIELD_TYPES + 1, "a word for each");

static const struct names duties = {duty_names}, relations = {relation_names}, field_types = {field_type_names},
			  clock_units = {clock_unit_names};

const char *duty_name(enum duty d)
{
	return d < DUTIES ? duty_names[d] : "";
}

const char *field_type_name(enum field_type t)
{
	return t < FIELD_TYPES ? field_type_names[t] : "";
}

static const enum refers to_role = TO_ROLE, to_field = TO_FIELD, to_action = TO_ACTION, to_clock = TO_CLOCK, to_sort = TO_SORT;

/* ---- roles, fields, states ----------------------------------------------------------------- */
static const struct key role_key_list[] = {
	{"name", read_name, offsetof(struct role, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct role, label), .required = true},
	{"duty", read_enum, offsetof(struct role, duty), .arg = &duties}, /* that of an asker is none */
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
const struct list_of choices_list = {&choice_keys, sizeof(struct choice), 200, NULL, true};

/* "actor", "actor_unasked", or the field of a person whose unit this is */
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
	if (str_eq(word, S("actor_unasked"))) {
		*(int *)out = FILL_UNASKED;
		return OK;
	}
	TRY(name_find(ld, TO_FIELD, word, &field));
	*(int *)out = 1 + field;
	return OK;
}

static err read_heads(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	struct field *f = (struct field *)((char *)out - offsetof(struct field, heads));
	str *v;
	TRY(read_texts(ld, &v, &f->n_heads));
	f->heads = v;
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
	{"choices", read_choices, offsetof(struct field, choices), .arg = &choices_list},
	{"max", read_count, offsetof(struct field, max)},
	{"heads", read_heads, offsetof(struct field, heads)},
	{"fill", read_fill, offsetof(struct field, fill)},
	{"public", read_bool, offsetof(struct field, public)},
	{"confide", read_set, offsetof(struct field, confide), .arg = &to_role},
	{"denies", read_bool, offsetof(struct field, denies)},
	{"reveal", read_set, offsetof(struct field, reveal), .arg = &to_role},
	{"code", read_bool, offsetof(struct field, code)},
};
KEYS(field_keys, "field", field_key_list);

static const struct key state_key_list[] = {
	{"name", read_name, offsetof(struct state, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct state, label), .required = true},
	{"first", read_bool, offsetof(struct state, first)},
	{"closed", read_bool, offsetof(struct state, closed)},
	{"waits", read_bool, offsetof(struct state, waits)},
	{"tray", read_words, offsetof(struct state, tray)},
	{"see", read_set, offsetof(struct state, see), .arg = &to_role},
	{"public", read_bool, offsetof(struct state, public)},
};
KEYS(state_keys, "state", state_key_list);

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
	{"pauses", read_list, offsetof(struct clock_decl, pauses), .arg = &choices_list},
	{"legal", read_ref, offsetof(struct clock_decl, legal), .arg = &to_clock},
	{"warn", read_count, offsetof(struct clock_decl, warn)},
	{"warn_setting", read_setting_name, offsetof(struct clock_decl, warn_setting)},
	{"extensions", read_count, offsetof(struct clock_decl, extensions)},
	{"asked", read_ref, offsetof(struct clock_decl, asked), .arg = &to_action},
	{"asked_first", read_bool, offsetof(struct clock_decl, asked_first)},
	{"expire", read_ref, offsetof(struct clock_decl, expire), .arg = &to_action},
	{"expire_setting", read_setting_name, offsetof(struct clock_decl, expire_setting)},
	{"quiet", read_bool, offsetof(struct clock_decl, quiet)},
};
KEYS(clock_keys, "clock", clock_key_list);

static err read_setting_type(struct load *ld, const struct key *k, void *out)
{
	enum field_type t;
	TRY(read_enum(ld, k, &t));
	if (t != FIELD_INT && t != FIELD_DEC && t != FIELD_LINE && t != FIELD_TEXT && t != FIELD_CHOICE)
		return fail(ERR_INPUT, "{0}: a setting is an int, a dec, a line, a text or a choice; choose one of these types", where(ld));
	*(enum field_type *)out = t;
	return OK;
}

/* The default of a long text is a file of the pack. */
static err read_file_text(struct load *ld, const struct key *k, str *out)
{
	str name;
	TRY(read_line(ld, k, &name));
	for (size_t i = 0; i < ld->n_files; i++) {
		str bytes = ld->files[i].bytes;
		if (!str_eq(ld->files[i].name, name))
			continue;
		if (bytes.n > LIMIT_FIELD_TEXT || utf8_valid(bytes) != bytes.n)
			return fail(ERR_INPUT, "{0}: the file {1} is too long or is not text; shorten it", where(ld), name);
		*out = bytes;
		return OK;
	}
	return fail(ERR_INPUT, "{0}: the pack has no file {1}; add it, or write the name of one it has", where(ld), name);
}

/* A setting's default is a number or a text; the type is known by then. */
static err read_initial(struct load *ld, const struct key *k, void *out)
{
	struct setting *s = (struct setting *)((char *)out - offsetof(struct setting, initial));
	if (s->type == FIELD_TEXT)
		return read_file_text(ld, k, &s->initial_text);
	return s->type == FIELD_INT ? read_int(ld, k, out) : read_line(ld, k, &s->initial_text);
}

static const struct key setting_key_list[] = {
	{"name", read_name, offsetof(struct setting, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct setting, label), .required = true},
	{"type", read_setting_type, offsetof(struct setting, type), .required = true, .arg = &field_types},
	{"low", read_int, offsetof(struct setting, low)},
	{"high", read_int, offsetof(struct setting, high)},
	{"default", read_initial, offsetof(struct setting, initial), .required = true},
	{"choices", read_choices, offsetof(struct setting, choices), .arg = &choices_list},
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
#define NO_DUTY ((enum duty)(DUTIES + 1))
static const struct role role_fresh = {.duty = NO_DUTY, .field = -1, .part = -1};
static const struct field field_fresh = {.see = ROLES_ALL};
static const struct clock_decl clock_fresh = {.field = -1, .legal = -1, .asked = -1, .expire = -1};
#define SET_MAX 64 /* roles and states stand in sets of 64 bits */
static const struct list_of roles = {&role_keys, sizeof(struct role), SET_MAX, &role_fresh, true};
static const struct list_of fields = {&field_keys, sizeof(struct field), 200, &field_fresh, true};
static const struct list_of states = {&state_keys, sizeof(struct state), SET_MAX, NULL, true};
static const struct list_of clocks = {&clock_keys, sizeof(struct clock_decl), 32, &clock_fresh, true};

/* Roles that every kind with parts has: those that stand to a part. */
static const struct role part_roles[] = {
	{{"part_unit", 9}, {{"分项单位联络员", 21}, {"Liaison of the unit of a part", 29}}, DUTY_LIAISON, REL_PART_UNIT, -1, -1},
	{{"part_person", 11}, {{"分项责任人", 15}, {"Person of a part", 16}}, DUTIES, REL_PART_PERSON, -1, -1},
};

static void take_asker(struct kind *k, size_t i)
{
	struct role *r = (struct role *)&k->roles[i];
	if (r->relation != REL_ASKER)
		return;
	k->askers |= (role_set)1 << i;
	if (r->duty == NO_DUTY)
		r->duty = DUTIES;
}

static err read_roles(struct load *ld, const struct key *k, void *out)
{
	struct kind *kind = ld->kind;
	TRY(read_list(ld, k, out));
	for (size_t i = 0; i < kind->n_roles; i++)
		take_asker(kind, i);
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
	{"number_then", read_line, offsetof(struct kind, number_then)},
	{"elsewhere", read_bool, offsetof(struct kind, elsewhere)},
	{"subject", read_bool, offsetof(struct kind, subject)},
	{"roles", read_roles, offsetof(struct kind, roles), .required = true, .arg = &roles},
	{"fields", read_list, offsetof(struct kind, fields), .required = true, .arg = &fields},
	{"states", read_list, offsetof(struct kind, states), .required = true, .arg = &states},
	{"clocks", read_list, offsetof(struct kind, clocks), .arg = &clocks},
	{"lights", read_list, offsetof(struct kind, lights), .arg = &lights_list},
	{"schemes", read_list, offsetof(struct kind, schemes), .arg = &schemes_list},
	{"scheme", read_setting_name, offsetof(struct kind, scheme)},
	{"actions", read_list, offsetof(struct kind, actions), .required = true, .arg = &actions_list},
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
	{"due_text", read_ref, offsetof(struct kind, due_text), .arg = &to_field},
	{"undo", read_ref, offsetof(struct kind, undo), .arg = &to_action},
	{"planned_start", read_ref, offsetof(struct kind, planned_start), .arg = &to_field},
	{"started", read_ref, offsetof(struct kind, started), .arg = &to_field},
	{"awaited_from", read_ref, offsetof(struct kind, awaited_from), .arg = &to_field},
	{"awaited", read_ref, offsetof(struct kind, awaited), .arg = &to_field},
	{"rank", read_ref, offsetof(struct kind, rank), .arg = &to_field},
	{"rank_before", read_ref, offsetof(struct kind, rank_before), .arg = &to_field},
	{"ranked", read_ref, offsetof(struct kind, ranked), .arg = &to_field},
	{"judging", read_judging, offsetof(struct kind, confidence)},
	{"rhythm", read_rhythm, offsetof(struct kind, usual)},
	{"evaluation", read_evaluation, offsetof(struct kind, period)},
	{"evaluated", read_evaluated, offsetof(struct kind, evaluated)},
	{"camera", read_camera, offsetof(struct kind, camera)},
	{"parts", read_parts, offsetof(struct kind, parts), .arg = &sorts},
	{"when_all", read_when_all, offsetof(struct kind, when_all)},
	{"when_any", read_when_all, offsetof(struct kind, when_any)},
	{"merge", read_ref, offsetof(struct kind, merge), .arg = &to_action},
	{"oldest", read_setting_name, offsetof(struct kind, oldest)},
	{"published", read_ref, offsetof(struct kind, published), .arg = &to_field},
	{"secret", read_ref, offsetof(struct kind, secret), .arg = &to_field},
	{"curve", read_curve, offsetof(struct kind, curve)}, /* after the parts it refers to */
	{"overview", read_overview, offsetof(struct kind, overview)},
	{"alone", read_alone, offsetof(struct kind, alone)},
	{"about", read_about, offsetof(struct kind, about)},
	{"life", read_life, offsetof(struct kind, life)},
	{"cultivation", read_cultivation, offsetof(struct kind, cultivation)},
};
static const struct keys kind_keys = {"kind", kind_key_list, COUNT_OF(kind_key_list)};
#define NO_EVALUATION .period = -1, .method = -1, .objected = -1, .objected_value = -1, .found = -1, .upheld = -1
#define REQUEST_FRESH NO_EVALUATION, .code = -1, .about_code = -1, .request = -1, .merge = -1, .published = -1, .secret = -1, .channel = -1, .outside = -1, .phone = -1
static const struct kind kind_fresh = {.title = -1, .lead = -1, .assist = -1, .due = -1, .share = -1, .source = -1, .due_text = -1, .undo = -1,
	.planned_start = -1, .started = -1, .awaited_from = -1, .awaited = -1, .rank = -1, .rank_before = -1, .ranked = -1, .confidence = -1, .every = -1, .idle = -1, .camera = -1, .camera_note = -1, .camera_station = -1,
	.person = -1, .weight = -1, REQUEST_FRESH};
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
	TRY(each_resolve(ld, k));
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
	{"actions", read_list, offsetof(struct kind, actions), .required = true, .arg = &actions_list},
	{"see", read_set, offsetof(struct kind, see), .arg = &to_role},
	{"title", read_ref, offsetof(struct kind, title), .required = true, .arg = &to_field},
	{"unit", read_ref, offsetof(struct kind, lead), .arg = &to_field},
	{"person", read_ref, offsetof(struct kind, person), .arg = &to_field},
	{"due", read_ref, offsetof(struct kind, due), .arg = &to_field},
	{"weight", read_ref, offsetof(struct kind, weight), .arg = &to_field},
	{"done", read_ref, offsetof(struct kind, share), .arg = &to_field},
	{"max", read_count, offsetof(struct kind, max)},
	{"request", read_bool, offsetof(struct kind, is_request)},
	{"number", read_line, offsetof(struct kind, number)},
	{"channel", read_ref, offsetof(struct kind, channel), .arg = &to_field},
	{"outside", read_ref, offsetof(struct kind, outside), .arg = &to_field},
	{"phone", read_ref, offsetof(struct kind, phone), .arg = &to_field},
	{"secret", read_matter_field, offsetof(struct kind, secret)},
	{"objection", read_objection, offsetof(struct kind, objected)},
};
static const struct keys part_keys = {"part", part_key_list, COUNT_OF(part_key_list)};
static const struct kind sort_fresh = {.title = -1, .lead = -1, .assist = -1, .due = -1, .share = -1, .source = -1, .due_text = -1, .undo = -1,
	.planned_start = -1, .started = -1, .awaited_from = -1, .awaited = -1, .rank = -1, .rank_before = -1, .ranked = -1, .confidence = -1, .every = -1, .idle = -1, .camera = -1, .camera_note = -1, .camera_station = -1, .person = -1, .weight = -1, .max = PARTS_MOST, REQUEST_FRESH};
static const struct list_of sorts = {&part_keys, sizeof(struct kind), 16, &sort_fresh, true};

static err second_request(struct load *ld, const struct kind *k)
{
	at_kind(ld, k, "request");
	return fail(ERR_INPUT, "{0}: a kind has one sort of request; leave this out of one of them", where(ld));
}

static err sort_read(struct load *ld, const struct kind *whole, struct kind *k)
{
	k->whole = whole;
	k->pack = whole->pack;
	k->roles = whole->roles;
	k->n_roles = whole->n_roles;
	k->see = whole->see;
	k->askers = whole->askers;
	ld->kind = k;
	TRY(name_lists(ld, &part_keys, k));
	TRY(keys_read(ld, &part_keys, k));
	struct place outside = ld->at;
	TRY(schemes_check(ld, k));
	schemes_join(ld, k);
	TRY(kind_check(ld, k));
	if (k->is_request && ((struct kind *)whole)->request < 0)
		((struct kind *)whole)->request = (int)(k - whole->parts);
	else if (k->is_request)
		return second_request(ld, k);
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
	return !asks_nothing(a) ? fail(ERR_INPUT, "{0}: {1} asks for something, and the system has nothing to give; take an action without required fields, reason, evidence and other_than",
			   where(ld), a->name) : OK;
}

/* One rule, or a list of them: when_all, when_any. */
static err read_when_all(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
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
	*(const struct when_all **)out = v;
	*(size_t *)((char *)out + sizeof(void *)) = n; /* stands right behind */
	return OK;
}
