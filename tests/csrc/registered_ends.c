/* Calls from threads that live for one call, also from destructors at their end. */
#include <pthread.h>
#include <stdlib.h>

#include "registered.h"

/* The maximum number of threads at once. */
enum { WIDTH = 8 };

struct call {
    event_fn event;
    void *user;
    int item;
    int answer;
    /* The number of further calls from the destructor of a pthread key, and the answers to them. */
    int late;
    struct tally tally;
};

static pthread_key_t ending;

/* Runs after Rust's thread-locals have been destroyed, and again each time that it sets its key. */
static void call_late(void *argument)
{
    struct call *call = argument;
    count(&call->tally, call->item, call->event(call->item, call->user));
    if (--call->late > 0)
        pthread_setspecific(ending, call);
}

static void *run_call(void *argument)
{
    struct call *call = argument;
    if (call->late > 0)
        pthread_setspecific(ending, call);
    call->answer = call->event(call->item, call->user);
    return NULL;
}

static void run(struct call *calls, int count)
{
    pthread_t threads[WIDTH];
    for (int at = 0; at < count; at++)
        if (pthread_create(&threads[at], NULL, run_call, &calls[at]))
            abort();
    for (int at = 0; at < count; at++)
        pthread_join(threads[at], NULL);
}

/* Calls each callback once, on as many threads, which are no more than eight. */
void call_at_once(int count, event_fn const *events, void *const *users, int item, int *answers)
{
    struct call calls[WIDTH] = { 0 };
    for (int at = 0; at < count; at++)
        calls[at] = (struct call){ .event = events[at], .user = users[at], .item = item };
    run(calls, count);
    for (int at = 0; at < count; at++)
        answers[at] = calls[at].answer;
}

/* Runs eight threads at a time, each with one call, until there were `rounds` times eight. */
struct tally call_from_short_threads(int rounds, event_fn event, void *user)
{
    struct tally tally = { 0, 0, 0 };
    for (int round = 0; round < rounds; round++) {
        struct call calls[WIDTH];
        for (int at = 0; at < WIDTH; at++)
            calls[at] = (struct call){ .event = event, .user = user, .item = at + 1 };
        run(calls, WIDTH);
        for (int at = 0; at < WIDTH; at++)
            count(&tally, at + 1, calls[at].answer);
    }
    return tally;
}

/* The same, but each thread calls twice more while it ends. Not for the first time then: what Rust
   registers to be run at the end of a thread comes too late, and glibc leaks it. */
struct tally call_from_ending_threads(int rounds, event_fn event, void *user)
{
    struct tally tally = { 0, 0, 0 };
    if (pthread_key_create(&ending, call_late))
        abort();
    for (int round = 0; round < rounds; round++) {
        struct call calls[WIDTH];
        for (int at = 0; at < WIDTH; at++)
            calls[at] = (struct call){ .event = event, .user = user, .item = at + 1, .late = 2 };
        run(calls, WIDTH);
        for (int at = 0; at < WIDTH; at++) {
            count(&tally, at + 1, calls[at].answer);
            tally.answered += calls[at].tally.answered;
            tally.refused += calls[at].tally.refused;
            tally.wrong += calls[at].tally.wrong;
        }
    }
    pthread_key_delete(ending);
    return tally;
}
