/* SPDX-License-Identifier: Apache-2.0 */
/* One attempt: what the browser keeps between the click and the return, and what must hold
 * when it is back. The server keeps nothing of an attempt but that its state was used. */
#include "sign/provider_in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET_MOST 1024
#define WORD_BYTES 32 /* of state, nonce and verifier: RFC 7636 7.1 */
#define NEXT_MOST 512
#define CODE_MOST 4096
#define INSIDE_MOST 32 /* of the requests that the server takes at once, when the provider hangs */
#define ATTEMPT_AAD S("sign-in provider")

/* ---- configuration ------------------------------------------------------------------------ */
static bool claim_good(str claim)
{
	for (size_t i = 0; i < claim.n; i++)
		if (claim.p[i] <= ' ' || claim.p[i] >= 0x7f)
			return false;
	return claim.n > 0 && claim.n <= 64;
}

static err check_config(const struct sign_config *c)
{
	if (!provider_url_good(c->issuer, true) || str_find(c->issuer, S("?"), 0) >= 0)
		return fail(ERR_USAGE, "oidc_issuer is the provider's own name, like https://id.example.cn (http only for one on this machine), not “{0}”", c->issuer);
	if (!c->client.n)
		return fail(ERR_USAGE, "oidc_issuer needs oidc_client, the name under which the provider knows this system");
	if (!claim_good(c->claim))
		return fail(ERR_USAGE, "oidc_claim is the claim that holds the sign-in name, like preferred_username, not “{0}”", c->claim);
	if (!c->public_url.n)
		return fail(ERR_USAGE, "oidc_issuer needs public_url, the address to which the provider sends people back");
	if (!c->label.zh.n || !c->label.en.n)
		return fail(ERR_USAGE, "oidc_label and oidc_label_en are what the link on the sign-in page says; neither may be empty");
	return OK;
}

