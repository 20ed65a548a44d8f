/* A library that calls from its own threads. It knows nothing of Rust. */
#ifndef POOL_H
#define POOL_H

/* Called after each step of a job, on the thread of the job. */
typedef void (*pool_event)(int job, int step, void *user);
/* Returns 0 if a job may not go on. Called on the thread of the job, which waits for the answer. */
typedef int (*pool_question)(int job, void *user);

struct pool;

/* Returns a pool without jobs, or null if there is no memory. */
struct pool *pool_new(void);
/* Sets the callback, or removes it if null. Returns when no call of the previous one is running. */
void pool_on_event(struct pool *pool, pool_event event, void *user);
void pool_on_question(struct pool *pool, pool_question question, void *user);
/* Starts a job of so many steps on a thread, which asks the question first. Returns 0 or an error number. */
int pool_start(struct pool *pool, int job, int steps);
/* Waits for the job that was started last. Returns how many of its steps were done. */
int pool_join(struct pool *pool);
void pool_free(struct pool *pool);

#endif
