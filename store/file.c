/* SPDX-License-Identifier: Apache-2.0 */
/* Files beside a SQLite database: written to a temporary name, synced, renamed, and the
 * folder synced, so that a name always has all of its bytes, also after a power cut. */
#include "store/store_in.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"

str file_text_of_errno(int e)
{
	return str_of(strerrordesc_np(e));
}

char *file_name(struct arena *a, const char *path, const char *suffix)
{
	struct buf b;
	buf_init(&b, a);
	buf_z(&b, path);
	buf_z(&b, suffix);
	return b.p;
}

static err io(const char *name)
{
	int e = errno;
	return fail(ERR_IO, "{0} cannot be written ({1}); check the folder and the space on the disk", str_of(name),
		    file_text_of_errno(e));
}

static err sync_dir_of(const char *name)
{
	char dir[4096];
	const char *slash = strrchr(name, '/');
	int n = slash ? (int)(slash - name) : 1;
	if (snprintf(dir, sizeof dir, "%.*s/", n, slash ? name : ".") >= (int)sizeof dir)
		return fail(ERR_INPUT, "the path {0} is too long", str_of(name));
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return io(dir);
	err e = fault_point("file.sync_dir") || fsync(fd) < 0 ? io(dir) : OK;
	close(fd);
	return e;
}

err file_make_dir(const char *name)
{
	if (mkdir(name, 0700) < 0)
		return errno == EEXIST ? OK : io(name);
	return sync_dir_of(name);
}

static bool write_all(int fd, str bytes)
{
	for (size_t done = 0; done < bytes.n;) {
		ssize_t n = fault_point("file.write") ? (errno = ENOSPC, -1) : write(fd, bytes.p + done, bytes.n - done);
		if (n < 0 && errno != EINTR)
			return false;
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}

err file_rename(const char *from, const char *to)
{
	if (fault_point("file.rename") || rename(from, to) < 0)
		return io(to);
	return sync_dir_of(to);
}

err file_write(const char *temp, const char *name, str bytes)
{
	int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return io(temp);
	err e = write_all(fd, bytes) && !fault_point("file.sync") && fsync(fd) == 0 ? OK : io(temp);
	if (close(fd) < 0 && e == OK)
		e = io(temp);
	if (e == OK)
		e = file_rename(temp, name);
	if (e != OK)
		unlink(temp);
	return e;
}

err file_read(struct arena *a, const char *name, size_t most, str *ret)
{
	struct stat st;
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(errno == ENOENT ? ERR_NOTFOUND : ERR_IO, "{0} cannot be read ({1}); restore it from the newest backup",
			    str_of(name), file_text_of_errno(errno));
	bool good = fstat(fd, &st) == 0 && (uint64_t)st.st_size <= most;
	size_t n = good ? (size_t)st.st_size : 0, done = 0;
	char *p = arena_alloc(a, n);
	while (good && done < n) {
		ssize_t got = read(fd, p + done, n - done);
		good = got > 0 || (got < 0 && errno == EINTR);
		done += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	if (!good)
		return fail(ERR_IO, "{0} cannot be read ({1}); restore it from the newest backup", str_of(name),
			    S("it is damaged"));
	*ret = (str){p, n};
	return OK;
}

void file_empty_dir(const char *name)
{
	DIR *d = opendir(name);
	if (!d)
		return;
	for (struct dirent *e; (e = readdir(d));)
		if (e->d_name[0] != '.')
			unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
}

/* A blob never changes, so a link is as good as a copy where the disk is the same. */
static err copy_one(const char *from, const char *temp, const char *to)
{
	struct arena a;
	str bytes;
	if (link(from, to) == 0 || errno == EEXIST)
		return OK;
	if (errno == ENOENT)
		return OK; /* removed meanwhile */
	arena_init(&a);
	err e = file_read(&a, from, SIZE_MAX / 4, &bytes);
	if (e == OK)
		e = file_write(temp, to, bytes);
	arena_done(&a);
	return e;
}

static err copy_dir(const char *from, const char *to)
{
	DIR *d = opendir(from);
	err e = d ? file_make_dir(to) : OK;
	struct arena a;
	arena_init(&a);
	for (struct dirent *f; d && e == OK && (f = readdir(d));) {
		if (f->d_name[0] == '.')
			continue;
		char *source = file_name(&a, file_name(&a, from, "/"), f->d_name);
		char *target = file_name(&a, file_name(&a, to, "/"), f->d_name);
		e = copy_one(source, file_name(&a, target, ".part"), target);
	}
	if (d && e == OK)
		e = sync_dir_of(file_name(&a, to, "/."));
	if (d)
		closedir(d);
	arena_done(&a);
	return e;
}

err file_copy_blobs(const char *from, const char *to)
{
	struct arena a;
	struct stat st;
	arena_init(&a);
	char *source = file_name(&a, from, ".blobs"), *target = file_name(&a, to, ".blobs");
	err e = stat(source, &st) == 0 ? file_make_dir(target) : OK;
	for (int i = 0; i < 256 && e == OK; i++) {
		char sub[8];
		snprintf(sub, sizeof sub, "/%02x", i);
		e = copy_dir(file_name(&a, source, sub), file_name(&a, target, sub));
	}
	arena_done(&a);
	return e;
}
