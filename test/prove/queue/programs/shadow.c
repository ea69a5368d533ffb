/*
 * What a power cut would leave: at each fsync or fdatasync of a file below SHADOW_FROM, the file is copied to SHADOW_TO under the same
 * name, whole or not at all, and by one process at a time, so that no older copy replaces a newer one. Loaded with LD_PRELOAD.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Read through the file's own descriptor: closing a second one would drop the locks that this process holds on it. */
static int copy(int source, const char *draft) {
  char bytes[65536];
  ssize_t got = 0;
  off_t at = 0;
  int target = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (target < 0) return -1;
  while ((got = pread(source, bytes, sizeof bytes, at)) > 0) {
    if (write(target, bytes, (size_t)got) != got) { got = -1; break; }
    at += got;
  }
  close(target);
  return got == 0 ? 0 : -1;
}

static void keep(int fd) {
  const char *from = getenv("SHADOW_FROM"), *to = getenv("SHADOW_TO");
  char link[64], path[PATH_MAX], draft[PATH_MAX], target[PATH_MAX], lock[PATH_MAX];
  if (!from || !to) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = 0;
  if (strncmp(path, from, strlen(from)) != 0 || path[strlen(from)] != '/') return;
  const char *name = strrchr(path, '/') + 1;
  snprintf(draft, sizeof draft, "%s/.%s.%d", to, name, (int)getpid());
  snprintf(target, sizeof target, "%s/%s", to, name);
  snprintf(lock, sizeof lock, "%s/.lock", to);
  int held = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (held < 0 || flock(held, LOCK_EX) != 0) abort();
  if (copy(fd, draft) != 0 || rename(draft, target) != 0) abort();
  close(held);
}

int fsync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
  int answer = real(fd);
  if (answer == 0) keep(fd);
  return answer;
}

int fdatasync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
  int answer = real(fd);
  if (answer == 0) keep(fd);
  return answer;
}
