/* What the generator's two halves agree on: the frame, byte by byte, and the settings of a run. */
#ifndef SEKIMORI_FLOOD_H
#define SEKIMORI_FLOOD_H

/* Ethernet, IPv4 without options, UDP; at least 60 bytes, which a port sends as 64 with the frame check. */
enum frame_layout {
    ETHER_TYPE_AT = 12,
    IP_AT = 14,
    IP_LENGTH_AT = 16,
    IP_PROTOCOL_AT = 23,
    IP_CHECKSUM_AT = 24,
    IP_SOURCE_AT = 26,
    UDP_AT = 34,
    UDP_SOURCE_PORT_AT = 34,
    UDP_DESTINATION_PORT_AT = 36,
    UDP_LENGTH_AT = 38,
    UDP_PAYLOAD_AT = 42,
    SEQUENCE_AT = 56,
    FRAME_BYTES = 60,
    LONGEST_FRAME_BYTES = 1514,
    FRAME_CHECK_BYTES = 4,
};

/* The internet mix that is customary: of twelve frames seven are shortest, four of middle length, one longest. */
enum { MIX_ALL = 12, MIX_SHORT = 7, MIX_MIDDLE = 4, MIX_MIDDLE_BYTES = 590 };

/* Frames of a capture file that the generator replays at most; it holds them in the kernel. */
enum { MOST_REPLAYED = 1 << 14 };

/* Honest frames go to 4096 ports from here; attack frames to the well-known ports that the shipped policy closes. */
enum { FIRST_HONEST_PORT = 20000, HONEST_PORT_MASK = 0xfff, DNS_PORT = 53, NTP_PORT = 123, LDAP_PORT = 389 };

/* Sources are 131,072 addresses from 198.18.0.0, the block set apart for benchmarks (RFC 2544). */
enum { SOURCE_MASK = 0x1ffff, SHARE_WHOLE = 1024 };
#define FIRST_SOURCE 0xc6120000u

struct flood_settings {
    unsigned int out_interface;
    /* How many of SHARE_WHOLE frames attack. */
    unsigned int attack_share;
    /* The IP header's checksum so far: all words but source and checksum, added up, as they lie in memory. */
    unsigned int partial_checksum;
    /* Not 0: frames have the lengths of the mix, and the partial checksum holds no length. */
    unsigned int mixes;
    unsigned int replayed;
    /* How many frames the counter remembers, a power of two; 0: none. */
    unsigned int remembered;
};

struct flood_replayed {
    unsigned int bytes;
    unsigned char frame[LONGEST_FRAME_BYTES];
};

/* Attack frames are of two kinds of equal share, for policies that close one and open the other. */
enum { KIND_HONEST, KIND_LDAP, KIND_DNS_OR_NTP, KINDS };

/* What was made so far, in all and of each kind. */
struct flood_made {
    unsigned long long all;
    unsigned long long frames[KINDS];
    /* Which frame of the capture file comes next. */
    unsigned int next;
};

/* What arrived. Written by one CPU at a time: frames of one wire come in one by one. */
struct flood_arrivals {
    unsigned long long frames[KINDS];
    /* How often an attack frame was of the other kind than the one before it. */
    unsigned long long turns;
    /* Frames that are not after the one before them: sent twice, or overtaken. */
    unsigned long long backwards;
    /* Of the frames, those made before the first that came: a box's backlog, overtaken by what came later. */
    unsigned long long early;
    /* Frames that came once more, of those remembered. */
    unsigned long long twice;
    unsigned int first_sequence;
    unsigned int last_sequence;
    unsigned int last_attack;
};

/* The longest time without a frame, and when it ended (CLOCK_MONOTONIC). */
struct flood_gap {
    unsigned long long last_ns;
    unsigned long long longest_ns;
    unsigned long long end_ns;
};

#endif
