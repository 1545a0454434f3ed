/*
 * roundtrip answer ADDRESS PORT             sends every datagram back to where it came from, until it is ended
 * roundtrip ask ADDRESS PORT RATE SECONDS [calm]
 *                                           asks RATE times a second until SECONDS are over or SIGTERM comes; prints questions,
 *                                           answers, and the time until the answer in microseconds: p50 p90 p99 p99.9 p99.99
 *                                           and the longest; then by how many microseconds the latest question was late, and of
 *                                           how many answers the times are: with `calm`, of those in tenths of a second in which
 *                                           no core was taken away by the host (steal in /proc/stat)
 * Datagrams have no checksum: one left to the port does not survive every box, none does.
 * A question's time runs from when it was due, not from when it could be sent, so that a stall costs all who came in it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { NANOS_IN_SECOND = 1000000000, NANOS_IN_MICRO = 1000, PATIENCE_NS = NANOS_IN_SECOND, LARGEST_DATAGRAM = 2048,
       WINDOWS_IN_SECOND = 10, UNKNOWN = -2 };

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

static int fail(const char *what)
{
    fprintf(stderr, "roundtrip: %s: %s\n", what, strerror(errno));
    return 1;
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * NANOS_IN_SECOND + time.tv_nsec;
}

static int answer(int socket)
{
    char datagram[LARGEST_DATAGRAM];
    struct sockaddr_storage peer;
    for (;;) {
        socklen_t length = sizeof peer;
        ssize_t bytes = recvfrom(socket, datagram, sizeof datagram, 0, (struct sockaddr *)&peer, &length);
        if (bytes < 0 && errno != EINTR)
            return fail("receive");
        if (bytes >= 0)
            sendto(socket, datagram, bytes, 0, (struct sockaddr *)&peer, length);
    }
}

/* A series of questions, each known by its number. */
struct series {
    int64_t start_ns;
    double interval_ns;
    uint64_t asked;
    uint64_t answered;
    int64_t latest_ns;
    /* Per question: the time until its answer, or -1. */
    int64_t *taken_ns;
    /* Questions in a window, 0 if all count; and what had been stolen at the begin of each, and at the end. */
    uint64_t window;
    long long *stolen;
};

/* Clock ticks that the host has taken from all cores so far. */
static long long stolen_ticks(void)
{
    char text[256] = "";
    long long stolen = 0;
    int file = open("/proc/stat", O_RDONLY);
    if (file < 0 || read(file, text, sizeof text - 1) < 0 || sscanf(text, "cpu %*d %*d %*d %*d %*d %*d %*d %lld", &stolen) != 1)
        stolen = UNKNOWN;
    close(file);
    return stolen;
}

/* The first of a window may have waited for the look at what was stolen. */
static int counts(const struct series *series, uint64_t number)
{
    if (!series->window)
        return 1;
    uint64_t window = number / series->window;
    return number % series->window && series->stolen[window] == series->stolen[window + 1];
}

static int64_t due(const struct series *series, uint64_t number) { return series->start_ns + number * series->interval_ns; }

static void take_answers(int socket, struct series *series)
{
    uint64_t number;
    while (recv(socket, &number, sizeof number, MSG_DONTWAIT) == sizeof number) {
        if (number >= series->asked || series->taken_ns[number] >= 0)
            continue;
        series->taken_ns[number] = now() - due(series, number);
        series->answered++;
    }
}

/* Takes answers until the given time. */
static void await(int socket, struct series *series, int64_t until_ns)
{
    int64_t left_ns;
    while ((left_ns = until_ns - now()) > 0) {
        struct pollfd wanted = {.fd = socket, .events = POLLIN};
        struct timespec patience = {left_ns / NANOS_IN_SECOND, left_ns % NANOS_IN_SECOND};
        if (ppoll(&wanted, 1, &patience, NULL) > 0)
            take_answers(socket, series);
    }
    take_answers(socket, series);
}

static int by_size(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void print(struct series *series)
{
    static const double quantiles[] = {0.5, 0.9, 0.99, 0.999, 0.9999};
    uint64_t answers = 0;
    for (uint64_t number = 0; number < series->asked; number++)
        if (series->taken_ns[number] >= 0 && counts(series, number))
            series->taken_ns[answers++] = series->taken_ns[number];
    qsort(series->taken_ns, answers, sizeof *series->taken_ns, by_size);
    printf("%llu %llu", (unsigned long long)series->asked, (unsigned long long)series->answered);
    for (size_t i = 0; i < sizeof quantiles / sizeof *quantiles; i++)
        printf(" %.1f", answers ? (double)series->taken_ns[(uint64_t)(quantiles[i] * (answers - 1))] / NANOS_IN_MICRO : 0);
    printf(" %.1f %.1f %llu\n", answers ? (double)series->taken_ns[answers - 1] / NANOS_IN_MICRO : 0,
           (double)series->latest_ns / NANOS_IN_MICRO, (unsigned long long)answers);
}

static int ask(int socket, double rate, double seconds, int calm)
{
    uint64_t all = rate * seconds;
    struct series series = {.interval_ns = NANOS_IN_SECOND / rate, .taken_ns = malloc(all * sizeof(int64_t))};
    if (calm) {
        series.window = rate < WINDOWS_IN_SECOND ? 1 : rate / WINDOWS_IN_SECOND;
        series.stolen = malloc((all / series.window + 2) * sizeof(long long));
    }
    if (!series.taken_ns || (calm && !series.stolen))
        return fail("memory");
    memset(series.taken_ns, -1, all * sizeof(int64_t));
    series.start_ns = now() + NANOS_IN_SECOND / 10;
    for (uint64_t number = 0; number < all && !stopped; number++) {
        await(socket, &series, due(&series, number));
        int64_t late_ns = now() - due(&series, number);
        if (late_ns > series.latest_ns)
            series.latest_ns = late_ns;
        series.asked++;
        send(socket, &number, sizeof number, MSG_DONTWAIT);
        if (calm && number % series.window == 0)
            series.stolen[number / series.window] = stolen_ticks();
    }
    int64_t end_ns = now() + PATIENCE_NS;
    while (series.answered < series.asked && now() < end_ns)
        await(socket, &series, now() + PATIENCE_NS / 100);
    if (calm)
        series.stolen[(series.asked + series.window - 1) / series.window] = stolen_ticks();
    print(&series);
    return 0;
}

int main(int argc, char **argv)
{
    int answers = argc == 4 && !strcmp(argv[1], "answer"), asks = argc >= 6 && !strcmp(argv[1], "ask");
    int calm = argc == 7 && !strcmp(argv[6], "calm");
    if ((!answers && !asks) || argc > 6 + calm) {
        fprintf(stderr, "usage: roundtrip answer ADDRESS PORT | roundtrip ask ADDRESS PORT RATE SECONDS [calm]\n");
        return 2;
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[3]))};
    inet_pton(AF_INET, argv[2], &address.sin_addr);
    int end = socket(AF_INET, SOCK_DGRAM, 0), without = 1;
    if (end < 0 || setsockopt(end, SOL_SOCKET, SO_NO_CHECK, &without, sizeof without) ||
        (answers ? bind : connect)(end, (struct sockaddr *)&address, sizeof address))
        return fail(argv[2]);
    struct sigaction on_stop = {.sa_handler = stop};
    sigaction(SIGTERM, asks ? &on_stop : NULL, NULL);
    sigaction(SIGINT, asks ? &on_stop : NULL, NULL);
    return answers ? answer(end) : ask(end, atof(argv[4]), atof(argv[5]), calm);
}
