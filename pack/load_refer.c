/* SPDX-License-Identifier: Apache-2.0 */
/* Names in a pack that refer to what the kind or the pack declares elsewhere. */
#include "pack/pack_in.h"

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

err name_find(struct load *ld, enum refers to, str word, int *ret)
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
	return name_find(ld, *(const enum refers *)k->arg, word, out);
}

err read_set(struct load *ld, const struct key *k, void *out)
{
	str *v;
	size_t n;
	uint64_t set = 0;
	TRY(read_texts(ld, &v, &n));
	for (size_t i = 0; i < n; i++) {
		int at;
		TRY(name_find(ld, *(const enum refers *)k->arg, v[i], &at));
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
	return name_find(ld, TO_FIELD, word, out);
}

err read_setting_name(struct load *ld, const struct key *k, void *out)
{
	int at;
	TRY(read_name(ld, k, out));
	return name_find(ld, TO_SETTING, *(str *)out, &at);
}
