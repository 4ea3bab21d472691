/* A preloaded library that plays a disk: it writes down what a power loss could take back, stops the machine at an
 * operation, and makes operations fail. It decides nothing about what is lost: the harness (tests/it/faults) does.
 *
 * Why C: a hook may run in any thread, between fork and exec, and in the middle of the host's own locks. It must not
 * allocate, panic or run anybody's destructors, and a hook of `open` is variadic.
 *
 * It keeps no table of open files. Each hook asks the kernel what a descriptor is (/proc/self/fd), so that dup, fork,
 * close and inherited descriptors need no hooks. System calls are made directly, never through the next library.
 */
#ifndef ATHAR_FAULTS_H
#define ATHAR_FAULTS_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define MAGIC 0x3173746c75616661ULL
#define LOG_BEGINS 4096
#define ROOTS_MAX 16

/* What is shared by all processes and the harness: the first page of the control file. tests/it/faults/control.rs has
 * the same offsets. */
struct control {
    uint64_t magic;
    uint64_t log_size;    /* bytes of the control file */
    uint64_t tail;        /* where the next record goes */
    uint64_t operations;  /* watched operations so far, over all processes */
    uint64_t stop_at;     /* the operation at which power is lost; 0: never */
    uint64_t fault_from;  /* the first operation that fails; 0: none */
    uint64_t fault_until; /* the last operation that fails */
    uint32_t fault_kind;  /* enum fault */
    uint32_t sync_is_a_lie;
    uint32_t dead;        /* power is lost: nothing gets through any more */
    uint32_t unmodelled;  /* enum unmodelled, bits */
    uint32_t lock;        /* the thread in a hook, or 0 */
    uint32_t harness;     /* the process whose children are killed together */
    uint64_t syncs;       /* barriers written down */
    uint64_t faults;      /* operations that were made to fail */
    uint32_t roots[ROOTS_MAX];
};

enum fault { FAULT_NONE, FAULT_EIO, FAULT_ENOSPC, FAULT_SHORT, FAULT_FLUSH };

/* What happened that the model cannot take back: the harness fails when any of these is set. */
enum unmodelled { UNMODELLED_MAP = 1, UNMODELLED_CALL = 2, UNMODELLED_LOG_FULL = 4, UNMODELLED_GRAVE = 8 };

enum kind {
    KIND_WRITE = 1,
    KIND_RESIZE,
    KIND_SYNC,
    KIND_SYNC_DIR,
    KIND_SYNC_FAILED,
    KIND_CREATE,
    KIND_UNLINK,
    KIND_RENAME,
    KIND_LINK,
    KIND_MKDIR,
    KIND_RMDIR,
};

enum state { STATE_BEGUN, STATE_DONE, STATE_VOID };

/* One operation. It is written down before it is done, so that a kill between the two leaves a record too many and never
 * one too few. After it follow: what the bytes were before, the name, the second name; padded to eight bytes. */
struct record {
    uint32_t size;
    uint16_t kind;
    uint16_t state;
    uint64_t sequence;
    uint64_t inode;     /* of the file; of a new one it is filled in after the operation */
    uint64_t offset;    /* of a write; the new size for a change of size */
    uint64_t length;
    uint64_t old_size;
    uint64_t parent;    /* inode of the directory of the name */
    uint64_t parent2;   /* of the second name */
    uint64_t old_inode; /* what the second name stood for before a rename */
    uint32_t before;    /* bytes of the image before */
    uint16_t name;
    uint16_t name2;
};

/* State of a thread that is in a hook. */
struct guard {
    sigset_t signals;
};

/* A name below the watched directory. */
struct place {
    int parent_fd;
    uint64_t parent;
    char name[NAME_MAX + 1];
};

extern struct control *control;

/* state.c */
void take(struct guard *guard);
void give(struct guard *guard);
enum fault count_operation(int is_flush);
void cannot_model(enum unmodelled what);
int is_watched_path(const char *path);
int is_watched_fd(int fd, struct stat *stat);
int locate(int dirfd, const char *path, struct place *place);
void leave(struct place *place);
int keep_inode(const struct place *place, uint64_t inode);
int refuse(enum fault fault);

/* record.c */
struct record *note(enum kind kind, uint64_t inode, uint32_t before, const char *name, const char *name2);
char *image_of(struct record *record);
void publish(struct record *record);
void settle(struct record *record, int done);
void note_sync(enum kind kind, uint64_t inode);
struct record *note_bytes(enum kind kind, int fd, const struct stat *stat, uint64_t offset, uint64_t length);

/* names.c, for stdio.c */
int open_watched(int dirfd, const char *path, int flags, mode_t mode);

#endif
