/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of seals: one master key in a file beside the database, one key per person,
 * matter or document, wrapped by it. Erasing a wrapped key erases the values. */
#include "base/fault.h"
#include "core/core_in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

STMT(key_get, "SELECT wrapped FROM key_seal WHERE region = $1 AND owner = $2");
const struct stmt *const core_key_stmts[] = {&key_get, NULL};

static bool sync_folder_of(struct arena *a, str path)
{
	size_t n = path.n;
	while (n && path.p[n - 1] != '/')
		n--;
	int fd = open(n ? str_z(a, str_cut(path, 0, n)) : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return good;
}

static bool write_synced(const char *path, str bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool good = fd >= 0 && !fault_point("key.write") && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n && fsync(fd) == 0;
	if (fd >= 0)
		good = close(fd) == 0 && good;
	return good;
}

/* Under its name it is whole: values are sealed with it at once, and half a key, or none
 * after a power cut, would lose them. link() never takes the place of another key. */
static err master_make(struct core *c, const char *path)
{
	str name = str_of(path);
	struct buf b, temp;
	random_bytes(c->master, sizeof c->master);
	buf_init(&b, &c->arena);
	buf_init(&temp, &c->arena);
	buf_add(&temp, name);
	buf_z(&temp, ".new");
	hex_put(&b, c->master, sizeof c->master);
	buf_byte(&b, '\n');
	bool good = write_synced(temp.p, buf_str(&b)) && !fault_point("key.name") && link(temp.p, path) == 0 &&
		    sync_folder_of(&c->arena, name);
	int why = errno;
	explicit_bzero(b.p, b.n);
	unlink(temp.p);
	return good ? OK : fail(ERR_IO, "the key file {0} cannot be made: {1}", name, str_of(strerror(why)));
}

err master_load(struct core *c, str path)
{
	char *file = str_z(&c->arena, path), line[2 * SEAL_KEY_LEN + 2];
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return master_make(c, file);
	if (fd < 0)
		return fail(ERR_IO, "the key file {0} cannot be read: {1}", path, str_of(strerror(errno)));
	struct stat st;
	bool open_to_others = fstat(fd, &st) == 0 && (st.st_mode & 077);
	ssize_t n = read(fd, line, sizeof line);
	close(fd);
	str hex = str_trim((str){line, n > 0 ? (size_t)n : 0});
	bool good = hex_parse(hex, c->master, sizeof c->master);
	explicit_bzero(line, sizeof line);
	if (!good)
		return fail(ERR_INPUT, "the key file {0} does not hold a key; put back the one that belongs to this database", path);
	if (open_to_others)
		return fail(ERR_INPUT, "other accounts can read the key file {0}; take their rights away (chmod 600)", path);
	return OK;
}

void master_derive(const struct core *c, const char *purpose, struct digest *ret)
{
	hash_hmac(HASH_SHA256, (str){(const char *)c->master, SEAL_KEY_LEN}, str_of(purpose), ret);
}

str aad_of(struct arena *a, const char *what, int64_t id)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "%s/%lld", what, (long long)id);
	return buf_str(&b);
}

void secret_commit(const struct secret *s, struct digest *ret)
{
	hash_pieces(HASH_SHA256, (str[]){s->salt, s->value}, 2, ret);
}

struct secret secret_new(struct arena *a, str name, str value)
{
	char *salt = arena_alloc(a, SALT_LEN);
	random_bytes(salt, SALT_LEN);
	return (struct secret){.name = name, .salt = {salt, SALT_LEN}, .value = value};
}

err secrets_seal(struct arena *a, const uint8_t key[SEAL_KEY_LEN], str aad, const struct secret *v, size_t n, str *ret)
{
	struct buf b;
	buf_init(&b, a);
	cbor_array(&b, n);
	for (size_t i = 0; i < n; i++) {
		cbor_array(&b, 3);
		cbor_text(&b, v[i].name);
		cbor_bytes(&b, v[i].salt);
		cbor_text(&b, v[i].value);
	}
	return seal(a, key, buf_str(&b), aad, ret);
}

err secrets_open(struct arena *a, const uint8_t key[SEAL_KEY_LEN], str aad, str sealed, struct secret **ret, size_t *ret_n)
{
	str plain;
	TRY(unseal(a, key, sealed, aad, &plain));
	struct cbor c = cbor_read(plain);
	size_t n = cbor_get_array(&c);
	struct secret *v = arena_new_n(a, n, struct secret);
	for (size_t i = 0; i < n; i++) {
		cbor_want_array(&c, 3);
		v[i].name = cbor_get_text(&c);
		v[i].salt = cbor_get_bytes(&c);
		v[i].value = cbor_get_text(&c);
	}
	if (!cbor_done(&c))
		return fail(ERR_INPUT, "a sealed value is damaged");
	*ret = v;
	*ret_n = n;
	return OK;
}

err key_wrap(struct core *c, struct arena *a, int64_t owner, const uint8_t key[SEAL_KEY_LEN], str *ret)
{
	return seal(a, c->master, (str){(const char *)key, SEAL_KEY_LEN}, aad_of(a, "key", owner), ret);
}

err key_unwrap(struct core *c, int64_t owner, str wrapped, uint8_t ret[SEAL_KEY_LEN])
{
	struct arena a;
	str key;
	arena_init(&a);
	err e = unseal(&a, c->master, wrapped, aad_of(&a, "key", owner), &key);
	if (e == OK && key.n == SEAL_KEY_LEN)
		memcpy(ret, key.p, SEAL_KEY_LEN);
	else
		e = fail(ERR_INPUT, "the key file does not belong to this database; put back the one that does");
	arena_done(&a);
	return e;
}

err key_find(struct core *c, struct conn *conn, int64_t owner, uint8_t ret[SEAL_KEY_LEN], bool *ret_there)
{
	struct rows *r;
	bool found;
	TRY(query_one(conn, &key_get, VALS(V_INT(c->region), V_INT(owner)), &r, &found));
	found = found && !row_null(r, 0);
	if (found)
		TRY(key_unwrap(c, owner, row_text(r, 0), ret));
	*ret_there = found;
	return OK;
}
