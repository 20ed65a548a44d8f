/* What the suites share: functions that call back in both forms, as the C library asked for it, without
 * user data, and with some that comes last. */
#ifndef CALLBACK_TESTS_ACCEPTANCE_CASE_H
#define CALLBACK_TESTS_ACCEPTANCE_CASE_H

#define LIST(...) __VA_ARGS__

/* The table `name` of two functions that call back with `args`, and return what comes of it. */
#define CASE(name, result, params, args) \
    static result name##_alone(result (*f)(LIST params)) \
    { \
        return f(LIST args); \
    } \
    static result name##_with(result (*f)(LIST params, void *), void *user) \
    { \
        return f(LIST args, user); \
    } \
    const struct { \
        result (*alone)(result (*)(LIST params)); \
        result (*with)(result (*)(LIST params, void *), void *); \
    } name = { name##_alone, name##_with };

#endif
