/* Reads on threads of its own, and has timers. */

#ifndef READER_H
#define READER_H

#include <stddef.h>

/* An `errno`, or 0 and what was read, which is there during the call. */
typedef void (*read_done_fn)(int error, const unsigned char *data, size_t length, void *user);
typedef void (*timer_done_fn)(void *user);

/* Both call `done` once, later, on another thread. They return 0, or an `errno`, and then there
 * is no call. A read that has begun cannot be called off. */
int reader_read(int file, read_done_fn done, void *user);
int reader_timer(unsigned milliseconds, timer_done_fn done, void *user);

#endif
