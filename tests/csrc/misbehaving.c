/* Keeps one callback, and calls it late, too often, or from inside itself, or destroys it there. */
#include <errno.h>
#include <stddef.h>

#include "misbehaving.h"

static struct {
    step_fn step;
    void *user;
    destroy_fn destroy;
} stored;

/* In order: calls `count` times before it returns, and adds up the answers. */
int run_steps(int count, step_fn step, void *user)
{
    int sum = 0;
    for (int item = 1; item <= count; item++)
        sum += step(item, user);
    return sum;
}

/* In order: stops at the first answer that is 0. */
int run_until(int count, step_fn step, void *user)
{
    for (int item = 1; item <= count; item++)
        if (step(item, user) == 0)
            return item;
    return 0;
}

/* In order: keeps the callback. The library has room for one. */
int store(step_fn step, void *user, destroy_fn destroy)
{
    stored.step = step;
    stored.user = user;
    stored.destroy = destroy;
    return TAKEN;
}

int call_stored(int item)
{
    return stored.step(item, stored.user);
}

void destroy_stored(void)
{
    stored.destroy(stored.user);
}

/* Refuses like sqlite3_create_collation_v2: without the destroy function. */
int refuse(step_fn step, void *user, destroy_fn destroy)
{
    (void)step, (void)user, (void)destroy;
    return REFUSED;
}

/* Refuses like sqlite3_create_function_v2: it runs the destroy function. */
int refuse_and_destroy(step_fn step, void *user, destroy_fn destroy)
{
    (void)step;
    destroy(user);
    return REFUSED;
}

/* Out of order: calls, and then reports that it did not take the callback. */
int call_and_refuse(int *answer, step_fn step, void *user)
{
    *answer = step(1, user);
    return REFUSED;
}

/* Out of order: calls twice what may be called once. */
int call_twice(int answers[2], step_fn step, void *user)
{
    answers[0] = step(1, user);
    answers[1] = step(2, user);
    return TAKEN;
}

/* Out of order: runs the destroy function twice, and then calls. */
int destroy_twice_and_call(int item)
{
    stored.destroy(stored.user);
    stored.destroy(stored.user);
    return stored.step(item, stored.user);
}

/* Out of order: loses the user data. */
int call_without_user_data(step_fn step)
{
    return step(1, NULL);
}

/* Sets errno, calls, and returns errno after the call. */
int errno_after(int before, step_fn step, void *user)
{
    errno = before;
    step(1, user);
    return errno;
}
