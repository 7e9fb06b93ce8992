/* Lets the system say of one file (UNREADABLE_INODE) that it can't be opened (UNREADABLE_OPEN, an error's number), or
   that its bytes from UNREADABLE_FROM to UNREADABLE_TO can't be read (EIO). Loaded before the system's library. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static long long number(const char *name) {
    const char *text = getenv(name);
    return text ? atoll(text) : -1;
}

static int is_meant(int fd) {
    struct stat found;
    return fstat(fd, &found) == 0 && (long long)found.st_ino == number("UNREADABLE_INODE");
}

static int is_bad(int fd, off64_t from, size_t length) {
    long long bad = number("UNREADABLE_FROM"), end = number("UNREADABLE_TO");
    return bad >= 0 && from < end && bad < from + (long long)length && is_meant(fd);
}

ssize_t read(int fd, void *bytes, size_t length) {
    off64_t at = lseek64(fd, 0, SEEK_CUR);
    if (at >= 0 && is_bad(fd, at, length)) {
        errno = EIO;
        return -1;
    }
    return REAL(read)(fd, bytes, length);
}

ssize_t pread64(int fd, void *bytes, size_t length, off64_t at) {
    if (is_bad(fd, at, length)) {
        errno = EIO;
        return -1;
    }
    return REAL(pread64)(fd, bytes, length, at);
}

int open64(const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & (O_CREAT | O_TMPFILE)) {
        va_list more;
        va_start(more, flags);
        mode = va_arg(more, mode_t);
        va_end(more);
    }
    int fd = REAL(open64)(path, flags, mode);
    long long error = number("UNREADABLE_OPEN");
    if (fd >= 0 && error > 0 && is_meant(fd)) {
        close(fd);
        errno = (int)error;
        return -1;
    }
    return fd;
}
