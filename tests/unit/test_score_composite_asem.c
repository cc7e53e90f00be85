/* SPDX-License-Identifier: Apache-2.0 */
/* Every step of the ASEM index, each against the table that COINr 1.1.14 publishes for it, within 1e-9 relative. */
#include "check.h"

#include "asem.h"

static int setup(void **state)
{
	*state = asem_open();
	return 0;
}

static int teardown(void **state)
{
	asem_close(*state);
	return 0;
}
#define asem_test(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static struct composite_matrix compute(struct asem *s, const struct composite_method *m)
{
	struct composite_matrix filled = asem_filled(s), out;
	if (composite_compute(&s->arena, &s->index, &filled, m, &out, NULL) != OK)
		test_fails("%s", fail_key());
	return out;
}

static struct composite_matrix scores(struct asem *s)
{
	struct composite_method m = asem_method();
	return compute(s, &m);
}

static size_t node_of(struct asem *s, const char *code)
{
	size_t i = index_find(&s->index, str_of(code));
	assert_true(i != COMPOSITE_NONE);
	return i;
}

/* The columns of what belongs to a node. */
static size_t children_of(struct asem *s, const struct composite_matrix *m, const char *code, const double **column)
{
	size_t p = node_of(s, code), n = 0;
	for (size_t k = s->index.first[p]; k < s->index.first[p + 1]; k++)
		column[n++] = matrix_column(m, s->index.child[k]);
	return n;
}

/* ---- raw to treated ------------------------------------------------------------------------ */
static void values_per_head(void **state)
{
	struct asem *s = *state;
	assert_int_equal(composite_denominate(&s->index, &s->denominators, &s->raw), OK);
	same_as_table(s, &s->raw, "step_denominated");
}

static void gaps_are_filled_by_continent_and_all_units_stay(void **state)
{
	struct asem *s = *state;
	struct composite_matrix m = asem_filled(s), kept;
	struct composite_unit unit[ASEM_UNITS];
	size_t *from;
	same_as_table(s, &m, "step_imputed");
	/* the table of the screened step is the same, byte for byte */
	composite_screen(&m, &(struct composite_screen){.available = 0.9}, unit);
	assert_int_equal(composite_keep(&s->arena, &m, unit, &kept, &from), OK);
	assert_int_equal(kept.units, ASEM_UNITS);
}

static void availability_of_units(void **state)
{
	struct asem *s = *state;
	struct composite_unit unit[ASEM_UNITS];
	struct table t = table_read(&s->arena, "data_avail_summary");
	struct apart e = {0};
	composite_screen(&s->raw, &(struct composite_screen){.available = 0.9}, unit);
	for (size_t i = 0; i < t.rows; i++) {
		str code = table_at(&t, i, 0);
		const struct composite_unit *u = &unit[asem_unit(s, code)];
		const double got[] = {(double)u->missing, (double)u->zero, (double)(u->missing + u->zero), u->available, u->nonzero};
		for (size_t c = 0; c < COUNT_OF(got); c++)
			apart_add(&e, t.name, code, got[c], table_real(&t, i, c + 1));
		assert_int_equal(u->kept, table_real(&t, i, 4) >= 0.9);
	}
	apart_say(&e, t.name);
}

static void outliers_are_treated(void **state)
{
	struct asem *s = *state;
	struct composite_matrix m = asem_filled(s);
	struct table t = table_read(&s->arena, "treat_log");
	struct apart e = {0};
	double room[ASEM_UNITS];
	size_t drawn = 0;
	for (size_t c = 0; c < ASEM_INDICATORS; c++) {
		struct composite_treated r;
		str code = s->index.node[c].code;
		size_t row = table_row(&t, 0, code);
		treat_column(matrix_column(&m, c), ASEM_UNITS, &TREAT_USUAL, room, &r);
		for (int k = 0; k < 2; k++) {
			size_t at = k ? 5 : 1;
			str pass = table_at(&t, row, at);
			assert_int_equal(r.checks > k, pass.n > 0);
			if (r.checks <= k)
				continue;
			assert_int_equal(r.pass[k], str_eq(pass, S("TRUE")));
			apart_add(&e, t.name, code, r.skew[k], table_real(&t, row, at + 1));
			apart_add(&e, t.name, code, r.kurt[k], table_real(&t, row, at + 2));
		}
		apart_add(&e, t.name, code, r.drawn ? (double)r.drawn : NAN, table_real(&t, row, 4));
		assert_false(r.bent);
		drawn += r.drawn > 0;
	}
	apart_say(&e, t.name);
	assert_int_equal(drawn, 15);
	same_as_table(s, &m, "step_treated");
}

