/* OpenJDK's foreign, J3, J4, J7 and J10: the upcalls of its native libraries. */
#include <stddef.h>

#include "../thread.h"

/* On another thread, which ends in the call. */
#define ASYNC(name, type) \
    typedef type name##_type; \
    struct name##_call { \
        name##_type (*f)(void *); \
        void *user; \
        name##_type answer; \
    }; \
    static void name##_run(void *argument) \
    { \
        struct name##_call *call = argument; \
        call->answer = call->f(call->user); \
    } \
    name##_type name(name##_type (*f)(void *), void *user) \
    { \
        struct name##_call call = { .f = f, .user = user }; \
        run_on_thread(name##_run, &call, 0); \
        return call.answer; \
    }

typedef struct { void *p; double d; int i; } s_pdi;
typedef struct { float f; } s_f;
typedef struct { int i; float f; } s_if;
typedef struct { double d; double e; } s_dd;

ASYNC(j3_call_async_i, int)
ASYNC(j3_call_async_f, float)
ASYNC(j3_call_async_d, double)
ASYNC(j3_call_async_p, void *)
ASYNC(j3_call_async_s_f, s_f)
ASYNC(j3_call_async_s_if, s_if)
ASYNC(j3_call_async_s_dd, s_dd)
ASYNC(j3_call_async_s_pdi, s_pdi)

struct void_call {
    void (*f)(void *);
    void *user;
};

static void run_void(void *argument)
{
    struct void_call *call = argument;
    call->f(call->user);
}

int j3_call_async_v(void (*f)(void *), void *user)
{
    struct void_call call = { f, user };
    return run_on_thread(run_void, &call, 0);
}

typedef void (*high_arity)(s_pdi, int, double, void *, s_pdi, int, double, void *, s_pdi, int, double,
                           void *, s_pdi, int, double, void *);

void j4_do_upcall(high_arity f, s_pdi a, int b, double c, void *d, s_pdi e, int g, double h, void *i,
                  s_pdi j, int k, double l, void *m, s_pdi n, int o, double p, void *q)
{
    f(a, b, c, d, e, g, h, i, j, k, l, m, n, o, p, q);
}

void j7_do_recurse(int depth, void (*f)(int, void *), void *user)
{
    f(depth, user);
}

void j10_blank(void (*f)(void))
{
    f();
}

int j10_identity(int value, int (*f)(int))
{
    return f(value);
}

int j10_args5(long long a, double b, long long c, double d, long long e,
              int (*f)(long long, double, long long, double, long long))
{
    return f(a, b, c, d, e);
}

int j10_args10(long long a, double b, long long c, double d, long long e, double g, long long h,
               double i, long long j, double k,
               int (*f)(long long, double, long long, double, long long, double, long long, double,
                        long long, double))
{
    return f(a, b, c, d, e, g, h, i, j, k);
}
