/* What the generator's parts in user space share. */
#ifndef SEKIMORI_FLOOD_PARTS_H
#define SEKIMORI_FLOOD_PARTS_H

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include "flood.h"

enum { NANOS_IN_SECOND = 1000000000, MICROS_IN_SECOND = 1000000, NANOS_IN_MICRO = 1000 };

/* flood.c */
int fail(const char *what);
int program(struct bpf_object *object, const char *name);

/* flood-send.c: frames of `size` bytes with their check, or of the mix if it is 0. */
int send_flood(struct bpf_object *object, unsigned interface, double seconds, int attack_percent, unsigned size);
int send_paced(struct bpf_object *object, unsigned interface, double seconds, int attack_percent, double rate, double tick);
int send_replay(struct bpf_object *object, unsigned interface, double seconds, unsigned frames);

/* flood-replay.c: reads at most so many frames of a capture file; how many, or 0 if that failed. */
unsigned read_capture(const char *path, struct flood_replayed *frames, unsigned most);

/* flood-count.c */
int count_frames(struct bpf_object *object, unsigned interface, unsigned remembered);
int await_first(struct bpf_object *object, unsigned interface);

#endif
