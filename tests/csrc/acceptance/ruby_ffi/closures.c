/* ruby-ffi: callbacks that get a callback, or are variable arguments. */
#include <stdarg.h>

static int twice(int value)
{
    return 2 * value;
}

int ruby1_pass_callback(int (*f)(int (*)(int), int), int value)
{
    return f(twice, value);
}

/* Adds up what each of `count` callbacks returns for its index. Each is followed by its user
 * data. */
long ruby2_sum_of_varargs(int count, ...)
{
    long sum = 0;
    va_list list;
    va_start(list, count);
    for (int at = 0; at < count; at++) {
        int (*f)(int, void *) = va_arg(list, int (*)(int, void *));
        sum = 10 * sum + f(at, va_arg(list, void *));
    }
    va_end(list);
    return sum;
}

int ruby3_call(int (*f)(int), int value)
{
    return f(value);
}