static void stats_same(struct asem *s, const struct composite_matrix *m, const char *name)
{
	static const struct stats_limits usual = {2, 3.5, 0.65, 0.5, 0.5};
	static const struct { const char *head, *bad; unsigned flag; } flags[] = {{"Flag.Avail", "LOW", STATS_FEW}, {"Flag.NonZero", "LOW", STATS_ZEROS},
		{"Flag.Unique", "LOW", STATS_ALIKE}, {"Flag.SkewKurt", "OUT", STATS_OUTLIERS}};
	struct table t = table_read(&s->arena, name);
	struct apart e = {0};
	for (size_t c = 0; c < ASEM_INDICATORS; c++) {
		struct stats v;
		str code = s->index.node[c].code;
		size_t row = table_row(&t, 0, code);
		stats_of(&s->arena, matrix_column(m, c), ASEM_UNITS, &v);
		const double got[] = {v.min, v.max, v.mean, v.median, v.sd, v.skew, v.kurt, (double)v.count, (double)v.nonzero, (double)v.unique,
			(double)v.same, v.available, v.share_nonzero, v.share_unique, v.share_same};
		for (size_t k = 0; k < COUNT_OF(got); k++)
			apart_add(&e, name, code, got[k], table_real(&t, row, k + 1));
		for (size_t k = 0; k < COUNT_OF(flags); k++)
			assert_int_equal((stats_flags(&v, ASEM_UNITS, &usual) & flags[k].flag) != 0,
				str_eq(table_at(&t, row, table_column(&t, str_of(flags[k].head))), str_of(flags[k].bad)));
	}
	apart_say(&e, name);
}

static void indicators_are_described(void **state)
{
	struct asem *s = *state;
	struct composite_matrix m = asem_filled(s);
	double room[ASEM_UNITS];
	stats_same(s, &s->raw, "stats_raw");
	for (size_t c = 0; c < ASEM_INDICATORS; c++) {
		struct composite_treated r;
		treat_column(matrix_column(&m, c), ASEM_UNITS, &TREAT_USUAL, room, &r);
	}
	stats_same(s, &m, "stats_treated");
}

/* ---- normalised, aggregated ------------------------------------------------------------------ */
static void every_scale(void **state)
{
	static const struct { const char *table; struct composite_norm norm; } of[] = {
		{"step_normalised", {.scale = NORM_MINMAX, .a = 0, .b = 100}},
		{"norm_minmax_1_10", {.scale = NORM_MINMAX, .a = 1, .b = 10}},
		{"norm_minmax_1_100", {.scale = NORM_MINMAX, .a = 1, .b = 100}},
		{"norm_zscore_10_2", {.scale = NORM_ZSCORE, .a = 10, .b = 2}},
		{"norm_dist2max", {.scale = NORM_MAX}},
		{"norm_fracmax", {.scale = NORM_FRACTION}},
		{"norm_rank", {.scale = NORM_RANK}},
		{"norm_prank", {.scale = NORM_PRANK}},
		{"norm_borda", {.scale = NORM_BORDA}},
	};
	struct asem *s = *state;
	for (size_t i = 0; i < COUNT_OF(of); i++) {
		struct composite_method m = asem_method();
		m.norm = of[i].norm;
		struct composite_matrix out = compute(s, &m);
		same_as_table(s, &out, of[i].table);
	}
}

