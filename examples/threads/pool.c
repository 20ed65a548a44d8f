/* Runs one job at a time, on its own thread. See pool.h. */
#include "pool.h"

#include <pthread.h>
#include <stdlib.h>

struct pool {
    pthread_rwlock_t lock;
    pool_event event;
    void *event_user;
    pool_question question;
    void *question_user;
    pthread_t thread;
    int job, steps, done;
};

struct pool *pool_new(void)
{
    struct pool *pool = calloc(1, sizeof *pool);
    if (pool && pthread_rwlock_init(&pool->lock, NULL)) {
        free(pool);
        return NULL;
    }
    return pool;
}

void pool_on_event(struct pool *pool, pool_event event, void *user)
{
    pthread_rwlock_wrlock(&pool->lock);
    pool->event = event;
    pool->event_user = user;
    pthread_rwlock_unlock(&pool->lock);
}

void pool_on_question(struct pool *pool, pool_question question, void *user)
{
    pthread_rwlock_wrlock(&pool->lock);
    pool->question = question;
    pool->question_user = user;
    pthread_rwlock_unlock(&pool->lock);
}

static int may_go_on(struct pool *pool)
{
    int answer = 1;
    pthread_rwlock_rdlock(&pool->lock);
    if (pool->question)
        answer = pool->question(pool->job, pool->question_user);
    pthread_rwlock_unlock(&pool->lock);
    return answer;
}

static void *run(void *argument)
{
    struct pool *pool = argument;
    pool->done = 0;
    if (!may_go_on(pool))
        return NULL;
    while (pool->done < pool->steps) {
        pool->done++;
        pthread_rwlock_rdlock(&pool->lock);
        if (pool->event)
            pool->event(pool->job, pool->done, pool->event_user);
        pthread_rwlock_unlock(&pool->lock);
    }
    return NULL;
}

int pool_start(struct pool *pool, int job, int steps)
{
    pool->job = job;
    pool->steps = steps;
    return pthread_create(&pool->thread, NULL, run, pool);
}

int pool_join(struct pool *pool)
{
    pthread_join(pool->thread, NULL);
    return pool->done;
}

void pool_free(struct pool *pool)
{
    pthread_rwlock_destroy(&pool->lock);
    free(pool);
}
