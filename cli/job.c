/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/job.h"

#include <string.h>

#include "ledger/out.h"

str job_word(const struct job *job, int i)
{
	return str_of(job->cli->argv[i]);
}

void row_open(struct job *job)
{
	json_begin(&job->j, &job->out);
	json_open(&job->j, '{');
}

void row_close(struct job *job)
{
	json_close(&job->j);
	buf_byte(&job->out, '\n');
}

void row_time(struct job *job, const char *name, ms_t at)
{
	out_member_time(&job->j, name, core_zone(job->x->core), at);
}

static err run(struct job *job, const struct verb *v, size_t n, const char *usage)
{
	const struct cli *cli = job->cli;
	for (size_t i = 0; i < n; i++)
		if (cli->argc >= v[i].least && cli->argc <= v[i].most && !strcmp(cli->argv[0], v[i].name))
			return v[i].fn(job);
	return fail(ERR_USAGE, usage);
}

err job_run(struct cli *cli, struct cli_opt *opts, size_t n_opts, const struct verb *v, size_t n, const char *usage)
{
	struct config config;
	struct house *h;
	struct ctx x;
	TRY(config_load(cli, opts, n_opts, &config));
	TRY(house_for(cli, &config, &h));
	TRY(house_system(h, cli->arena, &x));
	struct job job = {.cli = cli, .h = h, .x = &x, .opts = opts};
	buf_init(&job.out, cli->arena);
	err e = run(&job, v, n, usage);
	ctx_close(&x);
	return e == OK ? cli_write(cli, buf_str(&job.out)) : e;
}
