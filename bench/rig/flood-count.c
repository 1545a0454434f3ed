/* What arrives at the host behind the box. */
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include "flood-parts.h"

enum { WATCH_NANOS = 500000 };

static void print_arrivals(struct bpf_object *object)
{
    unsigned only = 0;
    int gaps = bpf_object__find_map_fd_by_name(object, "gap");
    struct flood_arrivals seen;
    struct flood_gap gap;
    if (bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(object, "arrivals"), &only, &seen) ||
        bpf_map_lookup_elem(gaps, &only, &gap))
        exit(fail("arrivals"));
    printf("%llu %llu %llu %llu %llu %llu %llu %u %llu %llu\n", seen.frames[KIND_HONEST], seen.frames[KIND_LDAP],
           seen.frames[KIND_DNS_OR_NTP], seen.turns, seen.backwards, gap.longest_ns / NANOS_IN_MICRO, gap.end_ns,
           seen.first_sequence, seen.early, seen.twice);
    fflush(stdout);
    gap.longest_ns = 0;
    bpf_map_update_elem(gaps, &only, &gap, BPF_ANY);
}

/* A socket whose filter counts what comes in, before any tcx program decides, and keeps nothing of it. */
static int open_tap(struct bpf_object *object, unsigned interface)
{
    int filter = program(object, "count"), on = 1;
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = interface};
    int tap = socket(AF_PACKET, SOCK_RAW, 0);
    if (tap < 0 || setsockopt(tap, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on) ||
        setsockopt(tap, SOL_SOCKET, SO_ATTACH_BPF, &filter, sizeof filter) || bind(tap, (struct sockaddr *)&address, sizeof address))
        return fail("tap");
    puts("ready");
    fflush(stdout);
    return 0;
}

int count_frames(struct bpf_object *object, unsigned interface, unsigned remembered)
{
    char line[64];
    unsigned only = 0;
    struct flood_settings plan = {.remembered = remembered};
    if (bpf_map_update_elem(bpf_object__find_map_fd_by_name(object, "settings"), &only, &plan, BPF_ANY))
        return fail("settings");
    if (open_tap(object, interface))
        return 1;
    while (fgets(line, sizeof line, stdin))
        print_arrivals(object);
    print_arrivals(object);
    return 0;
}

int await_first(struct bpf_object *object, unsigned interface)
{
    const struct timespec pause = {.tv_nsec = WATCH_NANOS};
    unsigned only = 0;
    int arrivals = bpf_object__find_map_fd_by_name(object, "arrivals");
    struct flood_arrivals seen = {0};
    struct timespec time;
    if (open_tap(object, interface))
        return 1;
    while (!seen.last_sequence) {
        nanosleep(&pause, NULL);
        if (bpf_map_lookup_elem(arrivals, &only, &seen))
            return fail("arrivals");
    }
    clock_gettime(CLOCK_REALTIME, &time);
    printf("%lld\n", (long long)time.tv_sec * MICROS_IN_SECOND + time.tv_nsec / NANOS_IN_MICRO);
    return 0;
}
