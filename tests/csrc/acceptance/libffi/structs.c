/* libffi.closures, F10 to F17: structs by value, of every size and alignment. */
#include <stdint.h>

#include "../case.h"

typedef struct { uint8_t a, b, c; } bytes;
CASE(f10_cls_3_1byte, bytes, (bytes, bytes), ((bytes){ 12, 13, 14 }, (bytes){ 178, 179, 180 }))

typedef struct { uint16_t a, b; uint8_t c; } five;
CASE(f11_cls_5byte, five, (five, five), ((five){ 127, 120, 1 }, (five){ 12, 128, 9 }))

typedef struct { double a, b; int c; float d; } mixed;
CASE(f12_cls_24byte, mixed, (mixed, mixed, mixed, mixed),
     ((mixed){ 9, 2, 6, 5 }, (mixed){ 1, 2, 3, 7 }, (mixed){ 4, 5, 7, 9 }, (mixed){ 8, 6, 1, 4 }))

typedef struct { float f, g, h; } floats;
CASE(f13_cls_3float, floats, (floats, floats), ((floats){ 1, 2, 3 }, (floats){ 1, 2, 3 }))

typedef struct { double a, b, c, d, e, f, g, h, i, j, k, l, m; int n; } large;
CASE(f14_stret_large, large, (large, large, large, large),
     ((large){ 9, 2, 6, 5, 1, 3, 9, 5, 9, 2, 6, 5, 1, 1 },
      (large){ 1, 2, 3, 7, 2, 1, 2, 3, 1, 2, 3, 7, 2, 2 },
      (large){ 4, 5, 7, 9, 0, 4, 6, 8, 4, 5, 7, 9, 0, 4 },
      (large){ 8, 6, 1, 4, 3, 5, 2, 2, 8, 6, 1, 4, 3, 9 }))

typedef struct { int a; } single;
CASE(f15_single_entry_structs1, single, (int, single), (12125, (single){ 31625 }))

typedef struct { double a; float b; int c; } inner_first;
typedef struct { int i; double d; float f; } inner_second;
typedef struct { inner_first first; inner_second second; } nested;
CASE(f16_nested_struct, nested, (inner_first, inner_second, nested),
     ((inner_first){ 9, 2, 6 }, (inner_second){ 1, 2, 3 }, (nested){ { 4, 5, 6 }, { 3, 1, 8 } }))

/* A member with a larger alignment than its neighbors, in all types. */
#define ALIGNED(name, type, cast) \
    typedef struct { uint8_t a; type b; uint8_t c; } name##_type; \
    CASE(name, name##_type, (name##_type, name##_type), \
         ((name##_type){ 12, cast 4951, 127 }, (name##_type){ 1, cast 9320, 13 }))

ALIGNED(f17_cls_align_float, float, )
ALIGNED(f17_cls_align_double, double, )
ALIGNED(f17_cls_align_pointer, const void *, (const void *)(uintptr_t))
ALIGNED(f17_cls_align_sint16, int16_t, )
ALIGNED(f17_cls_align_sint32, int32_t, )
ALIGNED(f17_cls_align_sint64, int64_t, )
ALIGNED(f17_cls_align_uint16, uint16_t, )
ALIGNED(f17_cls_align_uint32, uint32_t, )
ALIGNED(f17_cls_align_uint64, uint64_t, )
