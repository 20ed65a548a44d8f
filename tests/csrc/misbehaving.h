/* A library that calls back, in order and out of order. */
#ifndef CALLBACK_TESTS_MISBEHAVING_H
#define CALLBACK_TESTS_MISBEHAVING_H

typedef int (*step_fn)(int item, void *user);
typedef void (*destroy_fn)(void *user);

enum { TAKEN = 0, REFUSED = 1 };

#endif
