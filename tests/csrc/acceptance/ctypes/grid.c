/* CPython's ctypes, P11: each type that a C library may have, alone and after a byte. */
#include <stdint.h>

/* Tables of functions that call back with a value and return what they got. */
#define TYPE(name, type) \
    static type name##_alone(type value, type (*f)(type)) \
    { \
        return f(value); \
    } \
    static type name##_after(type value, type (*f)(int8_t, type)) \
    { \
        return f(-1, value); \
    } \
    const struct { \
        type (*alone)(type, type (*)(type)); \
        type (*after)(type, type (*)(int8_t, type)); \
    } p11_##name = { name##_alone, name##_after };

TYPE(byte, signed char)
TYPE(ubyte, unsigned char)
TYPE(char, char)
TYPE(short, short)
TYPE(ushort, unsigned short)
TYPE(int, int)
TYPE(uint, unsigned int)
TYPE(long, long)
TYPE(ulong, unsigned long)
TYPE(longlong, long long)
TYPE(ulonglong, unsigned long long)
TYPE(float, float)
TYPE(double, double)

/* P12 and P13: calls a function with user data once. */
int p13_call(int (*f)(int, void *), int value, void *user)
{
    return f(value, user);
}

int p12_int(int (*f)(int, void *), int value, void *user)
{
    return f(value, user);
}

double p12_float(double (*f)(float, void *), float value, void *user)
{
    return f(value, user);
}

const char *p12_string(const char *(*f)(const char *, void *), const char *value, void *user)
{
    return f(value, user);
}
