/* Records what a program does to the files under POWER_ROOT, in order, into POWER_LOG. Loaded before the
   system's library (LD_PRELOAD); each operation is done and written down under one lock.

   A record is [kind u8][result or place i64][length u64][bytes]; what the bytes are, says tests/crash/power.rs. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int out = -1;
static char root[PATH_MAX];
/* What each descriptor has open: 1 a file of the store, 2 where acknowledgements go. */
static unsigned char known[4096];

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("POWER_LOG"), *under = getenv("POWER_ROOT");
    if (!log || !under) return;
    snprintf(root, sizeof root, "%s", under);
    out = REAL(open64)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    known[2] = 2;
}

static void put(const void *bytes, size_t length) {
    const char *at = bytes;
    while (length > 0) {
        ssize_t done = REAL(write)(out, at, length);
        if (done <= 0) abort();
        at += done;
        length -= done;
    }
}

static void record(char kind, int64_t number, const void *bytes, uint64_t length) {
    put(&kind, 1);
    put(&number, 8);
    put(&length, 8);
    put(bytes, length);
}

static int is_ours(const char *path) {
    return out >= 0 && path && strncmp(path, root, strlen(root)) == 0;
}

static int has(int fd) { return out >= 0 && fd >= 0 && fd < 4096 ? known[fd] : 0; }

static int opened(const char *path, int flags, mode_t mode) {
    if (!is_ours(path)) {
        int fd = REAL(open64)(path, flags, mode);
        if (fd >= 0 && fd < 4096 && fd != 2) known[fd] = 0;
        return fd;
    }
    pthread_mutex_lock(&lock);
    int was_there = access(path, F_OK) == 0;
    int fd = REAL(open64)(path, flags, mode);
    if (fd >= 0 && fd < 4096) {
        known[fd] = 1;
        char made = (flags & O_CREAT) && !was_there, emptied = was_there && (flags & O_TRUNC);
        record(made ? 'c' : emptied ? 't' : 'o', fd, path, strlen(path));
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return fd;
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return opened(path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    return opened(path, flags, mode);
}

int close(int fd) {
    if (fd >= 0 && fd < 4096 && fd != 2) known[fd] = 0;
    return REAL(close)(fd);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    if (!has(fd)) return REAL(write)(fd, bytes, length);
    pthread_mutex_lock(&lock);
    off64_t at = has(fd) == 1 ? lseek64(fd, 0, SEEK_CUR) : 0;
    ssize_t done = REAL(write)(fd, bytes, length);
    if (done > 0 && has(fd) == 2) record('a', 0, bytes, done);
    if (done > 0 && has(fd) == 1) {
        record('f', fd, "", 0);
        record('w', at, bytes, done);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    if (!has(fd)) return REAL(pwrite64)(fd, bytes, length, at);
    pthread_mutex_lock(&lock);
    ssize_t done = REAL(pwrite64)(fd, bytes, length, at);
    if (done > 0) {
        record('f', fd, "", 0);
        record('w', at, bytes, done);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

/* What would have to be written down in other ways is not there: callers fall back on write. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!has(fd)) return REAL(writev)(fd, parts, count);
    return count > 0 ? write(fd, parts[0].iov_base, parts[0].iov_len) : 0;
}

ssize_t copy_file_range(int in, off64_t *in_at, int to, off64_t *to_at, size_t length, unsigned flags) {
    (void)in, (void)in_at, (void)to, (void)to_at, (void)length, (void)flags;
    errno = ENOSYS;
    return -1;
}

ssize_t sendfile64(int to, int in, off64_t *at, size_t length) {
    (void)to, (void)in, (void)at, (void)length;
    errno = ENOSYS;
    return -1;
}

#define SIMPLE(kind, number, call, bytes, length)             \
    pthread_mutex_lock(&lock);                                \
    int done = call;                                          \
    int error = errno;                                        \
    if (done == 0) record(kind, number, bytes, length);       \
    pthread_mutex_unlock(&lock);                              \
    errno = error;                                            \
    return done

int ftruncate64(int fd, off64_t length) {
    if (!has(fd)) return REAL(ftruncate64)(fd, length);
    pthread_mutex_lock(&lock);
    int done = REAL(ftruncate64)(fd, length);
    if (done == 0) {
        record('f', fd, "", 0);
        record('l', length, "", 0);
    }
    pthread_mutex_unlock(&lock);
    return done;
}

int fsync(int fd) {
    if (!has(fd)) return REAL(fsync)(fd);
    SIMPLE('s', fd, 0, "", 0);
}

int fdatasync(int fd) {
    if (!has(fd)) return REAL(fdatasync)(fd);
    SIMPLE('s', fd, 0, "", 0);
}

int rename(const char *from, const char *to) {
    if (!is_ours(from)) return REAL(rename)(from, to);
    char both[2 * PATH_MAX];
    int length = snprintf(both, sizeof both, "%s%c%s", from, 0, to);
    SIMPLE('r', 0, REAL(rename)(from, to), both, length);
}

int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int linkat(int a, const char *from, int b, const char *to, int flags) {
    if (!is_ours(from)) return REAL(linkat)(a, from, b, to, flags);
    char both[2 * PATH_MAX];
    int length = snprintf(both, sizeof both, "%s%c%s", from, 0, to);
    SIMPLE('h', 0, REAL(linkat)(a, from, b, to, flags), both, length);
}

int unlink(const char *path) {
    if (!is_ours(path)) return REAL(unlink)(path);
    SIMPLE('u', 0, REAL(unlink)(path), path, strlen(path));
}

int rmdir(const char *path) {
    if (!is_ours(path)) return REAL(rmdir)(path);
    SIMPLE('u', 0, REAL(rmdir)(path), path, strlen(path));
}

int mkdir(const char *path, mode_t mode) {
    if (!is_ours(path)) return REAL(mkdir)(path, mode);
    SIMPLE('m', 0, REAL(mkdir)(path, mode), path, strlen(path));
}

/* Folders removed with all that is in them: by descriptor of the folder, whose path the system knows. */
int unlinkat(int folder, const char *name, int flags) {
    char path[2 * PATH_MAX], of[64];
    if (name[0] == '/' || folder == AT_FDCWD) {
        snprintf(path, sizeof path, "%s", name);
    } else {
        snprintf(of, sizeof of, "/proc/self/fd/%d", folder);
        ssize_t length = readlink(of, path, PATH_MAX);
        if (length < 0) return -1;
        snprintf(path + length, sizeof path - length, "/%s", name);
    }
    if (!is_ours(path)) return REAL(unlinkat)(folder, name, flags);
    SIMPLE('u', 0, REAL(unlinkat)(folder, name, flags), path, strlen(path));
}
