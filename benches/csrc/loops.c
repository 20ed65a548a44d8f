/* The loops that call: one copy for each alternative, since an indirect call site with two targets
 * is slower than one with one target. */

#include <stddef.h>
#include <stdint.h>

typedef int32_t (*callback)(int32_t, void *);
typedef int32_t (*first)(void *, int32_t);
typedef void (*any)(void);
typedef int64_t (*loop)(callback, void *, int64_t);

/* Eight instructions a turn, at -O2 on x86-64. `no_icf`: the copies are equal, and the compiler would
 * merge them. */
#define LOOP(n, call)                                           \
    static __attribute__((noinline, no_icf)) int64_t loop_##n(  \
        callback function, void *user, int64_t calls) {         \
        int64_t sum = 0;                                        \
        for (int64_t i = 0; i != calls; i++) sum += call;       \
        return sum;                                             \
    }

#define FOUR(use, n) use(n##0) use(n##1) use(n##2) use(n##3)
#define SIXTEEN(use, n) FOUR(use, n##0) FOUR(use, n##1) FOUR(use, n##2) FOUR(use, n##3)
#define SIXTY_FOUR(use, n) \
    SIXTEEN(use, n##0) SIXTEEN(use, n##1) SIXTEEN(use, n##2) SIXTEEN(use, n##3)
#define ALL(use) SIXTY_FOUR(use, 0) SIXTY_FOUR(use, 1) SIXTY_FOUR(use, 2) SIXTY_FOUR(use, 3)

#define LAST(n) LOOP(n, function((int32_t)i, user))
#define FIRST(n) LOOP(1##n, ((first)(any)function)(user, (int32_t)i))
#define ENTRY(n) loop_##n,
#define ENTRY_FIRST(n) loop_1##n,

ALL(LAST)
ALL(FIRST)
static const loop loops[] = {ALL(ENTRY) ALL(ENTRY_FIRST)};

/* Returns the number of copies for functions that take the user data last. As many take it first. */
size_t bench_loops(void) { return sizeof loops / sizeof *loops / 2; }
loop bench_loop(size_t at) { return loops[at]; }

/* Three runs, between which callgrind dumps. The same instructions come between the first and the
 * second as between the second and the third, so the last two dumps differ only in their calls. */
int64_t bench_count(loop run, callback function, void *user, int64_t calls) {
    run(function, user, 1);
    run(function, user, calls);
    int64_t sum = run(function, user, 2 * calls);
    /* So that the last call is not a jump. */
    __asm__ volatile("");
    return sum;
}

/* One call. */
int32_t bench_call(callback function, int32_t x, void *user) { return function(x, user); }

/* A callback of one instruction. The rest of the cost of a turn is the loop's. */
void bench_return(void) {}
