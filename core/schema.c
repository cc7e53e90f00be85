/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of the record. Why they look so: docs/decisions/kernel-fit.md.
 * - Every growing table's key begins with region; every id is made by the application.
 * - A day or instant that is not set stands as the largest number, so it sorts last.
 * - Tables that are only ever reached by their whole key have no rowid. */
#include "core/core_in.h"

static const struct migration migrations[] = {
	{1, "the log",
	 "CREATE TABLE event(region INTEGER NOT NULL, seq INTEGER NOT NULL, id INTEGER NOT NULL, entity INTEGER NOT NULL,"
	 " entity_id INTEGER NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, actor INTEGER NOT NULL, unit INTEGER NOT NULL,"
	 " action TEXT NOT NULL, effects BLOB NOT NULL, args BLOB NOT NULL, sealed BLOB, reason TEXT NOT NULL, alg INTEGER NOT NULL,"
	 " hash BLOB NOT NULL, PRIMARY KEY(region, seq)) STRICT;"
	 "CREATE UNIQUE INDEX event_entity ON event(region, entity, entity_id, version);"
	 "CREATE TABLE checkpoint(region INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, frontier BLOB NOT NULL,"
	 " at INTEGER NOT NULL, public_key BLOB NOT NULL, signature BLOB NOT NULL, PRIMARY KEY(region, size)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE key_seal(region INTEGER NOT NULL, owner INTEGER NOT NULL, wrapped BLOB, PRIMARY KEY(region, owner))"
	 " STRICT, WITHOUT ROWID;"
	 "CREATE TABLE idempotency(region INTEGER NOT NULL, key BLOB NOT NULL, request BLOB NOT NULL, matter INTEGER NOT NULL,"
	 " version INTEGER NOT NULL, event INTEGER NOT NULL, number TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(region, key))"
	 " STRICT, WITHOUT ROWID;"
	 "CREATE TABLE number_counter(region INTEGER NOT NULL, kind TEXT NOT NULL, year INTEGER NOT NULL, n INTEGER NOT NULL,"
	 " PRIMARY KEY(region, kind, year)) STRICT, WITHOUT ROWID;"},
	{2, "units and people",
	 "CREATE TABLE unit(region INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL, parent INTEGER NOT NULL,"
	 " sort INTEGER NOT NULL, name TEXT NOT NULL, short_name TEXT NOT NULL, active INTEGER NOT NULL, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE TABLE unit_alias(region INTEGER NOT NULL, name TEXT NOT NULL, unit INTEGER NOT NULL, PRIMARY KEY(region, name))"
	 " STRICT, WITHOUT ROWID;"
	 "CREATE TABLE person(region INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL, unit INTEGER NOT NULL,"
	 " login TEXT NOT NULL, password TEXT NOT NULL, name BLOB NOT NULL, post TEXT NOT NULL, duties INTEGER NOT NULL,"
	 " demo INTEGER NOT NULL, lang INTEGER NOT NULL, large INTEGER NOT NULL, active INTEGER NOT NULL, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE UNIQUE INDEX person_login ON person(region, login);"
	 "CREATE TABLE session(region INTEGER NOT NULL, digest BLOB NOT NULL, person INTEGER NOT NULL, started INTEGER NOT NULL,"
	 " seen INTEGER NOT NULL, PRIMARY KEY(region, digest)) STRICT, WITHOUT ROWID;"
	 "CREATE INDEX session_seen ON session(region, seen);"
	 "CREATE TABLE sign_in_failure(region INTEGER NOT NULL, who BLOB NOT NULL, tries INTEGER NOT NULL, since INTEGER NOT NULL,"
	 " PRIMARY KEY(region, who)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE setting(region INTEGER NOT NULL, name TEXT NOT NULL, from_day INTEGER NOT NULL, value TEXT NOT NULL,"
	 " PRIMARY KEY(region, name, from_day)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE saved_view(region INTEGER NOT NULL, person INTEGER NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL,"
	 " query TEXT NOT NULL, PRIMARY KEY(region, person, id)) STRICT, WITHOUT ROWID;"},
	{3, "matters",
	 "CREATE TABLE matter(region INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL,"
	 " state TEXT NOT NULL, number TEXT NOT NULL, title TEXT NOT NULL, lead INTEGER NOT NULL, owner INTEGER NOT NULL,"
	 " light INTEGER NOT NULL, light_rule INTEGER NOT NULL, due INTEGER NOT NULL,"
	 " next_at INTEGER NOT NULL, share INTEGER NOT NULL, opened INTEGER NOT NULL, changed INTEGER NOT NULL, reported INTEGER NOT NULL,"
	 " files INTEGER NOT NULL, denials INTEGER NOT NULL, source INTEGER NOT NULL, body BLOB NOT NULL, sealed BLOB,"
	 " PRIMARY KEY(region, id)) STRICT;"
	 "CREATE UNIQUE INDEX matter_number ON matter(region, number);"
	 "CREATE INDEX matter_next ON matter(region, next_at);"
	 "CREATE TABLE matter_unit(region INTEGER NOT NULL, unit INTEGER NOT NULL, matter INTEGER NOT NULL, rel INTEGER NOT NULL,"
	 " kind TEXT NOT NULL, state TEXT NOT NULL, light INTEGER NOT NULL, due INTEGER NOT NULL, changed INTEGER NOT NULL,"
	 " PRIMARY KEY(region, unit, matter)) STRICT, WITHOUT ROWID;"
	 "CREATE INDEX matter_unit_changed ON matter_unit(region, unit, changed, matter);"
	 "CREATE INDEX matter_unit_state ON matter_unit(region, unit, kind, state, due, matter);"
	 "CREATE INDEX matter_unit_light ON matter_unit(region, unit, light, due, matter);"
	 "CREATE TABLE matter_key(region INTEGER NOT NULL, kind TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,"
	 " matter INTEGER NOT NULL, PRIMARY KEY(region, kind, field, value, matter)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE matter_denial(region INTEGER NOT NULL, who INTEGER NOT NULL, matter INTEGER NOT NULL,"
	 " PRIMARY KEY(region, who, matter)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE counter(region INTEGER NOT NULL, unit INTEGER NOT NULL, kind TEXT NOT NULL, rel INTEGER NOT NULL,"
	 " state TEXT NOT NULL, light INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(region, unit, kind, rel, state, light))"
	 " STRICT, WITHOUT ROWID;"
	 "CREATE TABLE evidence(region INTEGER NOT NULL, matter INTEGER NOT NULL, event INTEGER NOT NULL, position INTEGER NOT NULL,"
	 " blob INTEGER NOT NULL, size INTEGER NOT NULL, digest BLOB NOT NULL, key BLOB, type TEXT NOT NULL, name BLOB NOT NULL,"
	 " at INTEGER NOT NULL, person INTEGER NOT NULL, PRIMARY KEY(region, matter, event, position)) STRICT, WITHOUT ROWID;"
	 "CREATE UNIQUE INDEX evidence_event ON evidence(region, event, position);"
	 "CREATE TABLE link(region INTEGER NOT NULL, matter INTEGER NOT NULL, sort TEXT NOT NULL, other INTEGER NOT NULL,"
	 " at INTEGER NOT NULL, PRIMARY KEY(region, matter, sort, other)) STRICT, WITHOUT ROWID;"},
	{4, "documents",
	 "CREATE TABLE document(region INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL, number TEXT NOT NULL,"
	 " title TEXT NOT NULL, date INTEGER NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, person INTEGER NOT NULL,"
	 " blob INTEGER NOT NULL, size INTEGER NOT NULL, digest BLOB NOT NULL, key BLOB, name BLOB NOT NULL, encoding INTEGER NOT NULL,"
	 " proved INTEGER NOT NULL, text_version INTEGER NOT NULL, proposals INTEGER NOT NULL, decided INTEGER NOT NULL,"
	 " repairs INTEGER NOT NULL, inferred INTEGER NOT NULL, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE UNIQUE INDEX document_digest ON document(region, digest);"
	 "CREATE INDEX document_at ON document(region, at, id);"
	 "CREATE TABLE document_text(region INTEGER NOT NULL, document INTEGER NOT NULL, version INTEGER NOT NULL, text TEXT NOT NULL,"
	 " marks BLOB NOT NULL, PRIMARY KEY(region, document, version)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE document_proposal(region INTEGER NOT NULL, document INTEGER NOT NULL, id INTEGER NOT NULL, state INTEGER NOT NULL,"
	 " matter INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY(region, document, id)) STRICT, WITHOUT ROWID;"},
	/* What the packs of requests, permits and the measured district build on: there from the
	 * first schema, so that no later one has to move rows of the log. */
	{5, "requests, parts, subjects, indicators",
	 "CREATE TABLE request(region INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL, matter INTEGER NOT NULL,"
	 " number TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL, subject INTEGER NOT NULL,"
	 " body BLOB NOT NULL, sealed BLOB, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE UNIQUE INDEX request_number ON request(region, number);"
	 "CREATE INDEX request_matter ON request(region, matter, at);"
	 "CREATE TABLE part(region INTEGER NOT NULL, matter INTEGER NOT NULL, id INTEGER NOT NULL, sort TEXT NOT NULL,"
	 " state TEXT NOT NULL, unit INTEGER NOT NULL, person INTEGER NOT NULL, due INTEGER NOT NULL, body BLOB NOT NULL, sealed BLOB,"
	 " PRIMARY KEY(region, matter, id)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE subject(region INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL,"
	 " code TEXT NOT NULL, name TEXT NOT NULL, unit INTEGER NOT NULL, body BLOB NOT NULL, sealed BLOB, PRIMARY KEY(region, id)) STRICT;"
	 "CREATE UNIQUE INDEX subject_code ON subject(region, kind, code);"
	 "CREATE TABLE indicator_value(region INTEGER NOT NULL, indicator TEXT NOT NULL, subject INTEGER NOT NULL, period TEXT NOT NULL,"
	 " version INTEGER NOT NULL, value INTEGER NOT NULL, scale INTEGER NOT NULL, sort TEXT NOT NULL, at INTEGER NOT NULL,"
	 " PRIMARY KEY(region, indicator, subject, period, sort, version)) STRICT, WITHOUT ROWID;"},
	{6, "calendars and the spans of clocks",
	 "CREATE TABLE calendar(region INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL,"
	 " label TEXT NOT NULL, PRIMARY KEY(region, id)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE calendar_line(region INTEGER NOT NULL, calendar INTEGER NOT NULL, sort INTEGER NOT NULL, day INTEGER NOT NULL,"
	 " work INTEGER NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY(region, calendar, sort, day)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE clock_again(region INTEGER NOT NULL, digest BLOB NOT NULL, at_matter INTEGER NOT NULL, from_day INTEGER NOT NULL,"
	 " to_day INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY(region)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE clock_span(region INTEGER NOT NULL, matter INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,"
	 " PRIMARY KEY(region, matter)) STRICT, WITHOUT ROWID;"},
};

