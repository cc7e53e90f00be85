/* SPDX-License-Identifier: Apache-2.0 */
/* Alarms (报警): what may be written of them, and that their parts fit. */
#include "pack/alarm.h"
#include "pack/pack_in.h"

static const char *const what_names[] = {"limit", "zero", "constant", "silent", "absent", "range", "flag", NULL};
static const char *const on_names[] = {"live", "minute", "hour", "day", NULL};
static_assert(COUNT_OF(what_names) == ALARM_WHATS + 1 && COUNT_OF(on_names) == ALARM_ONS + 1, "a word for each");
static const struct names whats = {what_names}, ons = {on_names};

static const struct key alarm_key_list[] = {
	{"name", read_name, offsetof(struct alarm_rule, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct alarm_rule, label), .required = true},
	{"when", read_enum, offsetof(struct alarm_rule, what), .required = true, .arg = &whats},
	{"on", read_enum, offsetof(struct alarm_rule, on), .required = true, .arg = &ons},
	{"use", read_name, offsetof(struct alarm_rule, use)},
	{"hold", read_name, offsetof(struct alarm_rule, hold)},
	{"clear", read_name, offsetof(struct alarm_rule, clear)},
	{"band", read_name, offsetof(struct alarm_rule, band)},
	{"flags", read_line, offsetof(struct alarm_rule, flags)},
	{"source", read_line, offsetof(struct alarm_rule, source), .required = true},
};
KEYS(alarm_keys, "alarm", alarm_key_list);
static const struct list_of rules = {&alarm_keys, sizeof(struct alarm_rule), 32, NULL, true};

static const struct key alarms_key_list[] = {
	{"kind", read_name, offsetof(struct alarms, kind), .required = true, .first = true},
	{"open", read_name, offsetof(struct alarms, open), .required = true},
	{"join", read_name, offsetof(struct alarms, join), .required = true},
	{"recover", read_name, offsetof(struct alarms, recover), .required = true},
	{"title", read_name, offsetof(struct alarms, title), .required = true},
	{"list", read_name, offsetof(struct alarms, list), .required = true},
	{"factor", read_name, offsetof(struct alarms, factor), .required = true},
	{"count", read_name, offsetof(struct alarms, count), .required = true},
	{"officer", read_name, offsetof(struct alarms, officer), .required = true},
	{"routed", read_name, offsetof(struct alarms, routed), .required = true},
	{"from", read_name, offsetof(struct alarms, from), .required = true},
	{"person", read_name, offsetof(struct alarms, person), .required = true},
	{"rest_from", read_name, offsetof(struct alarms, rest_from)},
	{"rest_until", read_name, offsetof(struct alarms, rest_until)},
	{"keep", read_name, offsetof(struct alarms, keep), .required = true},
	{"gap", read_name, offsetof(struct alarms, gap), .required = true},
	{"storm_stations", read_name, offsetof(struct alarms, storm_stations), .required = true},
	{"storm_factors", read_name, offsetof(struct alarms, storm_factors), .required = true},
	{"storm_minutes", read_name, offsetof(struct alarms, storm_minutes), .required = true},
	{"rules", read_list, offsetof(struct alarms, rules), .required = true, .arg = &rules},
};
KEYS(alarms_keys, "alarms", alarms_key_list);
const struct list_of alarms_list = {&alarms_keys, sizeof(struct alarms), 1, NULL, true};

const char *alarm_what_name(enum alarm_what w)
{
	return (unsigned)w < ALARM_WHATS ? what_names[w] : "";
}

static bool number_setting(const struct pack *p, str name)
{
	const struct setting *s = name.n ? pack_setting(p, name) : NULL;
	return !name.n || (s && s->type == FIELD_INT);
}

static const struct kind *kind_of(const struct load *ld, str name)
{
	for (size_t i = 0; i < ld->pack->n_kinds; i++)
		if (str_eq(ld->pack->kinds[i].name, name))
			return &ld->pack->kinds[i];
	return NULL;
}

static err check_fields(struct load *ld, const struct alarms *a, const struct kind *k)
{
	const struct {
		str name;
		enum field_type type;
	} rows[] = {{a->title, FIELD_LINE}, {a->list, FIELD_TEXT}, {a->factor, FIELD_LINE}, {a->count, FIELD_INT}, {a->officer, FIELD_PERSON},
		    {a->routed, FIELD_LINE}, {a->from, FIELD_LINE}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int f = kind_field(k, rows[i].name);
		if (f < 0 || k->fields[f].type != rows[i].type)
			return fail(ERR_INPUT, "{0}: the kind {1} has no field {2} of the type {3}; declare it", where(ld), k->name, rows[i].name,
				    str_of(field_type_name(rows[i].type)));
	}
	return OK;
}

static err check_rule(struct load *ld, const struct alarm_rule *r)
{
	const str settings[] = {r->use, r->hold, r->clear, r->band};
	for (size_t i = 0; i < COUNT_OF(settings); i++)
		if (!number_setting(ld->pack, settings[i]))
			return fail(ERR_INPUT, "{0}: the alarm {1} refers to a setting that is not a whole number of this pack; declare it", where(ld), r->name);
	if ((r->what == ALARM_FLAG) != (r->flags.n > 0))
		return fail(ERR_INPUT, "{0}: the alarm {1} needs flags when it is about flags, and only then", where(ld), r->name);
	if (r->what == ALARM_SILENT && !r->hold.n)
		return fail(ERR_INPUT, "{0}: the alarm {1} does not say how long a station may be silent; write hold", where(ld), r->name);
	return OK;
}

err alarms_check(struct load *ld, const struct alarms *a)
{
	const struct kind *k = kind_of(ld, a->kind);
	const str settings[] = {a->keep, a->gap, a->storm_stations, a->storm_factors, a->storm_minutes}, actions[] = {a->open, a->join, a->recover};
	ld->at = (struct place){.ctor = "alarms", .line = env_line(ld->L, lua_gettop(ld->L)), .name = a->kind};
	if (!k || k->subject)
		return fail(ERR_INPUT, "{0}: this pack declares no kind {1} of matters; write one", where(ld), a->kind);
	for (size_t i = 0; i < COUNT_OF(actions); i++) {
		int n = kind_action(k, actions[i]);
		if (n < 0 || k->actions[n].opens != (i == 0))
			return fail(ERR_INPUT, "{0}: the kind {1} has no fitting action {2}; declare it", where(ld), a->kind, actions[i]);
	}
	for (size_t i = 0; i < COUNT_OF(settings); i++)
		if (!settings[i].n || !number_setting(ld->pack, settings[i]))
			return fail(ERR_INPUT, "{0}: {1} is no setting that is a whole number of this pack; declare it", where(ld), settings[i]);
	TRY(check_fields(ld, a, k));
	for (size_t i = 0; i < a->n_rules; i++)
		TRY(check_rule(ld, &a->rules[i]));
	ld->at = (struct place){0};
	return OK;
}

const struct alarms *alarms_of(const struct pack *const *packs, const struct pack **ret_pack)
{
	for (; *packs; packs++)
		if ((*packs)->n_alarms) {
			*ret_pack = *packs;
			return (*packs)->alarms;
		}
	return NULL;
}
