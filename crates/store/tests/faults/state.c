/* What all hooks share: the control page, the one lock, the count of operations and the end of it all. */
#include "faults.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>

struct control *control;

static char root[PATH_MAX];
static size_t root_length;
static char grave[PATH_MAX];
static pid_t forking;

/* SQLite's index of its log is rebuilt from the log after every crash: volatile by design, so it is not watched. The
 * harness scrambles it. https://www.sqlite.org/walformat.html, section 2. */
static const char VOLATILE[] = "-shm";

/* How long one looks at a lock before asking whether its holder lives. */
enum { NAP_NANOSECONDS = 20000, NAPS_BEFORE_DOUBT = 20000 };

static void die(void)
{
    for (;;) {
        syscall(SYS_kill, getpid(), SIGKILL);
        pause();
    }
}

static void before_fork(void)
{
    forking = getpid();
}

/* A server's processes end with it, though each begins a session of its own. PostgreSQL's ask to be told of that by a
 * milder signal, and some would wait for a lock of the dead for ever: hence the hook of `prctl`. */
static void after_fork(void)
{
    syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != forking)
        die();
}

EXPORT int prctl(int option, ...)
{
    unsigned long words[4];
    va_list rest;
    va_start(rest, option);
    for (int word = 0; word < 4; word++)
        words[word] = va_arg(rest, unsigned long);
    va_end(rest);
    if (control && option == PR_SET_PDEATHSIG)
        words[0] = SIGKILL;
    return (int)syscall(SYS_prctl, option, words[0], words[1], words[2], words[3]);
}

static int copy_setting(const char *name, char *target)
{
    const char *value = getenv(name);
    if (!value || strlen(value) >= PATH_MAX)
        return -1;
    strcpy(target, value);
    return 0;
}

