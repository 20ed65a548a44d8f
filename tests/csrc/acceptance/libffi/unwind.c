/* libffi's F21: C frames around a callback that throws, and a foreign exception to throw. The
 * exception is raised by the unwinder of C++, in the same way, so no C++ is needed: to a Rust
 * frame, both are foreign exceptions. */
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

/* Calls through as many frames as `frames` has room for. Each frame is marked when it is left. */
int f21_through_frames(struct frame *frames, int count, int (*f)(int, void *), void *user)
{
    __attribute__((cleanup(leave))) struct frame *frame = frames;
    const int answer =
        count == 1 ? f(count, user) : f21_through_frames(frames + 1, count - 1, f, user);
    frame->returned = 1;
    return answer;
}

/* Throws. Returns if nothing would catch it. */
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
