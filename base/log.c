/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static enum log_level least = LOG_INFO;

void log_level_set(enum log_level level)
{
	least = level;
}

/* One write per line, so that lines of several threads do not mix. */
void log_line(enum log_level level, const char *event, const char *fmt, ...)
{
	static const char *const name[] = {"debug", "info", "warn", "error"};
	char line[1024];
	struct timespec at;
	va_list ap;
	if (level < least)
		return;
	clock_gettime(CLOCK_REALTIME, &at);
	int n = snprintf(line, sizeof line - 2, "at=%lld.%03ld level=%s event=%s ",
			 (long long)at.tv_sec, at.tv_nsec / 1000000, name[level], event);
	va_start(ap, fmt);
	int m = vsnprintf(line + n, sizeof line - (size_t)n - 1, fmt, ap);
	va_end(ap);
	n = m < 0 ? n : n + m;
	if ((size_t)n > sizeof line - 2)
		n = (int)sizeof line - 2;
	for (int i = 0; i < n; i++)
		if ((unsigned char)line[i] < ' ')
			line[i] = ' ';
	line[n] = '\n';
	if (write(STDERR_FILENO, line, (size_t)n + 1) < 0)
		return; /* nowhere left to say it */
}
