/* SPDX-License-Identifier: Apache-2.0 */
#include "base/words.h"

#include <string.h>

/* made by tools/words.py from the catalogues of data/words/zh, sorted by key */
struct word_entry {
	const char *key, *zh;
};
extern const struct word_entry word_table[];
extern const size_t word_table_n;

static const char *find_zh(const char *key)
{
	size_t lo = 0, hi = word_table_n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int c = strcmp(word_table[mid].key, key);
		if (c == 0)
			return word_table[mid].zh;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

/* "context|word" without its context */
static const char *plain(const char *key)
{
	const char *bar = strchr(key, '|');
	return bar ? bar + 1 : key;
}

str word(enum lang lang, const char *key)
{
	const char *zh = lang == LANG_ZH ? find_zh(key) : NULL;
	return str_of(zh ? zh : plain(key));
}

str word_str(enum lang lang, str key)
{
	char z[512];
	if (key.n >= sizeof z)
		return key;
	memcpy(z, key.p, key.n);
	z[key.n] = 0;
	const char *zh = lang == LANG_ZH ? find_zh(z) : NULL;
	ptrdiff_t bar = str_find(key, S("|"), 0);
	return zh ? str_of(zh) : str_cut(key, (size_t)(bar + 1), key.n);
}

void word_fmt(struct buf *b, enum lang lang, const char *key, const str *args, size_t n)
{
	str s = word(lang, key);
	for (size_t i = 0; i < s.n; i++) {
		bool slot = s.p[i] == '{' && i + 2 < s.n && s.p[i + 2] == '}' && s.p[i + 1] >= '0' &&
			    s.p[i + 1] <= '9';
		if (!slot) {
			buf_byte(b, s.p[i]);
			continue;
		}
		size_t k = (size_t)(s.p[i + 1] - '0');
		if (k < n)
			buf_add(b, args[k]);
		i += 2;
	}
}
