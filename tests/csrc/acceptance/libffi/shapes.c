/* libffi.bhaible, F25: a callback returns the same as a C function, for all arguments.
 *
 * The suite has 81 signatures; these are others, made of three shapes and 32 structs. */
#include <string.h>

/* Returns whether both results are the same, bit by bit. The direct one is also made by a call,
 * so that the compiler does not compute the comparison. */
#define SAME(type, direct, callback) \
    const type one = direct, two = callback; \
    return memcmp(&one, &two, sizeof one) == 0;

#if defined(__GNUC__)
#define APART __attribute__((noinline))
#else
#define APART
#endif

#define SHAPES(name, type, count) \
    typedef struct { type c[count]; } name; \
    \
    static name name##_of(int first) \
    { \
        name made; \
        for (int at = 0; at < count; at++) \
            made.c[at] = (type)(first + 3 * at); \
        return made; \
    } \
    \
    static APART name name##_around(name a, signed char b, double c, name d) \
    { \
        for (int at = 0; at < count; at++) \
            a.c[at] = (type)(a.c[at] - d.c[at] + (type)(b + (int)c)); \
        return a; \
    } \
    static int name##_around_same(name (*f)(name, signed char, double, name, void *), void *user) \
    { \
        const name a = name##_of(61), d = name##_of(7); \
        SAME(name, name##_around(a, 17, 5.75, d), f(a, 17, 5.75, d, user)) \
    } \
    \
    static APART long name##_after(long a, long b, long c, long d, long e, long f, name g, long h) \
    { \
        long sum = a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * h; \
        for (int at = 0; at < count; at++) \
            sum = 3 * sum + (long)g.c[at]; \
        return sum; \
    } \
    static int name##_after_same( \
        long (*f)(long, long, long, long, long, long, name, long, void *), void *user) \
    { \
        const name g = name##_of(5); \
        SAME(long, name##_after(1, 2, 4, 8, 16, 32, g, 64), f(1, 2, 4, 8, 16, 32, g, 64, user)) \
    } \
    \
    static APART name name##_among(double a, name b, long c, double d, name e, float f, name g) \
    { \
        for (int at = 0; at < count; at++) \
            b.c[at] = (type)(b.c[at] + e.c[at] - g.c[at] + (type)(a + (double)c + d + (double)f)); \
        return b; \
    } \
    static int name##_among_same( \
        name (*f)(double, name, long, double, name, float, name, void *), void *user) \
    { \
        const name b = name##_of(2), e = name##_of(31), g = name##_of(11); \
        SAME(name, name##_among(1, b, 2, 3, e, 4, g), f(1, b, 2, 3, e, 4, g, user)) \
    } \
    \
    const struct { \
        int (*around)(name (*)(name, signed char, double, name, void *), void *); \
        int (*after)(long (*)(long, long, long, long, long, long, name, long, void *), void *); \
        int (*among)(name (*)(double, name, long, double, name, float, name, void *), void *); \
    } f25_##name = { name##_around_same, name##_after_same, name##_among_same };

SHAPES(bytes_1, unsigned char, 1)
SHAPES(bytes_2, unsigned char, 2)
SHAPES(bytes_3, unsigned char, 3)
SHAPES(bytes_4, unsigned char, 4)
SHAPES(bytes_5, unsigned char, 5)
SHAPES(bytes_6, unsigned char, 6)
SHAPES(bytes_7, unsigned char, 7)
SHAPES(bytes_8, unsigned char, 8)
SHAPES(bytes_9, unsigned char, 9)
SHAPES(bytes_10, unsigned char, 10)
SHAPES(bytes_11, unsigned char, 11)
SHAPES(bytes_12, unsigned char, 12)
SHAPES(bytes_13, unsigned char, 13)
SHAPES(bytes_14, unsigned char, 14)
SHAPES(bytes_15, unsigned char, 15)
SHAPES(bytes_16, unsigned char, 16)
SHAPES(bytes_34, unsigned char, 34)
SHAPES(shorts_3, short, 3)
SHAPES(ints_1, int, 1)
SHAPES(ints_3, int, 3)
SHAPES(longs_1, long, 1)
SHAPES(longs_2, long, 2)
SHAPES(longs_4, long, 4)
SHAPES(longs_6, long, 6)
SHAPES(floats_1, float, 1)
SHAPES(floats_2, float, 2)
SHAPES(floats_3, float, 3)
SHAPES(floats_4, float, 4)
SHAPES(doubles_1, double, 1)
SHAPES(doubles_2, double, 2)
SHAPES(doubles_3, double, 3)
SHAPES(doubles_4, double, 4)
