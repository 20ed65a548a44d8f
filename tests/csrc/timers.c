/* A timer whose number is written to a place of the caller's. */
#include <stdint.h>

static void (*tick)(void *);
static void *user;
static uint32_t removed;

/* Returns 0, and writes the number of the timer. */
int timers_add(void (*callback)(void *), void *context, uint32_t *number) {
    tick = callback;
    user = context;
    *number = 0x1234;
    return 0;
}

void timers_run(void) {
    if (tick) tick(user);
}

void timers_remove(uint32_t number) {
    tick = 0;
    removed = number;
}

uint32_t timers_removed(void) { return removed; }
