/* Deno: a function that is stored, and called later, on this thread or on another one. */
#include "../thread.h"

static int (*stored)(int, void *);
static void *stored_user;
static int answer;

int deno1_store_function(int (*f)(int, void *), void *user)
{
    stored = f;
    stored_user = user;
    return 0;
}

int deno1_call_stored_function(int value)
{
    return stored(value, stored_user);
}

static void run(void *argument)
{
    answer = stored(*(int *)argument, stored_user);
}

int deno1_call_stored_function_on_thread(int value)
{
    return run_on_thread(run, &value, 0) ? -200 : answer;
}
