/* SPDX-License-Identifier: Apache-2.0 */
/* score FILE.tsv [--half develop|locked|all] [--noise N] [--errors] [--attach] [--weights FILE] [--least PERCENT] [--also URL]
 *
 * How often the right matter is among the first proposals. FILE: id, matter, message, category, place,
 * x, y, day, with a matter told several times by several people. In the order of days each message goes
 * into an index (of a database in a folder of its own) with N made-up messages of the same district around
 * it; a message whose matter is there already is first asked for. Only the first telling of a matter is in the
 * index unless --attach. The halves: matters by their number, odd for developing, even locked.
 *
 * --also: everything once more on the PostgreSQL of that address, an empty one, under the same key: each answer must have the same
 * matters in the same order with the same scores.
 *
 * No phone of a caller is given: the words, the place and the category alone. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/kit.h"
#include "bench/requests.h"
#include "core/core_in.h"
#include "core/similar_in.h"

#define NOW 1790820000000LL
#define DAY 86400000LL
#define PLACES 2500

struct message {
	str id, matter, words, category, place, x, y;
	int64_t day, number; /* number: of its matter */
};
struct scoring {
	struct arena a;
	LIST(struct message) all;
	struct store *store;
	struct core *core;
	const char *half;
	bool errors, attach;
	size_t asked, at1, at5, at10;
	double rank_sum;
	LIST(struct similar_near) answers; /* of all questions; between them one of matter 0 */
};

static str cell(str *line)
{
	str head;
	if (!str_split(*line, '\t', &head, line)) {
		head = *line;
		*line = STR_NONE;
	}
	return head;
}

static void read_messages(struct scoring *s, const char *path)
{
	str text = file_all(&s->a, path), line;
	while (text.n) {
		if (!str_split(text, '\n', &line, &text)) {
			line = text;
			text = STR_NONE;
		}
		if (!line.n || line.p[0] == '#')
			continue;
		struct message m = {.id = cell(&line)};
		m.matter = cell(&line), m.words = cell(&line), m.category = cell(&line), m.place = cell(&line), m.x = cell(&line), m.y = cell(&line);
		str day = str_trim(cell(&line));
		if (!str_int(day, &m.day))
			continue; /* a heading */
		*list_push(&s->a, &s->all) = m;
	}
}

static int by_day(const void *a, const void *b)
{
	const struct message *x = a, *y = b;
	return x->day != y->day ? (x->day < y->day ? -1 : 1) : str_cmp(x->id, y->id);
}

static void open_database(struct scoring *s, const char *dir, const char *url)
{
	static const struct pack *const none[] = {NULL};
	const struct zone *zone;
	char path[256], key[256];
	snprintf(path, sizeof path, "%s/s.db", dir);
	snprintf(key, sizeof key, "%s/s.key", dir);
	const struct store_config config = {.target = str_of(url ? url : path), .modules = core_modules};
	must(store_open(&config, &s->store) == OK && store_migrate(s->store) == OK, "store");
	must(zone_open(&s->a, S("Asia/Shanghai"), &zone) == OK, "zone");
	const struct core_config core = {.store = s->store, .time = &time_real, .calendar = calendar_new(&s->a), .zone = zone, .region = 370499,
		.packs = none, .key_file = str_of(key)};
	must(core_open(&core, &s->core) == OK, "core");
}

static void bring_up(struct scoring *s)
{
	bool more = true;
	while (more)
		must(similar_due(s->core, &more) == OK, "similar_due");
}

static struct similar_telling telling_of(const struct message *m, int64_t request)
{
	return (struct similar_telling){.request = request, .text = {.words = m->words, .place = m->place},
		.facts = {.category = m->category, .x = similar_degrees(m->x), .y = similar_degrees(m->y), .at = NOW - 60 * DAY + m->day * DAY}};
}

static void put_noise(struct scoring *s, int64_t noise)
{
	struct arena a;
	arena_init(&a);
	for (int64_t from = 0; from < noise; from += 1000) {
		struct similar_told told[1000];
		size_t n = 0;
		for (; n < COUNT_OF(told) && from + (int64_t)n < noise; n++) {
			struct made_request r;
			request_make(&a, (uint64_t)from + n, PLACES, NOW - 90 * DAY, NOW, (uint64_t)noise, &r);
			told[n] = (struct similar_told){.matter = 1000000 + from + (int64_t)n, .telling = {.text = {.words = r.words, .place = r.place},
				.facts = {.category = r.category, .x = similar_degrees(r.x), .y = similar_degrees(r.y), .at = r.at}}};
		}
		must(similar_put(s->core, told, n) == OK, "put");
		bring_up(s);
		arena_reset(&a);
	}
	arena_done(&a);
}

