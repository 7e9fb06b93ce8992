/* Sees every call by which a program, its threads and its children touch what lies under a folder: the kernel stops
   them there (seccomp, ptrace), so that it is all one whether a library or the program itself calls.

     calls [options] ROOT PROGRAM ARGUMENT...

     --list FILE      writes each call: number, name, path, "!" and the error where one was given
     --record FILE    writes down what the calls did to the files; what a record holds, says tests/crash/disk.rs
     --at N           the N-th call that is counted fails ...
     --give NAME      ... so: EIO, ENOSPC ...; "short": half of the bytes only; "kill": the program is killed there
     --on             ... and every counted one behind it
     --after          ... once it was done
     --of NAME,NAME   counts these calls only
     --within TEXT    counts calls with this text in their path only
     --deadline S     ends all after so many seconds, with 124

   Ends as the program ended; 125 where a machine does not permit all this, 126 where a call came that is not known. */

#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATHS (2 * PATH_MAX + 64)

/* Which arguments name what is touched: 'f' a descriptor, 'p' a path, 'a' a folder's descriptor and a path. */
struct call {
    long number;
    const char *name;
    char one, first, two, second;
};

#define F(name, at) {SYS_##name, #name, 'f', at, 0, 0}
#define P(name, at) {SYS_##name, #name, 'p', at, 0, 0}
#define A(name, at) {SYS_##name, #name, 'a', at, 0, 0}
#define BOTH(name, kind, at, also, there) {SYS_##name, #name, kind, at, also, there}

static const struct call CALLS[] = {
    A(openat, 0), A(newfstatat, 0), A(statx, 0), A(faccessat, 0), A(faccessat2, 0), A(readlinkat, 0),
    A(openat2, 0), A(unlinkat, 0), A(mkdirat, 0), A(mknodat, 0), A(fchmodat, 0), A(fchownat, 0), A(utimensat, 0),
    A(symlinkat, 1), A(name_to_handle_at, 0),
    BOTH(renameat2, 'a', 0, 'a', 2), BOTH(linkat, 'a', 0, 'a', 2),
    P(statfs, 0), P(truncate, 0), P(chdir, 0), P(inotify_add_watch, 1), P(execve, 0), P(setxattr, 0), P(getxattr, 0),
    P(lgetxattr, 0), P(listxattr, 0), P(llistxattr, 0), P(removexattr, 0),
    F(fstat, 0), F(fstatfs, 0), F(read, 0), F(pread64, 0), F(readv, 0), F(preadv, 0), F(preadv2, 0), F(write, 0),
    F(pwrite64, 0), F(writev, 0), F(pwritev, 0), F(pwritev2, 0), F(lseek, 0), F(fsync, 0), F(fdatasync, 0),
    F(sync_file_range, 0), F(syncfs, 0), F(ftruncate, 0), F(fallocate, 0), F(fadvise64, 0), F(fchmod, 0),
    F(fchown, 0), F(flock, 0), F(fcntl, 0), F(ioctl, 0), F(mmap, 4), F(getdents64, 0), F(close, 0), F(dup, 0),
    F(dup3, 0), F(fchdir, 0), F(fsetxattr, 0), F(fgetxattr, 0), F(flistxattr, 0), F(fremovexattr, 0),
    BOTH(copy_file_range, 'f', 0, 'f', 2), BOTH(sendfile, 'f', 0, 'f', 1), BOTH(splice, 'f', 0, 'f', 2),
    {SYS_io_uring_setup, "io_uring_setup", 0, 0, 0, 0},
#ifdef SYS_fchmodat2
    A(fchmodat2, 0),
#endif
#ifdef SYS_renameat
    BOTH(renameat, 'a', 0, 'a', 2),
#endif
#ifdef SYS_open
    P(open, 0), P(creat, 0), P(stat, 0), P(lstat, 0), P(access, 0), P(readlink, 0), P(unlink, 0), P(rmdir, 0),
    P(mkdir, 0), P(mknod, 0), P(chmod, 0), P(chown, 0), P(lchown, 0), P(symlink, 1), BOTH(rename, 'p', 0, 'p', 1),
    BOTH(link, 'p', 0, 'p', 1), F(getdents, 0), F(dup2, 0),
#endif
};
#define MANY (sizeof CALLS / sizeof *CALLS)

