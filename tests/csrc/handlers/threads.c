/* Calls of the parser and the stream on threads that Rust has not started. */
#include <pthread.h>
#include <stddef.h>

#include "parser.h"

struct stream;
int stream_close(struct stream *stream);

struct job {
    struct parser *parser;
    const char *text;
    int length;
    struct stream *stream;
    int answer;
};

static void *run_job(void *argument)
{
    struct job *job = argument;
    job->answer = job->parser ? parser_parse(job->parser, job->text, job->length) : stream_close(job->stream);
    return NULL;
}

/* Runs it on a new thread, and waits for that thread. */
static int run_on_thread(struct job *job)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, run_job, job) || pthread_join(thread, NULL))
        return -100;
    return job->answer;
}

int parser_parse_on_thread(struct parser *parser, const char *text, int length)
{
    struct job job = { .parser = parser, .text = text, .length = length };
    return run_on_thread(&job);
}

int stream_close_on_thread(struct stream *stream)
{
    struct job job = { .stream = stream };
    return run_on_thread(&job);
}
