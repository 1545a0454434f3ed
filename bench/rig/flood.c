/*
 * flood send IFACE SECONDS ATTACK_PERCENT   floods the other end of a veth pair with 64-byte UDP frames the kernel makes
 *                                           (BPF_PROG_TEST_RUN with live frames, Linux 5.18); prints frames and seconds
 * flood pace IFACE SECONDS ATTACK_PERCENT RATE TICK_US
 *                                           the same at RATE frames a second, in a batch every TICK_US microseconds, until
 *                                           SECONDS are over or SIGTERM comes; prints frames honest, to LDAP, to DNS and NTP;
 *                                           seconds; and by how many microseconds its latest batch was late
 * flood count IFACE                         counts what arrives until its input ends; at each line of input, and at the end,
 *                                           it prints: frames honest, to LDAP, to DNS and NTP; turns between the latter
 *                                           two; frames out of order; the longest gap since the last such line, in
 *                                           microseconds, and when it ended, in nanoseconds of CLOCK_MONOTONIC
 * The other end of the pair must poll (NAPI): ethtool -K PEER gro on.
 */
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "flood.h"

enum { FRAMES_PER_CALL = 1 << 15, FRAMES_PER_BATCH = 64, FIRST_CALL_FRAMES = 64 };
enum { NANOS_IN_SECOND = 1000000000, MICROS_IN_SECOND = 1000000, NANOS_IN_MICRO = 1000 };

static int fail(const char *what)
{
    fprintf(stderr, "flood: %s: %s\n", what, strerror(errno));
    return 1;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + (double)time.tv_nsec / NANOS_IN_SECOND;
}

/* Loads the object file that lies beside this program. */
static struct bpf_object *load(const char *self)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.bpf.o", self);
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    if (!object || bpf_object__load(object))
        return NULL;
    return object;
}

static int program(struct bpf_object *object, const char *name)
{
    return bpf_program__fd(bpf_object__find_program_by_name(object, name));
}

static void put16(unsigned char *frame, int at, unsigned value)
{
    frame[at] = value >> 8;
    frame[at + 1] = value;
}

/* All that no frame changes. The payload reads as NTP mode 7, as a DNS query, and as no LDAP at all. */
static void write_template(unsigned char *frame)
{
    static const unsigned char ethernet[] = {2, 0x5e, 0, 0, 0, 2, 2, 0x5e, 0, 0, 0, 1, 8, 0};
    static const unsigned char ip_start[] = {0x45, 0, 0, FRAME_BYTES - IP_AT, 0, 0, 0x40, 0, 64, IPPROTO_UDP};
    static const unsigned char ip_destination[] = {10, 98, 0, 2};
    memset(frame, 0, FRAME_BYTES);
    memcpy(frame, ethernet, sizeof ethernet);
    memcpy(frame + IP_AT, ip_start, sizeof ip_start);
    memcpy(frame + IP_SOURCE_AT + 4, ip_destination, sizeof ip_destination);
    put16(frame, UDP_LENGTH_AT, FRAME_BYTES - UDP_AT);
    frame[UDP_PAYLOAD_AT] = 0x17;
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

static int run(int generate, unsigned char *frame, unsigned interface, unsigned frames)
{
    struct xdp_md context = {.data_end = FRAME_BYTES, .ingress_ifindex = interface};
    LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = frame, .data_size_in = FRAME_BYTES, .ctx_in = &context,
                .ctx_size_in = sizeof context, .repeat = frames, .flags = BPF_F_TEST_XDP_LIVE_FRAMES,
                .batch_size = FRAMES_PER_BATCH);
    return bpf_prog_test_run_opts(generate, &options);
}

/* What a generator sends, and through which program. */
struct source {
    int generate;
    unsigned interface;
    unsigned char frame[FRAME_BYTES];
};

static int prepare(struct bpf_object *object, struct source *source, unsigned interface, int attack_percent)
{
    unsigned only = 0;
    write_template(source->frame);
    source->interface = interface;
    source->generate = program(object, "generate");
    struct flood_settings plan = {
        interface, attack_percent * SHARE_WHOLE / 100, partial_checksum(source->frame)};
    if (bpf_map_update_elem(bpf_object__find_map_fd_by_name(object, "settings"), &only, &plan, BPF_ANY))
        return fail("settings");
    return 0;
}

