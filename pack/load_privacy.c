/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of personal data: what may be written in them. */
#include "pack/pack_in.h"

/* A setting of this pack; classes stand outside of kinds. */
static err read_keep(struct load *ld, const struct key *k, void *out)
{
	str name;
	TRY(read_name(ld, k, &name));
	const struct setting *s = pack_setting(ld->pack, name);
	if (!s || s->type != FIELD_INT)
		return fail(ERR_INPUT, "{0}: there is no setting {1} of type int; declare it before the class", where(ld), name);
	*(str *)out = name;
	return OK;
}

static const struct key data_class_key_list[] = {
	{"name", read_name, offsetof(struct data_class, name), .required = true, .first = true},
	{"label", read_words, offsetof(struct data_class, label), .required = true},
	{"keep", read_keep, offsetof(struct data_class, keep), .required = true},
	{"sensitive", read_bool, offsetof(struct data_class, sensitive)},
	{"files", read_bool, offsetof(struct data_class, files)},
};
KEYS(data_class_keys, "data_class", data_class_key_list);
const struct list_of data_classes_list = {&data_class_keys, sizeof(struct data_class), 40, NULL, true};
