/* SPDX-License-Identifier: Apache-2.0 */
/* Packs that lie in a folder, and those that are built in. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "pack/pack_in.h"

/* made by tools/embed.py */
struct embedded {
	const char *pack;
	const struct pack_file *files;
	size_t n;
};
extern const struct embedded embedded_packs[];
extern const size_t embedded_packs_n;

size_t pack_builtin(const struct pack_file **ret_files, str name)
{
	for (size_t i = 0; i < embedded_packs_n; i++)
		if (str_eq(str_of(embedded_packs[i].pack), name)) {
			*ret_files = embedded_packs[i].files;
			return embedded_packs[i].n;
		}
	return 0;
}

str pack_builtin_name(size_t i)
{
	return i < embedded_packs_n ? str_of(embedded_packs[i].pack) : STR_NONE;
}

static err read_file(struct arena *a, str path, int dir, const char *name, str *ret)
{
	struct stat st;
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) < 0) {
		err e = fail(ERR_INPUT, "{0}: {1} cannot be read: {2}", path, str_of(name), str_of(strerror(errno)));
		if (fd >= 0)
			close(fd);
		return e;
	}
	err e = OK;
	struct buf b;
	buf_init(&b, a);
	if (!S_ISREG(st.st_mode))
		e = fail(ERR_INPUT, "{0}: {1} is no plain file; a pack holds only plain files", path, str_of(name));
	char piece[32 << 10];
	ssize_t n;
	while (e == OK && (n = read(fd, piece, sizeof piece)) != 0) {
		if (n < 0)
			e = fail(ERR_INPUT, "{0}: {1} cannot be read: {2}", path, str_of(name), str_of(strerror(errno)));
		else if (b.n + (size_t)n > LIMIT_TEXT)
			e = fail(ERR_LIMIT, "{0}: {1} is larger than 4 MB; a pack holds only small files", path, str_of(name));
		else
			buf_add(&b, (str){piece, (size_t)n});
	}
	close(fd);
	*ret = buf_str(&b);
	return e;
}

static int by_name(const void *a, const void *b)
{
	return str_cmp(((const struct pack_file *)a)->name, ((const struct pack_file *)b)->name);
}

err pack_read_folder(struct arena *a, str path, struct pack_file **ret, size_t *ret_n)
{
	DIR *d = opendir(str_z(a, path));
	if (!d)
		return fail(ERR_INPUT, "the folder {0} cannot be opened: {1}", path, str_of(strerror(errno)));
	LIST(struct pack_file) l = {0};
	struct dirent *entry;
	err e = OK;
	while (e == OK && (entry = readdir(d))) {
		if (entry->d_name[0] == '.')
			continue;
		struct pack_file f = {.name = str_dup(a, str_of(entry->d_name))};
		if (l.n >= 256)
			e = fail(ERR_LIMIT, "the pack {0} has too many files; keep only what it needs", path);
		else
			e = read_file(a, path, dirfd(d), entry->d_name, &f.bytes);
		*list_push(a, &l) = f;
	}
	closedir(d);
	if (e != OK)
		return e;
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, by_name);
	*ret = l.v;
	*ret_n = l.n;
	return OK;
}
