/* SPDX-License-Identifier: Apache-2.0 */
/* COMMAND(name, function, synopsis, what it does) */
COMMAND("version", cmd_version, "", W("print the version"))
COMMAND("help", cmd_help, "[COMMAND]", W("print the commands"))
COMMAND("decoder", cmd_decoder, "", NULL)
