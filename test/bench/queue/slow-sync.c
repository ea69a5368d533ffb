/*
 * Preloaded into every process of the bench: a sync of a file on the RAM disk takes as long as one on a disk, the same for
 * everybody. The data need no real sync: the RAM disk is all there is of it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* What the kernel adds to a short sleep. */
static const long WAKE_UP_NS = 55000;

static int pay(void)
{
	static long cost_us = -1;
	struct timespec until;
	int saved = errno;

	if (cost_us < 0) {
		const char *told = getenv("SYNC_COSTS_US");
		cost_us = told ? atol(told) : 0;
	}
	if (cost_us > 0) {
		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += cost_us * 1000 - WAKE_UP_NS;
		until.tv_sec += until.tv_nsec / 1000000000;
		until.tv_nsec %= 1000000000;
		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
			;
	}
	errno = saved;
	return 0;
}

int fsync(int file) { (void)file; return pay(); }
int fdatasync(int file) { (void)file; return pay(); }
int msync(void *start, size_t length, int flags) { (void)start; (void)length; (void)flags; return pay(); }
int sync_file_range(int file, off64_t from, off64_t length, unsigned flags)
{
	(void)file; (void)from; (void)length; (void)flags;
	return 0;
}
