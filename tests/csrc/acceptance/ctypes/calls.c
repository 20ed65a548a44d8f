/* CPython's ctypes, P1 to P8: the functions of its test library. */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

int p1_cbk_reg_int(int a, int b, int c, int d, int e, int (*f)(int, int, int, int, int))
{
    return f(a, b, c, d, e);
}

double p2_cbk_reg_double(double a, double b, double c, double d, double e,
                         double (*f)(double, double, double, double, double))
{
    return f(a, b, c, d, e);
}

struct large { unsigned long first, second, third; };

/* Returns whether the caller still has its values. */
bool p3_cbk_large_struct(struct large in, void (*f)(struct large))
{
    const struct large before = in;
    f(in);
    return in.first == before.first && in.second == before.second && in.third == before.third;
}

/* Halves the value until it is 0, and adds up the answers. */
int p4_callback_i_if(int value, int (*f)(int))
{
    int sum = 0;
    for (; value != 0; value /= 2)
        sum += f(value);
    return sum;
}

long long p5_callback_q_qf(long long value, long long (*f)(long long))
{
    long long sum = 0;
    for (; value != 0; value /= 2)
        sum += f(value);
    return sum;
}

/* Returns the mean of the values at the midpoints of that many steps, which is the integral from
 * 0 to 1. */
double p6_integrate(double a, double b, double (*f)(double), long steps)
{
    const double width = (b - a) / (double)steps;
    double sum = 0.0;
    for (long step = 0; step < steps; step++)
        sum += f(a + ((double)step + 0.5) * width);
    return sum * width;
}

/* Sorts by insertion. Elements have at most 16 bytes. */
void p7_my_qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    char *const items = base, moved[16];
    for (size_t next = 1; next < count; next++) {
        size_t at = next;
        memcpy(moved, items + next * size, size);
        for (; at > 0 && compare(items + (at - 1) * size, moved) > 0; at--)
            memcpy(items + at * size, items + (at - 1) * size, size);
        memcpy(items + at * size, moved, size);
    }
}

int p8_callback_with_pointer(int (*f)(int *))
{
    int table[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
    return f(table);
}
