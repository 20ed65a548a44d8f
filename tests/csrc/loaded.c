/* A library that the tests load at run time. */
#include <errno.h>
#include <stddef.h>

typedef int (*step_fn)(int item, void *user);

static struct {
    step_fn step;
    void *user;
} kept;

const char *loaded_name(void)
{
    return "the loaded library";
}

int loaded_add(int left, int right)
{
    return left + right;
}

/* Calls until an answer is 0. Returns the number of calls. */
int loaded_each(int count, step_fn step, void *user)
{
    for (int item = 0; item < count; item++)
        if (step(item, user) == 0)
            return item + 1;
    return count;
}

/* Keeps a callback. Returns 0, or -1 and sets errno if there is one already. */
int loaded_keep(step_fn step, void *user)
{
    if (kept.step) {
        errno = EBUSY;
        return -1;
    }
    kept.step = step;
    kept.user = user;
    return 0;
}

int loaded_forget(void)
{
    kept.step = NULL;
    return 0;
}

int loaded_call(int item)
{
    return kept.step ? kept.step(item, kept.user) : -2;
}

/* Returns the first of the items for which a callback answers 0, or null. */
void *loaded_find(void *items, size_t count, size_t size, step_fn step, void *user)
{
    for (size_t at = 0; at < count; at++)
        if (step((int)at, user) == 0)
            return (char *)items + at * size;
    return NULL;
}
