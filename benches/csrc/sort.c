/* Sorting, with a comparator in C or with a callback, each in a separate function, whose
 * instructions are counted. */

#define _GNU_SOURCE
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

static int in_c(const void *a, const void *b) {
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static int in_c_r(const void *a, const void *b, void *user) {
    (void)user;
    return in_c(a, b);
}

/* Without a comparator, uses the one in C. */
void bench_qsort(void *items, size_t count, int (*compare)(const void *, const void *)) {
    qsort(items, count, sizeof(int32_t), compare ? compare : in_c);
    __asm__ volatile("");
}

void bench_qsort_r(void *items, size_t count, int (*compare)(const void *, const void *, void *),
                   void *user) {
    qsort_r(items, count, sizeof(int32_t), compare ? compare : in_c_r, user);
    __asm__ volatile("");
}
