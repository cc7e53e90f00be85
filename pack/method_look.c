/* SPDX-License-Identifier: Apache-2.0 */
/* Looking things up in a method that is loaded. */
#include "pack/method.h"

const struct method *method_named(const struct pack *p, str name, str version)
{
	for (size_t i = p->n_methods; i > 0; i--) {
		const struct method *m = &p->methods[i - 1];
		if (str_eq(m->name, name) && (!version.n || str_eq(m->version, version)))
			return m;
	}
	return NULL;
}

int method_band_named(const struct method *m, str name)
{
	for (size_t i = 0; i < m->n_bands; i++)
		if (str_eq(m->bands[i].name, name))
			return (int)i;
	return -1;
}

int method_class_named(const struct method *m, str name)
{
	for (size_t i = 0; i < m->n_classes; i++)
		if (str_eq(m->classes[i].name, name))
			return (int)i;
	return -1;
}

int method_level(const struct method *m, int group)
{
	int level = 2;
	for (size_t g = 1; g < m->n_groups; g++)
		if (m->groups[g].parent == group) {
			int above = method_level(m, (int)g) + 1;
			level = above > level ? above : level;
		}
	return level;
}

struct asked {
	struct arena *a;
	LIST(str) l;
};

static void ask(struct asked *to, const struct method_input *v)
{
	if (!v)
		return;
	for (size_t i = 0; i < v->n_of; i++)
		ask(to, &v->of[i]);
	if (v->op != INPUT_COLUMN)
		return;
	for (size_t i = 0; i < to->l.n; i++)
		if (str_eq(to->l.v[i], v->column))
			return;
	*list_push(to->a, &to->l) = v->column;
}

void method_asks(struct arena *a, const struct method *m, str **ret, size_t *ret_n)
{
	struct asked to = {.a = a};
	for (size_t i = 0; i < m->n_items; i++) {
		ask(&to, m->items[i].input);
		ask(&to, m->items[i].score.base.of);
		ask(&to, m->items[i].difficulty);
	}
	for (size_t i = 0; i < m->n_groups; i++)
		ask(&to, m->groups[i].difficulty);
	for (size_t i = 0; i < m->n_extras; i++)
		for (size_t j = 0; j < m->extras[i].n_inputs; j++)
			ask(&to, &m->extras[i].inputs[j]);
	ask(&to, m->difficulty);
	for (size_t i = 0; i < m->n_vetoes; i++)
		ask(&to, m->vetoes[i].input);
	for (size_t i = 0; i < m->n_ties; i++)
		ask(&to, m->ties[i].input);
	for (size_t i = 0; i < m->n_bands; i++)
		ask(&to, m->bands[i].years);
	*ret = to.l.v;
	*ret_n = to.l.n;
}
