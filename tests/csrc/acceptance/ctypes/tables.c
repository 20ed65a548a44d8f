/* CPython's ctypes, P9 and P10: functions of two calling conventions in one table. */
#include <stdint.h>

#if defined(_WIN32)
#define STDCALL __stdcall
#else
#define STDCALL
#endif

struct functions {
    int (*c)(int, int);
    int(STDCALL *s)(int, int);
};

int p9_callfuncp(const struct functions *functions)
{
    functions->c(1, 2);
    functions->s(3, 4);
    return 0;
}

long p10_run_callback(long(STDCALL *f)(long, long long), int a, int b)
{
    /* Variables that would be lost with a wrong stack pointer. */
    volatile long before = 0x5eed, after = 0xf00d;
    const long answer = f(a, b);
    return before == 0x5eed && after == 0xf00d ? answer : -1;
}

/* A function with the maximum number of parameters of a callback. */
#define FIVE(F, n) F(n), F(n + 1), F(n + 2), F(n + 3), F(n + 4)
#define TWENTY_FIVE(F, n) FIVE(F, n), FIVE(F, n + 5), FIVE(F, n + 10), FIVE(F, n + 15), FIVE(F, n + 20)
#define MANY(F) \
    TWENTY_FIVE(F, 0), TWENTY_FIVE(F, 25), TWENTY_FIVE(F, 50), TWENTY_FIVE(F, 75), \
        TWENTY_FIVE(F, 100), TWENTY_FIVE(F, 125), TWENTY_FIVE(F, 150), TWENTY_FIVE(F, 175), \
        TWENTY_FIVE(F, 200), TWENTY_FIVE(F, 225), F(250), F(251), F(252), F(253)
#define TYPE(n) int16_t
#define VALUE(n) (int16_t)(1000 * (n) % 30011)

int p14_most_parameters(int (*f)(MANY(TYPE), void *), void *user)
{
    return f(MANY(VALUE), user);
}
