/*
 * xdpbox WAN LAN   forwards between two ports by the program beside it, natively, until SIGTERM; then prints what was counted.
 * The other ends of the two pairs must poll (NAPI): ethtool -K PEER gro on.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include "xdpbox.h"

static const char *const names[OUTCOMES] = {
    "passed", "cldap", "ntp", "dns", "ssdp", "smb", "netbios", "rpc-smb-outbound", "malformed", "undecodable"};

static int fail(const char *what)
{
    fprintf(stderr, "xdpbox: %s: %s\n", what, strerror(errno));
    return 1;
}

/* A link lasts as long as this process. */
static int attach(struct bpf_object *object, const char *name, const char *port, unsigned key, const char *other)
{
    unsigned from = if_nametoindex(port), to = if_nametoindex(other);
    int program = bpf_program__fd(bpf_object__find_program_by_name(object, name));
    LIBBPF_OPTS(bpf_link_create_opts, options, .flags = XDP_FLAGS_DRV_MODE);
    if (!from || !to)
        return fail(from ? other : port);
    if (bpf_map_update_elem(bpf_object__find_map_fd_by_name(object, "ports"), &key, &to, BPF_ANY))
        return fail("ports");
    return bpf_link_create(program, from, BPF_XDP, &options) < 0 ? fail(port) : 0;
}

static void print_tallies(struct bpf_object *object)
{
    int map = bpf_object__find_map_fd_by_name(object, "tallies"), cpus = libbpf_num_possible_cpus();
    for (unsigned key = PASSED + 1; key < OUTCOMES; key++) {
        struct tally each[cpus], sum = {0};
        if (bpf_map_lookup_elem(map, &key, each))
            continue;
        for (int cpu = 0; cpu < cpus; cpu++) {
            sum.frames += each[cpu].frames;
            sum.bytes += each[cpu].bytes;
        }
        printf("%s %llu frames %llu bytes\n", names[key], sum.frames, sum.bytes);
    }
}

int main(int argc, char **argv)
{
    char path[4096];
    sigset_t stop;
    int signal;
    if (argc != 3) {
        fprintf(stderr, "usage: xdpbox WAN LAN\n");
        return 2;
    }
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    sigprocmask(SIG_BLOCK, &stop, NULL);
    snprintf(path, sizeof path, "%s.bpf.o", argv[0]);
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    if (!object || bpf_object__load(object))
        return fail("load");
    if (attach(object, "from_wan", argv[1], TO_LAN, argv[2]) || attach(object, "from_lan", argv[2], TO_WAN, argv[1]))
        return 1;
    sigwait(&stop, &signal);
    print_tallies(object);
    return 0;
}
