/* Registers one callback, and calls it at any time, or calls with other user data. */
#include <stdint.h>
#include <stdlib.h>

#include "registered.h"

struct library {
    event_fn event;
    void *user;
    struct tally tally;
};

struct library *library_new(void)
{
    return calloc(1, sizeof(struct library));
}

struct tally library_end(struct library *library)
{
    struct tally tally = library->tally;
    free(library);
    return tally;
}

/* In order. */
int library_set(struct library *library, event_fn event, void *user)
{
    library->event = event;
    library->user = user;
    return OK;
}

/* Out of order, like all that follow: calls with what was set last, even if it was unset. */
int library_call(struct library *library, int item)
{
    return count(&library->tally, item, library->event(item, library->user));
}

/* Calls before it returns. */
int library_set_and_call(struct library *library, event_fn event, void *user)
{
    library_set(library, event, user);
    library_call(library, 1);
    return OK;
}

/* Calls, keeps the callback, and reports that it does not. */
int library_set_and_fail(struct library *library, event_fn event, void *user)
{
    library_set_and_call(library, event, user);
    return FAILED;
}

/* Reports that it unsets the callback, and does not. */
int library_forget(struct library *library)
{
    (void)library;
    return OK;
}

/* The same, and calls once more. */
int library_call_and_forget(struct library *library)
{
    library_call(library, 2);
    return OK;
}

/* Reports that it does not unset the callback. */
int library_keep(struct library *library)
{
    (void)library;
    return FAILED;
}

/* Returns random bits for all bits of a pointer, after Knuth's MMIX. They are the same in each
 * run. */
static uintptr_t bits(uint64_t *state)
{
    uint64_t all = 0;
    for (int half = 0; half < 2; half++) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        all = all << 32 | *state >> 32;
    }
    return (uintptr_t)all;
}

/* Calls with user data that nobody has given it: null, addresses, random bits, and the user data
   itself with some bits changed, which a tagged pointer or a truncation would do. */
void library_make_up(struct library *library, uint64_t seed, int rounds)
{
    int local;
    void *heap = malloc(1);
    void *addresses[] = { NULL, &local, heap, library, &library->user, (void *)(uintptr_t)library->event };
    void *user = library->user;
    for (size_t at = 0; at < sizeof addresses / sizeof *addresses; at++) {
        library->user = addresses[at];
        library_call(library, 3);
    }
    for (int round = 0; round < rounds; round++) {
        uintptr_t mask = bits(&seed);
        /* From all bits down to the highest one. */
        mask &= UINTPTR_MAX << (round % (8 * sizeof mask));
        mask |= (uintptr_t)1 << (8 * sizeof mask - 1);
        library->user = (void *)((uintptr_t)user ^ mask);
        library_call(library, 4);
        library->user = (void *)bits(&seed);
        library_call(library, 5);
    }
    library->user = user;
    free(heap);
}
