/* Runs a function on a thread that Rust has not started. */
#ifndef CALLBACK_TESTS_ACCEPTANCE_THREAD_H
#define CALLBACK_TESTS_ACCEPTANCE_THREAD_H

struct on_thread {
    void (*run)(void *);
    void *argument;
};

#if defined(_WIN32)
#include <windows.h>

static DWORD WINAPI start(void *argument)
{
    struct on_thread *what = argument;
    what->run(what->argument);
    return 0;
}

/* Returns 0 if the thread has run, with that many bytes of stack, or the default size for 0. */
static int run_on_thread(void (*run)(void *), void *argument, unsigned long stack)
{
    struct on_thread what = { run, argument };
    /* The size reserves address space: STACK_SIZE_PARAM_IS_A_RESERVATION. */
    HANDLE thread = CreateThread(NULL, stack, start, &what, stack ? 0x10000 : 0, NULL);
    DWORD waited;
    if (!thread)
        return 1;
    waited = WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    return waited != WAIT_OBJECT_0;
}
#else
#include <pthread.h>
#include <stddef.h>

static void *start(void *argument)
{
    struct on_thread *what = argument;
    what->run(what->argument);
    return NULL;
}

/* Returns 0 if the thread has run, with that many bytes of stack, or the default size for 0. */
static int run_on_thread(void (*run)(void *), void *argument, unsigned long stack)
{
    struct on_thread what = { run, argument };
    pthread_attr_t attributes;
    pthread_t thread;
    int error = pthread_attr_init(&attributes);
    if (!error && stack)
        error = pthread_attr_setstacksize(&attributes, stack);
    if (!error)
        error = pthread_create(&thread, &attributes, start, &what);
    pthread_attr_destroy(&attributes);
    return error ? error : pthread_join(thread, NULL);
}
#endif

#endif
