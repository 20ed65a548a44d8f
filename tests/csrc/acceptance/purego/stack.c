/* purego: narrow arguments on the stack, between marks. */
#include <stdbool.h>
#include <stdint.h>

#define MARK INT64_C(0x5eedf00dcafebabe)

typedef int64_t (*mixed)(int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t,
                         int64_t, int8_t, int16_t, bool, int32_t, uint8_t, float, int64_t, float,
                         float, float, float, float, float, float, float, float, int8_t, double,
                         int64_t, void *);

int purego1_call_with_marks(mixed f, void *user)
{
    /* If the callback leaves the stack wrong, or writes outside of its own frame, the marks
     * change. */
    volatile int64_t before = MARK, after = ~MARK;
    const int64_t answer = f(MARK, 1, 2, 3, 4, 5, 6, 7, MARK, -8, -900, true, -100000, 200, 0.5f, MARK,
                             1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f, 7.5f, 8.5f, 9.5f, -11, 12.25, MARK,
                             user);
    return before == MARK && after == ~MARK && answer == MARK;
}
