/*
 * flood send IFACE SECONDS ATTACK_PERCENT [SIZE]
 *                                           floods the other end of a veth pair with UDP frames the kernel makes
 *                                           (BPF_PROG_TEST_RUN with live frames, Linux 5.18); prints frames and seconds. SIZE is
 *                                           64 to 1518 bytes with the frame check, or `imix`: 7 of 64, 4 of 594, 1 of 1518
 * flood pace IFACE SECONDS ATTACK_PERCENT RATE TICK_US
 *                                           64-byte frames, RATE of them a second, in a batch every TICK_US microseconds, until
 *                                           SECONDS are over or SIGTERM comes; prints frames honest, to LDAP, to DNS and NTP;
 *                                           seconds; and by how many microseconds its latest batch was late
 * flood replay IFACE SECONDS FILE           floods with the frames of a capture file, over and over; prints frames and seconds
 * flood count IFACE [REMEMBERED]            counts what arrives until its input ends; at each line of input, and at the end,
 *                                           it prints: frames honest, to LDAP, to DNS and NTP; turns between the latter
 *                                           two; frames out of order; the longest gap since the last such line, in
 *                                           microseconds, and when it ended, in nanoseconds of CLOCK_MONOTONIC; the
 *                                           number of the first frame that came, from 1 on (0: none came); how many
 *                                           came later that were made before it; and how many came once more, of the
 *                                           REMEMBERED frames before them, a power of two (default: none is remembered)
 * flood first IFACE                         awaits the first frame and prints when it came, in microseconds since 1970
 * The other end of the pair must poll (NAPI): ethtool -K PEER gro on.
 */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "flood-parts.h"

enum { SHORTEST = FRAME_BYTES + FRAME_CHECK_BYTES, LONGEST = LONGEST_FRAME_BYTES + FRAME_CHECK_BYTES };

int fail(const char *what)
{
    fprintf(stderr, "flood: %s: %s\n", what, strerror(errno));
    return 1;
}

int program(struct bpf_object *object, const char *name)
{
    return bpf_program__fd(bpf_object__find_program_by_name(object, name));
}

static int usage(void)
{
    fprintf(stderr, "usage: flood send IFACE SECONDS ATTACK_PERCENT [SIZE] | flood replay IFACE SECONDS FILE\n"
                    "       flood pace IFACE SECONDS ATTACK_PERCENT RATE TICK_US | flood count IFACE [REMEMBERED] | flood first IFACE\n");
    return 2;
}

/* Loads the object file that lies beside this program, with room for so many frames of a capture, and numbers of frames. */
static struct bpf_object *load(const char *self, unsigned frames, unsigned numbers)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.bpf.o", self);
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    if (!object || bpf_map__set_max_entries(bpf_object__find_map_by_name(object, "replayed"), frames) ||
        bpf_map__set_max_entries(bpf_object__find_map_by_name(object, "remembered"), numbers ? numbers : 1) || bpf_object__load(object))
        return NULL;
    return object;
}

static int replay(const char *self, unsigned interface, double seconds, const char *path)
{
    struct flood_replayed *frames = calloc(MOST_REPLAYED, sizeof *frames);
    unsigned count = frames ? read_capture(path, frames, MOST_REPLAYED) : 0;
    if (!count)
        return 1;
    struct bpf_object *object = load(self, count, 0);
    if (!object)
        return fail("load");
    int map = bpf_object__find_map_fd_by_name(object, "replayed");
    for (unsigned i = 0; i < count; i++)
        if (bpf_map_update_elem(map, &i, &frames[i], BPF_ANY))
            return fail("replayed");
    return send_replay(object, interface, seconds, count);
}

/* 0 for the mix, -1 for what is no size. */
static int size_of(const char *text)
{
    int size = atoi(text);
    if (!strcmp(text, "imix"))
        return 0;
    return size < SHORTEST || size > LONGEST ? -1 : size;
}

int main(int argc, char **argv)
{
    const char *what = argc > 2 ? argv[1] : "";
    int counts = (argc == 3 || argc == 4) && !strcmp(what, "count"), awaits = argc == 3 && !strcmp(what, "first");
    int sends = (argc == 5 || argc == 6) && !strcmp(what, "send"), size = argc == 6 ? size_of(argv[5]) : SHORTEST;
    unsigned remembered = counts && argc == 4 ? (unsigned)atoi(argv[3]) : 0;
    int replays = argc == 5 && !strcmp(what, "replay"), paces = argc == 7 && !strcmp(what, "pace");
    if (!(counts || awaits || replays || paces || (sends && size >= 0)) || (remembered & (remembered - 1)))
        return usage();
    unsigned interface = if_nametoindex(argv[2]);
    if (!interface)
        return fail(argv[2]);
    if (replays)
        return replay(argv[0], interface, atof(argv[3]), argv[4]);
    struct bpf_object *object = load(argv[0], 1, remembered);
    if (!object)
        return fail("load");
    if (counts)
        return count_frames(object, interface, remembered);
    if (awaits)
        return await_first(object, interface);
    if (sends)
        return send_flood(object, interface, atof(argv[3]), atoi(argv[4]), size);
    return send_paced(object, interface, atof(argv[3]), atoi(argv[4]), atof(argv[5]), atof(argv[6]) / MICROS_IN_SECOND);
}
