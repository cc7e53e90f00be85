/* SPDX-License-Identifier: Apache-2.0 */
/* Looking things up in a pack that is loaded. */
#include "pack/pack.h"

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

role_set kind_see(const struct kind *k, int state)
{
	return state < 0 || !k->states[state].see ? k->see : k->see & k->states[state].see;
}
