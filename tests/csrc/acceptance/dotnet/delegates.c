/* .NET's MarshalAPI/FunctionPointer and SuppressGCTransition, N7 to N9, N12 and N14: function pointers
 * that are passed, returned, replaced and kept. */
#include <stdbool.h>
#include <stddef.h>

#define NATIVE 123456789

static int native(void)
{
    return NATIVE;
}

bool n7_validate_delegate_returns_expected(int expected, int (*f)(void))
{
    return f() == expected;
}

bool n7_replace_delegate(int expected, int (**f)(void), int *new_expected)
{
    if ((*f)() != expected)
        return false;
    *f = native;
    *new_expected = NATIVE;
    return true;
}

struct with_value {
    int expected;
    int (*f)(void);
};

bool n8_validate_callback_with_value(struct with_value it)
{
    return it.f() == it.expected;
}

bool n8_validate_and_update_callback_with_value(struct with_value *it)
{
    if (it->f() != it->expected)
        return false;
    *it = (struct with_value){ NATIVE, native };
    return true;
}

int (*n8_get_native_test_function_returned(int *expected))(void)
{
    *expected = NATIVE;
    return native;
}

bool n9_check_fcn_ptr(bool (*f)(long long))
{
    return f != NULL && f(999999999999);
}

static void (*kept)(void);

void n12_initialize(void (*f)(void))
{
    kept = f;
}

void n12_callback(void)
{
    kept();
}

bool n14_invoke_callback(int (*f)(int), int *n)
{
    *n = f(*n);
    return true;
}
