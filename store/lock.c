/* SPDX-License-Identifier: Apache-2.0 */
/* FILE.lock: one process at a time has a SQLite database open. flock belongs to the
 * open file, so it goes with the process however that ends, and opening the database by
 * other means in the same process does not drop it (as POSIX locks would). The file
 * stays behind, empty of meaning; removing it would race with the next owner. */
#include "store/store_in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static str pid_in(struct arena *a, int fd)
{
	char text[32];
	ssize_t n = pread(fd, text, sizeof text, 0);
	str pid = str_trim((str){text, n > 0 ? (size_t)n : 0});
	int64_t v;
	return str_int(pid, &v) ? str_dup(a, pid) : S("?");
}

err lock_take(struct store *s)
{
	struct buf name;
	char pid[32];
	buf_init(&name, &s->arena);
	buf_add(&name, s->target);
	buf_z(&name, ".lock");
	int fd = open(name.p, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail(ERR_IO, "{0} cannot be opened ({1}); check the folder and who owns it", buf_str(&name),
			    file_text_of_errno(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		err e = fail(ERR_INPUT, "the database {0} is in use by process {1}; stop it, or let it do this",
			     s->target, pid_in(&s->arena, fd));
		close(fd);
		return e;
	}
	int n = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
	if (ftruncate(fd, 0) < 0 || pwrite(fd, pid, (size_t)n, 0) != n) {
		err e = fail(ERR_IO, "{0} cannot be written ({1}); check the folder and the space on the disk",
			     buf_str(&name), file_text_of_errno(errno));
		close(fd);
		return e;
	}
	s->lock_fd = fd;
	file_empty_dir(file_name(&s->arena, s->path, ".blobs/tmp")); /* half written by an owner that died */
	return OK;
}

void lock_drop(struct store *s)
{
	if (s->lock_fd >= 0)
		close(s->lock_fd);
	s->lock_fd = -1;
}
