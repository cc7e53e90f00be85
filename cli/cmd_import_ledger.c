/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi import KIND FILE: one line for each row of the ledger: its number, what it is, its
 * title, what is wrong with it. Exit 1 when a row is wrong; nothing is taken in then. */
#include "cli/import_ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "ledger/import.h"

static const struct kind *kind_named(const struct house *h, str name)
{
	for (const struct pack *const *p = h->packs; *p; p++)
		for (size_t i = 0; i < (*p)->n_kinds; i++)
			if (str_eq((*p)->kinds[i].name, name))
				return &(*p)->kinds[i];
	return NULL;
}

static str base_name(str path)
{
	size_t from = 0;
	for (size_t i = 0; i < path.n; i++)
		if (path.p[i] == '/')
			from = i + 1;
	return str_cut(path, from, path.n);
}

static void put_row(struct buf *b, enum lang lang, const struct import_row *row)
{
	static const char *const sorts[IMPORT_SORTS] = {W("IMPORT|new"), W("IMPORT|changed"), W("IMPORT|same"), W("IMPORT|wrong"), W("IMPORT|left out")};
	buf_int(b, (int64_t)row->at + 1);
	buf_byte(b, '\t');
	buf_add(b, word(lang, sorts[row->sort]));
	buf_byte(b, '\t');
	buf_add(b, row->title);
	for (size_t i = 0; i < row->n_findings; i++) {
		buf_byte(b, '\t');
		if (row->findings[i].head.n) {
			buf_add(b, row->findings[i].head);
			buf_z(b, lang == LANG_ZH ? "：" : ": ");
		}
		buf_add(b, row->findings[i].sentence);
	}
	buf_byte(b, '\n');
}

static err say(struct cli *cli, const struct import_look *l)
{
	struct buf b;
	buf_init(&b, cli->arena);
	for (size_t i = 0; i < l->n_rows; i++)
		put_row(&b, cli->lang, &l->rows[i]);
	return cli_write(cli, buf_str(&b));
}

static err write_file(const char *path, str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return fail(ERR_USAGE, "{0} cannot be made ({1}); name a file that is not there yet", str_of(path), str_of(strerrordesc_np(errno)));
	size_t at = 0;
	while (at < bytes.n) {
		ssize_t n = write(fd, bytes.p + at, bytes.n - at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		at += (size_t)n;
	}
	bool fine = close(fd) == 0 && at == bytes.n;
	return fine ? OK : fail(ERR_IO, "{0} could not be written ({1})", str_of(path), str_of(strerrordesc_np(errno)));
}

static err take_in(struct cli *cli, struct house *h, struct ctx *ctx, const struct ledger_options *o, int64_t id)
{
	struct import_look l;
	str name, bytes;
	if (o->choices.n) {
		TRY(cli_read(cli, str_z(cli->arena, o->choices), LIMIT_FIELD_TEXT, &bytes));
		TRY(import_settle(ctx, id, 0, bytes));
	}
	TRY(import_look(ctx, h->decoder, id, &l));
	if (l.why_not.n)
		return fail(ERR_INPUT, "no row of this ledger could be read; look at its headings");
	TRY(say(cli, &l));
	if (o->marked.n) {
		TRY(import_marked(ctx, h->decoder, id, &name, &bytes));
		TRY(write_file(str_z(cli->arena, o->marked), bytes));
	}
	ctx_refresh(ctx);
	if (o->commit || l.counts[IMPORT_WRONG])
		return import_commit(ctx, h->decoder, id, 0); /* of wrong rows: its sentence */
	return OK;
}

err import_ledger(struct cli *cli, const struct config *config, const struct ledger_options *o)
{
	struct house *h;
	struct ctx ctx;
	str bytes;
	int64_t id;
	TRY(house_for(cli, config, &h));
	const struct kind *k = kind_named(h, str_of(cli->argv[0]));
	if (!k)
		return fail(ERR_USAGE, "there is no kind of matters called {0}; write units, people, or a kind such as commitment", str_of(cli->argv[0]));
	TRY(cli_read(cli, cli->argv[1], LIMIT_FILE, &bytes));
	TRY(house_system(h, cli->arena, &ctx));
	ctx.actor.lang = cli->lang;
	err e = import_begin(&ctx, h->decoder, k, base_name(str_of(cli->argv[1])), bytes, 0, &id);
	ctx_refresh(&ctx);
	if (e == OK)
		e = take_in(cli, h, &ctx, o, id);
	ctx_close(&ctx);
	return e;
}
