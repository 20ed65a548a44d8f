/* Calls from its own threads: from some that go on calling, and from some that begin and end. */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "registered.h"

/* How often a thread calls before it checks whether to go on. */
enum { BURST = 16 };

struct crowd {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    event_fn event;
    void *user;
    /* The threads that are in a burst. */
    int running;
    int stop;
    long calls;
    struct tally tally;
    int size;
    pthread_t *threads;
};

/* Calls that often with what was set at the beginning, even if it is unset meanwhile. Returns 0
 * if nothing was set. */
static int burst(struct crowd *crowd, int calls)
{
    pthread_mutex_lock(&crowd->lock);
    event_fn event = crowd->event;
    void *user = crowd->user;
    if (event)
        crowd->running++;
    pthread_mutex_unlock(&crowd->lock);
    if (!event)
        return 0;

    struct tally tally = { 0, 0, 0 };
    for (int item = 1; item <= calls; item++)
        count(&tally, item, event(item, user));

    pthread_mutex_lock(&crowd->lock);
    crowd->tally.answered += tally.answered;
    crowd->tally.refused += tally.refused;
    crowd->tally.wrong += tally.wrong;
    crowd->calls += calls;
    crowd->running--;
    pthread_cond_broadcast(&crowd->changed);
    pthread_mutex_unlock(&crowd->lock);
    return calls;
}

static void *go_on(void *argument)
{
    struct crowd *crowd = argument;
    int stop = 0;
    while (!stop) {
        if (!burst(crowd, BURST))
            sched_yield();
        pthread_mutex_lock(&crowd->lock);
        stop = crowd->stop;
        pthread_mutex_unlock(&crowd->lock);
    }
    return NULL;
}

static void *call_once(void *argument)
{
    burst(argument, 1);
    return NULL;
}

static void start(pthread_t *thread, void *(*run)(void *), void *argument)
{
    if (pthread_create(thread, NULL, run, argument))
        abort();
}

/* Makes a library with that many threads that go on calling. */
struct crowd *crowd_new(int size)
{
    struct crowd *crowd = calloc(1, sizeof *crowd);
    crowd->threads = calloc((size_t)size + 1, sizeof *crowd->threads);
    pthread_mutex_init(&crowd->lock, NULL);
    pthread_cond_init(&crowd->changed, NULL);
    for (crowd->size = 0; crowd->size < size; crowd->size++)
        start(&crowd->threads[crowd->size], go_on, crowd);
    return crowd;
}

struct tally crowd_end(struct crowd *crowd)
{
    pthread_mutex_lock(&crowd->lock);
    crowd->stop = 1;
    pthread_mutex_unlock(&crowd->lock);
    for (int at = 0; at < crowd->size; at++)
        pthread_join(crowd->threads[at], NULL);
    struct tally tally = crowd->tally;
    pthread_cond_destroy(&crowd->changed);
    pthread_mutex_destroy(&crowd->lock);
    free(crowd->threads);
    free(crowd);
    return tally;
}

/* Waits until there were that many more calls. */
void crowd_wait(struct crowd *crowd, long calls)
{
    pthread_mutex_lock(&crowd->lock);
    calls += crowd->calls;
    while (crowd->calls < calls)
        pthread_cond_wait(&crowd->changed, &crowd->lock);
    pthread_mutex_unlock(&crowd->lock);
}

/* Bursts that begin from now on use this. */
int crowd_set(struct crowd *crowd, event_fn event, void *user)
{
    pthread_mutex_lock(&crowd->lock);
    crowd->event = event;
    crowd->user = user;
    pthread_mutex_unlock(&crowd->lock);
    return OK;
}

/* Bursts that are running go on, as in a library whose events are on their way. */
int crowd_unset(struct crowd *crowd)
{
    return crowd_set(crowd, NULL, NULL);
}

/* Blocks until no callback is running. */
int crowd_unset_and_wait(struct crowd *crowd)
{
    crowd_unset(crowd);
    pthread_mutex_lock(&crowd->lock);
    while (crowd->running)
        pthread_cond_wait(&crowd->changed, &crowd->lock);
    pthread_mutex_unlock(&crowd->lock);
    return OK;
}

/* Calls once more, on a new thread, and waits for it. */
int crowd_call_and_unset(struct crowd *crowd)
{
    pthread_t thread;
    start(&thread, call_once, crowd);
    pthread_join(thread, NULL);
    return crowd_unset(crowd);
}

/* Reports that it unsets the callback, and goes on calling. */
int crowd_forget(struct crowd *crowd)
{
    (void)crowd;
    return OK;
}

/* Reports that it does not unset the callback, and goes on calling. */
int crowd_keep(struct crowd *crowd)
{
    (void)crowd;
    return FAILED;
}

/* The same with `set`: calls, and reports that it will not. */
int crowd_set_and_fail(struct crowd *crowd, event_fn event, void *user)
{
    crowd_set(crowd, event, user);
    crowd_wait(crowd, 1);
    return FAILED;
}
