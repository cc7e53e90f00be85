/* SPDX-License-Identifier: Apache-2.0 */
/* decoder: not for people. The process in which file_decode opens a document. */
#include "cli/cli.h"

#include <stdlib.h>

#include "file/file.h"

err cmd_decoder(struct cli *cli)
{
	exit(file_decoder_main(cli->argc, cli->argv));
}
