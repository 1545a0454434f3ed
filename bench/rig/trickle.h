/* Frames of few kinds, one after the other: what the box alone can judge, what any program can, and what is closed in all its wrappings. */
#ifndef SEKIMORI_TRICKLE_H
#define SEKIMORI_TRICKLE_H

#include <stddef.h>
#include <stdint.h>

enum { ETHERNET_BYTES = 14, HARDWARE_BYTES = 6, LONGEST_TRICKLE_BYTES = 256 };

enum trickle_kind {
    /* UDP to an open port. */
    PLAIN,
    /* A later part of a datagram whose first part never came. */
    FRAGMENT,
    /* IPv4 in MPLS, and in GRE, which programs hand on. */
    MPLS,
    GRE,
    /* CLDAP requests, in whatever a line may wrap them in. */
    GUARDED,
    GUARDED_VLAN,
    GUARDED_QINQ,
    GUARDED_PPPOE,
    GUARDED_4IN6,
    GUARDED_IPV6,
    TRICKLE_KINDS
};

/* What follows the headers, at the very end of each frame. */
struct trickle_tail {
    char mark[8];
    uint32_t kind;
    uint32_t number;
} __attribute__((packed));

extern const char trickle_mark[8];
extern const unsigned char trickle_source[HARDWARE_BYTES];

/* Makes a frame of that kind, from 1 on numbered; returns its bytes. */
size_t make_trickle(unsigned char *frame, enum trickle_kind kind, uint32_t number);

#endif