/* A module of its own: its numbers are not those of the record's tables. */
static const struct migration sweep_migrations[] = {
	{1, "where the walk after a change of light rules has come",
	 "CREATE TABLE light_sweep(region INTEGER NOT NULL, kind TEXT NOT NULL, rules BLOB NOT NULL, state TEXT NOT NULL,"
	 " due INTEGER NOT NULL, matter INTEGER NOT NULL, done INTEGER NOT NULL, PRIMARY KEY(region, kind)) STRICT, WITHOUT ROWID;"},
};
static const struct module sweep = {.name = "lights", .migrations = sweep_migrations, .n_migrations = COUNT_OF(sweep_migrations)};

/* A table of steps of its own, so that it does not wait for the numbers of others. */
static const struct migration week_migrations[] = {
	{1, "letters of a matter", "CREATE INDEX link_other ON link(region, other, sort, matter);"},
};
static const struct module week_schema = {.name = "core_weekly", .migrations = week_migrations,
	.n_migrations = COUNT_OF(week_migrations)};

/* A ledger that comes in asks whether its matters are there; a title may be longer than an index takes. */
static const struct migration title_migrations[] = {
	{1, "matters by their title", "CREATE INDEX matter_title ON matter(region, kind, substr(title, 1, 60));"},
};
static const struct module title_schema = {.name = "core_titles", .migrations = title_migrations,
	.n_migrations = COUNT_OF(title_migrations)};

