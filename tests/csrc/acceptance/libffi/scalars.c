/* libffi.closures, F1 to F9 and F18: integers and floating-point numbers of every width, in
 * registers and on the stack. */
#include <stdint.h>

#include "../case.h"

CASE(f1_closure_simple, int, (int, int, int, int), (0, 1, 2, 3))

CASE(f2_closure_fn0, int,
     (uint64_t, int, uint64_t, int, short, uint64_t, int, int, double, int, int, float, int, int, int,
      int),
     (1, 2, 3, 4, 127, 429, 7, 8, 9.5, 10, 11, 12.0f, 13, 19, 21, 1))

CASE(f3_closure_fn1, int,
     (float, float, float, float, short, float, float, int, double, int, int, float, int, int, int,
      int),
     (1.1f, 2.2f, 3.3f, 4.4f, 127, 5.5f, 6.6f, 8, 9.0, 10, 11, 12.0f, 13, 19, 21, 1))

CASE(f4_closure_fn3, int,
     (float, float, float, float, float, float, float, float, double, int, float, float, int, float,
      float, int),
     (1.1f, 2.2f, 3.3f, 4.4f, 5.5f, 6.6f, 7.7f, 8.8f, 9.0, 10, 11.11f, 12.0f, 13, 19.19f, 21.21f, 1))

CASE(f5_closure_fn4, int,
     (uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t,
      uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, int),
     (1, 2, 3, 4, 127, 429, 7, 8, 9, 10, 11, 12, 13, 19, 21, 1))

CASE(f5_closure_fn5, int,
     (uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t,
      uint64_t, int, uint64_t, uint64_t, uint64_t, uint64_t, int),
     (1, 2, 3, 4, 127, 429, 7, 8, 9, 10, 11, 12, 13, 19, 21, 1))

CASE(f5_closure_fn6, int,
     (uint64_t, uint64_t, uint64_t, uint64_t, int, double, double, float, double, double, int, float,
      int, int, double, double),
     (1, 2, 3, 4, 127, 429.0, 7.0, 8.0f, 9.5, 10.0, 11, 12.0f, 13, 19, 21.0, 1.0))

CASE(f6_cls_multi_schar, signed char, (signed char, signed char), (2, 125))

CASE(f7_cls_multi_ushortchar, unsigned short,
     (unsigned char, unsigned short, unsigned char, unsigned short), (1, 2, 127, 128))

CASE(f8_cls_multi_sshortchar, short, (signed char, short, signed char, short), (1, 32765, 127, -128))

CASE(f9_cls_ulonglong_214, uint64_t, (uint64_t), (214))
CASE(f9_cls_ulonglong_above_i64, uint64_t, (uint64_t), (UINT64_C(9223372036854775808)))
CASE(f9_cls_ulonglong_below_i64, uint64_t, (uint64_t), (UINT64_C(9223372035854775808)))

CASE(f18_cls_many_mixed_float_double, double,
     (double, float, double, double, double, double, double, float, float, double, float, float),
     (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))
