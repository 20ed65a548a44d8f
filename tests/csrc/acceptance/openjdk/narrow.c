/* OpenJDK's normalize, J5 and J6: arguments in whose place more bits are set than their types
 * have. C compilers do not leave such bits, but other languages do, and so does a caller with a
 * wrong prototype. So the callback is called with a wrong type: each argument is a whole
 * register or stack slot. */
#include <stdint.h>

typedef void (*any_fn)(void);

/* In a register, if the target passes arguments in registers. */
int j5_test(any_fn f, uintptr_t x, void *user)
{
    return ((int (*)(uintptr_t, void *))f)(x, user);
}

/* On the stack. */
int j5_test_spilled(any_fn f, uintptr_t x, void *user)
{
    return ((int (*)(uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t, uintptr_t,
                     uintptr_t, uintptr_t, void *))f)(1, 2, 3, 4, 5, 6, 7, 8, x, user);
}