static const struct { const char *name; int number; } ERRORS[] = {
    {"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EMFILE", EMFILE}, {"ENFILE", ENFILE}, {"EACCES", EACCES},
    {"ENOMEM", ENOMEM}, {"EINTR", EINTR},   {"EROFS", EROFS},   {"EDQUOT", EDQUOT}, {"ENOSYS", ENOSYS},
    {"EINVAL", EINVAL}, {"ESTALE", ESTALE}, {"EPERM", EPERM},   {"ELOOP", ELOOP},   {"EAGAIN", EAGAIN},
};

static char root[PATH_MAX];
static FILE *list, *record;
static long at, seen;
static int error_given, shortened, killed, lasting, after;
static pid_t child;
static char of[1024];
static const char *within;

static _Noreturn void stop(int code, const char *what, const char *why) {
    if (list) fflush(list);
    if (record) fflush(record);
    fprintf(stderr, "calls: %s: %s\n", what, why);
    _exit(code);
}

/* The registers of a stopped thread. */
#if defined(__x86_64__)
typedef struct user_regs_struct registers;
#define ARCH AUDIT_ARCH_X86_64
#define NUMBER(r) (r).orig_rax
#define RESULT(r) (r).rax
static unsigned long long *argument(registers *r, int which) {
    unsigned long long *of[] = {&r->rdi, &r->rsi, &r->rdx, &r->r10, &r->r8, &r->r9};
    return of[which];
}
#elif defined(__aarch64__)
typedef struct user_regs_struct registers;
#define ARCH AUDIT_ARCH_AARCH64
#define NUMBER(r) (r).regs[8]
#define RESULT(r) (r).regs[0]
static unsigned long long *argument(registers *r, int which) { return &r->regs[which]; }
#else
#error "calls.c does not know the registers of this machine"
#endif

static void get(pid_t thread, registers *r) {
    struct iovec part = {r, sizeof *r};
    if (ptrace(PTRACE_GETREGSET, thread, NT_PRSTATUS, &part) < 0) stop(125, "registers", strerror(errno));
}

static void set(pid_t thread, registers *r) {
    struct iovec part = {r, sizeof *r};
    if (ptrace(PTRACE_SETREGSET, thread, NT_PRSTATUS, &part) < 0) stop(125, "registers", strerror(errno));
}

/* The call is passed over, with that result. */
static void pass_over(pid_t thread, registers *r, long result) {
#if defined(__x86_64__)
    NUMBER(*r) = -1;
#else
    int none = -1;
    struct iovec part = {&none, sizeof none};
    if (ptrace(PTRACE_SETREGSET, thread, NT_ARM_SYSTEM_CALL, &part) < 0) stop(125, "call", strerror(errno));
#endif
    RESULT(*r) = result;
    set(thread, r);
}

static int memory(pid_t thread, unsigned long long from, void *to, size_t length) {
    struct iovec here = {to, length}, there = {(void *)from, length};
    return process_vm_readv(thread, &here, 1, &there, 1, 0) == (ssize_t)length;
}

/* A text of the program's; it may end right before a page that is not there. */
static void text(pid_t thread, unsigned long long from, char *to, size_t size) {
    size_t length = 0;
    while (from && length < size - 1 && memory(thread, from + length, to + length, 1) && to[length]) length++;
    to[length] = 0;
}

static void of_descriptor(pid_t thread, int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, fd == AT_FDCWD ? "/proc/%d/cwd" : "/proc/%d/fd/%d", thread, fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
}

/* What an argument names, as a path from the root of the file system. */
static void named(pid_t thread, registers *r, char kind, int which, char *path) {
    char given[PATH_MAX] = "";
    path[0] = 0;
    if (kind == 'f') {
        of_descriptor(thread, (int)*argument(r, which), path);
        return;
    }
    text(thread, *argument(r, kind == 'a' ? which + 1 : which), given, sizeof given);
    if (given[0] == '/') {
        snprintf(path, PATH_MAX, "%s", given);
        return;
    }
    of_descriptor(thread, kind == 'a' ? (int)*argument(r, which) : AT_FDCWD, path);
    size_t length = strlen(path);
    if (given[0]) snprintf(path + length, PATH_MAX - length, "/%s", given);
}

static int is_under(const char *path) {
    size_t length = strlen(root);
    return strncmp(path, root, length) == 0 && (path[length] == 0 || path[length] == '/');
}

static void put(char kind, int64_t number, const void *bytes, uint64_t length) {
    fwrite(&kind, 1, 1, record);
    fwrite(&number, 8, 1, record);
    fwrite(&length, 8, 1, record);
    fwrite(bytes, 1, length, record);
}