static err read_secret(struct sign *s, str path)
{
	char text[SECRET_MOST];
	struct stat st;
	if (!path.n)
		return OK;
	int fd = open(str_z(&s->arena, path), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(ERR_USAGE, "oidc_secret_file: {0} cannot be read ({1})", path, str_of(strerrordesc_np(errno)));
	bool open_to_others = fstat(fd, &st) == 0 && (st.st_mode & 077);
	ssize_t n = read(fd, text, sizeof text);
	close(fd);
	str secret = str_trim((str){text, n > 0 ? (size_t)n : 0});
	if (secret.n)
		s->secret = str_z(&s->arena, secret);
	explicit_bzero(text, sizeof text);
	if (!s->secret)
		return fail(ERR_USAGE, "oidc_secret_file: {0} is empty; write the secret into it", path);
	return open_to_others ? fail(ERR_USAGE, "other accounts can read {0}; take their rights away (chmod 600)", path) : OK;
}

static void config_keep(struct sign *s, const struct sign_config *c)
{
	str *own[] = {&s->config.issuer, &s->config.client, &s->config.claim, &s->config.public_url, &s->config.ca_file, &s->config.label.zh,
		      &s->config.label.en};
	struct buf b;
	s->config = *c;
	for (size_t i = 0; i < COUNT_OF(own); i++)
		*own[i] = own[i]->n ? str_of(str_z(&s->arena, *own[i])) : S("");
	buf_init(&b, &s->arena);
	str url = s->config.public_url;
	while (str_ends(url, S("/")))
		url.n--;
	buf_add(&b, url);
	buf_z(&b, "/sign-in/provider/back");
	s->redirect = buf_str(&b);
}

static void cached_init(struct cached *c)
{
	pthread_mutex_init(&c->lock, NULL);
	buf_init(&c->text, NULL);
	c->failed = MS_NONE;
}

err sign_open(const struct sign_config *config, struct sign **ret)
{
	*ret = NULL;
	if (!config->issuer.n)
		return OK;
	TRY(check_config(config));
	struct sign *s = calloc(1, sizeof *s);
	ours(s);
	s->magic = SIGN_MAGIC;
	arena_init(&s->arena);
	config_keep(s, config);
	sign_in_key(config->core, "provider", s->key);
	cached_init(&s->about);
	cached_init(&s->keys);
	pthread_mutex_init(&s->lock, NULL);
	err e = read_secret(s, config->secret_file);
	if (e != OK) {
		sign_close(s);
		return e;
	}
	*ret = s;
	return OK;
}

void sign_stop(struct sign *s)
{
	if (s)
		atomic_store(&s->stop, true);
}

void sign_close(struct sign *s)
{
	if (!s)
		return;
	ours(s->magic == SIGN_MAGIC);
	buf_done(&s->about.text);
	buf_done(&s->keys.text);
	if (s->secret)
		explicit_bzero(s->secret, strlen(s->secret));
	explicit_bzero(s->key, sizeof s->key);
	arena_done(&s->arena);
	s->magic = 0;
	free(s);
}

str sign_label(const struct sign *s, enum lang lang)
{
	return s ? words2_in(&s->config.label, lang) : S("");
}

/* ---- an attempt ------------------------------------------------------------------------------------ */
struct attempt { /* sealed as it lies here, the path behind it */
	ms_t begun;
	uint8_t state[WORD_BYTES], nonce[WORD_BYTES], verifier[WORD_BYTES];
};

static str word_of(struct arena *a, const uint8_t bytes[WORD_BYTES])
{
	struct buf b;
	buf_init(&b, a);
	base64url_put(&b, (str){(const char *)bytes, WORD_BYTES});
	return buf_str(&b);
}

static struct asking asking_of(struct sign *s, struct arena *a, const struct attempt *t)
{
	return (struct asking){.client = s->config.client, .redirect = s->redirect, .claim = s->config.claim, .state = word_of(a, t->state),
			       .nonce = word_of(a, t->nonce), .verifier = word_of(a, t->verifier)};
}

static err attempt_seal(struct sign *s, struct arena *a, const struct attempt *t, str next, str *ret)
{
	struct buf plain, out;
	str sealed;
	buf_init(&plain, a);
	buf_init(&out, a);
	buf_add(&plain, (str){(const char *)t, sizeof *t});
	buf_add(&plain, next.n <= NEXT_MOST ? next : S("/"));
	TRY(seal(a, s->key, buf_str(&plain), ATTEMPT_AAD, &sealed));
	base64url_put(&out, sealed);
	*ret = buf_str(&out);
	return OK;
}

static bool attempt_open(struct sign *s, struct arena *a, str text, struct attempt *ret, str *ret_next)
{
	str sealed, plain;
	if (text.n > 4 * (NEXT_MOST + sizeof *ret) || !base64url_get(a, text, &sealed) || unseal(a, s->key, sealed, ATTEMPT_AAD, &plain) != OK ||
	    plain.n < sizeof *ret)
		return false;
	memcpy(ret, plain.p, sizeof *ret);
	*ret_next = str_cut(plain, sizeof *ret, plain.n);
	return true;
}

/* Once each: of two who come back with the same, one goes on. */
static bool state_spend(struct sign *s, const struct attempt *t)
{
	struct digest d;
	bool fresh = true;
	hash_bytes(HASH_SHA256, t->state, sizeof t->state, &d);
	pthread_mutex_lock(&s->lock);
	for (size_t i = 0; i < USED && fresh; i++)
		fresh = memcmp(s->used[i].b, d.b, sizeof d.b) != 0;
	if (fresh)
		s->used[s->used_next++ % USED] = d;
	pthread_mutex_unlock(&s->lock);
	return fresh;
}

static bool enter(struct sign *s, str *ret_why)
{
	*ret_why = S("too many at once");
	if (atomic_fetch_add(&s->inside, 1) < INSIDE_MOST)
		return true;
	atomic_fetch_sub(&s->inside, 1);
	return false;
}

static err unsuccessful(void)
{
	return fail(ERR_SIGN_IN, "signing in at the identity provider did not succeed; begin again, and tell the system administrator if it goes on");
}

/* ---- beginning ----------------------------------------------------------------------------------------- */
static bool begin(struct sign *s, struct arena *a, enum lang lang, str next, struct sign_begun *ret, str *ret_why)
{
	struct discovery d;
	struct attempt t = {.begun = now_ms(s->config.time)};
	if (!provider_about(s, a, &d, ret_why))
		return false;
	random_bytes(t.state, sizeof t.state);
	random_bytes(t.nonce, sizeof t.nonce);
	random_bytes(t.verifier, sizeof t.verifier);
	struct asking k = asking_of(s, a, &t);
	k.lang = lang == LANG_EN ? S("en") : S("zh-CN");
	ret->url = authorize_url(a, &d, &k);
	*ret_why = S("seal");
	return attempt_seal(s, a, &t, next, &ret->sealed) == OK;
}

err sign_begin(struct sign *s, struct arena *a, enum lang lang, str next, struct sign_begun *ret, str *ret_why)
{
	if (!enter(s, ret_why))
		return unsuccessful();
	bool good = begin(s, a, lang, next, ret, ret_why);
	atomic_fetch_sub(&s->inside, 1);
	return good ? OK : unsuccessful();
}

/* ---- ending ------------------------------------------------------------------------------------------------ */
/* NULL, or why nobody is asked about this return. */
static const char *return_judge(struct sign *s, struct arena *a, const struct sign_back *b, struct attempt *t, str *ret_next)
{
	ms_t now = now_ms(s->config.time);
	if (!attempt_open(s, a, b->sealed, t, ret_next))
		return "cookie";
	str state = word_of(a, t->state);
	if (b->state.n != state.n || !equal_secret(b->state.p, state.p, state.n))
		return "state";
	if (now < t->begun || now - t->begun > SIGN_MINUTES * 60000LL)
		return "too_late";
	if (!state_spend(s, t))
		return "state_used";
	if (b->issuer.n && !str_eq(b->issuer, s->config.issuer))
		return "issuer_parameter";
	if (b->error.n)
		return "refused_there";
	return b->code.n && b->code.n <= CODE_MOST ? NULL : "code_absent";
}

/* A key that is not known may be new: the keys are fetched once more. */
static bool signature_good(struct sign *s, struct arena *a, const struct discovery *d, const struct jwt *t, str *ret_why)
{
	struct jwk *keys;
	size_t n;
	ms_t at;
	if (!provider_keys(s, a, d, MS_NONE, &keys, &n, &at, ret_why))
		return false;
	enum jwt_fault f = jwt_verify(t, keys, n);
	if (f == JWT_NO_KEY) {
		if (!provider_keys(s, a, d, at, &keys, &n, &at, ret_why))
			return false;
		f = jwt_verify(t, keys, n);
	}
	*ret_why = str_of(jwt_fault_name(f));
	return f == JWT_GOOD;
}

static bool token_good(struct sign *s, struct arena *a, const struct discovery *d, const struct asking *k, ms_t begun, str token, struct claims *ret, str *ret_why)
{
	struct jwt t;
	enum jwt_fault f = jwt_parse(a, token, &t);
	*ret_why = str_of(jwt_fault_name(f));
	if (f != JWT_GOOD || !signature_good(s, a, d, &t, ret_why))
		return false;
	struct claims_want want = {.issuer = s->config.issuer, .client = s->config.client, .nonce = k->nonce, .claim = s->config.claim,
				   .now = now_ms(s->config.time), .begun = begun};
	f = claims_judge(a, t.claims, &want, ret);
	*ret_why = str_of(jwt_fault_name(f));
	return f == JWT_GOOD;
}

static bool end(struct sign *s, struct arena *a, const struct sign_back *b, struct sign_said *ret, str *ret_why)
{
	struct attempt t;
	struct discovery d;
	struct claims who;
	str token, next;
	const char *wrong = return_judge(s, a, b, &t, &next);
	if (wrong) {
		*ret_why = str_of(wrong);
		return false;
	}
	struct asking k = asking_of(s, a, &t);
	if (!provider_about(s, a, &d, ret_why) || !provider_token(s, a, &d, &k, b->code, &token, ret_why) ||
	    !token_good(s, a, &d, &k, t.begun, token, &who, ret_why))
		return false;
	*ret = (struct sign_said){.login = who.who, .next = next, .second = who.mfa};
	return true;
}

err sign_end(struct sign *s, struct arena *a, const struct sign_back *b, struct sign_said *ret, str *ret_why)
{
	if (!enter(s, ret_why))
		return unsuccessful();
	bool good = end(s, a, b, ret, ret_why);
	atomic_fetch_sub(&s->inside, 1);
	return good ? OK : unsuccessful();
}
