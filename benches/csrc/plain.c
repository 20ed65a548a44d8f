/* The bodies of src/cells/body.rs as callbacks in C, called by C. */

#include <stdint.h>

int32_t bench_opaque(int32_t x);
__attribute__((cold)) void bench_fail(void);

/* B0. */
int32_t bench_cannot_panic(int32_t x, void *user) {
    const int32_t *body = user;
    return x * body[0] + body[1];
}

/* B1. */
int32_t bench_may_panic(int32_t x, void *user) {
    const int32_t *body = user;
    if (x == body[2]) bench_fail();
    return x * body[0] + body[1];
}

/* B2. */
int32_t bench_calls_opaque(int32_t x, void *user) {
    const int32_t *body = user;
    return bench_opaque(x + body[0]);
}
