/* A library that reads on its own threads, and has timers. */

#ifndef READER_H
#define READER_H

#include <stddef.h>

/* Gets an `errno`, or 0 and the bytes that were read, which are valid during the call. */
typedef void (*read_done_fn)(int error, const unsigned char *data, size_t length, void *user);
typedef void (*timer_done_fn)(void *user);

/* Both call `done` once, later, on another thread, and return 0. If they return an `errno` instead,
 * they do not call. A read that has begun cannot be cancelled. */
int reader_read(int file, read_done_fn done, void *user);
int reader_timer(unsigned milliseconds, timer_done_fn done, void *user);

#endif
