/* The common part of the libraries that call even after they were told to stop. */
#ifndef CALLBACK_TESTS_REGISTERED_H
#define CALLBACK_TESTS_REGISTERED_H

typedef int (*event_fn)(int item, void *user);

/* The answer that is the fallback, and the return codes of a library. */
enum { FALLBACK = -1, OK = 0, FAILED = 1 };

/* The answers to calls, each of which is the item itself or the fallback. */
struct tally {
    long answered;
    long refused;
    long wrong;
};

static inline int count(struct tally *tally, int item, int answer)
{
    if (answer == item)
        tally->answered++;
    else if (answer == FALLBACK)
        tally->refused++;
    else
        tally->wrong++;
    return answer;
}

#endif
