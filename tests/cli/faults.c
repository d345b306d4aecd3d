/*
 * A file system that fails on command, so that tests can ask what a full disk or a bad sector does to a store.
 *
 * LOUD NOTE: preloaded into a process (LD_PRELOAD, Linux with glibc only), it takes the place of the calls that read and change
 * files. Nothing but tests/cli/faults.py loads it. It counts the calls of one kind on paths under FAULT_UNDER; from the
 * FAULT_AT-th on (counted from 1) they do not do what they should:
 *
 *   FAULT_KIND=full   writes, syncs, truncations, renames, links, new files and folders: no space is left (ENOSPC). A write of
 *                     several bytes is cut short first, as on a real disk.
 *   FAULT_KIND=read   reads: an input/output error (EIO), this once.
 *   FAULT_KIND=kill   as `full`, but the process is killed (SIGKILL) before the call, or in the midst of a write; before
 *                     files are removed too.
 *
 * The count and the name of the call that failed first are kept in the file FAULT_STATE, which survives any death.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

struct state {
    _Atomic long count;
    char first[248];
};

static struct state *state;
static const char *under;
static long at;
static enum { NONE, FULL, READ, KILL } kind;

#define REAL(name) __extension__({ static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name); real; })

__attribute__((constructor)) static void begin(void)
{
    const char *wanted = getenv("FAULT_KIND"), *path = getenv("FAULT_STATE"), *number = getenv("FAULT_AT");
    under = getenv("FAULT_UNDER");
    if (!wanted || !path || !number || !under) return;
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) abort();
    state = mmap(NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (state == MAP_FAILED) abort();
    close(file);
    at = atol(number);
    kind = !strcmp(wanted, "full") ? FULL : !strcmp(wanted, "read") ? READ : KILL;
}

static int is_under(const char *path)
{
    return path && !strncmp(path, under, strlen(under));
}

static int is_ours(int file)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_under(path);
}

/* Counts a call; whether it must fail. */
static int is_due(const char *call, const char *detail)
{
    long number = atomic_fetch_add(&state->count, 1) + 1;
    if (number == at) snprintf(state->first, sizeof state->first, "%s %s", call, detail);
    return kind == READ ? number == at : number >= at;
}

static int refuses(const char *call, const char *detail)
{
    if (!is_due(call, detail)) return 0;
    if (kind == KILL) kill(getpid(), SIGKILL);
    errno = ENOSPC;
    return 1;
}

static int refuses_file(int file, const char *call)
{
    int before = errno;
    if ((kind != FULL && kind != KILL) || !is_ours(file)) { errno = before; return 0; }
    char link[64], path[200] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    if (readlink(link, path, sizeof path - 1) < 0) path[0] = 0;
    if (refuses(call, path)) return 1;
    errno = before;
    return 0;
}

static int refuses_path(const char *path, const char *call)
{
    return (kind == FULL || kind == KILL) && is_under(path) && refuses(call, path);
}

static int refuses_read(int file, const char *call)
{
    int before = errno;
    if (kind == READ && is_ours(file)) {
        char link[64], path[200] = "";
        snprintf(link, sizeof link, "/proc/self/fd/%d", file);
        if (readlink(link, path, sizeof path - 1) < 0) path[0] = 0;
        if (is_due(call, path)) { errno = EIO; return 1; }
    }
    errno = before;
    return 0;
}

/* How much of a write still fits: half of what makes a file longer. What a file has already is replaced whole or not at all. */
static size_t first_part(int file, size_t size, off64_t place)
{
    struct stat now;
    int overwrites = fstat(file, &now) == 0 && place < now.st_size;
    return overwrites ? 0 : size / 2;
}

#define WRITE(name, place, parameters, whole, half)                                  \
    ssize_t name parameters                                                    \
    {                                                                          \
        int before = errno;                                                    \
        if ((kind != FULL && kind != KILL) || !is_ours(file)) {                \
            errno = before;                                                    \
            return REAL(name) whole;                                           \
        }                                                                      \
        errno = before;                                                        \
        ssize_t part = atomic_load(&state->count) + 1 == at ? (ssize_t)first_part(file, size, place) : 0; \
        if (part > 0) part = REAL(name) half;                                  \
        if (!refuses_file(file, #name)) return REAL(name) whole;               \
        return part > 0 ? part : -1;                                           \
    }

WRITE(write, lseek64(file, 0, SEEK_CUR), (int file, const void *bytes, size_t size), (file, bytes, size), (file, bytes, (size_t)part))
WRITE(pwrite, place, (int file, const void *bytes, size_t size, off_t place), (file, bytes, size, place), (file, bytes, (size_t)part, place))
WRITE(pwrite64, place, (int file, const void *bytes, size_t size, off64_t place), (file, bytes, size, place), (file, bytes, (size_t)part, place))

#define READS(name, parameters, arguments)                                     \
    ssize_t name parameters { return refuses_read(file, #name) ? -1 : REAL(name) arguments; }

READS(read, (int file, void *bytes, size_t size), (file, bytes, size))
READS(pread, (int file, void *bytes, size_t size, off_t place), (file, bytes, size, place))
READS(pread64, (int file, void *bytes, size_t size, off64_t place), (file, bytes, size, place))

#define CHANGES(name, parameters, arguments)                                   \
    int name parameters { return refuses_file(file, #name) ? -1 : REAL(name) arguments; }

CHANGES(fsync, (int file), (file))
CHANGES(fdatasync, (int file), (file))

/* Cutting a file off frees space, and so never fails for want of it; killed it may be. */
static int refuses_size(int file, off64_t size, const char *call)
{
    struct stat now;
    int shrinks = fstat(file, &now) == 0 && size <= now.st_size;
    return (kind == KILL || !shrinks) && refuses_file(file, call);
}

int ftruncate(int file, off_t size)
{
    return refuses_size(file, size, "ftruncate") ? -1 : REAL(ftruncate)(file, size);
}

int ftruncate64(int file, off64_t size)
{
    return refuses_size(file, size, "ftruncate64") ? -1 : REAL(ftruncate64)(file, size);
}

int rename(const char *from, const char *to)
{
    return refuses_path(to, "rename") ? -1 : REAL(rename)(from, to);
}

/* A second name needs room in its folder. */
int link(const char *from, const char *to)
{
    return refuses_path(to, "link") ? -1 : REAL(link)(from, to);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    return refuses_path(to, "linkat") ? -1 : REAL(linkat)(from_folder, from, to_folder, to, flags);
}

/* Removing frees space, and so never fails for want of it; killed it may be. */
int unlink(const char *path)
{
    return kind == KILL && refuses_path(path, "unlink") ? -1 : REAL(unlink)(path);
}

/* Only what is new takes space; what is there is never refused for want of it. */
static int is_new(const char *path)
{
    int before = errno, found = access(path, F_OK);
    errno = before;
    return found != 0;
}

int mkdir(const char *path, mode_t mode)
{
    return is_new(path) && refuses_path(path, "mkdir") ? -1 : REAL(mkdir)(path, mode);
}

#define OPENS(name)                                                            \
    int name(const char *path, int flags, ...)                                 \
    {                                                                          \
        va_list list;                                                          \
        va_start(list, flags);                                                 \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(list, mode_t) : 0; \
        va_end(list);                                                          \
        int makes = kind != NONE && (flags & O_CREAT) && is_new(path);         \
        if (makes && refuses_path(path, #name)) return -1;                     \
        return REAL(name)(path, flags, mode);                                  \
    }

OPENS(open)
OPENS(open64)
