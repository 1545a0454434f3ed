/*
 * xdpbox WAN LAN   forwards between two ports by the program beside it, natively, until SIGTERM; then prints what was counted.
 *                  SIGHUP loads the program anew and puts it in the place of the one before, at one port after the other; each is
 *                  one atomic step of the kernel.
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

/* A port, the program for what comes in by it, and the link that holds the two together as long as this process lives. */
struct port {
    const char *program;
    const char *name;
    const char *other;
    unsigned key;
    int link;
};

static int fail(const char *what)
{
    fprintf(stderr, "xdpbox: %s: %s\n", what, strerror(errno));
    return 1;
}

static struct bpf_object *load(const char *self)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.bpf.o", self);
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    return object && !bpf_object__load(object) ? object : NULL;
}

static int attach(struct bpf_object *object, struct port *port)
{
    unsigned from = if_nametoindex(port->name), to = if_nametoindex(port->other);
    int program = bpf_program__fd(bpf_object__find_program_by_name(object, port->program));
    LIBBPF_OPTS(bpf_link_create_opts, options, .flags = XDP_FLAGS_DRV_MODE);
    if (!from || !to)
        return fail(from ? port->other : port->name);
    if (bpf_map_update_elem(bpf_object__find_map_fd_by_name(object, "ports"), &port->key, &to, BPF_ANY))
        return fail("ports");
    if (port->link >= 0)
        return bpf_link_update(port->link, program, NULL) ? fail(port->name) : 0;
    port->link = bpf_link_create(program, from, BPF_XDP, &options);
    return port->link < 0 ? fail(port->name) : 0;
}

static void add_tallies(struct bpf_object *object, struct tally *sums)
{
    int map = bpf_object__find_map_fd_by_name(object, "tallies"), cpus = libbpf_num_possible_cpus();
    for (unsigned key = PASSED + 1; key < OUTCOMES; key++) {
        struct tally each[cpus];
        if (bpf_map_lookup_elem(map, &key, each))
            continue;
        for (int cpu = 0; cpu < cpus; cpu++) {
            sums[key].frames += each[cpu].frames;
            sums[key].bytes += each[cpu].bytes;
        }
    }
}

static int await_signal(void)
{
    sigset_t wanted;
    int signal;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGHUP);
    sigprocmask(SIG_BLOCK, &wanted, NULL);
    sigwait(&wanted, &signal);
    return signal;
}

int main(int argc, char **argv)
{
    struct tally sums[OUTCOMES] = {0};
    struct bpf_object *before = NULL;
    if (argc != 3) {
        fprintf(stderr, "usage: xdpbox WAN LAN\n");
        return 2;
    }
    struct port wan = {"from_wan", argv[1], argv[2], TO_LAN, -1}, lan = {"from_lan", argv[2], argv[1], TO_WAN, -1};
    setlinebuf(stdout);
    do {
        struct bpf_object *object = load(argv[0]);
        if (!object)
            return fail("load");
        if (attach(object, &wan) || attach(object, &lan))
            return 1;
        if (before) {
            add_tallies(before, sums);
            bpf_object__close(before);
            puts("replaced");
        }
        before = object;
    } while (await_signal() == SIGHUP);
    add_tallies(before, sums);
    for (unsigned key = PASSED + 1; key < OUTCOMES; key++)
        printf("%s %llu frames %llu bytes\n", names[key], sums[key].frames, sums[key].bytes);
    return 0;
}