/* My work: what a person acted on (derived from the log), what he follows (a preference of his
 * own), the days he is away or somebody acts for him, the secret of his calendar. */
static const struct migration mine[] = {
	{1, "my work",
	 "CREATE TABLE acted(region INTEGER NOT NULL, person INTEGER NOT NULL, closed INTEGER NOT NULL, rank INTEGER NOT NULL,"
	 " matter INTEGER NOT NULL, PRIMARY KEY(region, person, closed, rank, matter)) STRICT, WITHOUT ROWID;"
	 "INSERT INTO acted(region, person, closed, rank, matter) SELECT DISTINCT e.region, e.actor, CASE WHEN m.light = 4 THEN 1 ELSE 0 END,"
	 " CASE WHEN m.light = 4 THEN -m.changed ELSE m.due END, m.id FROM event e JOIN matter m ON m.region = e.region AND m.id = e.entity_id"
	 " WHERE e.entity = 1 AND e.actor <> 0;"
	 "CREATE UNIQUE INDEX acted_matter ON acted(region, matter, person);"
	 "CREATE TABLE watch(region INTEGER NOT NULL, person INTEGER NOT NULL, matter INTEGER NOT NULL, at INTEGER NOT NULL,"
	 " PRIMARY KEY(region, person, matter)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE absence(region INTEGER NOT NULL, person INTEGER NOT NULL, id INTEGER NOT NULL, colleague INTEGER NOT NULL,"
	 " first_day INTEGER NOT NULL, last_day INTEGER NOT NULL, away INTEGER NOT NULL, reason TEXT NOT NULL,"
	 " PRIMARY KEY(region, person, id)) STRICT, WITHOUT ROWID;"
	 "CREATE INDEX absence_last ON absence(region, last_day);"
	 "CREATE TABLE calendar_key(region INTEGER NOT NULL, person INTEGER NOT NULL, digest BLOB NOT NULL, at INTEGER NOT NULL,"
	 " PRIMARY KEY(region, person)) STRICT, WITHOUT ROWID;"
	 "CREATE UNIQUE INDEX calendar_key_digest ON calendar_key(region, digest);"},
	{2, "who follows a matter", "CREATE INDEX watch_matter ON watch(region, matter, person);"},
};

