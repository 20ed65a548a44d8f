/* Calls of a callback with `CONVENTION`, in the tables `calls_by_NAME` and `structs_by_NAME`.
 * Included once for each convention. Every function returns whether the callback returned the
 * right value. */

#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
#define OWN(name) JOIN(NAME, name)

/* A value between a narrower and a wider one; the callback returns it. */
#define CALL(type, value, same) \
    static int OWN(type)(any_fn any, void *user) \
    { \
        type (CONVENTION *f)(int32_t, type, int64_t, void *) = \
            (type (CONVENTION *)(int32_t, type, int64_t, void *))any; \
        const type v = value; \
        const type x = f(-7, v, INT64_C(0x0807060504030201), user); \
        return same; \
    }
EACH_NUMBER(CALL)
EACH_STRUCT(CALL)
#undef CALL

/* The context first. */
static int OWN(first)(any_fn any, void *user)
{
    int64_t (CONVENTION *f)(void *, int32_t, int64_t) =
        (int64_t (CONVENTION *)(void *, int32_t, int64_t))any;
    return f(user, -7, INT64_C(0x0807060504030201)) == INT64_C(0x0807060504030201) - 7;
}

/* The context in the middle. */
static int OWN(middle)(any_fn any, void *user)
{
    double (CONVENTION *f)(int32_t, void *, double, int64_t) =
        (double (CONVENTION *)(int32_t, void *, double, int64_t))any;
    return f(-9, user, 0.5, INT64_C(0x0807060504030201)) == -8.5;
}

/* The context as an integer: an LPARAM. */
static int OWN(integer)(any_fn any, void *user)
{
    uint32_t (CONVENTION *f)(uint8_t, uintptr_t, int64_t) =
        (uint32_t (CONVENTION *)(uint8_t, uintptr_t, int64_t))any;
    return f(0xfe, (uintptr_t)user, INT64_C(-0x100000000)) == 0xfeU - 1;
}

/* More arguments than the registers hold, of every width, and then structs. */
static int OWN(many)(any_fn any, void *user)
{
    typedef uint64_t (CONVENTION *many_fn)(
        int8_t, double, uint16_t, float, int32_t, double, uint64_t, float, int64_t, double,
        uint8_t, float, int16_t, double, uint32_t, float, int64_t, double, int8_t, float,
        mixed, sixteen, pair, void *);
    const mixed m = { -3, 0.25 };
    const sixteen s = { INT64_C(-0x4000000000000005), 6 };
    const pair p = { 7, -8 };
    many_fn f = (many_fn)any;
    return f(-100, 0.5, 40001, 1.5f, -2000000002, 2.5, UINT64_C(0xf000000000000003), 3.5f,
             INT64_C(-0x7000000000000004), 4.5, 205, 5.5f, -30006, 6.5, 0xf0000007, 7.5f,
             INT64_C(0x7000000000000008), 8.5, -109, 9.5f, m, s, p, user)
           == UINT64_C(0xfedcba9876543210);
}

#define ENTRY(type, value, same) OWN(type),
int (*const JOIN(calls_by, NAME)[])(any_fn, void *) = {
    EACH_NUMBER(ENTRY) OWN(first), OWN(middle), OWN(integer), OWN(many),
};
int (*const JOIN(structs_by, NAME)[])(any_fn, void *) = { EACH_STRUCT(ENTRY) };
#undef ENTRY
#undef OWN
#undef JOIN
#undef JOIN_
#undef NAME
#undef CONVENTION
