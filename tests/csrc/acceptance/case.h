/* The common part of the suites: functions that call back in both forms, without user data and
 * with user data as the last parameter. */
#ifndef CALLBACK_TESTS_ACCEPTANCE_CASE_H
#define CALLBACK_TESTS_ACCEPTANCE_CASE_H

#define LIST(...) __VA_ARGS__

/* The table `name` of two functions that call back with `args`, and return the result. */
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