static const struct module mine_schema = {.name = "core_my_work", .migrations = mine, .n_migrations = COUNT_OF(mine)};
static const struct module schema = {.name = "core", .migrations = migrations, .n_migrations = COUNT_OF(migrations)};

/* A table of steps of its own, so that it does not wait for the numbers of others. */
static const struct migration part_migrations[] = {
	/* part_unit: under whom a part stands, with what lists and trays ask by; as matter_unit. */
	{1, "parts under their units",
	 "CREATE TABLE part_unit(region INTEGER NOT NULL, unit INTEGER NOT NULL, part INTEGER NOT NULL, matter INTEGER NOT NULL,"
	 " rel INTEGER NOT NULL, kind TEXT NOT NULL, sort TEXT NOT NULL, state TEXT NOT NULL, due INTEGER NOT NULL,"
	 " PRIMARY KEY(region, unit, part)) STRICT, WITHOUT ROWID;"
	 "CREATE INDEX part_unit_state ON part_unit(region, unit, kind, sort, state, due, part);"
	 "CREATE INDEX part_unit_due ON part_unit(region, unit, due, part);"
	 "ALTER TABLE evidence ADD COLUMN part INTEGER NOT NULL DEFAULT 0;"},
};
static const struct module part_schema = {.name = "core_parts", .migrations = part_migrations,
	.n_migrations = COUNT_OF(part_migrations)};

/* Accounts: what signing in needs beside the person. Whoever was there before counts from the
 * day he was added or last signed in. */
