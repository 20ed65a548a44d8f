/* A stream over a table of operations, shaped like fopencookie. */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Any of them may be null, as those of fopencookie. */
struct stream_functions {
    ptrdiff_t (*read)(void *cookie, char *buffer, size_t size);
    ptrdiff_t (*write)(void *cookie, const char *buffer, size_t size);
    int (*seek)(void *cookie, int64_t *offset, int whence);
    /* Frees the cookie, and is called once. */
    int (*close)(void *cookie);
};

struct stream {
    void *cookie;
    struct stream_functions functions;
};

/* Returns null for any other mode than "r", "w" or "r+". The cookie stays the caller's then. */
struct stream *stream_open(void *cookie, const char *mode, struct stream_functions functions)
{
    if (strcmp(mode, "r") && strcmp(mode, "w") && strcmp(mode, "r+"))
        return NULL;
    struct stream *stream = malloc(sizeof *stream);
    *stream = (struct stream){ cookie, functions };
    return stream;
}

/* The same, but a failure frees the cookie. */
struct stream *stream_take(void *cookie, const char *mode, struct stream_functions functions)
{
    struct stream *stream = stream_open(cookie, mode, functions);
    if (!stream && functions.close)
        functions.close(cookie);
    return stream;
}

/* Reads to the end or to the size, by pieces of at most 8 bytes. Returns what was read, or -1. */
ptrdiff_t stream_read(struct stream *stream, char *to, size_t size)
{
    size_t done = 0;
    if (!stream->functions.read)
        return 0;
    while (done < size) {
        /* Not initialized. */
        char *piece = malloc(8);
        size_t wanted = size - done < 8 ? size - done : 8;
        ptrdiff_t got = stream->functions.read(stream->cookie, piece, wanted);
        if (got > 0 && (size_t)got <= wanted)
            memcpy(to + done, piece, (size_t)got);
        free(piece);
        if (got < 0 || (size_t)got > wanted)
            return -1;
        if (!got)
            break;
        done += (size_t)got;
    }
    return (ptrdiff_t)done;
}

ptrdiff_t stream_write(struct stream *stream, const char *from, size_t size)
{
    return stream->functions.write ? stream->functions.write(stream->cookie, from, size) : (ptrdiff_t)size;
}

/* Returns the new position, or -1. */
int64_t stream_seek(struct stream *stream, int64_t offset, int whence)
{
    if (!stream->functions.seek) {
        errno = ENOTSUP;
        return -1;
    }
    return stream->functions.seek(stream->cookie, &offset, whence) ? -1 : offset;
}

/* Returns what `close` returned. */
int stream_close(struct stream *stream)
{
    struct stream closed = *stream;
    free(stream);
    return closed.functions.close ? closed.functions.close(closed.cookie) : 0;
}
