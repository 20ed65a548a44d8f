/* koffi: arrays of callbacks, and a callback that is kept although it was for one call. */
struct callback {
    int (*f)(int, void *);
    void *user;
};

int koffi1_call_array(const struct callback *callbacks, int count, int value)
{
    for (int at = 0; at < count; at++)
        value = callbacks[at].f(value, callbacks[at].user);
    return value;
}

static int (*kept)(int);

int koffi2_call_and_keep(int (*f)(int), int value)
{
    kept = f;
    return f(value);
}

int koffi2_call_kept(int value)
{
    return kept(value);
}