static const struct message *first_of(const struct scoring *s, size_t before, str matter)
{
	for (size_t i = 0; i < before; i++)
		if (str_eq(s->all.v[i].matter, matter))
			return &s->all.v[i];
	return NULL;
}

static void show(const struct scoring *s, const struct message *m, const struct message *first, const struct similar_near *near, size_t n, size_t rank)
{
	printf("%s rank %zu\t" STR_FMT "\n\tis\t" STR_FMT "\n", rank > 5 ? "MISSED" : "second", rank, STR_ARG(m->words), STR_ARG(first->words));
	for (size_t i = 0; i < n && i < 5; i++) {
		const struct message *other = NULL;
		for (size_t k = 0; k < s->all.n && !other; k++)
			if (s->all.v[k].number == near[i].matter)
				other = &s->all.v[k];
		printf("\t%zu %.2f words %.2f topic %.2f place %.2f m %lld%s " STR_FMT "\n", i + 1, near[i].why.score, near[i].why.words, near[i].why.topic,
		       near[i].why.place, (long long)near[i].why.metres, near[i].why.elsewhere ? " elsewhere" : "",
		       STR_ARG(other ? other->words : S("(made up)")));
	}
	for (size_t i = 5; i < n; i++)
		if (near[i].matter == first->number)
			printf("\t%zu %.2f words %.2f topic %.2f place %.2f m %lld%s\n", i + 1, near[i].why.score, near[i].why.words, near[i].why.topic,
			       near[i].why.place, (long long)near[i].why.metres, near[i].why.elsewhere ? " elsewhere" : "");
}

static bool wanted(const struct scoring *s, str matter)
{
	int odd = matter.n ? (matter.p[matter.n - 1] - '0') & 1 : 0;
	return !strcmp(s->half, "all") || odd == !strcmp(s->half, "develop");
}

static void ask(struct scoring *s, const struct message *m, const struct message *first)
{
	struct arena a;
	struct ctx x;
	struct similar_message asked;
	struct similar_near *near;
	size_t n, rank = 0;
	struct similar_telling t = telling_of(m, 0);
	arena_init(&a);
	must(ctx_open(s->core, &a, NULL, &x) == OK, "ctx");
	similar_read(&a, s->core->similar.rules, &s->core->similar.key, &t.text, &t.facts, &asked);
	must(similar_rank(&x, &asked, 0, 60, &near, &n) == OK, "rank");
	double least_score = similar_least(s->core->similar.rules);
	while (rank < n && near[rank].matter != first->number)
		rank++;
	rank = rank < n && near[rank].why.score < least_score ? n : rank; /* nobody would be shown it */
	s->asked++;
	s->at1 += rank < n && rank < 1;
	s->at5 += rank < n && rank < 5;
	s->at10 += rank < n && rank < 10;
	for (size_t i = 0; i < n; i++)
		*list_push(&s->a, &s->answers) = near[i];
	*list_push(&s->a, &s->answers) = (struct similar_near){0};
	s->rank_sum += rank < n ? 1.0 / (double)(rank + 1) : 0;
	if (s->errors && (rank >= 5 || rank >= n))
		show(s, m, first, near, n, rank < n ? rank + 1 : 99);
	ctx_close(&x);
	arena_done(&a);
}

/* Wilson's interval of 95 per cent. */
static void line(const char *what, size_t good, size_t n)
{
	double z = 1.96, p = n ? (double)good / (double)n : 0, m = (double)n, d = 1 + z * z / m;
	double mid = (p + z * z / (2 * m)) / d, half = z * sqrt(p * (1 - p) / m + z * z / (4 * m * m)) / d;
	printf("%s %.3f (%zu of %zu; 95%% interval %.3f to %.3f)\n", what, p, good, n, mid - half, mid + half);
}