static const struct migration sign_in_migrations[] = {
	{1, "accounts",
	 "CREATE TABLE account(region INTEGER NOT NULL, person INTEGER NOT NULL, password_at INTEGER NOT NULL, temporary INTEGER NOT NULL,"
	 " seen INTEGER NOT NULL, totp BLOB, step INTEGER NOT NULL, PRIMARY KEY(region, person)) STRICT, WITHOUT ROWID;"
	 "INSERT INTO account(region, person, password_at, temporary, seen, totp, step) SELECT region, entity_id,"
	 " MIN(at), 0, MAX(at), NULL, 0 FROM event WHERE entity = 6 AND action IN ('add', 'sign_in') GROUP BY region, entity_id;"
	 "CREATE INDEX account_seen ON account(region, seen);"
	 "CREATE TABLE password_past(region INTEGER NOT NULL, person INTEGER NOT NULL, at INTEGER NOT NULL, hash TEXT NOT NULL,"
	 " PRIMARY KEY(region, person, at)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE recovery_code(region INTEGER NOT NULL, person INTEGER NOT NULL, digest BLOB NOT NULL,"
	 " PRIMARY KEY(region, person, digest)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE sign_in_link(region INTEGER NOT NULL, person INTEGER NOT NULL, duty INTEGER NOT NULL, digest BLOB NOT NULL,"
	 " until INTEGER NOT NULL, PRIMARY KEY(region, person, duty)) STRICT, WITHOUT ROWID;"
	 "CREATE UNIQUE INDEX sign_in_link_digest ON sign_in_link(region, digest);"
	 "ALTER TABLE session ADD COLUMN id INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE session ADD COLUMN want INTEGER NOT NULL DEFAULT 0;"
	 "ALTER TABLE session ADD COLUMN method TEXT NOT NULL DEFAULT 'password';"
	 "ALTER TABLE session ADD COLUMN note BLOB;"
	 "CREATE INDEX session_person ON session(region, person, id);"
	 /* the record without matters and documents, for the audit administrator */
	 "CREATE INDEX event_house ON event(region, seq) WHERE entity IN (5, 6, 8, 9, 12);"},
	{2, "stations and cameras in the record", /* and values of indicators, which have the number of cameras */
	 "DROP INDEX event_house;"
	 "CREATE INDEX event_house ON event(region, seq) WHERE entity IN (4, 5, 6, 8, 9, 11, 12);"},
};
static const struct module sign_in_schema = {.name = "core_sign_in", .migrations = sign_in_migrations,
	.n_migrations = COUNT_OF(sign_in_migrations)};
/* What search finds by (docs/decisions/search.md): where the index stands, what stands at each
 * place of it, and the pairs themselves, as each engine keeps them. */
#define SEARCH_TABLES \
	"CREATE TABLE search_mark(region INTEGER NOT NULL, recipe BLOB NOT NULL, seq INTEGER NOT NULL, matter INTEGER NOT NULL," \
	" document INTEGER NOT NULL, matters INTEGER NOT NULL, documents INTEGER NOT NULL, PRIMARY KEY(region)) STRICT, WITHOUT ROWID;" \
	"CREATE TABLE search_place(region INTEGER NOT NULL, sort INTEGER NOT NULL, n INTEGER NOT NULL, entity INTEGER NOT NULL," \
	" part INTEGER NOT NULL, version INTEGER NOT NULL, digest INTEGER NOT NULL, head TEXT NOT NULL," \
	" PRIMARY KEY(region, sort, n)) STRICT, WITHOUT ROWID;" \
	"CREATE UNIQUE INDEX search_place_entity ON search_place(region, sort, entity, part);"
static const struct migration search_migrations[] = {
	{1, "search",
	 SEARCH_TABLES "CREATE VIRTUAL TABLE search_words USING fts5(title, body, content = '', columnsize = 0, tokenize = 'luoshi');",
	 "CREATE TABLE search_mark(region BIGINT NOT NULL, recipe BYTEA NOT NULL, seq BIGINT NOT NULL, matter BIGINT NOT NULL,"
	 " document BIGINT NOT NULL, matters BIGINT NOT NULL, documents BIGINT NOT NULL, PRIMARY KEY(region));"
	 "CREATE TABLE search_place(region BIGINT NOT NULL, sort BIGINT NOT NULL, n BIGINT NOT NULL, entity BIGINT NOT NULL,"
	 " part BIGINT NOT NULL, version BIGINT NOT NULL, digest BIGINT NOT NULL, head TEXT COLLATE \"C\" NOT NULL,"
	 " PRIMARY KEY(region, sort, n));"
	 "CREATE UNIQUE INDEX search_place_entity ON search_place(region, sort, entity, part);"
	 "CREATE TABLE search_words(region BIGINT NOT NULL, id BIGINT NOT NULL, words TSVECTOR NOT NULL, PRIMARY KEY(region, id));"
	 "CREATE INDEX search_words_words ON search_words USING GIN(words);"},
};
static const struct module search_schema = {.name = "core_search_index", .migrations = search_migrations,
	.n_migrations = COUNT_OF(search_migrations)};

/* What similar requests are found by (docs/decisions/similar.md): keyed hashes alone. `at` is when
 * it was told; a list of a term has a row for each 4096 entries; n: counters, 1024 to a page. */
