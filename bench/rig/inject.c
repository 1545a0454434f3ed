/*
 * inject IFACE RATE FILE   sends the frames of a capture file, over and over, RATE of them a second, in a batch each millisecond, through
 *                          a packet socket of its own, beside whatever else sends there; at SIGTERM it prints how many it sent
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "flood-parts.h"

enum { TICK_NANOS = 1000000, MOST_BEHIND = 2000 };

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

int fail(const char *what)
{
    fprintf(stderr, "inject: %s: %s\n", what, strerror(errno));
    return 1;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + (double)time.tv_nsec / NANOS_IN_SECOND;
}

static int open_socket(const char *interface)
{
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(interface)};
    int wire = socket(AF_PACKET, SOCK_RAW, 0);
    if (wire < 0 || !address.sll_ifindex || bind(wire, (struct sockaddr *)&address, sizeof address))
        exit(fail(interface));
    return wire;
}

/* What it is behind by, it catches up with, but for a stall: then the rate is what counts. */
static unsigned long long inject(int wire, double rate, const struct flood_replayed *frames, unsigned count)
{
    const struct timespec tick = {.tv_nsec = TICK_NANOS};
    unsigned long long sent = 0, given_up = 0;
    double start = now();
    while (!stopped) {
        unsigned long long due = (now() - start) * rate - given_up;
        if (due > sent + MOST_BEHIND) {
            given_up += due - sent - MOST_BEHIND;
            due = sent + MOST_BEHIND;
        }
        for (; sent < due && !stopped; sent++)
            if (send(wire, frames[sent % count].frame, frames[sent % count].bytes, 0) < 0 && errno != ENOBUFS && errno != EINTR)
                exit(fail("send"));
        nanosleep(&tick, NULL);
    }
    return sent;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: inject IFACE RATE FILE\n");
        return 2;
    }
    struct flood_replayed *frames = calloc(MOST_REPLAYED, sizeof *frames);
    unsigned count = frames ? read_capture(argv[3], frames, MOST_REPLAYED) : 0;
    if (!count)
        return 1;
    signal(SIGTERM, stop);
    puts("ready");
    fflush(stdout);
    printf("sent=%llu\n", inject(open_socket(argv[1]), atof(argv[2]), frames, count));
    return 0;
}
