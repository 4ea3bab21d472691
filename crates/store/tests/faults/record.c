/* Writing down: records in memory that all processes share, published one by one. */
#include "faults.h"

#include <stdio.h>

/* Room for a record at the end of the log; it is not part of the log before `publish`. */
struct record *note(enum kind kind, uint64_t inode, uint32_t before, const char *name, const char *name2)
{
    size_t first = name ? strlen(name) : 0, second = name2 ? strlen(name2) : 0;
    size_t size = (sizeof(struct record) + before + first + second + 7) & ~(size_t)7;
    if (size > UINT32_MAX || control->tail + size > control->log_size)
        cannot_model(UNMODELLED_LOG_FULL);
    struct record *record = (struct record *)((char *)control + control->tail);
    memset(record, 0, sizeof *record);
    record->size = (uint32_t)size;
    record->kind = (uint16_t)kind;
    record->sequence = control->operations;
    record->inode = inode;
    record->before = before;
    record->name = (uint16_t)first;
    record->name2 = (uint16_t)second;
    char *names = image_of(record) + before;
    memcpy(names, name ? name : "", first);
    memcpy(names + first, name2 ? name2 : "", second);
    return record;
}

char *image_of(struct record *record)
{
    return (char *)(record + 1);
}

void publish(struct record *record)
{
    __atomic_store_n(&control->tail, control->tail + record->size, __ATOMIC_SEQ_CST);
}

/* Says whether what was written down was done after all. */
void settle(struct record *record, int done)
{
    __atomic_store_n(&record->state, done ? STATE_DONE : STATE_VOID, __ATOMIC_SEQ_CST);
}

void note_sync(enum kind kind, uint64_t inode)
{
    struct record *record = note(kind, inode, 0, NULL, NULL);
    record->state = STATE_DONE;
    publish(record);
    control->syncs++;
}

/* Reads from a file whatever the descriptor was opened for. */
static int read_before(int fd, char *target, size_t length, uint64_t offset)
{
    char link[64];
    int own = -1;
    int flags = (int)syscall(SYS_fcntl, fd, F_GETFL);
    if ((flags & O_ACCMODE) == O_WRONLY || (flags & O_PATH)) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        own = fd = (int)syscall(SYS_openat, AT_FDCWD, link, O_RDONLY | O_CLOEXEC, 0);
        if (fd < 0)
            return -1;
    }
    while (length > 0) {
        ssize_t got = (ssize_t)syscall(SYS_pread64, fd, target, length, offset);
        if (got <= 0)
            break;
        target += got;
        offset += (uint64_t)got;
        length -= (size_t)got;
    }
    if (own >= 0)
        syscall(SYS_close, own);
    return length == 0 ? 0 : -1;
}

/* Writes down a change of bytes or of size, with what is there before. `offset` is the new size for the latter. */
struct record *note_bytes(enum kind kind, int fd, const struct stat *stat, uint64_t offset, uint64_t length)
{
    uint64_t size = (uint64_t)stat->st_size;
    uint64_t end = kind == KIND_RESIZE || offset + length > size ? size : offset + length;
    uint32_t before = offset < end ? (uint32_t)(end - offset) : 0;
    struct record *record = note(kind, stat->st_ino, before, NULL, NULL);
    record->offset = offset;
    record->length = length;
    record->old_size = size;
    if (before > 0 && read_before(fd, image_of(record), before, offset))
        cannot_model(UNMODELLED_CALL);
    publish(record);
    return record;
}
