/* libffi's F21: frames of C's around a callback that throws, and a foreign exception to be thrown.
 *
 * The exception is raised by the unwinder that C++ uses, in the same way, so that no C++ is needed:
 * what a Rust frame sees of either is an exception that is not Rust's. */
#if !defined(_WIN32)
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unwind.h>

struct frame {
    int returned; /* the callback has come back to the frame */
    int unwound;  /* the frame was left otherwise */
};

static void leave(struct frame **frame)
{
    if (!(*frame)->returned) {
        (*frame)->unwound = 1;
        fputs("C was unwound\n", stderr);
    }
}

/* Calls through as many frames as `frames` has room for: each is marked when it is left. */
int f21_through_frames(struct frame *frames, int count, int (*f)(int, void *), void *user)
{
    __attribute__((cleanup(leave))) struct frame *frame = frames;
    const int answer =
        count == 1 ? f(count, user) : f21_through_frames(frames + 1, count - 1, f, user);
    frame->returned = 1;
    return answer;
}

/* Throws; returns if nobody would catch it. */
void f21_throw(void)
{
    static struct _Unwind_Exception exception;
    memcpy(&exception.exception_class, "TESTTEST", sizeof exception.exception_class);
    _Unwind_RaiseException(&exception);
    fputs("nobody catches\n", stderr);
    exit(3);
}
#else
typedef int nothing; /* a file has something in it */
#endif
