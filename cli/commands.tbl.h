/* SPDX-License-Identifier: Apache-2.0 */
/* COMMAND(name, function, synopsis, what it does) */
COMMAND("version", cmd_version, "", W("print the version"))
COMMAND("help", cmd_help, "[COMMAND]", W("print the commands"))
COMMAND("workdays", cmd_workdays, "add DATE N | between A B | explain DATE N [--calendar FILE]",
	W("count working days by the notices of the State Council, or by another calendar"))
COMMAND("repair", cmd_repair, "[--report] [FILE]", W("undo the damage that web pages did to a Chinese text"))
COMMAND("extract", cmd_extract, "[--date YYYY-MM-DD] [FILE…]",
	W("read documents: sentences, promises, targets, units and deadlines as JSON Lines"))
COMMAND("decoder", cmd_decoder, "", NULL)
COMMAND("pack", cmd_pack, "check|test NAME|FOLDER", W("check a pack, or run its cases"))