static const struct migration similar_migrations[] = {
	{1, "similar requests",
	 "CREATE TABLE similar_mark(region INTEGER NOT NULL, recipe BLOB NOT NULL, seq INTEGER NOT NULL, matter INTEGER NOT NULL,"
	 " entries INTEGER NOT NULL, counted INTEGER NOT NULL, PRIMARY KEY(region)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE similar_entry(region INTEGER NOT NULL, entry INTEGER NOT NULL, matter INTEGER NOT NULL, request INTEGER NOT NULL,"
	 " at INTEGER NOT NULL, side BLOB NOT NULL, PRIMARY KEY(region, entry)) STRICT, WITHOUT ROWID;"
	 "CREATE UNIQUE INDEX similar_entry_matter ON similar_entry(region, matter, request);"
	 "CREATE TABLE similar_term(region INTEGER NOT NULL, term INTEGER NOT NULL, block INTEGER NOT NULL, entries BLOB NOT NULL,"
	 " PRIMARY KEY(region, term, block)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE similar_count(region INTEGER NOT NULL, page INTEGER NOT NULL, n BLOB NOT NULL, PRIMARY KEY(region, page))"
	 " STRICT, WITHOUT ROWID;"},
};
static const struct module similar_schema = {.name = "core_similar_index", .migrations = similar_migrations,
	.n_migrations = COUNT_OF(similar_migrations)};

/* unit_was: what a unit was called until an instant; unit_tree: counts the changes that moved
 * units, so that nobody writes rows by the tree of before; unit_coming: changes with their day. */
static const struct migration unit_migrations[] = {
	{1, "units that change",
	 "CREATE TABLE unit_was(region INTEGER NOT NULL, unit INTEGER NOT NULL, until INTEGER NOT NULL, name TEXT NOT NULL,"
	 " short_name TEXT NOT NULL, PRIMARY KEY(region, unit, until)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE unit_heir(region INTEGER NOT NULL, unit INTEGER NOT NULL, heir INTEGER NOT NULL, PRIMARY KEY(region, unit))"
	 " STRICT, WITHOUT ROWID;"
	 "CREATE TABLE unit_tree(region INTEGER NOT NULL, no INTEGER NOT NULL, PRIMARY KEY(region)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE unit_coming(region INTEGER NOT NULL, id INTEGER NOT NULL, unit INTEGER NOT NULL, from_day INTEGER NOT NULL,"
	 " body TEXT NOT NULL, tried INTEGER NOT NULL, fault TEXT NOT NULL, PRIMARY KEY(region, id)) STRICT, WITHOUT ROWID;"
	 "CREATE INDEX unit_coming_day ON unit_coming(region, from_day);"},
};
static const struct module unit_schema = {.name = "core_units", .migrations = unit_migrations,
	.n_migrations = COUNT_OF(unit_migrations)};

/* What anybody may read, in the order in which it was published (core/published.h). */
static const struct migration published_migrations[] = {
	{1, "published matters",
	 "CREATE TABLE published(region INTEGER NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, matter INTEGER NOT NULL,"
	 " area INTEGER NOT NULL, category TEXT NOT NULL, PRIMARY KEY(region, matter)) STRICT, WITHOUT ROWID;"
	 "CREATE INDEX published_kind ON published(region, kind, at, matter, area, category);"
	 "CREATE INDEX published_at ON published(region, at, matter, kind, area, category);"},
};
static const struct module published_schema = {.name = "core_published", .migrations = published_migrations,
	.n_migrations = COUNT_OF(published_migrations)};
/* Requests (诉求): what finding them needs beside their parts. outside: what the channel calls it;
 * caller: keyed digest of the phone, gone when the request is erased. */
static const struct migration request_migrations[] = {
	{1, "requests that are found",
	 "ALTER TABLE part ADD COLUMN number TEXT NOT NULL DEFAULT '';"
	 "ALTER TABLE request ADD COLUMN outside TEXT NOT NULL DEFAULT '';"
	 "ALTER TABLE request ADD COLUMN caller BLOB;"
	 "CREATE UNIQUE INDEX request_outside ON request(region, channel, outside) WHERE outside <> '';"
	 "CREATE INDEX request_caller ON request(region, caller, at, id) WHERE caller IS NOT NULL;"
	 "CREATE INDEX request_at ON request(region, at, id);"
	 "CREATE INDEX request_channel ON request(region, channel, at, id);"},
	/* stamps: instants of the last hour's tries, eight bytes each */
	{2, "tries without an account",
	 "CREATE TABLE request_try(region INTEGER NOT NULL, who BLOB NOT NULL, stamps BLOB NOT NULL, at INTEGER NOT NULL,"
	 " PRIMARY KEY(region, who)) STRICT, WITHOUT ROWID;"
	 "CREATE INDEX request_try_at ON request_try(region, at);"},
};
static const struct module request_schema = {.name = "core_requests", .migrations = request_migrations,
	.n_migrations = COUNT_OF(request_migrations)};

