/* SPDX-License-Identifier: Apache-2.0 */
/* COMMAND(name, function, synopsis, what it does) */
COMMAND("version", cmd_version, "", W("print the version"))
COMMAND("help", cmd_help, "[COMMAND]", W("print the commands"))
COMMAND("pack", cmd_pack, "check|test NAME|FOLDER", W("check a pack, or run its cases"))
