/* SPDX-License-Identifier: Apache-2.0 */
/* Ladders of letters: what may be written in them, and that their parts fit. */
#include "pack/pack_in.h"

static const char *const what_names[] = {"yellow", "red", "late", "missing", "unanswered", NULL};
static const struct names whats = {what_names};

static const struct key rule_key_list[] = {
	{"what", read_enum, offsetof(struct ladder_rule, what), .required = true, .first = true, .arg = &whats},
	{"times", read_count, offsetof(struct ladder_rule, times)},
	{"setting", read_name, offsetof(struct ladder_rule, setting)},
	{"weeks", read_count, offsetof(struct ladder_rule, weeks)},
	{"weeks_setting", read_name, offsetof(struct ladder_rule, weeks_setting)},
	{"running", read_bool, offsetof(struct ladder_rule, running)},
	{"unit", read_bool, offsetof(struct ladder_rule, unit)},
};
KEYS(rule_keys, "rule", rule_key_list);
static const struct list_of rules = {&rule_keys, sizeof(struct ladder_rule), 16, NULL, false};

static const struct key rung_key_list[] = {
	{"name", read_name, offsetof(struct rung, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct rung, label), .required = true},
	{"text", read_words, offsetof(struct rung, text), .required = true},
	{"rules", read_list, offsetof(struct rung, rules), .arg = &rules},
};
KEYS(rung_keys, "rung", rung_key_list);
static const struct list_of rungs = {&rung_keys, sizeof(struct rung), 16, NULL, true};

static const struct key ladder_key_list[] = {
	{"kind", read_name, offsetof(struct ladder, kind), .required = true, .first = true},
	{"letter", read_name, offsetof(struct ladder, letter), .required = true},
	{"exempt", read_name, offsetof(struct ladder, exempt)},
	{"rungs", read_list, offsetof(struct ladder, rungs), .required = true, .arg = &rungs},
};
KEYS(ladder_keys, "ladder", ladder_key_list);
const struct list_of ladders_list = {&ladder_keys, sizeof(struct ladder), 16, NULL, true};

static bool number_setting(const struct pack *p, str name)
{
	for (size_t i = 0; i < p->n_settings; i++)
		if (str_eq(p->settings[i].name, name))
			return p->settings[i].type == FIELD_INT;
	return !name.n;
}

static err check_rule(struct load *ld, const struct rung *g, const struct ladder_rule *r)
{
	if (!number_setting(ld->pack, r->setting) || !number_setting(ld->pack, r->weeks_setting))
		return fail(ERR_INPUT, "{0}: the rung {1} refers to a setting that is not a whole number of this pack; declare it", where(ld), g->name);
	if (r->what != LADDER_UNANSWERED && ((!r->times && !r->setting.n) || (!r->weeks && !r->weeks_setting.n)))
		return fail(ERR_INPUT, "{0}: the rung {1} does not say how often within how many weeks; write times and weeks", where(ld), g->name);
	return OK;
}

static const struct kind *kind_of(const struct load *ld, str name)
{
	for (size_t i = 0; i < ld->pack->n_kinds; i++)
		if (str_eq(ld->pack->kinds[i].name, name))
			return &ld->pack->kinds[i];
	return NULL;
}

/* What is read of an exemption: from when to when, and whether it is in force. */
static bool exempts(const struct kind *k)
{
	int from = k ? kind_field(k, S("from_day")) : -1, to = k ? kind_field(k, S("to_day")) : -1;
	return from >= 0 && to >= 0 && k->fields[from].type == FIELD_DATE && k->fields[to].type == FIELD_DATE && kind_state(k, S("granted")) >= 0;
}

static bool has_choice(const struct kind *k, str name)
{
	int f = kind_field(k, S("rung"));
	for (size_t i = 0; f >= 0 && i < k->fields[f].n_choices; i++)
		if (str_eq(k->fields[f].choices[i].name, name))
			return true;
	return false;
}

err ladder_check(struct load *ld, const struct ladder *l)
{
	const struct kind *letter = kind_of(ld, l->letter);
	ld->at = (struct place){.ctor = "ladder", .line = env_line(ld->L, lua_gettop(ld->L)), .name = l->kind};
	if (!letter)
		return fail(ERR_INPUT, "{0}: this pack declares no kind {1} for the letters; write one", where(ld), l->letter);
	if (l->exempt.n && !exempts(kind_of(ld, l->exempt)))
		return fail(ERR_INPUT, "{0}: {1} is no kind with the dates from_day and to_day and the state granted; write one", where(ld), l->exempt);
	for (size_t i = 0; i < l->n_rungs; i++) {
		if (!has_choice(letter, l->rungs[i].name))
			return fail(ERR_INPUT, "{0}: the rung {1} is no choice of the field rung of {2}; add it there", where(ld),
				    l->rungs[i].name, l->letter);
		for (size_t j = 0; j < l->rungs[i].n_rules; j++)
			TRY(check_rule(ld, &l->rungs[i], &l->rungs[i].rules[j]));
	}
	ld->at = (struct place){0};
	return OK;
}
