/* .NET's StructMarshalling/ReversePInvoke and PinvokeLib, N10 and N11: structs that a callback may
 * write to, and C's bool. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#if defined(_WIN32)
#define STDCALL __stdcall
#else
#define STDCALL
#endif

struct complex_struct {
    int i;
    signed char b;
    const char *str;
    void *padding;
    union {
        bool flag;
        double real;
        int *pointer;
    } u;
};

static struct complex_struct native_values(void)
{
    struct complex_struct it = { .i = 9999, .b = 0, .str = "Native", .padding = NULL };
    it.u.real = 3.14159;
    return it;
}

static bool is_native(const struct complex_struct *it)
{
    return it->i == 9999 && it->b == 0 && strcmp(it->str, "Native") == 0 && it->padding == NULL
           && it->u.real == 3.14159;
}

static bool is_managed(const struct complex_struct *it)
{
    return it->i == 321 && it->b == 1 && strcmp(it->str, "Managed") == 0
           && it->padding == (void *)123 && it->u.pointer == (int *)0x120000;
}

#define DO_CALL_BACK(name, attribute) \
    bool n10_by_ref_##name(bool(attribute *f)(struct complex_struct *)) \
    { \
        struct complex_struct it = native_values(); \
        return f(&it) && is_managed(&it); \
    } \
    bool n10_by_val_##name(bool(attribute *f)(struct complex_struct)) \
    { \
        struct complex_struct it = native_values(); \
        return f(it) && is_native(&it); \
    }

DO_CALL_BACK(cdecl, )
DO_CALL_BACK(stdcall, STDCALL)

int n11_test_callback(bool(STDCALL *f)(int), int value)
{
    return f(value);
}

int n11_test_callback2(bool(STDCALL *f)(const char *), const char *value)
{
    return f(value);
}
