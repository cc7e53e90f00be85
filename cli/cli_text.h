/* SPDX-License-Identifier: Apache-2.0 */
/* cli_text: a document from the command line as decoded text, whatever its sort. */
#ifndef LUOSHI_CLI_TEXT_H
#define LUOSHI_CLI_TEXT_H

#include "cli/cli.h"
#include "text/text.h"

/* Reads the file ("-" and NULL: standard input), tells its sort from its bytes; a text
 * file goes to text_decode as it is, every other through the decoder process. */
err cli_text(struct cli *, const char *name, struct decoded *ret) must_check;

#endif
