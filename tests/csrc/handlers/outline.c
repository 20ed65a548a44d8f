/* Walks along an outline, shaped like FT_Outline_Decompose: the points off the curve are control points, and
 * between two conic ones is an implied point on the curve. */
#include <stddef.h>

struct vector {
    long x;
    long y;
};

enum tag { CONIC = 0, ON = 1, CUBIC = 2 };

/* One closed contour, which begins with a point on the curve. */
struct outline {
    int count;
    const struct vector *points;
    const unsigned char *tags;
};

struct outline_funcs {
    int (*move_to)(const struct vector *to, void *user);
    int (*line_to)(const struct vector *to, void *user);
    int (*conic_to)(const struct vector *control, const struct vector *to, void *user);
    int (*cubic_to)(const struct vector *control1, const struct vector *control2, const struct vector *to,
                    void *user);
    /* Each coordinate is shifted to the left, and then reduced. */
    int shift;
    long delta;
};

enum { INVALID_OUTLINE = 0x14 };

struct walk {
    const struct outline *outline;
    const struct outline_funcs *funcs;
    void *user;
    int at;
};

/* Returns a point, and the first one after the last. */
static struct vector point(const struct walk *walk, int at)
{
    struct vector raw = walk->outline->points[at % walk->outline->count];
    long scale = 1L << walk->funcs->shift;
    return (struct vector){ raw.x * scale - walk->funcs->delta, raw.y * scale - walk->funcs->delta };
}

static enum tag tag(const struct walk *walk, int at)
{
    return (enum tag)walk->outline->tags[at % walk->outline->count];
}

static int cubic(struct walk *walk)
{
    if (tag(walk, walk->at + 1) != CUBIC || tag(walk, walk->at + 2) != ON)
        return INVALID_OUTLINE;
    struct vector control1 = point(walk, walk->at);
    struct vector control2 = point(walk, walk->at + 1);
    struct vector to = point(walk, walk->at + 2);
    walk->at += 3;
    return walk->funcs->cubic_to(&control1, &control2, &to, walk->user);
}

static int conic(struct walk *walk)
{
    struct vector control = point(walk, walk->at);
    struct vector to = point(walk, walk->at + 1);
    if (tag(walk, walk->at + 1) == CUBIC)
        return INVALID_OUTLINE;
    walk->at += 1;
    if (tag(walk, walk->at) == CONIC)
        to = (struct vector){ (control.x + to.x) / 2, (control.y + to.y) / 2 };
    else
        walk->at += 1;
    return walk->funcs->conic_to(&control, &to, walk->user);
}

/* Returns the first result that is not 0. */
int outline_decompose(const struct outline *outline, const struct outline_funcs *funcs, void *user)
{
    struct walk walk = { outline, funcs, user, 1 };
    if (outline->count < 1 || outline->tags[0] != ON)
        return INVALID_OUTLINE;
    struct vector to = point(&walk, 0);
    int error = funcs->move_to(&to, user);
    /* The curve ends where it began, at the point after the last. */
    while (!error && walk.at <= outline->count) {
        if (tag(&walk, walk.at) == CUBIC) {
            error = cubic(&walk);
        } else if (tag(&walk, walk.at) == CONIC) {
            error = conic(&walk);
        } else {
            to = point(&walk, walk.at++);
            error = funcs->line_to(&to, user);
        }
    }
    return error;
}
