/* SPDX-License-Identifier: Apache-2.0 */
/* luoshi camera: enrolment of cameras, pictures, how they are, who looked. Lists are JSON Lines. An
 * address or a password is never typed on a command line; each stands in a file. */
#include "cli/job.h"
#include "monitor/camera.h"

enum { OPT_ADDRESS_FILE, OPT_PLACE, OPT_USER, OPT_PASSWORD_FILE, OPT_STATION, OPT_WHY, OPTS };

static err list(struct job *job)
{
	struct camera *v;
	size_t n;
	TRY(camera_list(job->x, &v, &n));
	for (size_t i = 0; i < n; i++) {
		row_open(job);
		member_id(&job->j, "id", v[i].id);
		member_str(&job->j, "name", v[i].name);
		member_str(&job->j, "place", v[i].place);
		member_str(&job->j, "at", v[i].shown);
		member_bool(&job->j, "on", v[i].state == CAMERA_ON);
		json_key(&job->j, "stations"), json_open(&job->j, '[');
		for (size_t k = 0; k < v[i].n_stations; k++)
			json_str(&job->j, v[i].stations[k]);
		json_close(&job->j);
		member_str(&job->j, "health", str_of(camera_health_name(v[i].health)));
		row_time(job, "since", v[i].since);
		row_time(job, "looked", v[i].looked);
		row_time(job, "seen", v[i].seen);
		row_close(job);
	}
	return OK;
}

static err looks(struct job *job)
{
	static const char *const sorts[] = {"picture", "view", "kept"};
	struct camera c;
	struct camera_looked *v;
	size_t n;
	TRY(camera_named(job->x, job_word(job, 1), &c));
	TRY(camera_looks(job->x, c.id, &v, &n));
	for (size_t i = 0; i < n; i++) {
		row_open(job);
		row_time(job, "at", v[i].at);
		member_str(&job->j, "person", v[i].person);
		member_str(&job->j, "unit", v[i].unit);
		member_str(&job->j, "sort", str_of(sorts[v[i].sort]));
		row_close(job);
	}
	return OK;
}

static err secret_file(struct job *job, int opt, str *ret)
{
	if (!job->opts[opt].ret.p)
		return OK;
	TRY(cli_read(job->cli, str_z(job->cli->arena, job->opts[opt].ret), 4096, ret));
	*ret = str_trim(*ret);
	return OK;
}

/* What the options say; what they do not say stays as it is. */
static err options_of(struct job *job, struct camera_new *k)
{
	str all = job->opts[OPT_STATION].ret, one;
	LIST(str) l = {0};
	TRY(secret_file(job, OPT_ADDRESS_FILE, &k->address));
	TRY(secret_file(job, OPT_PASSWORD_FILE, &k->password));
	if (job->opts[OPT_PLACE].ret.p)
		k->place = job->opts[OPT_PLACE].ret;
	if (job->opts[OPT_USER].ret.p)
		k->user = job->opts[OPT_USER].ret;
	if (!all.p)
		return OK;
	while (all.n) {
		if (!str_split(all, ',', &one, &all))
			one = all, all = S("");
		if (str_trim(one).n)
			*list_push(job->cli->arena, &l) = str_trim(one);
	}
	k->stations = l.v;
	k->n_stations = l.n;
	return OK;
}

static err add(struct job *job)
{
	struct camera_new k = {.name = job_word(job, 1), .place = S(""), .state = CAMERA_ON};
	int64_t id;
	TRY(options_of(job, &k));
	if (!k.address.p)
		return fail(ERR_USAGE, "name the file that holds the address of the stream: --address-file FILE");
	return camera_add(job->x, &k, &id);
}

static err change(struct job *job, int state)
{
	struct camera c;
	TRY(camera_named(job->x, job_word(job, 1), &c));
	struct camera_new k = {.name = c.name, .place = c.place, .subject = c.subject, .stations = c.stations, .n_stations = c.n_stations,
		.state = state < 0 ? c.state : (enum camera_state)state};
	TRY(options_of(job, &k));
	return camera_change(job->x, c.id, c.version, &k);
}

static err set(struct job *job)
{
	return change(job, -1);
}

static err on(struct job *job)
{
	return change(job, CAMERA_ON);
}

static err off(struct job *job)
{
	return change(job, CAMERA_OFF);
}

static err look(struct job *job)
{
	struct camera c;
	struct camera_picture p;
	TRY(camera_named(job->x, job_word(job, 1), &c));
	TRY(camera_look(job->x, job->h->eye, c.id, &p));
	buf_add(&job->out, p.bytes);
	return OK;
}

static err keep(struct job *job)
{
	struct camera c;
	int64_t matter;
	bool taken;
	str why = job->opts[OPT_WHY].ret;
	TRY(camera_named(job->x, job_word(job, 1), &c));
	TRY(matter_by_number(job->x, job_word(job, 2), &matter));
	TRY(camera_keep(job->x, job->h->eye, c.id, matter, why.p ? why : word_str(job->cli->lang, S(W("asked for"))), S(""), &taken));
	buf_z(&job->out, taken ? "taken\n" : "noted\n");
	return OK;
}

static err probe(struct job *job)
{
	int64_t n;
	TRY(cameras_probe(job->x, job->h->eye, true, &n));
	return list(job);
}

err cmd_camera(struct cli *cli)
{
	static const struct verb verbs[] = {{"list", 1, 1, list}, {"add", 2, 2, add}, {"set", 2, 2, set}, {"on", 2, 2, on}, {"off", 2, 2, off}, {"look", 2, 2, look},
		{"keep", 3, 3, keep}, {"probe", 1, 1, probe}, {"looks", 2, 2, looks}};
	struct cli_opt opts[OPTS] = {{.name = "address-file", .value = "FILE"}, {.name = "place", .value = "PLACE"}, {.name = "user", .value = "NAME"},
		{.name = "password-file", .value = "FILE"}, {.name = "station", .value = "MN,…"}, {.name = "why", .value = "TEXT"}};
	return job_run(cli, opts, COUNT_OF(opts), verbs, COUNT_OF(verbs),
		W("write luoshi camera add NAME --address-file FILE | set NAME | on NAME | off NAME | list | look NAME | keep NAME MATTER | probe | looks NAME"));
}
