/* Hooks of what changes directories: making, renaming and removing names. */
#include "faults.h"

#include <stdarg.h>
#include <stdio.h>

static int has(const struct place *place, struct stat *stat)
{
    return fstatat(place->parent_fd, place->name, stat, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Makes an empty file, or empties one that exists. */
static int open_counted(const struct place *place, int flags, mode_t mode, const struct stat *existing)
{
    struct stat made;
    struct record *record = NULL;
    enum fault fault = count_operation(0);
    if (fault == FAULT_EIO || fault == FAULT_ENOSPC)
        return refuse(fault);
    if (existing) {
        int reader = (int)syscall(SYS_openat, place->parent_fd, place->name, O_RDONLY | O_CLOEXEC, 0);
        record = note_bytes(KIND_RESIZE, reader, existing, 0, 0);
        if (reader >= 0)
            syscall(SYS_close, reader);
    } else {
        record = note(KIND_CREATE, 0, 0, place->name, NULL);
        record->parent = place->parent;
        publish(record);
    }
    int fd = (int)syscall(SYS_openat, place->parent_fd, place->name, flags, mode);
    if (!existing && fd >= 0 && fstat(fd, &made) == 0)
        record->inode = made.st_ino;
    settle(record, fd >= 0);
    return fd;
}

int open_watched(int dirfd, const char *path, int flags, mode_t mode)
{
    struct guard guard;
    struct place place;
    struct stat stat;
    if (!(flags & (O_CREAT | O_TRUNC)) || !locate(dirfd, path, &place))
        return (int)syscall(SYS_openat, dirfd, path, flags, mode);
    if ((flags & O_TMPFILE) == O_TMPFILE)
        cannot_model(UNMODELLED_CALL);
    take(&guard);
    int exists = has(&place, &stat);
    int empties = exists && S_ISREG(stat.st_mode) && (flags & O_TRUNC) && stat.st_size > 0
                  && (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL);
    int fd = empties || (!exists && (flags & O_CREAT))
                 ? open_counted(&place, flags, mode, exists ? &stat : NULL)
                 : (int)syscall(SYS_openat, place.parent_fd, place.name, flags, mode);
    give(&guard);
    leave(&place);
    return fd;
}

/* The mode is there only when a file may be made. */
#define MODE_OF(flags, mode)                                                                                         \
    do {                                                                                                             \
        if ((flags) & (O_CREAT | __O_TMPFILE)) {                                                                     \
            va_list rest;                                                                                            \
            va_start(rest, flags);                                                                                   \
            (mode) = va_arg(rest, mode_t);                                                                           \
            va_end(rest);                                                                                            \
        }                                                                                                            \
    } while (0)

EXPORT int open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    MODE_OF(flags, mode);
    return open_watched(AT_FDCWD, path, flags, mode);
}

EXPORT int open64(const char *path, int flags, ...)
{
    mode_t mode = 0;
    MODE_OF(flags, mode);
    return open_watched(AT_FDCWD, path, flags, mode);
}

EXPORT int openat(int dirfd, const char *path, int flags, ...)
{
    mode_t mode = 0;
    MODE_OF(flags, mode);
    return open_watched(dirfd, path, flags, mode);
}

EXPORT int openat64(int dirfd, const char *path, int flags, ...)
{
    mode_t mode = 0;
    MODE_OF(flags, mode);
    return open_watched(dirfd, path, flags, mode);
}

/* What a compiler puts for calls without a mode when it checks buffers. */
EXPORT int __open_2(const char *path, int flags)
{
    return open_watched(AT_FDCWD, path, flags, 0);
}

EXPORT int __open64_2(const char *path, int flags)
{
    return open_watched(AT_FDCWD, path, flags, 0);
}

EXPORT int __openat_2(int dirfd, const char *path, int flags)
{
    return open_watched(dirfd, path, flags, 0);
}

EXPORT int __openat64_2(int dirfd, const char *path, int flags)
{
    return open_watched(dirfd, path, flags, 0);
}

EXPORT int creat(const char *path, mode_t mode)
{
    return open_watched(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

EXPORT int creat64(const char *path, mode_t mode)
{
    return creat(path, mode);
}

EXPORT int unlinkat(int dirfd, const char *path, int flags)
{
    struct guard guard;
    struct place place;
    struct stat stat;
    int done = -1;
    if (!locate(dirfd, path, &place))
        return (int)syscall(SYS_unlinkat, dirfd, path, flags);
    take(&guard);
    if (!has(&place, &stat)) {
        done = (int)syscall(SYS_unlinkat, place.parent_fd, place.name, flags);
    } else {
        enum fault fault = count_operation(0);
        int is_dir = (flags & AT_REMOVEDIR) != 0;
        if (fault == FAULT_EIO) {
            done = refuse(fault);
        } else if (is_dir || keep_inode(&place, stat.st_ino) == 0) {
            struct record *record = note(is_dir ? KIND_RMDIR : KIND_UNLINK, stat.st_ino, 0, place.name, NULL);
            record->parent = place.parent;
            record->length = stat.st_mode;
            publish(record);
            done = (int)syscall(SYS_unlinkat, place.parent_fd, place.name, flags);
            settle(record, done == 0);
        }
    }
    give(&guard);
    leave(&place);
    return done;
}

EXPORT int unlink(const char *path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

EXPORT int rmdir(const char *path)
{
    return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

EXPORT int remove(const char *path)
{
    int done = unlinkat(AT_FDCWD, path, 0);
    return done < 0 && errno == EISDIR ? rmdir(path) : done;
}

EXPORT int mkdirat(int dirfd, const char *path, mode_t mode)
{
    struct guard guard;
    struct place place;
    struct stat stat;
    int done = -1;
    if (!locate(dirfd, path, &place))
        return (int)syscall(SYS_mkdirat, dirfd, path, mode);
    take(&guard);
    if (has(&place, &stat)) {
        done = (int)syscall(SYS_mkdirat, place.parent_fd, place.name, mode);
    } else {
        enum fault fault = count_operation(0);
        if (fault == FAULT_EIO || fault == FAULT_ENOSPC) {
            done = refuse(fault);
        } else {
            struct record *record = note(KIND_MKDIR, 0, 0, place.name, NULL);
            record->parent = place.parent;
            publish(record);
            done = (int)syscall(SYS_mkdirat, place.parent_fd, place.name, mode);
            if (done == 0 && has(&place, &stat))
                record->inode = stat.st_ino;
            settle(record, done == 0);
        }
    }
    give(&guard);
    leave(&place);
    return done;
}

EXPORT int mkdir(const char *path, mode_t mode)
{
    return mkdirat(AT_FDCWD, path, mode);
}

/* Under the lock; both names are watched. */
static int rename_counted(struct place *from, struct place *to, unsigned flags)
{
    struct stat moved, replaced;
    if (!has(from, &moved))
        return (int)syscall(SYS_renameat2, from->parent_fd, from->name, to->parent_fd, to->name, flags);
    enum fault fault = count_operation(0);
    if (fault == FAULT_EIO || fault == FAULT_ENOSPC)
        return refuse(fault);
    int replaces = has(to, &replaced);
    if ((flags & ~1u /* RENAME_NOREPLACE */) || (replaces && S_ISDIR(replaced.st_mode)))
        cannot_model(UNMODELLED_CALL);
    if (replaces && S_ISREG(replaced.st_mode) && keep_inode(to, replaced.st_ino))
        return -1;
    struct record *record = note(KIND_RENAME, moved.st_ino, 0, from->name, to->name);
    record->parent = from->parent;
    record->parent2 = to->parent;
    record->old_inode = replaces ? replaced.st_ino : 0;
    publish(record);
    int done = (int)syscall(SYS_renameat2, from->parent_fd, from->name, to->parent_fd, to->name, flags);
    settle(record, done == 0);
    return done;
}

EXPORT int renameat2(int fromfd, const char *from, int tofd, const char *to, unsigned flags)
{
    struct guard guard;
    struct place here, there;
    int is_here = locate(fromfd, from, &here), is_there = locate(tofd, to, &there);
    int done = -1;
    if (is_here && is_there) {
        take(&guard);
        done = rename_counted(&here, &there, flags);
        give(&guard);
    } else {
        if (is_here || is_there)
            cannot_model(UNMODELLED_CALL);
        done = (int)syscall(SYS_renameat2, fromfd, from, tofd, to, flags);
    }
    if (is_here)
        leave(&here);
    if (is_there)
        leave(&there);
    return done;
}

EXPORT int renameat(int fromfd, const char *from, int tofd, const char *to)
{
    return renameat2(fromfd, from, tofd, to, 0);
}

EXPORT int rename(const char *from, const char *to)
{
    return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

EXPORT int linkat(int fromfd, const char *from, int tofd, const char *to, int flags)
{
    struct guard guard;
    struct place place;
    struct stat stat;
    int done = -1;
    if (!locate(tofd, to, &place))
        return (int)syscall(SYS_linkat, fromfd, from, tofd, to, flags);
    take(&guard);
    enum fault fault = count_operation(0);
    if (fault == FAULT_EIO || fault == FAULT_ENOSPC) {
        done = refuse(fault);
    } else if (fstatat(fromfd, from, &stat, flags & AT_EMPTY_PATH) == 0) {
        struct record *record = note(KIND_LINK, stat.st_ino, 0, place.name, NULL);
        record->parent = place.parent;
        publish(record);
        done = (int)syscall(SYS_linkat, fromfd, from, tofd, to, flags);
        settle(record, done == 0);
    }
    give(&guard);
    leave(&place);
    return done;
}

EXPORT int link(const char *from, const char *to)
{
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

EXPORT int symlinkat(const char *target, int dirfd, const char *path)
{
    struct place place;
    if (locate(dirfd, path, &place)) {
        cannot_model(UNMODELLED_CALL);
        leave(&place);
    }
    return (int)syscall(SYS_symlinkat, target, dirfd, path);
}

EXPORT int symlink(const char *target, const char *path)
{
    return symlinkat(target, AT_FDCWD, path);
}
