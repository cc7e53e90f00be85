/* SPDX-License-Identifier: Apache-2.0 */
/* The program: wires the rooms together; see docs/architecture.md. */
#include "cli/cli.h"

int main(int argc, char **argv)
{
	return cli_main(argc, argv);
}