/* Where a write goes: the place in the file, or its end. */
static long long place(pid_t thread, int fd) {
    char name[64], line[128];
    long long position = 0;
    unsigned flags = 0;
    struct stat file;
    snprintf(name, sizeof name, "/proc/%d/fdinfo/%d", thread, fd);
    FILE *info = fopen(name, "r");
    while (info && fgets(line, sizeof line, info)) {
        sscanf(line, "pos: %lld", &position);
        sscanf(line, "flags: %o", &flags);
    }
    if (info) fclose(info);
    snprintf(name, sizeof name, "/proc/%d/fd/%d", thread, fd);
    if ((flags & O_APPEND) && stat(name, &file) == 0) position = file.st_size;
    return position;
}

static int is(const struct call *call, const char *name) { return strcmp(call->name, name) == 0; }

static int is_one_of(const struct call *call, const char *names) {
    char wanted[64];
    snprintf(wanted, sizeof wanted, ",%s,", call->name);
    return strstr(names, wanted) != NULL;
}

/* Goes on until the call is done; its result. Signals that come meanwhile are handed on. */
static long done(pid_t thread, registers *r) {
    int state, signal = 0;
    for (;;) {
        if (ptrace(PTRACE_SYSCALL, thread, 0, signal) < 0) return -ESRCH;
        if (waitpid(thread, &state, __WALL) < 0 || !WIFSTOPPED(state)) return -ESRCH;
        if (WSTOPSIG(state) == (SIGTRAP | 0x80)) break;
        signal = state >> 16 ? 0 : WSTOPSIG(state);
    }
    get(thread, r);
    return RESULT(*r);
}

/* Bytes that a write hands over, gathered. */
static char *handed(pid_t thread, const struct call *call, registers *r, size_t length) {
    char *bytes = malloc(length + 1);
    if (is_one_of(call, ",write,pwrite64,")) {
        if (!memory(thread, *argument(r, 1), bytes, length)) stop(126, call->name, "unreadable bytes");
        return bytes;
    }
    for (size_t had = 0, part = 0; had < length; part++) {
        struct iovec piece;
        if (!memory(thread, *argument(r, 1) + part * sizeof piece, &piece, sizeof piece)) stop(126, call->name, "?");
        size_t take = piece.iov_len < length - had ? piece.iov_len : length - had;
        if (!memory(thread, (unsigned long long)piece.iov_base, bytes + had, take)) stop(126, call->name, "?");
        had += take;
    }
    return bytes;
}

/* Does a call that changes files, and writes down what it did. */
static void recorded(pid_t thread, const struct call *call, registers *r, const char *one, const char *two) {
    registers before = *r;
    char both[PATHS];
    int fd = (int)*argument(r, 0), was_there = access(one, F_OK) == 0;
    size_t length = strlen(one);
    if (is_one_of(call, ",write,writev,pwrite64,pwritev,pwritev2,")) {
        long long where = call->name[0] == 'w' ? place(thread, fd) : (long long)*argument(r, 3);
        long wrote = done(thread, r);
        if (wrote <= 0) return;
        char *bytes = handed(thread, call, &before, wrote);
        if (!is_under(one)) {
            put('a', 0, bytes, wrote);
        } else {
            put('f', 0, one, length);
            put('w', where, bytes, wrote);
        }
        free(bytes);
        fflush(record);
        return;
    }
    if (is_one_of(call, ",fallocate,symlink,symlinkat,mknod,mknodat,io_uring_setup,splice,"))
        stop(126, call->name, "the record does not know this call");
    if (is(call, "mmap") && (*argument(r, 2) & PROT_WRITE) && (*argument(r, 3) & MAP_SHARED))
        stop(126, "mmap", "the record does not see what is written so");
    if (is_one_of(call, ",copy_file_range,sendfile,")) {
        pass_over(thread, r, -ENOSYS);
        ptrace(PTRACE_CONT, thread, 0, 0);
        return;
    }
    int flags = 0;
    if (is(call, "open")) flags = *argument(r, 1);
    if (is(call, "openat")) flags = *argument(r, 2);
    if (is(call, "openat2")) {
        unsigned long long how = 0;
        memory(thread, *argument(r, 2), &how, sizeof how);
        flags = how;
    }
    if (is(call, "creat")) flags = O_CREAT | O_TRUNC;
    if ((flags & O_TMPFILE) == O_TMPFILE) stop(126, call->name, "a file without a name");
    long result = done(thread, r);
    if (result < 0) return;
    snprintf(both, sizeof both, "%s%c%s", one, 0, two);
    size_t of_both = length + 1 + strlen(two);
    if (is_one_of(call, ",open,openat,openat2,creat,")) {
        if ((flags & O_CREAT) && !was_there) put('c', 0, one, length);
        else if (flags & O_TRUNC) put('t', 0, one, length);
    } else if (is_one_of(call, ",fsync,fdatasync,")) {
        put('s', 0, one, length);
    } else if (is_one_of(call, ",ftruncate,truncate,")) {
        put('f', 0, one, length);
        put('l', *argument(&before, 1), "", 0);
    } else if (is_one_of(call, ",rename,renameat,renameat2,")) {
        int exchanged = is(call, "renameat2") && (*argument(&before, 4) & 2 /* RENAME_EXCHANGE */);
        put(exchanged ? 'x' : 'r', 0, both, of_both);
    } else if (is_one_of(call, ",link,linkat,")) {
        put('h', 0, both, of_both);
    } else if (is_one_of(call, ",unlink,unlinkat,rmdir,")) {
        put('u', 0, one, length);
    } else if (is_one_of(call, ",mkdir,mkdirat,")) {
        put('m', 0, one, length);
    }
    fflush(record);
}

