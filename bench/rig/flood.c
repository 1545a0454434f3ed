/*
 * flood send IFACE SECONDS ATTACK_PERCENT   floods the other end of a veth pair with 64-byte UDP frames the kernel makes
 *                                           (BPF_PROG_TEST_RUN with live frames, Linux 5.18); prints frames and seconds
 * flood count IFACE                         counts what arrives until its input ends; prints honest and attack frames
 * The other end of the pair must poll (NAPI): ethtool -K PEER gro on.
 */
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "flood.h"

enum { FRAMES_PER_CALL = 1 << 15, FRAMES_PER_BATCH = 64, FIRST_CALL_FRAMES = 64, NANOS_IN_SECOND = 1000000000 };

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

static int send_frames(struct bpf_object *object, unsigned interface, double seconds, int attack_percent)
{
    unsigned char frame[FRAME_BYTES];
    unsigned only = 0;
    write_template(frame);
    struct flood_settings plan = {interface, attack_percent * SHARE_WHOLE / 100, partial_checksum(frame)};
    if (bpf_map_update_elem(bpf_object__find_map_fd_by_name(object, "settings"), &only, &plan, BPF_ANY))
        return fail("settings");

    int generate = program(object, "generate");
    if (run(generate, frame, interface, FIRST_CALL_FRAMES))
        return fail("kernel: live frames by BPF_PROG_TEST_RUN need Linux 5.18");
    unsigned long long sent = FIRST_CALL_FRAMES;
    double start = now(), passed;
    while ((passed = now() - start) < seconds) {
        if (run(generate, frame, interface, FRAMES_PER_CALL))
            return fail("run");
        sent += FRAMES_PER_CALL;
    }
    printf("%llu %.6f\n", sent, passed);
    return 0;
}

static unsigned long long total(int map, unsigned kind)
{
    int cpus = libbpf_num_possible_cpus();
    unsigned long long values[cpus], sum = 0;
    if (bpf_map_lookup_elem(map, &kind, values))
        exit(fail("arrived"));
    for (int cpu = 0; cpu < cpus; cpu++)
        sum += values[cpu];
    return sum;
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
    char ignored;
    while (read(STDIN_FILENO, &ignored, 1) > 0)
        continue;
    int arrived = bpf_object__find_map_fd_by_name(object, "arrived");
    printf("%llu %llu\n", total(arrived, COUNT_HONEST), total(arrived, COUNT_ATTACK));
    return 0;
}

int main(int argc, char **argv)
{
    int sends = argc == 5 && !strcmp(argv[1], "send"), counts = argc == 3 && !strcmp(argv[1], "count");
    if (!sends && !counts) {
        fprintf(stderr, "usage: flood send IFACE SECONDS ATTACK_PERCENT | flood count IFACE\n");
        return 2;
    }
    unsigned interface = if_nametoindex(argv[2]);
    if (!interface)
        return fail(argv[2]);
    struct bpf_object *object = load(argv[0]);
    if (!object)
        return fail("load");
    return sends ? send_frames(object, interface, atof(argv[3]), atoi(argv[4])) : count_frames(object, interface);
}
