/* SPDX-License-Identifier: Apache-2.0 */
/* What may be written of lights, schemes and judging, as tables of expectations. */
#include <string.h>

#include "pack/pack_in.h"

static const char *const light_names[] = {"none", "green", "yellow", "red", "done", "blue", "orange", NULL};
static const char *const when_names[] = {"overdue", "left_at_most", "spent_at_least", "behind", "unreported", "not_started", "share_below",
					 "rank_at_most", "rank_at_least", "rank_in_last", "rank_fell_by", "awaited", NULL};
static_assert(COUNT_OF(light_names) == LIGHTS + 1 && COUNT_OF(when_names) == WHENS + 1, "a word for each");
static const struct names light_colours = {light_names}, light_whens = {when_names};

const char *light_name(enum light l)
{
	return (unsigned)l < LIGHTS ? light_names[l] : "";
}

/* ---- rules and schemes -------------------------------------------------------------------------- */
#define CONDITION_KEYS(type) \
	{"than", read_count, offsetof(type, than)}, {"setting", read_setting_name, offsetof(type, setting)}, \
	{"months", read_count, offsetof(type, months)}
static const struct key condition_key_list[] = {
	{"when", read_enum, offsetof(struct light_condition, when), .required = true, .first = true, .arg = &light_whens},
	CONDITION_KEYS(struct light_condition),
};
KEYS(condition_keys, "condition", condition_key_list);
static const struct list_of conditions = {&condition_keys, sizeof(struct light_condition), LIGHT_CONDITIONS - 1, NULL, false};

static const enum refers to_clock = TO_CLOCK;
static const struct key light_key_list[] = {
	{"light", read_enum, offsetof(struct light_rule, light), .required = true, .first = true, .arg = &light_colours},
	{"when", read_enum, offsetof(struct light_rule, when), .required = true, .arg = &light_whens},
	CONDITION_KEYS(struct light_rule),
	{"also", read_list, offsetof(struct light_rule, also), .arg = &conditions},
	{"clock", read_set, offsetof(struct light_rule, clocks), .arg = &to_clock},
	{"word", read_words, offsetof(struct light_rule, word), .required = true},
};
KEYS(light_keys, "light", light_key_list);
const struct list_of lights_list = {&light_keys, sizeof(struct light_rule), 32, NULL, false};

static const struct key scheme_key_list[] = {
	{"name", read_name, offsetof(struct scheme, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct scheme, label), .required = true},
	{"lights", read_list, offsetof(struct scheme, lights), .required = true, .arg = &lights_list},
	{"source", read_line, offsetof(struct scheme, source), .required = true},
};
KEYS(scheme_keys, "scheme", scheme_key_list);
const struct list_of schemes_list = {&scheme_keys, sizeof(struct scheme), 16, NULL, true};

/* ---- judging -------------------------------------------------------------------------------------- */
static const struct key judging_key_list[] = {
	{"field", read_field_ref, offsetof(struct kind, confidence), .required = true, .first = true},
	{"days", read_setting_name, offsetof(struct kind, confidence_days)},
	{"green", read_setting_name, offsetof(struct kind, differ_green)},
	{"yellow", read_setting_name, offsetof(struct kind, differ_yellow)},
	{"red", read_setting_name, offsetof(struct kind, differ_red)},
};
KEYS(judging_keys, "judging", judging_key_list);

err read_judging(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	unused_arg(out);
	return keys_read(ld, &judging_keys, ld->kind);
}

/* ---- the rhythm of reports ------------------------------------------------------------------------ */
static const struct key rhythm_key_list[] = {
	{"usual", read_setting_name, offsetof(struct kind, usual), .required = true, .first = true},
	{"field", read_field_ref, offsetof(struct kind, every)},
	{"idle", read_field_ref, offsetof(struct kind, idle)},
};
KEYS(rhythm_keys, "rhythm", rhythm_key_list);

err read_rhythm(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	unused_arg(out);
	return keys_read(ld, &rhythm_keys, ld->kind);
}

/* ---- pictures of cameras ------------------------------------------------------------------------------ */
static const enum refers to_action = TO_ACTION;
static const struct key camera_key_list[] = {
	{"action", read_ref, offsetof(struct kind, camera), .required = true, .first = true, .arg = &to_action},
	{"note", read_field_ref, offsetof(struct kind, camera_note), .required = true},
	{"station", read_field_ref, offsetof(struct kind, camera_station)},
};
KEYS(camera_keys, "camera", camera_key_list);

err read_camera(struct load *ld, const struct key *k, void *out)
{
	unused_arg(k);
	unused_arg(out);
	return keys_read(ld, &camera_keys, ld->kind);
}

/* ---- all schemes in one row ------------------------------------------------------------------------ */
/* Plain `lights` are one scheme without a name; the rules of all schemes stand in one row. */
void schemes_join(struct load *ld, struct kind *k)
{
	size_t n = 0;
	if (!k->n_schemes && k->n_lights) {
		struct scheme *one = arena_new(ld->a, struct scheme);
		*one = (struct scheme){.name = S(""), .lights = k->lights, .n_lights = k->n_lights};
		k->schemes = one;
		k->n_schemes = 1;
	}
	for (size_t i = 0; i < k->n_schemes; i++)
		n += k->schemes[i].n_lights;
	struct light_rule *all = arena_new_n(ld->a, n, struct light_rule);
	n = 0;
	for (size_t i = 0; i < k->n_schemes; i++) {
		struct scheme *s = (struct scheme *)&k->schemes[i];
		memcpy(all + n, s->lights, s->n_lights * sizeof *all);
		s->lights = all + n;
		s->first = n;
		n += s->n_lights;
	}
	k->lights = all;
	k->n_lights = n;
}

/* A sort that says none of its own has those of the matter. */
void schemes_lend(struct kind *k)
{
	bool own_clocks = false;
	for (size_t i = 0; i < k->n_lights; i++)
		own_clocks |= k->lights[i].clocks != 0;
	for (size_t i = 0; i < k->n_parts; i++) {
		struct kind *sort = (struct kind *)&k->parts[i];
		if (sort->n_lights || own_clocks) /* rules that name clocks of the matter say nothing of a part */
			continue;
		sort->lights = k->lights;
		sort->n_lights = k->n_lights;
		sort->schemes = k->schemes;
		sort->n_schemes = k->n_schemes;
		sort->scheme = k->scheme;
	}
}

