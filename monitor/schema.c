/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of monitor; a module of its own with its own steps. */
#include "monitor/camera_in.h"
#include "monitor/monitor_in.h"

static const struct migration migrations[] = {
	{1, "stations, their telegrams, commands to them",
	 "CREATE TABLE station(region INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL, mn TEXT NOT NULL, name TEXT NOT NULL,"
	 " subject INTEGER NOT NULL, crc INTEGER NOT NULL, state INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE UNIQUE INDEX station_mn ON station(region, mn);"
	 /* rises with every change of a station, so that the gateway reads them anew */
	 "CREATE TABLE station_mark(region INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(region)) STRICT, WITHOUT ROWID;"
	 /* counted by the gateway some seconds at a time: what is lost by a crash stands in the rows of frame as well */
	 "CREATE TABLE station_seen(region INTEGER NOT NULL, station INTEGER NOT NULL, seen INTEGER NOT NULL, frames INTEGER NOT NULL,"
	 " peer TEXT NOT NULL, PRIMARY KEY(region, station)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE station_odd(region INTEGER NOT NULL, station INTEGER NOT NULL, odd INTEGER NOT NULL, n INTEGER NOT NULL,"
	 " first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY(region, station, odd)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE stranger(region INTEGER NOT NULL, mn TEXT NOT NULL, n INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
	 " peer TEXT NOT NULL, segment BLOB NOT NULL, PRIMARY KEY(region, mn)) STRICT, WITHOUT ROWID;"
	 /* time: DataTime, else QN, else when it came; several rows of one time: sent again or split */
	 "CREATE TABLE frame(region INTEGER NOT NULL, station INTEGER NOT NULL, cn INTEGER NOT NULL, time INTEGER NOT NULL, id INTEGER NOT NULL,"
	 " got INTEGER NOT NULL, pnum INTEGER NOT NULL, pno INTEGER NOT NULL, flags INTEGER NOT NULL, odd INTEGER NOT NULL, segment BLOB NOT NULL,"
	 " PRIMARY KEY(region, station, cn, time, id)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE command(region INTEGER NOT NULL, id INTEGER NOT NULL, station INTEGER NOT NULL, cn INTEGER NOT NULL, cp TEXT NOT NULL,"
	 " person INTEGER NOT NULL, open INTEGER NOT NULL, state INTEGER NOT NULL, tries INTEGER NOT NULL, qn TEXT NOT NULL, qn_rtn INTEGER NOT NULL,"
	 " exe_rtn INTEGER NOT NULL, made INTEGER NOT NULL, next INTEGER NOT NULL, ended INTEGER NOT NULL, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE INDEX command_open ON command(region, open, id);"
	 "CREATE INDEX command_station ON command(region, station, id);"},
	{2, "what stations are watched by",
	 "CREATE TABLE station_watch(region INTEGER NOT NULL, station INTEGER NOT NULL, watch TEXT NOT NULL, PRIMARY KEY(region, station)) STRICT, WITHOUT ROWID;"},
	{3, "where stations stand, and whether they are public",
	 "ALTER TABLE station ADD COLUMN x INTEGER;"
	 "ALTER TABLE station ADD COLUMN y INTEGER;"
	 "ALTER TABLE station ADD COLUMN open INTEGER NOT NULL DEFAULT 0;"},
};
static const struct module schema = {.name = "monitor", .migrations = migrations, .n_migrations = COUNT_OF(migrations)};

#define MODULE(x) static const struct module x##_module = {.name = #x, .stmts = x##_stmts};
MONITOR_STATEMENT_FILES(MODULE)
#undef MODULE

#define ROW(x) &x##_module,
const struct module *const monitor_modules[] = {&schema, MONITOR_STATEMENT_FILES(ROW) &air_module, &alarm_module, &camera_module, &media_module, NULL};
