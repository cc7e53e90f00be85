/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli_text.h"

#include <string.h>

#include "base/limits.h"
#include "file/file.h"

err cli_text(struct cli *cli, const char *name, struct decoded *ret)
{
	struct file_text t;
	str bytes, shown = !name || !strcmp(name, "-") ? word(cli->lang, "standard input") : str_of(name);
	TRY(cli_read(cli, name, LIMIT_FILE, &bytes));
	TRY(file_decode(cli->arena, decoder_new(cli->arena, NULL), bytes, shown, &t));
	return t.raw_is_text ? text_decode(cli->arena, t.text, ret) : text_decoded(cli->arena, t.text, ret);
}
