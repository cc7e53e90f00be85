/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi media: media servers: enrolment, their streams, streams that become cameras. Lists are JSON Lines. An
 * address or a secret is never typed on a command line; each stands in a file. */
#include "cli/job.h"
#include "monitor/media.h"

enum { OPT_ADDRESS_FILE, OPT_USER, OPT_SECRET_FILE, OPT_PASSWORD_FILE, OPT_PLAY, OPT_NAME, OPT_ALL, OPTS };

static err list(struct job *job)
{
	struct media *v;
	size_t n;
	TRY(media_servers(job->x, &v, &n));
	for (size_t i = 0; i < n; i++) {
		row_open(job);
		member_id(&job->j, "id", v[i].id);
		member_str(&job->j, "name", v[i].name);
		member_str(&job->j, "kind", str_of(v[i].kind->name));
		member_str(&job->j, "at", v[i].shown);
		member_bool(&job->j, "on", v[i].on);
		member_bool(&job->j, "secret", v[i].has_secret);
		row_close(job);
	}
	return OK;
}

static err file_of(struct job *job, int opt, str *ret)
{
	if (!job->opts[opt].ret.p)
		return OK;
	TRY(cli_read(job->cli, str_z(job->cli->arena, job->opts[opt].ret), 4096, ret));
	*ret = str_trim(*ret);
	return OK;
}

/* What the options say; what they do not say stays as it is. */
static err options_of(struct job *job, struct media_new *k)
{
	TRY(file_of(job, OPT_ADDRESS_FILE, &k->address));
	TRY(file_of(job, OPT_SECRET_FILE, &k->secret));
	k->user = job->opts[OPT_USER].ret;
	k->play = job->opts[OPT_PLAY].ret;
	return OK;
}

static err add(struct job *job)
{
	struct media_new k = {.name = job_word(job, 1), .kind = job_word(job, 2), .on = true};
	int64_t id;
	TRY(options_of(job, &k));
	if (!k.address.p)
		return fail(ERR_USAGE, "name the file that holds the address of the server: --address-file FILE");
	return media_add(job->x, &k, &id);
}

static err change(struct job *job, int on)
{
	struct media m;
	TRY(media_named(job->x, job_word(job, 1), &m));
	struct media_new k = {.name = m.name, .kind = str_of(m.kind->name), .on = on < 0 ? m.on : on > 0};
	TRY(options_of(job, &k));
	return media_change(job->x, m.id, m.version, &k);
}

static err set(struct job *job)
{
	return change(job, -1);
}

static err on(struct job *job)
{
	return change(job, 1);
}

static err off(struct job *job)
{
	return change(job, 0);
}

static err streams(struct job *job)
{
	struct media m;
	struct media_streams s;
	TRY(media_named(job->x, job_word(job, 1), &m));
	TRY(media_streams_read(job->x, job->h->eye, m.id, &s));
	for (size_t i = 0; i < s.n; i++) {
		row_open(job);
		member_str(&job->j, "stream", s.v[i].name);
		member_bool(&job->j, "live", s.v[i].live);
		if (s.v[i].camera)
			member_str(&job->j, "camera", s.v[i].camera_name);
		else
			member_none(&job->j, "camera");
		row_close(job);
	}
	return OK;
}

/* Those that are named, or --all of those that are no cameras yet. */
static err chosen(struct job *job, int64_t server, struct media_enrolment *k)
{
	LIST(str) l = {0};
	for (int i = 2; i < job->cli->argc; i++)
		*list_push(job->cli->arena, &l) = job_word(job, i);
	str *v = l.v;
	k->n = l.n;
	if (job->opts[OPT_ALL].ret.p)
		TRY(media_free(job->x, job->h->eye, server, &v, &k->n));
	k->streams = v;
	return OK;
}

static err enrol(struct job *job)
{
	struct media m;
	struct media_enrolment k = {.name = job->opts[OPT_NAME].ret.p ? job->opts[OPT_NAME].ret : S(""), .user = job->opts[OPT_USER].ret};
	int64_t n;
	TRY(media_named(job->x, job_word(job, 1), &m));
	TRY(file_of(job, OPT_PASSWORD_FILE, &k.password));
	TRY(chosen(job, m.id, &k));
	if (k.name.n && k.n != 1)
		return fail(ERR_USAGE, "--name is for one stream");
	TRY(media_enrol(job->x, m.id, &k, &n));
	buf_fmt(&job->out, "%lld\n", (long long)n);
	return OK;
}

static err pull(struct job *job)
{
	struct media m;
	str address = STR_NONE, password = S("");
	TRY(media_named(job->x, job_word(job, 1), &m));
	TRY(file_of(job, OPT_ADDRESS_FILE, &address));
	TRY(file_of(job, OPT_PASSWORD_FILE, &password));
	if (!address.p)
		return fail(ERR_USAGE, "name the file that holds the address of the stream: --address-file FILE");
	str user = job->opts[OPT_USER].ret;
	return media_pull(job->x, job->h->eye, m.id, &(struct media_pulling){job_word(job, 2), address, user.p ? user : S(""), password});
}

err cmd_media(struct cli *cli)
{
	static const struct verb verbs[] = {{"list", 1, 1, list}, {"add", 3, 3, add}, {"set", 2, 2, set}, {"on", 2, 2, on}, {"off", 2, 2, off},
		{"streams", 2, 2, streams}, {"enrol", 2, 2 + MEDIA_ENROL_MOST, enrol}, {"pull", 3, 3, pull}};
	struct cli_opt opts[OPTS] = {{.name = "address-file", .value = "FILE"}, {.name = "user", .value = "NAME"}, {.name = "secret-file", .value = "FILE"},
		{.name = "password-file", .value = "FILE"}, {.name = "play", .value = "ADDRESS"}, {.name = "name", .value = "NAME"}, {.name = "all"}};
	return job_run(cli, opts, COUNT_OF(opts), verbs, COUNT_OF(verbs),
		W("write luoshi media add NAME KIND --address-file FILE | set NAME | on NAME | off NAME | list | streams NAME | enrol NAME STREAM… | enrol NAME --all | pull NAME STREAM --address-file FILE"));
}
