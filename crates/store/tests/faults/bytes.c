/* Hooks of what changes a file's bytes or size, and of what makes it durable. */
#include "faults.h"

#include <sys/mman.h>
#include <sys/sendfile.h>

enum { AT_CURSOR = -1 };

static size_t total_of(const struct iovec *parts, int count)
{
    size_t total = 0;
    for (int part = 0; part < count; part++)
        total += parts[part].iov_len;
    return total;
}

static ssize_t real_write(int fd, const struct iovec *parts, int count, off_t offset)
{
    if (offset == AT_CURSOR)
        return (ssize_t)syscall(SYS_writev, fd, parts, count);
    return (ssize_t)syscall(SYS_pwritev, fd, parts, count, offset, 0);
}

static ssize_t watched_write(int fd, const struct iovec *parts, int count, off_t offset)
{
    struct guard guard;
    struct stat stat;
    struct iovec half;
    take(&guard);
    enum fault fault = count_operation(0);
    size_t total = total_of(parts, count);
    int flags = (int)syscall(SYS_fcntl, fd, F_GETFL);
    if (fault == FAULT_SHORT && total > 1) {
        /* Half of the first part that has any bytes. */
        while (parts->iov_len == 0)
            parts++;
        half = *parts;
        half.iov_len = half.iov_len > 1 ? half.iov_len / 2 : 1;
        parts = &half;
        count = 1;
        total = half.iov_len;
        control->faults++;
    } else if (fault != FAULT_NONE) {
        int refused = refuse(fault);
        give(&guard);
        return refused;
    }
    ssize_t written = -1;
    if (fstat(fd, &stat) == 0) {
        uint64_t begin = (uint64_t)offset;
        if (flags & O_APPEND)
            begin = (uint64_t)stat.st_size;
        else if (offset == AT_CURSOR)
            begin = (uint64_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
        struct record *record = note_bytes(KIND_WRITE, fd, &stat, begin, total);
        written = real_write(fd, parts, count, offset);
        settle(record, written >= 0);
        if (written >= 0 && (flags & (O_SYNC | O_DSYNC)) && !control->sync_is_a_lie)
            note_sync(KIND_SYNC, stat.st_ino);
    }
    give(&guard);
    return written;
}

static ssize_t any_write(int fd, const struct iovec *parts, int count, off_t offset)
{
    struct stat stat;
    return is_watched_fd(fd, &stat) && S_ISREG(stat.st_mode) ? watched_write(fd, parts, count, offset)
                                                              : real_write(fd, parts, count, offset);
}

EXPORT ssize_t write(int fd, const void *bytes, size_t length)
{
    struct stat stat;
    struct iovec part = {(void *)bytes, length};
    if (!is_watched_fd(fd, &stat))
        return (ssize_t)syscall(SYS_write, fd, bytes, length);
    return any_write(fd, &part, 1, AT_CURSOR);
}

EXPORT ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
    struct iovec part = {(void *)bytes, length};
    if (offset < 0) {
        errno = EINVAL;
        return -1;
    }
    return any_write(fd, &part, 1, offset);
}

EXPORT ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset)
{
    return pwrite(fd, bytes, length, offset);
}

EXPORT ssize_t writev(int fd, const struct iovec *parts, int count)
{
    return any_write(fd, parts, count, AT_CURSOR);
}

EXPORT ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset)
{
    if (offset < 0) {
        errno = EINVAL;
        return -1;
    }
    return any_write(fd, parts, count, offset);
}

EXPORT ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t offset)
{
    return pwritev(fd, parts, count, offset);
}

EXPORT ssize_t pwritev2(int fd, const struct iovec *parts, int count, off_t offset, int flags)
{
    struct stat stat;
    if (!is_watched_fd(fd, &stat))
        return (ssize_t)syscall(SYS_pwritev2, fd, parts, count, offset, 0, flags);
    if (flags)
        cannot_model(UNMODELLED_CALL);
    return any_write(fd, parts, count, offset);
}

EXPORT ssize_t pwritev64v2(int fd, const struct iovec *parts, int count, off_t offset, int flags)
{
    return pwritev2(fd, parts, count, offset, flags);
}

/* Copies inside the kernel are refused, as by a file system that has none: callers write instead. */
EXPORT ssize_t copy_file_range(int in, off_t *in_at, int out, off_t *out_at, size_t length, unsigned flags)
{
    struct stat stat;
    if (is_watched_fd(out, &stat)) {
        errno = ENOSYS;
        return -1;
    }
    return (ssize_t)syscall(SYS_copy_file_range, in, in_at, out, out_at, length, flags);
}