/* Gives a call the error that is asked for, or half of its bytes, or no time any more. */
static void failed(pid_t thread, const struct call *call, registers *r) {
    if (killed) {
        kill(child, SIGKILL);
        return;
    }
    if (shortened) {
        int parts = is_one_of(call, ",readv,preadv,preadv2,writev,pwritev,pwritev2,");
        unsigned long long whole = *argument(r, 2);
        *argument(r, 2) = whole > 1 ? (parts ? 1 : whole / 2) : whole;
        set(thread, r);
        done(thread, r);
        *argument(r, 2) = whole;
        set(thread, r);
    } else if (after || is(call, "close")) {
        /* What is closed is closed, whatever is said. */
        if (done(thread, r) == -ESRCH) return;
        RESULT(*r) = -error_given;
        set(thread, r);
    } else {
        pass_over(thread, r, -error_given);
    }
    ptrace(PTRACE_CONT, thread, 0, 0);
}

/* No file system lets that fail, and Rust's own library ends a program where it does. */
static int closes_folder(const struct call *call, const char *path) {
    struct stat found;
    return is(call, "close") && stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

static void met(pid_t thread) {
    registers r;
    get(thread, &r);
    const struct call *call = CALLS;
    while (call < CALLS + MANY && call->number != (long)NUMBER(r)) call++;
    if (call == CALLS + MANY) stop(126, "call", "not known");
    char one[PATH_MAX] = "", two[PATH_MAX] = "", which[PATHS];
    if (call->one) named(thread, &r, call->one, call->first, one);
    if (call->two) named(thread, &r, call->two, call->second, two);
    int ours = is_under(one) || is_under(two) || !call->one;
    int said = record && call->one == 'f' && (int)*argument(&r, 0) == 2 && strstr(call->name, "write");
    if (!ours && !said) {
        ptrace(PTRACE_CONT, thread, 0, 0);
        return;
    }
    snprintf(which, sizeof which, "%s%s%s", one, call->two ? "\t" : "", two);
    int counted = !said && (!of[0] || is_one_of(call, of)) && (!within || strstr(which, within));
    seen += counted;
    int fails = counted && at && (seen == at || (lasting && seen > at)) && !closes_folder(call, one);
    if (list && counted) {
        fprintf(list, "%ld\t%s\t%s%s\n", seen, call->name, which, fails ? "\t!" : "");
        if (fails) fflush(list);
    }
    if (fails) {
        failed(thread, call, &r);
    } else if (record) {
        /* What waits for another thread must not be waited for here. */
        int waits = is_one_of(call, ",flock,fcntl,read,pread64,readv,ioctl,");
        if (!waits) recorded(thread, call, &r, one, two);
        ptrace(PTRACE_CONT, thread, 0, 0);
    } else {
        ptrace(PTRACE_CONT, thread, 0, 0);
    }
}

/* Calls of the table stop the thread, all others go on; memory without a file is no matter. */
static void filter(void) {
    struct sock_filter code[MANY + 16];
    int n = 0;
#define CODE(...) code[n++] = (struct sock_filter)__VA_ARGS__
    CODE(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
    CODE(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0));
    CODE(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    CODE(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    CODE(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 3));
    CODE(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[3])));
    CODE(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MAP_ANONYMOUS, MANY + 1, 0));
    CODE(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    for (size_t each = 0; each < MANY; each++)
        CODE(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)CALLS[each].number, (unsigned char)(MANY - each), 0));
    CODE(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    CODE(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE));
    struct sock_fprog program = {n, code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
        stop(125, "seccomp", strerror(errno));
}

