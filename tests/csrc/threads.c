/* Calls back from its own threads, which Rust has not started. */
#include <pthread.h>
#include <stddef.h>

#include "misbehaving.h"

struct call {
    step_fn step;
    destroy_fn destroy;
    void *user;
    int item;
    int answer;
};

static void *run_call(void *argument)
{
    struct call *call = argument;
    if (call->destroy)
        call->destroy(call->user);
    else
        call->answer = call->step(call->item, call->user);
    return NULL;
}

/* Runs it on a new thread, and waits for that thread. */
static int run_on_thread(struct call *call)
{
    pthread_t thread;
    int error = pthread_create(&thread, NULL, run_call, call);
    return error ? error : pthread_join(thread, NULL);
}

int call_on_thread(int item, step_fn step, void *user)
{
    struct call call = { .step = step, .user = user, .item = item };
    return run_on_thread(&call) ? -100 : call.answer;
}

int destroy_on_thread(destroy_fn destroy, void *user)
{
    struct call call = { .destroy = destroy, .user = user };
    return run_on_thread(&call);
}

/* Starts two threads, each of which calls `count` times. Returns the sum of the answers. */
struct calls {
    struct call call;
    int count;
};

static void *run_calls(void *argument)
{
    struct calls *calls = argument;
    for (int item = 1; item <= calls->count; item++)
        calls->call.answer += calls->call.step(item, calls->call.user);
    return NULL;
}

int call_on_two_threads(int count, step_fn step, void *user)
{
    struct calls calls[2];
    pthread_t threads[2];
    for (int at = 0; at < 2; at++) {
        calls[at] = (struct calls){ .call = { .step = step, .user = user }, .count = count };
        if (pthread_create(&threads[at], NULL, run_calls, &calls[at]))
            return -100;
    }
    for (int at = 0; at < 2; at++)
        pthread_join(threads[at], NULL);
    return calls[0].call.answer + calls[1].call.answer;
}
