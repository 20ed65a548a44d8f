/* libffi.closures, F19: as many arguments as a large struct has members, of all kinds. */
#include <stdint.h>

#include "../case.h"

#define TO(address) ((char *)(uintptr_t)(address))

typedef struct {
    uint8_t u8_0; int8_t i8_1; uint16_t u16_2; int16_t i16_3; uint32_t u32_4; int32_t i32_5;
    uint64_t u64_6; int64_t i64_7; float f32_8; double f64_9; char *p_10; char c_11;
    uint8_t u8_12; int8_t i8_13; uint16_t u16_14; int16_t i16_15; uint32_t u32_16; int32_t i32_17;
    uint64_t u64_18; int64_t i64_19; float f32_20; double f64_21; char *p_22; char c_23;
    uint8_t u8_24; int8_t i8_25; uint16_t u16_26; int16_t i16_27; uint32_t u32_28; int32_t i32_29;
    uint64_t u64_30; int64_t i64_31; float f32_32; double f64_33; char *p_34; char c_35;
    uint8_t u8_36; int8_t i8_37; uint16_t u16_38; int16_t i16_39; uint32_t u32_40; int32_t i32_41;
    uint64_t u64_42; int64_t i64_43; float f32_44; double f64_45; char *p_46; char c_47;
    uint8_t u8_48; int8_t i8_49;
} huge;

CASE(f19_huge_struct, huge,
     (uint8_t, int8_t, uint16_t, int16_t, uint32_t, int32_t, uint64_t, int64_t, float, double,
      char *, char, uint8_t, int8_t, uint16_t, int16_t, uint32_t, int32_t, uint64_t, int64_t, float,
      double, char *, char, uint8_t, int8_t, uint16_t, int16_t, uint32_t, int32_t, uint64_t,
      int64_t, float, double, char *, char, uint8_t, int8_t, uint16_t, int16_t, uint32_t, int32_t,
      uint64_t, int64_t, float, double, char *, char, uint8_t, int8_t),
     (200, -99, 60002, -29997, 4000000004u, -1999999995, UINT64_C(0x8000000000000006),
      -INT64_C(0x4000000000000007), 8.5f, 9.25, TO(0x100a), 76, 212, -87, 60014, -29985,
      4000000016u, -1999999983, UINT64_C(0x8000000000000012), -INT64_C(0x4000000000000013), 20.5f,
      21.25, TO(0x1016), 88, 224, -75, 60026, -29973, 4000000028u, -1999999971,
      UINT64_C(0x800000000000001e), -INT64_C(0x400000000000001f), 32.5f, 33.25, TO(0x1022), 100,
      236, -63, 60038, -29961, 4000000040u, -1999999959, UINT64_C(0x800000000000002a),
      -INT64_C(0x400000000000002b), 44.5f, 45.25, TO(0x102e), 112, 248, -51))
