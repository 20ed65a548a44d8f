/* What C passes to a callback and expects back, bit by bit: see `tests/c/conventions/types.rs`. */
#ifndef CALLBACK_TESTS_CONVENTIONS_H
#define CALLBACK_TESTS_CONVENTIONS_H

#include <stdint.h>

struct pointer { const void *pointer; };
struct real { double x; };
struct single { float x; };
struct pair { int32_t a, b; };
struct twelve { int32_t a, b, c; };
struct doubles { double x, y; };
struct mixed { int32_t number; double real; };
struct sixteen { int64_t a, b; };
/* 16 bytes on 32-bit x86 by System V, where an int64_t in a struct is aligned to 4; else 24. */
struct aligned { int32_t before; int64_t value; int8_t after; };
struct large { int64_t a; double b; float c; int32_t d; };

typedef int64_t int64;
typedef uint64_t uint64;
typedef struct pointer pointer;
typedef struct real real;
typedef struct single single;
typedef struct pair pair;
typedef struct twelve twelve;
typedef struct doubles doubles;
typedef struct mixed mixed;
typedef struct sixteen sixteen;
typedef struct aligned aligned;
typedef struct large large;

/* Each type, its value, and whether another value `x` is the same as the value `v`. */
#define EACH_NUMBER(TYPE) \
    TYPE(int64, INT64_C(-0x123456789abcdef1), x == v) \
    TYPE(uint64, UINT64_C(0xfedcba9876543210), x == v) \
    TYPE(double, 0x1.23456789abcdep-300, x == v) \
    TYPE(float, -0x1.23456p100f, x == v)

#define EACH_STRUCT(TYPE) \
    TYPE(pointer, { (const void *)(uintptr_t)0x5eedf00d }, x.pointer == v.pointer) \
    TYPE(real, { -0x1.fedcba9876543p+900 }, x.x == v.x) \
    TYPE(single, { 0x1.fedcbap-100f }, x.x == v.x) \
    TYPE(pair, ARG({ -0x11223344, 0x55667788 }), x.a == v.a && x.b == v.b) \
    TYPE(twelve, ARG({ -1, 0x7fffffff, 0x12345678 }), x.a == v.a && x.b == v.b && x.c == v.c) \
    TYPE(doubles, ARG({ 0x1.0000000000001p0, -0x1.fffffffffffffp-1 }), x.x == v.x && x.y == v.y) \
    TYPE(mixed, ARG({ -0x7654321, 0x1.5555555555555p50 }), x.number == v.number && x.real == v.real) \
    TYPE(sixteen, ARG({ -0x102030405060708, 0x1122334455667788 }), x.a == v.a && x.b == v.b) \
    TYPE(aligned, ARG({ 0x1b2b3b4b, -0x5a6a7a8a9aaabaca, -0x5d }), \
         x.before == v.before && x.value == v.value && x.after == v.after) \
    TYPE(large, ARG({ 0x7766554433221100, -0x1.8888888888888p-8, 0x1.abcdeep3f, -0x13579bdf }), \
         x.a == v.a && x.b == v.b && x.c == v.c && x.d == v.d)

#define ARG(...) __VA_ARGS__

/* Any function. It is called with its own type. */
typedef void (*any_fn)(void);

#endif
