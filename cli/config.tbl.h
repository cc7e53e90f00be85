/* SPDX-License-Identifier: Apache-2.0 */
/* OPTION(name, sort, initial, what it is called in the help, what it does)
 * Makes the flags of `serve`, the lines of a configuration file, the environment
 * (LUOSHI_NAME), `luoshi config check` and the help. */
OPTION(db, OPT_TEXT, "luoshi.db", "FILE|postgresql://…", W("the database: a file, or a PostgreSQL address"))
OPTION(listen, OPT_TEXT, "127.0.0.1:8080", "ADDR:PORT", W("where the pages are served; port 0 takes a free one"))
OPTION(region, OPT_NUMBER, "370499", "CODE", W("the six-digit code of the district whose record this is"))
OPTION(district, OPT_TEXT, "榴园区", "NAME", W("the name of the district, as pages show it"))
OPTION(district_en, OPT_TEXT, "Liuyuan District", "NAME", W("the same in English"))
OPTION(zone, OPT_TEXT, "Asia/Shanghai", "NAME", W("the time zone of the district, by its IANA name"))
OPTION(calendar, OPT_TEXT, "", "FILE", W("a calendar of working days instead of the built-in one"))
OPTION(key, OPT_TEXT, "", "FILE", W("the key that seals personal values; made beside the database when empty"))
OPTION(trusted_proxy, OPT_TEXT, "", "ADDR", W("the proxy that may speak for others; needed to listen on a foreign address"))
OPTION(log_level, OPT_LEVEL, "info", "debug|info|warn|error", W("how much is logged"))
