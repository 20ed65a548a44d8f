/* Calls back with arguments that a binding author may not expect. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

typedef long (*text_fn)(const char *text, void *user);
typedef long (*array_fn)(const int *items, int count, void *user);
typedef long (*buffer_fn)(unsigned char *bytes, size_t count, void *user);
typedef unsigned char (*flag_fn)(unsigned char flag, void *user);

long pass_text(const char *text, text_fn callback, void *user)
{
    return callback(text, user);
}

long pass_null_text(text_fn callback, void *user)
{
    return callback(NULL, user);
}

long pass_array(int count, array_fn callback, void *user)
{
    static const int items[] = { 1, 2, 3, 4 };
    return callback(items, count, user);
}

long pass_null_array(int count, array_fn callback, void *user)
{
    return callback(NULL, count, user);
}

/* Returns the sum of the bytes after the callback has written to them. */
long pass_buffer(buffer_fn callback, void *user)
{
    unsigned char bytes[8] = { 0 };
    long written = callback(bytes, sizeof bytes, user), sum = 0;
    for (size_t at = 0; at < sizeof bytes; at++)
        sum += bytes[at];
    return written < 0 ? written : sum;
}

long pass_huge_buffer(buffer_fn callback, void *user)
{
    unsigned char byte = 0;
    return callback(&byte, SIZE_MAX, user);
}

/* Passes a C bool that is not a valid Rust bool. */
unsigned char pass_flag(unsigned char flag, flag_fn callback, void *user)
{
    return callback(flag, user);
}

/* Returns the sum of so many numbers. */
int sum_of(int count, ...)
{
    va_list numbers;
    int sum = 0;

    va_start(numbers, count);
    while (count-- > 0)
        sum += va_arg(numbers, int);
    va_end(numbers);
    return sum;
}