static void every_mean(void **state)
{
	static const struct { const char *table; enum composite_mean mean[3]; } of[] = {
		{"agg_1_100_a_amean", {MEAN_ARITHMETIC, MEAN_ARITHMETIC, MEAN_ARITHMETIC}},
		{"agg_1_100_a_gmean", {MEAN_GEOMETRIC, MEAN_GEOMETRIC, MEAN_GEOMETRIC}},
		{"agg_1_100_a_hmean", {MEAN_HARMONIC, MEAN_HARMONIC, MEAN_HARMONIC}},
		{"agg_1_100_amean_gmean_amean", {MEAN_ARITHMETIC, MEAN_GEOMETRIC, MEAN_ARITHMETIC}},
		{"agg_1_100_genmean_p05", {MEAN_POWER, MEAN_POWER, MEAN_POWER}},
	};
	struct asem *s = *state;
	struct composite_matrix out = scores(s);
	same_as_table(s, &out, "step_aggregated");
	for (size_t i = 0; i < COUNT_OF(of); i++) {
		struct composite_method m = asem_method();
		m.norm.a = 1;
		for (size_t k = 0; k < 3; k++)
			m.join[k] = (struct composite_join){.mean = of[i].mean[k], .power = 0.5};
		out = compute(s, &m);
		same_as_table(s, &out, of[i].table);
	}
}

static void copeland_same(struct asem *s, const char *name, const char *const *code, size_t n)
{
	struct composite_matrix m = scores(s);
	struct table t = table_read(&s->arena, name);
	struct apart e = {0};
	const double *column[8], w[8] = {1, 1, 1, 1, 1, 1, 1, 1};
	double got[ASEM_UNITS];
	for (size_t i = 0; i < n; i++)
		column[i] = matrix_column(&m, node_of(s, code[i]));
	outrank_copeland(column, w, n, ASEM_UNITS, got);
	for (size_t i = 0; i < t.rows; i++)
		apart_add(&e, name, table_at(&t, i, 0), got[asem_unit(s, table_at(&t, i, 0))], table_real(&t, i, table_column(&t, S("copeland"))));
	apart_say(&e, name);
	same_as_table(s, &m, name);
}

static const char *const pillars[] = {"Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin"};

static void units_against_each_other(void **state)
{
	static const char *const halves[] = {"Conn", "Sust"};
	struct asem *s = *state;
	struct composite_matrix m = scores(s);
	struct table t = table_read(&s->arena, "outrank_8pillars_equal"), sum = table_read(&s->arena, "outrank_summary");
	struct apart e = {0};
	const double *column[8], w[8] = {1, 1, 1, 1, 1, 1, 1, 1};
	double *o, share;
	for (size_t i = 0; i < COUNT_OF(pillars); i++)
		column[i] = matrix_column(&m, node_of(s, pillars[i]));
	assert_int_equal(outrank_matrix(&s->arena, column, w, 8, ASEM_UNITS, &o), OK);
	for (size_t i = 0; i < t.rows; i++)
		for (size_t j = 1; j < t.columns; j++)
			apart_add(&e, t.name, t.head[j], o[asem_unit(s, table_at(&t, i, 0)) * ASEM_UNITS + asem_unit(s, t.head[j])], table_real(&t, i, j));
	apart_add(&e, sum.name, S("nDominant"), (double)outrank_dominant(o, ASEM_UNITS, &share), table_real(&sum, 0, 0));
	apart_add(&e, sum.name, S("fracDominant"), share, table_real(&sum, 0, 1));
	apart_say(&e, t.name);
	copeland_same(s, "copeland_8pillars_equal", pillars, COUNT_OF(pillars));
	copeland_same(s, "copeland_conn_sust", halves, COUNT_OF(halves));
}

static void what_counts_how_much(void **state)
{
	struct asem *s = *state;
	struct table t = table_read(&s->arena, "effective_weights"), given = table_read(&s->arena, "weights_original");
	struct apart e = {0};
	double w[64], effective[64];
	weights_given(&s->index, w);
	weights_effective(&s->index, w, effective);
	for (size_t i = 0; i < t.rows; i++) {
		size_t node = index_find(&s->index, table_at(&t, i, 0));
		apart_add(&e, t.name, table_at(&t, i, 0), effective[node], table_real(&t, i, 3));
		apart_add(&e, given.name, table_at(&given, i, 0), w[index_find(&s->index, table_at(&given, i, 0))], table_real(&given, i, 2));
	}
	apart_say(&e, t.name);
}

