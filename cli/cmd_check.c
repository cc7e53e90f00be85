/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi check: the record equals its events, and the database is whole. Findings on the
 * output, one line each; exit 1 when there is one. */
#include "cli/house.h"
#include "monitor/monitor.h"
#include "relay/relay.h"
#include "score/keep.h"

err cmd_check(struct cli *cli)
{
	struct config config;
	struct house *h;
	struct buf findings;
	struct check_report report = {0};
	int64_t n = 0, n_runs = 0;
	TRY(config_load(cli, NULL, 0, &config));
	TRY(house_for(cli, &config, &h));
	buf_init(&findings, cli->arena);
	TRY(store_integrity(h->store, &findings));
	TRY(core_check(h->core, cli->lang, &findings, &report));
	TRY(relay_check(h->core, cli->lang, &findings, &n));
	TRY(monitor_check(h->core, cli->lang, &findings, &n));
	TRY(score_check(h->core, cli->lang, &findings, &n_runs));
	TRY(cli_write(cli, buf_str(&findings)));
	if (findings.n)
		return fail(ERR_INPUT, "the record does not hold; keep this database as it is and restore the newest good copy");
	buf_clear(&findings);
	buf_fmt(&findings, STR_FMT ": events %lld, matters %lld, documents %lld\n", STR_ARG(word(cli->lang, W("the record holds"))),
		(long long)report.events, (long long)report.matters, (long long)report.documents);
	return cli_write(cli, buf_str(&findings));
}