/* A run of a program that is attached nowhere changes the kernel's XDP dispatcher twice, which waits for RCU: 20 ms and more a
   call. Attached to the loopback of this namespace, which is down, it stays in the dispatcher. */
static int hold_in_dispatcher(struct bpf_object *object)
{
    struct bpf_program *generate = bpf_object__find_program_by_name(object, "generate");
    return bpf_program__attach_xdp(generate, if_nametoindex("lo")) ? 0 : fail("lo: is another generator at work here?");
}

static int flood(struct source *source, double seconds)
{
    if (run(source->generate, source->frame, source->interface, FIRST_CALL_FRAMES))
        return fail("kernel: live frames by BPF_PROG_TEST_RUN need Linux 5.18");
    unsigned long long sent = FIRST_CALL_FRAMES;
    double start = now(), passed;
    while ((passed = now() - start) < seconds) {
        if (run(source->generate, source->frame, source->interface, FRAMES_PER_CALL))
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
        if (frames > sent && run(source->generate, source->frame, source->interface, frames - sent) && !stopped)
            return fail("kernel: live frames by BPF_PROG_TEST_RUN need Linux 5.18");
        sent = frames > sent ? frames : sent;
    }
    double passed = now() - start;
    struct flood_made made = all_made(object);
    printf("%llu %llu %llu %.6f %.0f\n", made.frames[KIND_HONEST], made.frames[KIND_LDAP], made.frames[KIND_DNS_OR_NTP], passed,
           latest * MICROS_IN_SECOND);
    return made.all == sent || stopped ? 0 : fail("frames were lost before they were made");
}

static int send_frames(struct bpf_object *object, unsigned interface, int argc, char **argv)
{
    struct source source;
    int status = prepare(object, &source, interface, atoi(argv[4]));
    if (status)
        return status;
    if (argc == 5)
        return flood(&source, atof(argv[3]));
    struct sigaction on_stop = {.sa_handler = stop};
    sigaction(SIGTERM, &on_stop, NULL);
    sigaction(SIGINT, &on_stop, NULL);
    status = hold_in_dispatcher(object);
    return status ? status : pace(object, &source, atof(argv[3]), atof(argv[5]), atof(argv[6]) / MICROS_IN_SECOND);
}

static void print_arrivals(struct bpf_object *object)
{
    unsigned only = 0;
    int gaps = bpf_object__find_map_fd_by_name(object, "gap");
    struct flood_arrivals seen;
    struct flood_gap gap;
    if (bpf_map_lookup_elem(bpf_object__find_map_fd_by_name(object, "arrivals"), &only, &seen) ||
        bpf_map_lookup_elem(gaps, &only, &gap))
        exit(fail("arrivals"));
    printf("%llu %llu %llu %llu %llu %llu %llu\n", seen.frames[KIND_HONEST], seen.frames[KIND_LDAP],
           seen.frames[KIND_DNS_OR_NTP], seen.turns, seen.backwards, gap.longest_ns / NANOS_IN_MICRO, gap.end_ns);
    fflush(stdout);
    gap.longest_ns = 0;
    bpf_map_update_elem(gaps, &only, &gap, BPF_ANY);
}

static int count_frames(struct bpf_object *object, unsigned interface)
{
    int filter = program(object, "count");
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP), .sll_ifindex = interface};
    int tap = socket(AF_PACKET, SOCK_RAW, 0);
    if (tap < 0 || setsockopt(tap, SOL_SOCKET, SO_ATTACH_BPF, &filter, sizeof filter) ||
        bind(tap, (struct sockaddr *)&address, sizeof address))
        return fail("tap");
    puts("ready");
    fflush(stdout);
    char line[64];
    while (fgets(line, sizeof line, stdin))
        print_arrivals(object);
    print_arrivals(object);
    return 0;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    int counts = argc == 3 && !strcmp(what, "count");
    if (!counts && !(argc == 5 && !strcmp(what, "send")) && !(argc == 7 && !strcmp(what, "pace"))) {
        fprintf(stderr, "usage: flood send IFACE SECONDS ATTACK_PERCENT | flood count IFACE\n"
                        "       flood pace IFACE SECONDS ATTACK_PERCENT RATE TICK_US\n");
        return 2;
    }
    unsigned interface = if_nametoindex(argv[2]);
    if (!interface)
        return fail(argv[2]);
    struct bpf_object *object = load(argv[0]);
    if (!object)
        return fail("load");
    return counts ? count_frames(object, interface) : send_frames(object, interface, argc, argv);
}