/* ---- the structure --------------------------------------------------------------------------- */
static void correlations(void **state)
{
	struct asem *s = *state;
	struct composite_matrix m = scores(s);
	struct table t = table_read(&s->arena, "corr_ind_pillar"), square = table_read(&s->arena, "corr_pillars_matrix");
	struct apart e = {0}, f = {0};
	struct corr_pair *pair;
	size_t n, negative = 0;
	assert_int_equal(corr_parents(&s->arena, &s->index, &m, CORR_PEARSON, 1, 0, 0.9, &pair, &n), OK);
	assert_int_equal(n, t.rows);
	for (size_t i = 0; i < n; i++) {
		size_t row = table_row(&t, 1, s->index.node[pair[i].b].code);
		same_str(table_at(&t, row, 0), s->index.node[pair[i].a].code);
		apart_add(&e, t.name, table_at(&t, row, 1), pair[i].r, table_real(&t, row, 2));
		assert_int_equal(pair[i].negative, table_real(&t, row, 2) < 0);
		negative += pair[i].negative;
	}
	apart_say(&e, t.name);
	assert_true(negative > 0);
	for (size_t i = 0; i < square.rows; i++)
		for (size_t j = 0; j < square.columns; j++)
			apart_add(&f, square.name, square.head[j], corr_of(&s->arena, CORR_PEARSON, matrix_column(&m, index_find(&s->index, square.head[i])),
				matrix_column(&m, index_find(&s->index, square.head[j])), ASEM_UNITS), table_real(&square, i, j));
	apart_say(&f, square.name);
}

static void inner_consistency(void **state)
{
	struct asem *s = *state;
	struct composite_matrix m = scores(s);
	struct table t = table_read(&s->arena, "cronbach");
	struct apart e = {0};
	const double *column[16];
	size_t n = children_of(s, &s->raw, "P2P", column);
	apart_add(&e, t.name, S("Raw_P2P"), cronbach_alpha(column, n, ASEM_UNITS), table_real(&t, 0, 1));
	n = children_of(s, &m, "Physical", column);
	apart_add(&e, t.name, S("Normalised_Physical"), cronbach_alpha(column, n, ASEM_UNITS), table_real(&t, 1, 1));
	n = children_of(s, &m, "Social", column);
	apart_add(&e, t.name, S("Normalised_Social"), cronbach_alpha(column, n, ASEM_UNITS), table_real(&t, 2, 1));
	apart_say(&e, t.name);
}

/* The sign of a component is nobody's: R gives whichever came out. */
static void components(void **state)
{
	struct asem *s = *state;
	struct composite_matrix m = scores(s);
	struct table t = table_read(&s->arena, "pca_physical_rotation"), sd = table_read(&s->arena, "pca_physical_sdev");
	struct apart e = {0}, f = {0};
	const double *column[16];
	struct pca pca;
	size_t n = children_of(s, &m, "Physical", column), first = s->index.first[node_of(s, "Physical")];
	assert_int_equal(pca_make(&s->arena, column, n, ASEM_UNITS, &pca), OK);
	assert_int_equal(pca.k, sd.rows);
	for (size_t k = 0; k < pca.k; k++) {
		double turn = pca.loading[k * pca.k] * table_real(&t, table_row(&t, 0, s->index.node[s->index.child[first]].code), k + 1) < 0 ? -1 : 1;
		apart_add(&e, sd.name, t.head[k + 1], pca.sd[k], table_real(&sd, k, 0));
		for (size_t i = 0; i < pca.k; i++)
			apart_add(&f, t.name, t.head[k + 1], turn * pca.loading[k * pca.k + i], table_real(&t, table_row(&t, 0, s->index.node[s->index.child[first + i]].code), k + 1));
	}
	apart_say(&e, sd.name);
	apart_say(&f, t.name);
}

