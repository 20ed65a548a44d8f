/* Sets errno, and on Windows the last error, calls back, and returns their values after the
 * call. */
#include <errno.h>

#if defined(_WIN32)
#include <windows.h>
#else
#include <pthread.h>
#endif

#include "misbehaving.h"

/* What a C function leaves for its caller, apart from its result. */
struct errors {
    int number;
    unsigned int last;
};

void set_errors(struct errors errors)
{
    errno = errors.number;
#if defined(_WIN32)
    SetLastError(errors.last);
#endif
}

struct errors get_errors(void)
{
    struct errors errors = { .number = 0, .last = 0 };
    /* Read first, so that the access to errno does not change it. */
#if defined(_WIN32)
    errors.last = GetLastError();
#endif
    errors.number = errno;
    return errors;
}

/* Calls once. The answer goes to `answer`, so that a refused call is noticed. */
struct errors errors_after(struct errors before, int *answer, step_fn step, void *user)
{
    set_errors(before);
    *answer = step(1, user);
    return get_errors();
}

/* Destroys a callback. */
struct errors errors_after_destroy(struct errors before, destroy_fn destroy, void *user)
{
    set_errors(before);
    destroy(user);
    return get_errors();
}

/* Makes one call on a thread that has never called Rust. */
struct call {
    struct errors errors;
    int answer;
    step_fn step;
    void *user;
};

static void run(struct call *call)
{
    call->errors = errors_after(call->errors, &call->answer, call->step, call->user);
}

#if defined(_WIN32)
static DWORD WINAPI run_thread(void *argument)
{
    run(argument);
    return 0;
}

/* Returns 0 if the thread has run. */
static int run_and_wait(struct call *call)
{
    HANDLE thread = CreateThread(NULL, 0, run_thread, call, 0, NULL);
    DWORD waited;
    if (!thread)
        return 1;
    waited = WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    return waited != WAIT_OBJECT_0;
}
#else
static void *run_thread(void *argument)
{
    run(argument);
    return NULL;
}

/* Returns 0 if the thread has run. */
static int run_and_wait(struct call *call)
{
    pthread_t thread;
    int error = pthread_create(&thread, NULL, run_thread, call);
    return error ? error : pthread_join(thread, NULL);
}
#endif

struct errors errors_after_on_thread(struct errors before, int *answer, step_fn step, void *user)
{
    struct call call = { .errors = before, .answer = -100, .step = step, .user = user };
    if (run_and_wait(&call))
        call.answer = -200;
    *answer = call.answer;
    return call.errors;
}