static void too_late(int signal) {
    (void)signal;
    static const char said[] = "calls: deadline\n";
    if (write(2, said, sizeof said - 1) < 0) _exit(124);
    _exit(124);
}

static FILE *opened(const char *path) {
    FILE *file = fopen(path, "we");
    if (!file) stop(125, path, strerror(errno));
    return file;
}

static const int ENDS[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGTTOU, SIGTTIN};

int main(int count, char **words) {
    int word = 1, deadline = 0;
    for (; word < count && strncmp(words[word], "--", 2) == 0; word++) {
        const char *option = words[word] + 2;
        if (strcmp(option, "on") == 0) { lasting = 1; continue; }
        if (strcmp(option, "after") == 0) { after = 1; continue; }
        if (++word >= count) stop(125, option, "lacks what it should be");
        const char *value = words[word];
        if (strcmp(option, "list") == 0) list = opened(value);
        else if (strcmp(option, "record") == 0) record = opened(value);
        else if (strcmp(option, "at") == 0) at = atol(value);
        else if (strcmp(option, "of") == 0) snprintf(of, sizeof of, ",%s,", value);
        else if (strcmp(option, "within") == 0) within = value;
        else if (strcmp(option, "deadline") == 0) deadline = atoi(value);
        else if (strcmp(option, "give") == 0) {
            shortened = strcmp(value, "short") == 0;
            killed = strcmp(value, "kill") == 0;
            for (size_t each = 0; each < sizeof ERRORS / sizeof *ERRORS; each++)
                if (strcmp(value, ERRORS[each].name) == 0) error_given = ERRORS[each].number;
            if (!shortened && !killed && !error_given) stop(125, value, "no such error");
        } else stop(125, option, "no such option");
    }
    if (word + 1 >= count) stop(125, "ROOT PROGRAM", "missing");
    snprintf(root, sizeof root, "%s", words[word++]);
    for (size_t end = strlen(root); end > 1 && root[end - 1] == '/'; end--) root[end - 1] = 0;
    if (record && (shortened || after)) stop(125, "record", "does not know what a call that failed did");

    int ready[2];
    char byte = 0;
    if (pipe2(ready, O_CLOEXEC)) stop(125, "pipe", strerror(errno));
    child = fork();
    if (child < 0) stop(125, "fork", strerror(errno));
    if (child == 0) {
        close(ready[1]);
        if (read(ready[0], &byte, 1) != 1) _exit(125);
        filter();
        execvp(words[word], words + word);
        stop(125, words[word], strerror(errno));
    }
    long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |
                   PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    if (ptrace(PTRACE_SEIZE, child, 0, options) < 0) stop(125, "ptrace", strerror(errno));
    for (size_t each = 0; each < sizeof ENDS / sizeof *ENDS; each++) signal(ENDS[each], SIG_IGN);
    if (deadline) {
        signal(SIGALRM, too_late);
        alarm(deadline);
    }
    close(ready[0]);
    if (write(ready[1], &byte, 1) != 1) stop(125, "pipe", strerror(errno));

    int code = 0, state;
    for (pid_t thread; (thread = waitpid(-1, &state, __WALL)) > 0 || errno == EINTR;) {
        if (thread < 0) continue;
        if (WIFEXITED(state) && thread == child) code = WEXITSTATUS(state);
        if (WIFSIGNALED(state) && thread == child) code = 128 + WTERMSIG(state);
        if (!WIFSTOPPED(state)) continue;
        int event = state >> 16, signal = WSTOPSIG(state);
        if (event == PTRACE_EVENT_SECCOMP) met(thread);
        else if (event == PTRACE_EVENT_STOP && signal != SIGTRAP) ptrace(PTRACE_LISTEN, thread, 0, 0);
        else ptrace(PTRACE_CONT, thread, 0, event || signal == (SIGTRAP | 0x80) ? 0 : signal);
    }
    if (list) fclose(list);
    if (record) fclose(record);
    return code;
}
