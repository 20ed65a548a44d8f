/* JNA: a callback that returns another one, a callback of strings, and a call on a thread with a
 * small stack. */
#include <stddef.h>

#include "../thread.h"

typedef int (*returned)(int);

int jna1_call_returned(returned (*f)(void), int value)
{
    const returned g = f();
    return g ? g(value) : -1;
}

/* Returns the length of the callback's result, or -1 for null. */
int jna2_length_of_returned(const char *(*f)(const char *, const char *), const char *value)
{
    const char *text = f(value, NULL);
    int length = 0;
    if (!text)
        return -1;
    while (text[length])
        length++;
    return length;
}

struct call {
    int (*f)(int, void *);
    void *user;
    int answer;
};

static void run(void *argument)
{
    struct call *call = argument;
    call->answer = call->f(7, call->user);
}

int jna3_call_on_small_stack(int (*f)(int, void *), void *user, unsigned long stack)
{
    struct call call = { f, user, -100 };
    return run_on_thread(run, &call, stack) ? -200 : call.answer;
}
