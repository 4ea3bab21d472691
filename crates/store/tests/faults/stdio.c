/* Streams that write: the C library's own go to the kernel by a way that no hook sees, so a stream on a watched file is
 * made of hooked calls. */
#include "faults.h"

#include <dlfcn.h>
#include <stdio.h>

typedef FILE *opener(const char *, const char *);

static ssize_t cookie_read(void *cookie, char *bytes, size_t length)
{
    return read((int)(intptr_t)cookie, bytes, length);
}

static ssize_t cookie_write(void *cookie, const char *bytes, size_t length)
{
    ssize_t written = write((int)(intptr_t)cookie, bytes, length);
    /* A cookie says 0 for an error (fopencookie(3)). */
    return written < 0 ? 0 : written;
}

static int cookie_seek(void *cookie, off64_t *offset, int whence)
{
    off_t at = lseek((int)(intptr_t)cookie, *offset, whence);
    if (at < 0)
        return -1;
    *offset = at;
    return 0;
}

static int cookie_close(void *cookie)
{
    return close((int)(intptr_t)cookie);
}

/* The flags of a mode that may write; -1 for one that only reads. */
static int flags_of(const char *mode)
{
    int both = strchr(mode, '+') != NULL;
    switch (mode[0]) {
    case 'w':
        return (both ? O_RDWR : O_WRONLY) | O_CREAT | O_TRUNC;
    case 'a':
        return (both ? O_RDWR : O_WRONLY) | O_CREAT | O_APPEND;
    default:
        return both ? O_RDWR : -1;
    }
}

static FILE *open_stream(const char *path, const char *mode, const char *next)
{
    struct place place;
    int flags = flags_of(mode);
    if (flags < 0 || !locate(AT_FDCWD, path, &place)) {
        opener *real = (opener *)dlsym(RTLD_NEXT, next);
        return real(path, mode);
    }
    leave(&place);
    int fd = open_watched(AT_FDCWD, path, flags | (strchr(mode, 'e') ? O_CLOEXEC : 0), 0666);
    if (fd < 0)
        return NULL;
    cookie_io_functions_t functions = {cookie_read, cookie_write, cookie_seek, cookie_close};
    FILE *stream = fopencookie((void *)(intptr_t)fd, mode, functions);
    if (!stream)
        close(fd);
    return stream;
}

EXPORT FILE *fopen(const char *path, const char *mode)
{
    return open_stream(path, mode, "fopen");
}

EXPORT FILE *fopen64(const char *path, const char *mode)
{
    return open_stream(path, mode, "fopen64");
}

EXPORT FILE *fdopen(int fd, const char *mode)
{
    struct stat stat;
    if (flags_of(mode) >= 0 && is_watched_fd(fd, &stat))
        cannot_model(UNMODELLED_CALL);
    FILE *(*next)(int, const char *) = (FILE * (*)(int, const char *)) dlsym(RTLD_NEXT, "fdopen");
    return next(fd, mode);
}