static void score(struct scoring *s)
{
	int64_t next = 1;
	qsort(s->all.v, s->all.n, sizeof *s->all.v, by_day);
	for (size_t i = 0; i < s->all.n; i++) {
		struct message *m = &s->all.v[i];
		const struct message *first = first_of(s, i, m->matter);
		if (first && wanted(s, m->matter))
			ask(s, m, first);
		m->number = first ? first->number : next++;
		if (first && !s->attach)
			continue;
		struct similar_told told = {.matter = m->number, .telling = telling_of(m, (int64_t)i + 1)};
		must(similar_put(s->core, &told, 1) == OK, "put");
	}
}

static void report(const struct scoring *s)
{
	line("recall@1", s->at1, s->asked);
	line("recall@5", s->at5, s->asked);
	line("recall@10", s->at10, s->asked);
	printf("mean reciprocal rank %.3f\n", s->asked ? s->rank_sum / (double)s->asked : 0);
}

static void run(struct scoring *s, const char *dir, const char *url, const char *weights, int64_t noise)
{
	open_database(s, dir, url);
	must(similar_ready(s->core) == OK, "rules");
	if (weights) { /* instead of data/text/similar.tsv */
		str sounds = file_all(&s->a, "data/text/sounds.tsv"), tsv = file_all(&s->a, weights);
		must(similar_rules_compile(&s->a, tsv, sounds, str_of(weights), &s->core->similar.rules) == OK, weights);
		s->core->similar.usual_of = similar_usual(&s->a, s->core->similar.rules, &s->core->similar.key, s->core->similar.usual);
	}
	bring_up(s);
	put_noise(s, noise);
	score(s);
	core_close(s->core);
	store_close(s->store);
}

/* The other engine proposes the same. */
static void compare(const struct scoring *s, const struct scoring *other)
{
	must(s->answers.n == other->answers.n, "another number of proposals");
	for (size_t i = 0; i < s->answers.n; i++) {
		const struct similar_near *x = &s->answers.v[i], *y = &other->answers.v[i];
		must(x->matter == y->matter && x->request == y->request && !memcmp(&x->why.score, &y->why.score, sizeof(double)), "another proposal");
	}
	printf("the same %zu proposals on both engines\n", s->answers.n - s->asked);
}

int main(int argc, char **argv)
{
	struct scoring s = {.half = "all"};
	int64_t noise = 20000, least = 0;
	char dir[128], clean[160];
	const char *base = getenv("TMPDIR");
	const char *weights = NULL, *also = NULL;
	must(argc > 1, "score FILE.tsv [--half develop|locked|all] [--noise N] [--errors] [--attach] [--weights FILE] [--least PERCENT] [--also URL]");
	for (int i = 2; i < argc; i++) {
		bool more = i + 1 < argc;
		if (!strcmp(argv[i], "--errors"))
			s.errors = true;
		else if (!strcmp(argv[i], "--attach"))
			s.attach = true;
		else if (more && !strcmp(argv[i], "--half"))
			s.half = argv[++i];
		else if (more && !strcmp(argv[i], "--noise"))
			must(str_int(str_of(argv[++i]), &noise), "--noise");
		else if (more && !strcmp(argv[i], "--least"))
			must(str_int(str_of(argv[++i]), &least), "--least");
		else if (more && !strcmp(argv[i], "--also"))
			also = argv[++i];
		else if (more && !strcmp(argv[i], "--weights"))
			weights = argv[++i];
		else
			must(false, argv[i]);
	}
	arena_init(&s.a);
	snprintf(dir, sizeof dir, "%s/luoshi-similar-XXXXXX", base && strlen(base) < 60 ? base : "/tmp");
	must(mkdtemp(dir) != NULL, dir);
	read_messages(&s, argv[1]);
	run(&s, dir, NULL, weights, noise);
	report(&s);
	if (also) {
		struct scoring other = {.half = s.half, .attach = s.attach};
		arena_init(&other.a);
		read_messages(&other, argv[1]);
		run(&other, dir, also, weights, noise);
		compare(&s, &other);
		arena_done(&other.a);
	}
	snprintf(clean, sizeof clean, "rm -rf '%s'", dir);
	must(system(clean) == 0, clean);
	arena_done(&s.a);
	return least && s.at5 * 100 < (size_t)least * s.asked;
}
