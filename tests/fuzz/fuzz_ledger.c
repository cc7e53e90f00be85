/* SPDX-License-Identifier: Apache-2.0 */
/* What a ledger means: whatever a .csv says, its heading, rows, cells and sums are read without
 * a fault; what was settled about it is read or refused with a sentence. */
#include "ledger/import_in.h"

static const struct kind *kinds[2];
static size_t n_kinds;
static struct arena packs;

static void load(const char *name)
{
	const struct pack_file *files;
	struct pack *p;
	size_t n = pack_builtin(&files, str_of(name));
	ours(pack_load(&packs, str_of(name), files, n, &p) == OK);
	kinds[n_kinds++] = &p->kinds[0];
}

static void read_cells(struct arena *a, const struct ledger *l)
{
	for (size_t i = 0; i < l->n_rows && i < 50; i++)
		for (size_t k = 0; k < l->n_columns; k++) {
			struct meaning m;
			const struct ledger_column *c = &l->columns[k];
			const struct cell *cell = sheet_at(l->sheet, l->rows[i].at, c->at);
			if (c->use != COLUMN_FIELD)
				continue;
			cell_mean(a, l, c, cell, &m);
			str said = cell_sentence(a, LANG_EN, c, &l->kind->fields[c->field], cell, &m);
			ours((m.fault != CELL_FINE) == (said.n > 0) && utf8_valid(m.value) == m.value.n);
		}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a;
	struct workbook w;
	struct import_choices c;
	struct ledger_sum *sums;
	if (!n_kinds) {
		load("commitments");
		load("projects");
	}
	if (n > 16384)
		return 0;
	arena_init(&a);
	str text = {(const char *)data, n};
	bool table = workbook_text(&a, text, S("x.csv"), &w) == OK;
	for (size_t k = 0; k < n_kinds && table; k++)
		for (size_t i = 0; i < w.n_sheets; i++) {
			struct ledger l;
			if (ledger_find(&a, &w.sheets[i], kinds[k], ledger_words_built_in(), &l) != OK)
				continue;
			read_cells(&a, &l);
			ours(ledger_sums(&a, &l, &sums) <= l.n_rows * l.n_columns);
			if (import_choices_read(&a, kinds[k], text, &c) == OK)
				import_choices_apply(&l, &c);
		}
	arena_done(&a);
	return 0;
}
