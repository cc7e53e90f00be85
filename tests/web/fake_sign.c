/* SPDX-License-Identifier: Apache-2.0 */
/* A canned identity provider instead of sign: it knows one person, and one cookie. */
#include "fake_core.h"

static int it;
struct sign *fake_sign(void)
{
	return (struct sign *)&it;
}
str sign_label(const struct sign *s, enum lang lang)
{
	return !s ? S("") : lang == LANG_EN ? S("Sign in with your organization") : S("统一身份认证登录");
}
err sign_begin(struct sign *s, struct arena *a, enum lang lang, str next, struct sign_begun *ret, str *ret_why)
{
	unused_arg(s);
	unused_arg(a);
	unused_arg(lang);
	*ret_why = S("");
	if (str_eq(next, S("/down")))
		return *ret_why = S("discovery"), fail(ERR_SIGN_IN, "please sign in");
	*ret = (struct sign_begun){S("https://id.example.cn/authorize?state=s"), S("sealed-attempt")};
	return OK;
}
err sign_end(struct sign *s, struct arena *a, const struct sign_back *b, struct sign_said *ret, str *ret_why)
{
	unused_arg(s);
	unused_arg(a);
	*ret_why = S("state");
	if (!str_eq(b->sealed, S("sealed-attempt")) || !str_eq(b->state, S("s")))
		return fail(ERR_SIGN_IN, "please sign in");
	*ret = (struct sign_said){.login = b->code, .next = S("/documents")};
	return OK;
}
