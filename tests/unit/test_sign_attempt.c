/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration, and what comes back without having gone. */
#include "core_kit.h"

#include <sys/stat.h>

#include "sign/sign.h"

static struct sign_config config_of(struct kit *k)
{
	/* port 9: nobody listens */
	return (struct sign_config){.core = k->core, .time = &k->time, .issuer = S("http://127.0.0.1:9"), .client = S("luoshi"), .claim = S("preferred_username"),
				    .label = {S("统一身份认证"), S("Sign in with id")}, .public_url = S("https://l.cn/")};
}

static void a_wrong_key_is_named(void **state)
{
	struct kit *k = *state;
	struct sign *s;
	static const struct {
		size_t at;
		const char *value, *says;
	} rows[] = {
		{offsetof(struct sign_config, issuer), "http://id.example.cn", "oidc_issuer"}, {offsetof(struct sign_config, issuer), "id.example.cn", "oidc_issuer"},
		{offsetof(struct sign_config, issuer), "https://id.example.cn?x", "oidc_issuer"}, {offsetof(struct sign_config, client), "", "oidc_client"},
		{offsetof(struct sign_config, claim), "", "oidc_claim"}, {offsetof(struct sign_config, claim), "a b", "oidc_claim"},
		{offsetof(struct sign_config, public_url), "", "public_url"}, {offsetof(struct sign_config, label), "", "oidc_label"},
		{offsetof(struct sign_config, secret_file), "/nowhere", "oidc_secret_file"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sign_config c = config_of(k);
		*(str *)(void *)((char *)&c + rows[i].at) = str_of(rows[i].value);
		assert_int_equal(sign_open(&c, &s), ERR_USAGE);
		assert_null(s);
		assert_non_null(strstr(fail_key(), rows[i].says));
	}
	struct sign_config none = config_of(k);
	none.issuer = S("");
	good(sign_open(&none, &s));
	assert_null(s);
	same_str(sign_label(s, LANG_ZH), S(""));
}

static void a_secret_is_read_from_a_file_of_ones_own(void **state)
{
	struct kit *k = *state;
	struct sign *s;
	struct sign_config c = config_of(k);
	char path[128];
	snprintf(path, sizeof path, "%s/secret", k->dir);
	c.secret_file = str_of(path);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("  hush\n", f);
	fclose(f);
	assert_int_equal(chmod(path, 0644), 0);
	assert_int_equal(sign_open(&c, &s), ERR_USAGE);
	assert_non_null(strstr(fail_key(), "other accounts can read"));
	assert_int_equal(chmod(path, 0600), 0);
	good(sign_open(&c, &s));
	same_str(sign_label(s, LANG_EN), S("Sign in with id"));
	sign_close(s);
	assert_int_equal(truncate(path, 0), 0);
	assert_int_equal(sign_open(&c, &s), ERR_USAGE);
	unlink(path);
}

static void nothing_goes_without_the_provider(void **state)
{
	struct kit *k = *state;
	struct sign *s;
	struct sign_begun begun;
	struct sign_said who;
	struct sign_config c = config_of(k);
	str why;
	good(sign_open(&c, &s));
	assert_int_equal(sign_begin(s, &k->arena, LANG_ZH, S("/"), &begun, &why), ERR_SIGN_IN);
	assert_true(str_starts(why, S("discovery ")));
	assert_int_equal(sign_begin(s, &k->arena, LANG_ZH, S("/"), &begun, &why), ERR_SIGN_IN);
	same_str(why, S("discovery failed a moment ago"));
	static const char *const cookies[] = {"", "x", "AAAA", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	for (size_t i = 0; i < COUNT_OF(cookies); i++) {
		struct sign_back back = {.sealed = str_of(cookies[i]), .state = S("s"), .code = S("c")};
		assert_int_equal(sign_end(s, &k->arena, &back, &who, &why), ERR_SIGN_IN);
		same_str(why, S("cookie"));
	}
	sign_stop(s);
	sign_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		kit_test(a_wrong_key_is_named),
		kit_test(a_secret_is_read_from_a_file_of_ones_own),
		kit_test(nothing_goes_without_the_provider),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
