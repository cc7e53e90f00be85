/* SPDX-License-Identifier: Apache-2.0 */
/* A ledger that came in, canned: what pages of it look like without a record. */
#include "fake_core.h"

#include "ledger/import.h"
#include "ledger/staff.h"

static struct import_batch batch(void)
{
	return (struct import_batch){.id = 7, .version = 1, .kind = &fake_packs[0]->kinds[0], .file_name = S("台账<一>.xlsx"), .title = S("2026年重点工作任务台账"), .at = 1790820000000LL};
}

err import_list(struct ctx *x, struct import_batch **ret, size_t *ret_n)
{
	*ret = arena_new(x->arena, struct import_batch);
	**ret = batch();
	*ret_n = 1;
	return OK;
}

err import_begin(struct ctx *x, const struct decoder *d, const struct kind *k, str name, str bytes, int64_t like, int64_t *ret)
{
	unused_arg(x), unused_arg(d), unused_arg(k), unused_arg(like), unused_arg(name);
	if (!bytes.n)
		return fail(ERR_INPUT, "choose a workbook, or paste rows of one");
	*ret = 7;
	return OK;
}

err import_look(struct ctx *x, const struct decoder *d, int64_t id, struct import_look *ret)
{
	unused_arg(d), unused_arg(id);
	*ret = (struct import_look){.batch = batch(), .why_not = S("no heading <was> found")};
	ret->book.sheets = arena_new_n(x->arena, 2, struct sheet);
	ret->book.sheets[0].name = S("台账");
	ret->book.sheets[1].hidden = true;
	ret->book.n_sheets = 2;
	return OK;
}

err import_settle(struct ctx *x, int64_t id, int64_t version, str lines)
{
	unused_arg(x), unused_arg(id), unused_arg(version), unused_arg(lines);
	return OK;
}

err import_commit(struct ctx *x, const struct decoder *d, int64_t id, int64_t version)
{
	unused_arg(x), unused_arg(d), unused_arg(id), unused_arg(version);
	return fail(ERR_INPUT, "no row of this ledger could be read; look at its headings");
}

err import_undo(struct ctx *x, int64_t id)
{
	unused_arg(x), unused_arg(id);
	return OK;
}

err import_marked(struct ctx *x, const struct decoder *d, int64_t id, str *ret_name, str *ret_bytes)
{
	unused_arg(x), unused_arg(d), unused_arg(id);
	*ret_name = S("台账.xlsx");
	*ret_bytes = S("PK");
	return OK;
}

err staff_look(struct ctx *x, const struct decoder *d, str name, str bytes, struct staff_look *ret)
{
	unused_arg(d), unused_arg(name), unused_arg(bytes);
	*ret = (struct staff_look){0};
	return x->actor.duties >> DUTY_SYSTEM & 1 ? OK : fail(ERR_DENIED, "your duties do not include this");
}

err staff_commit(struct ctx *x, const struct decoder *d, str name, str bytes, const int64_t *leavers, size_t n, struct staff_link **ret, size_t *ret_n)
{
	unused_arg(x), unused_arg(d), unused_arg(name), unused_arg(bytes), unused_arg(leavers), unused_arg(n);
	*ret = NULL;
	*ret_n = 0;
	return OK;
}

err staff_marked(struct ctx *x, const struct decoder *d, str name, str bytes, str *ret_name, str *ret_bytes)
{
	unused_arg(x), unused_arg(d), unused_arg(name), unused_arg(bytes);
	*ret_name = S("staff.xlsx");
	*ret_bytes = S("PK");
	return OK;
}
