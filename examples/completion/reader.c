/* Starts a thread for each read and for each timer. */

#include "reader.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct work {
    int file;
    unsigned milliseconds;
    read_done_fn read_done;
    timer_done_fn timer_done;
    void *user;
};

static void *run(void *argument) {
    struct work work = *(struct work *)argument;
    free(argument);
    if (work.timer_done) {
        struct timespec left = {work.milliseconds / 1000, work.milliseconds % 1000 * 1000000L};
        while (nanosleep(&left, &left) != 0 && errno == EINTR) {
        }
        work.timer_done(work.user);
    } else {
        unsigned char data[256];
        ssize_t length;
        do {
            length = read(work.file, data, sizeof data);
        } while (length < 0 && errno == EINTR);
        if (length < 0)
            work.read_done(errno, NULL, 0, work.user);
        else
            work.read_done(0, data, (size_t)length, work.user);
    }
    return NULL;
}

static int start(struct work work) {
    struct work *argument = malloc(sizeof *argument);
    if (!argument)
        return ENOMEM;
    *argument = work;
    pthread_t thread;
    int error = pthread_create(&thread, NULL, run, argument);
    if (error)
        free(argument);
    else
        pthread_detach(thread);
    return error;
}

int reader_read(int file, read_done_fn done, void *user) {
    return start((struct work){.file = file, .read_done = done, .user = user});
}

int reader_timer(unsigned milliseconds, timer_done_fn done, void *user) {
    return start((struct work){.milliseconds = milliseconds, .timer_done = done, .user = user});
}
