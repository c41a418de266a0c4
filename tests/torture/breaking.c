/* Preloaded into one process: the n-th operation on a file kills it, or fails with ENOSPC or EIO. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { KILL = 1, NO_SPACE = 2, BROKEN = 3 };
static volatile long armed, count, target;
static volatile int mode;

void break_at(long n, int how) { count = 0; target = n; mode = how; armed = 1; }
long break_count(void) { armed = 0; return count; }

static int hit(void) {
    if (!armed || __sync_add_and_fetch(&count, 1) != target) return 0;
    if (mode == KILL) kill(getpid(), SIGKILL);
    errno = mode == NO_SPACE ? ENOSPC : EIO;
    return 1;
}

static int on_file(int fd) {
    struct stat status;
    int kept = errno;
    int regular = armed && fstat(fd, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
    errno = kept;
    return regular;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define ON_FD(type, name, params, ...) \
    type name params { return on_file(fd) && hit() ? (type)-1 : REAL(name)(__VA_ARGS__); }
#define ON_PATH(name, params, ...) int name params { return hit() ? -1 : REAL(name)(__VA_ARGS__); }

ON_FD(ssize_t, write, (int fd, const void *data, size_t size), fd, data, size)
ON_FD(ssize_t, pwrite, (int fd, const void *data, size_t size, off_t at), fd, data, size, at)
ON_FD(ssize_t, pwrite64, (int fd, const void *data, size_t size, off64_t at), fd, data, size, at)
ON_FD(int, fsync, (int fd), fd)
ON_FD(int, fdatasync, (int fd), fd)
ON_FD(int, ftruncate, (int fd, off_t size), fd, size)
ON_FD(int, ftruncate64, (int fd, off64_t size), fd, size)
ON_PATH(rename, (const char *from, const char *to), from, to)
ON_PATH(unlink, (const char *path), path)
ON_PATH(rmdir, (const char *path), path)
ON_PATH(mkdir, (const char *path, mode_t how), path, how)
ON_PATH(unlinkat, (int fd, const char *path, int flags), fd, path, flags)

size_t fwrite(const void *data, size_t size, size_t items, FILE *file) {
    return on_file(fileno(file)) && hit() ? 0 : REAL(fwrite)(data, size, items, file);
}

#define ON_OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list more; va_start(more, flags); \
        mode_t how = (flags & O_CREAT) ? va_arg(more, mode_t) : 0; va_end(more); \
        return (flags & O_CREAT) && hit() ? -1 : REAL(name)(path, flags, how); \
    }
ON_OPEN(open)
ON_OPEN(open64)
