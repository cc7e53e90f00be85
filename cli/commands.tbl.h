/* SPDX-License-Identifier: Apache-2.0 */
/* COMMAND(name, function, synopsis, what it does)
 * COMMAND_DB: the same; it works on the database, so a running server does it (remote.h).
 * Includers define and undefine both. */
COMMAND("serve", cmd_serve, "[--db FILE] [--listen ADDR:PORT] [--config FILE] …", W("serve the pages until it is told to end"))
COMMAND("demo", cmd_demo, "[--db FILE] [--requests N]", W("make the demo district, the same every time; --requests: with a year of so many requests"))
COMMAND_DB("ingest", cmd_ingest, "[--db FILE] [--date YYYY-MM-DD] FILE…", W("read documents and store them with their proposed commitments"))
COMMAND_DB("check", cmd_check, "[--db FILE]", W("prove that the record equals its events"))
COMMAND_DB("backup", cmd_backup, "[--db FILE] TO", W("copy the database while it is used"))
COMMAND("restore", cmd_restore, "[--db FILE] FROM", W("make the database anew from a copy, and check it"))
COMMAND_DB("import", cmd_import, "units|people|map|requests|values|KIND FILE [--commit] [--choices FILE] [--marked FILE] [--db FILE]",
	W("add units or people from a list, load a map, take in requests of another platform or a ledger of matters; without --commit only check it"))
COMMAND_DB("export", cmd_export, "KIND|matters|week|week-units|documents|parts|units|people [--xlsx|--csv|--json] [--db FILE]",
	W("write a list as a workbook, as .csv or as JSON Lines to the standard output"))
COMMAND_DB("user", cmd_user, "add LOGIN NAME UNIT DUTY,… [--db FILE] [--post POST]", W("add a person; prints a first password once"))
COMMAND_DB("open311", cmd_open311, "key add NAME | key list | key withdraw NAME [--db FILE]",
	W("keys of the programs that send requests by Open311; a new one is printed once"))
COMMAND("workdays", cmd_workdays, "add DATE N | between A B | explain DATE N [--calendar FILE]",
	W("count working days by the notices of the State Council, or by another calendar"))
COMMAND_DB("air", cmd_air, "import FILE.csv [--db FILE]", W("take in hours of air stations: station, time, span, item, value"))
COMMAND("aqi", cmd_aqi, "[--standard 2012|2026] [FILE.csv]", W("indices of air quality of a table of observations, as JSON Lines"))
COMMAND("score", cmd_score, "METHOD DATA.csv [--json|--csv] [--sensitivity N [--shares]]",
	W("points, totals, ranks and bands of a table by a method (pack/method@version, or a .lua file)"))
COMMAND_DB("requests-month", cmd_requests_month, "YYYY-MM [--keep] [--db FILE]",
	   W("rates of requests in a month as JSON, with the rows they are made of; --keep: keep the month first"))
COMMAND_DB("calendar", cmd_calendar, "import FILE [--name NAME --label WORDS] [--notice TITLE] | export [--name NAME] [--db FILE]",
	W("load a notice of holidays and make the dates again; or print the calendar in force"))
COMMAND_DB("clocks", cmd_clocks, "[--db FILE]", W("print every clock with its ledger as JSON Lines, to compute the dates elsewhere"))
COMMAND_DB("suggest", cmd_suggest, "[--db FILE]", W("learn anew what categories and units are suggested, and say how well it went"))
COMMAND("hj212", cmd_hj212, "decode [--key HEX]", W("read telegrams of HJ 212 (2005, 2017, 2025) from the standard input, one line of JSON each"))
COMMAND_DB("camera", cmd_camera, "add NAME --address-file FILE [--place PLACE] [--user NAME] [--password-file FILE] [--station MN,…] | set NAME … | on|off NAME | list | look NAME | keep NAME MATTER | probe | looks NAME [--db FILE]",
	W("cameras: enrol them, take a picture, keep it with a matter, see how they are"))
COMMAND_DB("media", cmd_media, "add NAME KIND --address-file FILE [--user NAME] [--secret-file FILE] [--play ADDRESS] | set NAME … | on|off NAME | list | streams NAME | enrol NAME STREAM…|--all [--name NAME] [--user NAME] [--password-file FILE] | pull NAME STREAM --address-file FILE [--user NAME] [--password-file FILE] [--db FILE]",
	W("media servers (zlmediakit, mediamtx, srs, go2rtc): which streams they have, streams that become cameras"))
COMMAND_DB("station", cmd_station, "add MN NAME [--pw PW] [--key-file FILE] [--crc VARIANT] [--place LON,LAT] [--public yes|no] | import FILE | set MN … | on|off|rekey MN | list | strangers | anomalies MN | command MN WHAT [PARAMETERS] | commands MN | classes | limits MN [CLASS|- [FILE]] | alarms MN | rest MN SORT FROM UNTIL REASON | rests MN | outlet MN NUMBER | data MN FACTOR [--from DAY] [--to DAY] [--of live|minutes|hours|days] [--mean hour|day] [--db FILE]",
	W("stations that report by HJ 212: enrol them, see what they do wrong, send them commands"))
COMMAND("config", cmd_config, "check FILE", W("check a configuration file"))
COMMAND("version", cmd_version, "", W("print the version"))
COMMAND("help", cmd_help, "[COMMAND]", W("print the commands"))
COMMAND("repair", cmd_repair, "[--report] [FILE]", W("undo the damage that web pages did to a Chinese text"))
COMMAND("extract", cmd_extract, "[--date YYYY-MM-DD] [FILE…]",
	W("read documents: sentences, promises, targets, units and deadlines as JSON Lines"))
COMMAND("decoder", cmd_decoder, "", NULL)
COMMAND("pack", cmd_pack, "check|test NAME|FOLDER", W("check a pack, or run its cases"))