/* Personal data: texts of the notice that were in force, what was revealed and taken out, what
 * was destroyed, how far the nightly walk has come in each class. Nothing here is personal. */
static const struct migration privacy_migrations[] = {
	{1, "personal data",
	 "CREATE TABLE notice_text(region INTEGER NOT NULL, version TEXT NOT NULL, at INTEGER NOT NULL, zh TEXT NOT NULL,"
	 " en TEXT NOT NULL, PRIMARY KEY(region, version)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE reveal(region INTEGER NOT NULL, id INTEGER NOT NULL, at INTEGER NOT NULL, person INTEGER NOT NULL,"
	 " unit INTEGER NOT NULL, behalf INTEGER NOT NULL, matter INTEGER NOT NULL, part INTEGER NOT NULL, field TEXT NOT NULL,"
	 " reason TEXT NOT NULL, drawn INTEGER NOT NULL, verdict TEXT NOT NULL, judge INTEGER NOT NULL, judged INTEGER NOT NULL,"
	 " note TEXT NOT NULL, PRIMARY KEY(region, id)) STRICT, WITHOUT ROWID;"
	 "CREATE INDEX reveal_matter ON reveal(region, matter, id);"
	 "CREATE INDEX reveal_drawn ON reveal(region, drawn, id);"
	 "CREATE TABLE export_log(region INTEGER NOT NULL, id INTEGER NOT NULL, at INTEGER NOT NULL, person INTEGER NOT NULL,"
	 " unit INTEGER NOT NULL, behalf INTEGER NOT NULL, list TEXT NOT NULL, kind TEXT NOT NULL, form TEXT NOT NULL,"
	 " filter TEXT NOT NULL, purpose TEXT NOT NULL, count INTEGER NOT NULL, personal INTEGER NOT NULL,"
	 " PRIMARY KEY(region, id)) STRICT, WITHOUT ROWID;"
	 "CREATE TABLE destroyed(region INTEGER NOT NULL, id INTEGER NOT NULL, at INTEGER NOT NULL, matter INTEGER NOT NULL,"
	 " part INTEGER NOT NULL, class TEXT NOT NULL, rule TEXT NOT NULL, count INTEGER NOT NULL, files INTEGER NOT NULL,"
	 " person INTEGER NOT NULL, PRIMARY KEY(region, id)) STRICT, WITHOUT ROWID;"
	 "CREATE INDEX destroyed_matter ON destroyed(region, matter, id);"
	 "CREATE TABLE keep_walk(region INTEGER NOT NULL, class TEXT NOT NULL, changed INTEGER NOT NULL, matter INTEGER NOT NULL,"
	 " day INTEGER NOT NULL, PRIMARY KEY(region, class)) STRICT, WITHOUT ROWID;"},
};
static const struct module privacy_schema = {.name = "core_privacy", .migrations = privacy_migrations,
	.n_migrations = COUNT_OF(privacy_migrations)};

/* Open311: programs that may send requests, by the digest of their key; which request came from
 * which of them, with the token by which its number is asked for. */
static const struct migration open311_migrations[] = {
	{1, "programs that send requests",
	 "CREATE TABLE open311_key(region INTEGER NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, digest BLOB NOT NULL, at INTEGER NOT NULL,"
	 " PRIMARY KEY(region, id)) STRICT, WITHOUT ROWID;"
	 "CREATE UNIQUE INDEX open311_key_digest ON open311_key(region, digest);"
	 "CREATE TABLE open311_sent(region INTEGER NOT NULL, request INTEGER NOT NULL, key INTEGER NOT NULL, token TEXT NOT NULL,"
	 " at INTEGER NOT NULL, PRIMARY KEY(region, request)) STRICT, WITHOUT ROWID;"
	 "CREATE UNIQUE INDEX open311_sent_token ON open311_sent(region, token);"
	 "CREATE INDEX open311_sent_key ON open311_sent(region, key, at, request);"},
};
static const struct module open311_schema = {.name = "core_open311", .migrations = open311_migrations,
	.n_migrations = COUNT_OF(open311_migrations)};
