/* A library that calls from threads of its own. Nothing in here knows of Rust. */
#ifndef POOL_H
#define POOL_H

/* A step of a job is done. Called on the thread of the job. */
typedef void (*pool_event)(int job, int step, void *user);
/* Whether a job may go on: 0 if not. Called on the thread of the job, which waits for the answer. */
typedef int (*pool_question)(int job, void *user);

struct pool;

/* A pool without jobs; null if there is no memory. */
struct pool *pool_new(void);
/* Sets what is called; null for none. Returns once no call of the old ones is running. */
void pool_on_event(struct pool *pool, pool_event event, void *user);
void pool_on_question(struct pool *pool, pool_question question, void *user);
/* Starts a job of so many steps on a thread. Before it, the job asks. 0, or an error number. */
int pool_start(struct pool *pool, int job, int steps);
/* Waits for the job that was started last; how many of its steps were done. */
int pool_join(struct pool *pool);
void pool_free(struct pool *pool);

#endif
