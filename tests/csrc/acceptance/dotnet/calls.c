/* .NET's UnmanagedCallersOnly, N1 to N5, and N13: one function, called in several ways. */
#include <stdbool.h>

#include "../thread.h"

#if defined(_WIN32)
#define STDCALL __stdcall
#else
#define STDCALL
#endif

typedef int(STDCALL *proc)(int);

int n1_call_managed_proc(proc f, int n)
{
    return f(n);
}

int n2_call_managed_proc_multiple_times(int times, proc f, int n)
{
    int sum = 0;
    for (int at = 0; at < times; at++)
        sum += f(n);
    return sum;
}

int n2_double_impl_native(int n)
{
    return 2 * n;
}

struct call {
    proc f;
    int n, answer;
};

static void run(void *argument)
{
    struct call *call = argument;
    call->answer = call->f(call->n);
}

int n3_call_managed_proc_on_new_thread(proc f, int n)
{
    struct call call = { f, n, -100 };
    return run_on_thread(run, &call, 0) ? -200 : call.answer;
}

#if defined(__GNUC__) && defined(__i386__)
int n4_call_managed_proc_stdcall(int(__attribute__((stdcall)) * f)(int), int n)
{
    return f(n);
}

int n4_call_managed_proc_cdecl(int(__attribute__((cdecl)) * f)(int), int n)
{
    return f(n);
}

int n4_call_managed_proc_fastcall(int(__attribute__((fastcall)) * f)(int), int n)
{
    return f(n);
}
#endif

/* Calls the second function if the first one fails, as an exception handler would. Returns both
 * answers. */
struct answers {
    int first, second;
    bool failed;
};

struct answers n13_catch_callback_and_rethrow(proc first, proc second)
{
    struct answers answers = { first(1), 0, false };
    if (answers.first == -1) {
        answers.second = second(2);
        answers.failed = true;
    }
    return answers;
}