/* ---- results --------------------------------------------------------------------------------- */
static void ranks_of_all_levels(void **state)
{
	struct asem *s = *state;
	struct composite_matrix m = scores(s), ranks;
	assert_int_equal(composite_rank(&s->arena, &m, NULL, &ranks), OK);
	same_as_table(s, &ranks, "results_ranks");
	same_as_table(s, &m, "results_scores");
	assert_int_equal(composite_rank(&s->arena, &m, asem_group(s, "GDP_group"), &ranks), OK);
	same_as_table(s, &ranks, "results_groupranks_gdp");
}

static void one_unit(void **state)
{
	struct asem *s = *state;
	struct composite_matrix m = scores(s), ranks;
	struct composite_line *line;
	struct table t = table_read(&s->arena, "gbr_unit_summary");
	struct apart e = {0};
	assert_int_equal(composite_rank(&s->arena, &m, NULL, &ranks), OK);
	assert_int_equal(composite_unit_lines(&s->arena, &s->index, &m, &ranks, asem_unit(s, S("GBR")), &line), OK);
	for (size_t i = 0; i < t.rows; i++) {
		same_str(s->index.node[line[i].node].code, table_at(&t, i, 0));
		apart_add(&e, t.name, table_at(&t, i, 0), round(line[i].score * 1e6) / 1e6, table_real(&t, i, 2));
		apart_add(&e, t.name, table_at(&t, i, 0), line[i].rank, table_real(&t, i, 3));
	}
	apart_say(&e, t.name);
}

static double three_figures(double v)
{
	char room[40];
	snprintf(room, sizeof(room), "%.2e", v);
	return strtod(room, NULL);
}

static void strengths_same(struct asem *s, const char *name, const struct composite_strength *of)
{
	struct table t = table_read(&s->arena, name);
	struct apart e = {0};
	for (size_t i = 0; i < t.rows; i++) {
		const struct composite_node *node = &s->index.node[of[i].node];
		same_str(node->code, table_at(&t, i, 0));
		same_str(s->name[of[i].node], table_at(&t, i, 1));
		same_str(node->parent, table_at(&t, i, 2));
		apart_add(&e, name, node->code, of[i].rank, table_real(&t, i, 3));
		apart_add(&e, name, node->code, three_figures(of[i].value), table_real(&t, i, 4));
	}
	apart_say(&e, name);
}

static void strong_and_weak(void **state)
{
	struct asem *s = *state;
	struct composite_strength *of;
	size_t n;
	assert_int_equal(composite_strengths(&s->arena, &s->index, &s->raw, asem_unit(s, S("GBR")), NULL, true, 0, &of, &n), OK);
	strengths_same(s, "gbr_strengths", of);
	strengths_same(s, "gbr_weaknesses", of + n - 5);
}

static void treated_against_untreated(void **state)
{
	struct asem *s = *state;
	struct composite_method bare = asem_method();
	struct composite_matrix with = scores(s), without;
	struct composite_change change[ASEM_UNITS];
	struct table t = table_read(&s->arena, "compare_no_treatment_rank");
	struct apart e = {0};
	bare.treat.on = false;
	without = compute(s, &bare);
	composite_compare(&s->arena, matrix_column(&with, s->index.top), matrix_column(&without, s->index.top), ASEM_UNITS, true, change);
	for (size_t i = 0; i < t.rows; i++) {
		str code = table_at(&t, i, 0);
		const struct composite_change *c = &change[asem_unit(s, code)];
		const double got[] = {c->a, c->b, c->change, fabs(c->change)};
		for (size_t k = 0; k < COUNT_OF(got); k++)
			apart_add(&e, t.name, code, got[k], table_real(&t, i, k + 1));
	}
	apart_say(&e, t.name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		asem_test(values_per_head),
		asem_test(gaps_are_filled_by_continent_and_all_units_stay),
		asem_test(availability_of_units),
		asem_test(outliers_are_treated),
		asem_test(indicators_are_described),
		asem_test(every_scale),
		asem_test(every_mean),
		asem_test(units_against_each_other),
		asem_test(what_counts_how_much),
		asem_test(correlations),
		asem_test(inner_consistency),
		asem_test(components),
		asem_test(ranks_of_all_levels),
		asem_test(one_unit),
		asem_test(strong_and_weak),
		asem_test(treated_against_untreated),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