__attribute__((constructor)) static void begin(void)
{
    char path[PATH_MAX];
    struct stat stat;
    if (copy_setting("ATHAR_FAULTS_CONTROL", path) || copy_setting("ATHAR_FAULTS_ROOT", root)
        || copy_setting("ATHAR_FAULTS_GRAVE", grave))
        return;
    root_length = strlen(root);
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
    if (fd < 0 || fstat(fd, &stat))
        die();
    struct control *mapped =
        (void *)syscall(SYS_mmap, NULL, (size_t)stat.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    syscall(SYS_close, fd);
    if (mapped == MAP_FAILED || mapped->magic != MAGIC)
        die();
    pthread_atfork(before_fork, NULL, after_fork);
    if ((uint32_t)getppid() == mapped->harness) {
        syscall(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        for (int slot = 0; slot < ROOTS_MAX; slot++) {
            uint32_t free = 0;
            if (__atomic_compare_exchange_n(&mapped->roots[slot], &free, (uint32_t)getpid(), 0, __ATOMIC_SEQ_CST,
                                            __ATOMIC_SEQ_CST))
                break;
        }
    }
    control = mapped;
}

/* The harness waits for none of its children before it has taken them out of the list, so that no process id here can be
 * somebody else's by now. */
static void lose_power(void)
{
    __atomic_store_n(&control->dead, 1, __ATOMIC_SEQ_CST);
    for (int slot = 0; slot < ROOTS_MAX; slot++) {
        uint32_t pid = __atomic_load_n(&control->roots[slot], __ATOMIC_SEQ_CST);
        if (pid != 0 && pid != (uint32_t)getpid())
            syscall(SYS_kill, pid, SIGKILL);
    }
    die();
}

/* One operation at a time over all processes: what is written down has the order of what is done. Signals wait, since a
 * handler that ends its process would leave the lock behind. */
void take(struct guard *guard)
{
    sigset_t all;
    uint32_t self = (uint32_t)syscall(SYS_gettid);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &guard->signals);
    for (unsigned naps = 0;; naps++) {
        uint32_t holder = 0;
        if (__atomic_load_n(&control->dead, __ATOMIC_SEQ_CST))
            die();
        if (__atomic_compare_exchange_n(&control->lock, &holder, self, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
            break;
        if (naps > NAPS_BEFORE_DOUBT && syscall(SYS_tkill, holder, 0) < 0 && errno == ESRCH
            && __atomic_compare_exchange_n(&control->lock, &holder, self, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
            break;
        struct timespec nap = {0, NAP_NANOSECONDS};
        nanosleep(&nap, NULL);
    }
    if (__atomic_load_n(&control->dead, __ATOMIC_SEQ_CST))
        die();
}

void give(struct guard *guard)
{
    int error = errno;
    __atomic_store_n(&control->lock, 0, __ATOMIC_SEQ_CST);
    pthread_sigmask(SIG_SETMASK, &guard->signals, NULL);
    errno = error;
}

/* Counts one more operation, which is the last when its time has come, and says how it is to fail. */
enum fault count_operation(int is_flush)
{
    uint64_t now = ++control->operations;
    if (control->stop_at != 0 && now >= control->stop_at)
        lose_power();
    if (control->fault_from == 0 || now < control->fault_from || now > control->fault_until)
        return FAULT_NONE;
    if (control->fault_kind == FAULT_FLUSH)
        return is_flush ? FAULT_EIO : FAULT_NONE;
    return (enum fault)control->fault_kind;
}

/* The answer of an operation that fails altogether. */
int refuse(enum fault fault)
{
    control->faults++;
    errno = fault == FAULT_EIO ? EIO : ENOSPC;
    return -1;
}

void cannot_model(enum unmodelled what)
{
    __atomic_or_fetch(&control->unmodelled, what, __ATOMIC_SEQ_CST);
    if (what == UNMODELLED_LOG_FULL)
        lose_power();
}

static int is_volatile(const char *path)
{
    size_t length = strlen(path), ending = sizeof VOLATILE - 1;
    return length >= ending && strcmp(path + length - ending, VOLATILE) == 0;
}

/* The watched directory itself, or anything below it. */
int is_watched_path(const char *path)
{
    return strncmp(path, root, root_length) == 0 && (path[root_length] == 0 || path[root_length] == '/')
           && !is_volatile(path);
}

static int path_of(int fd, char *path)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0)
        return -1;
    path[length] = 0;
    return 0;
}

int is_watched_fd(int fd, struct stat *stat)
{
    char path[PATH_MAX];
    int error = errno;
    int watched = control && fd >= 0 && path_of(fd, path) == 0 && is_watched_path(path) && fstat(fd, stat) == 0
                  && (S_ISREG(stat->st_mode) || S_ISDIR(stat->st_mode));
    errno = error;
    return watched;
}

/* Where a name is, when it is below the watched directory; `leave` ends it. */
int locate(int dirfd, const char *path, struct place *place)
{
    char folder[PATH_MAX];
    struct stat stat;
    int error = errno;
    if (!control || !path || strlen(path) >= PATH_MAX)
        return 0;
    strcpy(folder, path);
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        folder[--length] = 0;
    char *slash = strrchr(folder, '/');
    const char *name = slash ? slash + 1 : folder;
    if (strlen(name) > NAME_MAX || *name == 0 || is_volatile(name))
        return 0;
    strcpy(place->name, name);
    if (!slash)
        strcpy(folder, ".");
    else if (slash == folder)
        strcpy(folder, "/");
    else
        *slash = 0;
    place->parent_fd = (int)syscall(SYS_openat, dirfd, folder, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
    if (place->parent_fd >= 0) {
        if (path_of(place->parent_fd, folder) == 0 && is_watched_path(folder) && fstat(place->parent_fd, &stat) == 0) {
            place->parent = stat.st_ino;
            return 1;
        }
        leave(place);
    }
    errno = error;
    return 0;
}

void leave(struct place *place)
{
    int error = errno;
    syscall(SYS_close, place->parent_fd);
    errno = error;
}

/* Another name for a file that is about to lose one: its bytes can come back, and no new file gets its inode. */
int keep_inode(const struct place *place, uint64_t inode)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%llu", grave, (unsigned long long)inode) >= (int)sizeof path)
        return -1;
    if (syscall(SYS_linkat, place->parent_fd, place->name, AT_FDCWD, path, 0) < 0 && errno != EEXIST) {
        cannot_model(UNMODELLED_GRAVE);
        return -1;
    }
    return 0;
}
