/* The generator: frames that the kernel makes and lets loose at the other end of a veth pair. */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "flood-parts.h"

enum { FRAMES_PER_CALL = 1 << 15, FRAMES_PER_BATCH = 64, FIRST_CALL_FRAMES = 64 };

static const char needs[] = "kernel: live frames by BPF_PROG_TEST_RUN need Linux 5.18";

/* What a generator sends, and through which program. */
struct source {
    int generate;
    unsigned interface;
    unsigned bytes;
    unsigned char frame[LONGEST_FRAME_BYTES];
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + (double)time.tv_nsec / NANOS_IN_SECOND;
}

static void put16(unsigned char *frame, int at, unsigned value)
{
    frame[at] = value >> 8;
    frame[at + 1] = value;
}

/* All that no frame changes. The payload reads as NTP mode 7, as a DNS query, and as no LDAP at all. */
static void write_template(struct source *source, int mixes)
{
    static const unsigned char ethernet[] = {2, 0x5e, 0, 0, 0, 2, 2, 0x5e, 0, 0, 0, 1, 8, 0};
    static const unsigned char ip_start[] = {0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, IPPROTO_UDP};
    static const unsigned char ip_destination[] = {10, 98, 0, 2};
    unsigned char *frame = source->frame;
    memset(frame, 0, sizeof source->frame);
    memcpy(frame, ethernet, sizeof ethernet);
    memcpy(frame + IP_AT, ip_start, sizeof ip_start);
    memcpy(frame + IP_SOURCE_AT + 4, ip_destination, sizeof ip_destination);
    frame[UDP_PAYLOAD_AT] = 0x17;
    if (mixes)
        return;
    put16(frame, IP_LENGTH_AT, source->bytes - IP_AT);
    put16(frame, UDP_LENGTH_AT, source->bytes - UDP_AT);
}

static unsigned partial_checksum(const unsigned char *frame)
{
    unsigned sum = 0;
    for (int at = IP_AT; at < UDP_AT; at += 2) {
        unsigned short word;
        memcpy(&word, frame + at, sizeof word);
        sum += word;
    }
    return sum;
}

static int run(struct source *source, unsigned frames)
{
    struct xdp_md context = {.data_end = source->bytes, .ingress_ifindex = source->interface};
    LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = source->frame, .data_size_in = source->bytes, .ctx_in = &context,
                .ctx_size_in = sizeof context, .repeat = frames, .flags = BPF_F_TEST_XDP_LIVE_FRAMES,
                .batch_size = FRAMES_PER_BATCH);
    return bpf_prog_test_run_opts(source->generate, &options);
}

static int configure(struct bpf_object *object, const struct flood_settings *plan)
{
    unsigned only = 0;
    return bpf_map_update_elem(bpf_object__find_map_fd_by_name(object, "settings"), &only, plan, BPF_ANY) ? fail("settings") : 0;
}

/* A program can only shorten frames, so those of the mix begin as the longest. */
static int prepare(struct bpf_object *object, struct source *source, unsigned interface, int attack_percent, unsigned size)
{
    source->interface = interface;
    source->generate = program(object, "generate");
    source->bytes = size ? size - FRAME_CHECK_BYTES : LONGEST_FRAME_BYTES;
    write_template(source, !size);
    struct flood_settings plan = {.out_interface = interface,
                                  .attack_share = attack_percent * SHARE_WHOLE / 100,
                                  .partial_checksum = partial_checksum(source->frame),
                                  .mixes = !size};
    return configure(object, &plan);
}

/* A run of a program that is attached nowhere changes the kernel's XDP dispatcher twice, which waits for RCU: 20 ms and more a
   call. Attached to the loopback of this namespace, which is down, it stays in the dispatcher, as long as this process lives. */
static int hold_in_dispatcher(const struct source *source)
{
    if (bpf_link_create(source->generate, if_nametoindex("lo"), BPF_XDP, NULL) < 0)
        return fail("lo: is another generator at work here?");
    return 0;
}

static int flood(struct source *source, double seconds)
{
    if (run(source, FIRST_CALL_FRAMES))
        return fail(needs);
    unsigned long long sent = FIRST_CALL_FRAMES;
    double start = now(), passed;
    while ((passed = now() - start) < seconds) {
        if (run(source, FRAMES_PER_CALL))
            return fail("run");
        sent += FRAMES_PER_CALL;
    }
    printf("%llu %.6f\n", sent, passed);
    return 0;
}

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
    (void)signal;
    stopped = 1;
}

static void sleep_until(double due)
{
    struct timespec time = {.tv_sec = (time_t)due};
    time.tv_nsec = (long)((due - time.tv_sec) * NANOS_IN_SECOND);
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static struct flood_made all_made(struct bpf_object *object)
{
    unsigned only = 0;
    int cpus = libbpf_num_possible_cpus();
    struct flood_made each[cpus], sum = {0};
    if (bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(object, "made"), &only, each))
        exit(fail("made"));
    for (int cpu = 0; cpu < cpus; cpu++) {
        sum.all += each[cpu].all;
        for (int kind = 0; kind < KINDS; kind++)
            sum.frames[kind] += each[cpu].frames[kind];
    }
    return sum;
}

/* Each frame has its time. What a late batch has missed goes out with it, so that no stall makes the load lighter.
   What a batch that a signal cut short has sent, the program has counted. */
static int pace(struct bpf_object *object, struct source *source, double seconds, double rate, double tick)
{
    unsigned long long sent = 0, all = seconds * rate;
    double start = now(), due = start, latest = 0;
    while (sent < all && !stopped) {
        due += tick;
        sleep_until(due);
        double time = now(), passed = time - start;
        unsigned long long frames = passed < seconds ? passed * rate : all;
        if (time - due > latest)
            latest = time - due;
        if (time > due + tick)
            due = time;
        if (frames > sent && run(source, frames - sent) && !stopped)
            return fail(needs);
        sent = frames > sent ? frames : sent;
    }
    double passed = now() - start;
    struct flood_made made = all_made(object);
    printf("%llu %llu %llu %.6f %.0f\n", made.frames[KIND_HONEST], made.frames[KIND_LDAP], made.frames[KIND_DNS_OR_NTP], passed,
           latest * MICROS_IN_SECOND);
    return made.all == sent || stopped ? 0 : fail("frames were lost before they were made");
}

int send_flood(struct bpf_object *object, unsigned interface, double seconds, int attack_percent, unsigned size)
{
    struct source source;
    if (prepare(object, &source, interface, attack_percent, size) || hold_in_dispatcher(&source))
        return 1;
    return flood(&source, seconds);
}

int send_paced(struct bpf_object *object, unsigned interface, double seconds, int attack_percent, double rate, double tick)
{
    struct source source;
    struct sigaction on_stop = {.sa_handler = stop};
    if (prepare(object, &source, interface, attack_percent, FRAME_BYTES + FRAME_CHECK_BYTES) || hold_in_dispatcher(&source))
        return 1;
    sigaction(SIGTERM, &on_stop, NULL);
    sigaction(SIGINT, &on_stop, NULL);
    return pace(object, &source, seconds, rate, tick);
}

int send_replay(struct bpf_object *object, unsigned interface, double seconds, unsigned frames)
{
    struct source source = {.generate = program(object, "replay"), .interface = interface, .bytes = LONGEST_FRAME_BYTES};
    struct flood_settings plan = {.out_interface = interface, .replayed = frames};
    return configure(object, &plan) || hold_in_dispatcher(&source) ? 1 : flood(&source, seconds);
}