EXPORT ssize_t sendfile(int out, int in, off_t *at, size_t count)
{
    struct stat stat;
    if (is_watched_fd(out, &stat)) {
        errno = EINVAL;
        return -1;
    }
    return (ssize_t)syscall(SYS_sendfile, out, in, at, count);
}

EXPORT ssize_t sendfile64(int out, int in, off_t *at, size_t count)
{
    return sendfile(out, in, at, count);
}

/* Resizes by the system call that is asked for; both make zeros of what is new. */
static int watched_resize(int fd, uint64_t size, int reserve)
{
    struct guard guard;
    struct stat stat;
    int done = -1;
    take(&guard);
    enum fault fault = count_operation(0);
    if (fault != FAULT_NONE) {
        done = refuse(fault);
    } else if (fstat(fd, &stat) == 0) {
        struct record *record = note_bytes(KIND_RESIZE, fd, &stat, size, 0);
        done = reserve ? (int)syscall(SYS_fallocate, fd, 0, 0, size) : (int)syscall(SYS_ftruncate, fd, size);
        settle(record, done == 0);
    }
    give(&guard);
    return done;
}

EXPORT int ftruncate(int fd, off_t size)
{
    struct stat stat;
    if (!is_watched_fd(fd, &stat) || size < 0)
        return (int)syscall(SYS_ftruncate, fd, size);
    return watched_resize(fd, (uint64_t)size, 0);
}

EXPORT int ftruncate64(int fd, off_t size)
{
    return ftruncate(fd, size);
}

EXPORT int truncate(const char *path, off_t size)
{
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    int done = ftruncate(fd, size);
    int error = errno;
    syscall(SYS_close, fd);
    errno = error;
    return done;
}

EXPORT int truncate64(const char *path, off_t size)
{
    return truncate(path, size);
}

EXPORT int fallocate(int fd, int mode, off_t offset, off_t length)
{
    struct stat stat;
    if (!is_watched_fd(fd, &stat))
        return (int)syscall(SYS_fallocate, fd, mode, offset, length);
    if (mode != 0) {
        /* Holes and the like: as by a file system that has none. */
        errno = EOPNOTSUPP;
        return -1;
    }
    /* Room within a file changes nothing that can be read. */
    return offset + length <= stat.st_size ? 0 : watched_resize(fd, (uint64_t)(offset + length), 1);
}

EXPORT int fallocate64(int fd, int mode, off_t offset, off_t length)
{
    return fallocate(fd, mode, offset, length);
}

EXPORT int posix_fallocate(int fd, off_t offset, off_t length)
{
    int error = errno;
    int outcome = fallocate(fd, 0, offset, length) == 0 ? 0 : errno;
    errno = error;
    return outcome;
}

EXPORT int posix_fallocate64(int fd, off_t offset, off_t length)
{
    return posix_fallocate(fd, offset, length);
}

/* A barrier. The disk itself is not asked: what is durable here is what the log says. */
static int watched_sync(const struct stat *stat)
{
    struct guard guard;
    int done = 0;
    take(&guard);
    enum fault fault = count_operation(1);
    if (fault == FAULT_EIO || fault == FAULT_ENOSPC) {
        note_sync(KIND_SYNC_FAILED, stat->st_ino);
        done = refuse(fault);
    } else if (!control->sync_is_a_lie) {
        note_sync(S_ISDIR(stat->st_mode) ? KIND_SYNC_DIR : KIND_SYNC, stat->st_ino);
    }
    give(&guard);
    return done;
}

EXPORT int fsync(int fd)
{
    struct stat stat;
    return is_watched_fd(fd, &stat) ? watched_sync(&stat) : (int)syscall(SYS_fsync, fd);
}

EXPORT int fdatasync(int fd)
{
    struct stat stat;
    return is_watched_fd(fd, &stat) ? watched_sync(&stat) : (int)syscall(SYS_fdatasync, fd);
}

/* A hint and no barrier: it writes neither the size nor the disk's own cache (sync_file_range(2), "Warning"). */
EXPORT int sync_file_range(int fd, off_t offset, off_t length, unsigned flags)
{
    struct stat stat;
    return is_watched_fd(fd, &stat) ? 0 : (int)syscall(SYS_sync_file_range, fd, offset, length, flags);
}

/* Stores into a mapped file pass no hook, so a mapping for writing is told to the harness, which then fails. That msync
 * has no hook follows from it. */
EXPORT void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
{
    struct stat stat;
    if ((flags & MAP_SHARED) && (protection & PROT_WRITE) && is_watched_fd(fd, &stat))
        cannot_model(UNMODELLED_MAP);
    return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

EXPORT void *mmap64(void *address, size_t length, int protection, int flags, int fd, off_t offset)
{
    return mmap(address, length, protection, flags, fd, offset);
}
