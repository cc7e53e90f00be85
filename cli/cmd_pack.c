/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi pack check|test NAME|FOLDER */
#include <string.h>

#include "cli/cli.h"
#include "pack/pack.h"

struct found {
	str name;
	const struct pack_file *files;
	size_t n;
	struct pack *pack;
};

static str last_part(str path)
{
	while (path.n > 1 && str_ends(path, S("/")))
		path.n--;
	for (size_t i = path.n; i > 0; i--)
		if (path.p[i - 1] == '/')
			return str_cut(path, i, path.n);
	return path;
}

static str builtin_names(struct arena *a)
{
	struct buf b;
	buf_init(&b, a);
	str name;
	for (size_t i = 0; (name = pack_builtin_name(i)).p; i++) {
		if (i)
			buf_z(&b, ", ");
		buf_add(&b, name);
	}
	return buf_str(&b);
}

/* A folder has a / in it; anything else is the name of a built-in pack. */
static err find_pack(struct cli *cli, str where, struct found *ret)
{
	struct found f = {.name = last_part(where)};
	if (str_find(where, S("/"), 0) >= 0 || str_eq(where, S("."))) {
		struct pack_file *files;
		TRY(pack_read_folder(cli->arena, where, &files, &f.n));
		f.files = files;
	} else {
		f.n = pack_builtin(&f.files, where);
		if (!f.n)
			return fail(ERR_INPUT, "there is no built-in pack {0}; there are: {1}; a folder is written with a /, like ./{0}", where,
				    builtin_names(cli->arena));
	}
	TRY(pack_load(cli->arena, f.name, f.files, f.n, &f.pack));
	*ret = f;
	return OK;
}

static err check(struct cli *cli, const struct found *f)
{
	struct buf b;
	buf_init(&b, cli->arena);
	for (size_t i = 0; i < f->pack->n_kinds; i++) {
		const struct kind *k = &f->pack->kinds[i];
		const size_t counts[] = {k->n_fields, k->n_states, k->n_actions};
		str args[4] = {k->name};
		for (size_t j = 0; j < COUNT_OF(counts); j++) {
			struct buf n;
			buf_init(&n, cli->arena);
			buf_int(&n, (int64_t)counts[j]);
			args[j + 1] = buf_str(&n);
		}
		word_fmt(&b, cli->lang, W("{0}: {1} fields, {2} states, {3} actions; nothing is wrong"), args, COUNT_OF(args));
		buf_byte(&b, '\n');
	}
	digest_hex(&b, &f->pack->hash);
	buf_byte(&b, '\n');
	return cli_write(cli, buf_str(&b));
}

static err test(struct cli *cli, const struct found *f)
{
	struct buf lines, counts[2];
	struct case_report r = {.lines = &lines};
	buf_init(&lines, cli->arena);
	TRY(pack_test(cli->arena, f->pack, f->files, f->n, cli->lang, &r));
	for (int i = 0; i < 2; i++) {
		buf_init(&counts[i], cli->arena);
		buf_int(&counts[i], (int64_t)(i ? r.wrong : r.cases));
	}
	TRY(cli_write(cli, buf_str(&lines)));
	if (r.wrong)
		return fail(ERR_INPUT, "{0}: of {1} cases {2} are wrong; see above", f->name, buf_str(&counts[0]), buf_str(&counts[1]));
	buf_clear(&lines);
	const str args[] = {f->name, buf_str(&counts[0])};
	word_fmt(&lines, cli->lang, W("{0}: all {1} cases are right"), args, COUNT_OF(args));
	buf_byte(&lines, '\n');
	return cli_write(cli, buf_str(&lines));
}

err cmd_pack(struct cli *cli)
{
	static const struct {
		const char *name;
		err (*fn)(struct cli *, const struct found *);
	} verbs[] = {{"check", check}, {"test", test}};
	struct found f;
	TRY(cli_options(cli, NULL, 0));
	if (cli->argc != 2)
		return fail(ERR_USAGE, "luoshi pack wants a verb and a pack: luoshi pack check NAME, or luoshi pack test ./FOLDER");
	for (size_t i = 0; i < COUNT_OF(verbs); i++)
		if (!strcmp(cli->argv[0], verbs[i].name)) {
			TRY(find_pack(cli, str_of(cli->argv[1]), &f));
			return verbs[i].fn(cli, &f);
		}
	return fail(ERR_USAGE, "luoshi pack cannot {0}; it can check and test", str_of(cli->argv[0]));
}