/* What was learned for suggestions: the model of the newest version only, the figures of some before it. */
static const struct migration suggest_migrations[] = {
	{1, "what suggestions are made of",
	 "CREATE TABLE suggest_model(region INTEGER NOT NULL, kind TEXT NOT NULL, field TEXT NOT NULL, version INTEGER NOT NULL,"
	 " at INTEGER NOT NULL, digest BLOB NOT NULL, examples INTEGER NOT NULL, labels INTEGER NOT NULL, tested INTEGER NOT NULL,"
	 " correct INTEGER NOT NULL, among INTEGER NOT NULL, model BLOB NOT NULL, PRIMARY KEY(region, kind, field, version)) STRICT;"},
};
static const struct module suggest_schema = {.name = "core_suggestions", .migrations = suggest_migrations,
	.n_migrations = COUNT_OF(suggest_migrations)};

/* Values of indicators: the newest of each, and those it took the place of. Reached by indicator and
 * period (a sheet, a run over all subjects) or by subject (a firm, the wall of the district). */
#define MEASURED_TABLE(name, key) \
	"CREATE TABLE " name "(region INTEGER NOT NULL, indicator TEXT NOT NULL, subject INTEGER NOT NULL, period TEXT NOT NULL," \
	" sort INTEGER NOT NULL, version INTEGER NOT NULL, state INTEGER NOT NULL, number INTEGER NOT NULL, scale INTEGER NOT NULL," \
	" source TEXT NOT NULL, at INTEGER NOT NULL, person INTEGER NOT NULL, unit INTEGER NOT NULL, confirmed_by INTEGER NOT NULL," \
	" confirmed INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(" key ")) STRICT, WITHOUT ROWID;"
static const struct migration measure_migrations[] = {
	{1, "values of indicators",
	 MEASURED_TABLE("measured", "region, indicator, period, subject, sort")
	 "CREATE UNIQUE INDEX measured_subject ON measured(region, subject, indicator, period, sort);"
	 MEASURED_TABLE("measured_was", "region, indicator, period, subject, sort, version")},
};
static const struct module measure_schema = {.name = "measure", .migrations = measure_migrations,
	.n_migrations = COUNT_OF(measure_migrations)};

#define MODULE(x) static const struct module x##_module = {.name = "core_" #x, .stmts = x##_stmts};
CORE_STATEMENT_FILES(MODULE)
#undef MODULE

/* Months of requests as they were kept; their digest stands in an event. */
static const struct migration request_month_migrations[] = {
	{1, "months of requests",
	 "CREATE TABLE request_month(region INTEGER NOT NULL, month INTEGER NOT NULL, at INTEGER NOT NULL, person INTEGER NOT NULL,"
	 " digest BLOB NOT NULL, body BLOB NOT NULL, PRIMARY KEY(region, month)) STRICT;"},
};
static const struct module request_month_schema = {.name = "core_request_months", .migrations = request_month_migrations,
	.n_migrations = COUNT_OF(request_month_migrations)};

/* Calls of each day as the telephone's software counts them; derived from events. */
static const struct migration request_calls_migrations[] = {
	{1, "calls of the telephone",
	 "CREATE TABLE request_calls(region INTEGER NOT NULL, day INTEGER NOT NULL, inbound INTEGER NOT NULL, answered INTEGER NOT NULL,"
	 " quickly INTEGER NOT NULL, PRIMARY KEY(region, day)) STRICT;"},
};
static const struct module request_calls_schema = {.name = "core_request_calls_days", .migrations = request_calls_migrations,
	.n_migrations = COUNT_OF(request_calls_migrations)};

#define ROW(x) &x##_module,
const struct module *const core_modules[] = {&schema, &part_schema, &sweep, &week_schema, &title_schema, &mine_schema,
	&sign_in_schema, &search_schema, &unit_schema, &request_schema, &privacy_schema, &request_month_schema, &request_calls_schema, &similar_schema,
	&published_schema, &open311_schema, &suggest_schema, &measure_schema, CORE_STATEMENT_FILES(ROW) NULL};
