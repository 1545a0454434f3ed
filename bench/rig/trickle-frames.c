/* How the frames of the trickle are made: headers from outside in, the tail last. */
#include <arpa/inet.h>
#include <string.h>
#include "trickle.h"

enum {
    TYPE_IPV4 = 0x0800,
    TYPE_VLAN = 0x8100,
    TYPE_IPV6 = 0x86dd,
    TYPE_MPLS = 0x8847,
    TYPE_PPPOE = 0x8864,
    TYPE_SERVICE_VLAN = 0x88a8,
    PPP_IPV4 = 0x0021,
    IPV4_BYTES = 20,
    IPV6_BYTES = 40,
    UDP_BYTES = 8,
    PROTOCOL_IPV4 = 4,
    PROTOCOL_UDP = 17,
    PROTOCOL_GRE = 47,
    LDAP = 389,
    OPEN = 20000,
    /* Far behind any first part, in units of eight bytes. */
    LATER = 185,
    TAIL = sizeof(struct trickle_tail),
};

const char trickle_mark[8] = "trickle!";
const unsigned char trickle_source[HARDWARE_BYTES] = {2, 0x5e, 0, 0, 0, 3};

/* A frame under way: where the next header comes. */
struct draft {
    unsigned char *at;
};

static void put8(struct draft *draft, unsigned value) { *draft->at++ = (unsigned char)value; }

static void put16(struct draft *draft, unsigned value)
{
    put8(draft, value >> 8);
    put8(draft, value);
}

static void put_tag(struct draft *draft, unsigned number, unsigned inside)
{
    put16(draft, number);
    put16(draft, inside);
}

static void put_ipv4(struct draft *draft, unsigned protocol, unsigned bytes, unsigned identification, unsigned offset)
{
    unsigned char *header = draft->at;
    uint32_t sum = 0;
    put16(draft, 0x4500);
    put16(draft, IPV4_BYTES + bytes);
    put16(draft, identification);
    put16(draft, offset);
    put16(draft, 64 << 8 | protocol);
    put16(draft, 0);
    /* 198.51.100.7 to 192.0.2.9, set apart for documents (RFC 5737) */
    memcpy(draft->at, "\xc6\x33\x64\x07\xc0\x00\x02\x09", 8);
    draft->at += 8;
    for (int i = 0; i < IPV4_BYTES; i += 2)
        sum += (uint32_t)(header[i] << 8 | header[i + 1]);
    sum = ~((sum & 0xffff) + (sum >> 16));
    header[10] = (unsigned char)(sum >> 8);
    header[11] = (unsigned char)sum;
}

static void put_ipv6(struct draft *draft, unsigned next, unsigned bytes)
{
    static const unsigned char addresses[] = {0x20, 1, 0x0d, 0xb8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7,
                                              0x20, 1, 0x0d, 0xb8, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9};
    put16(draft, 0x6000);
    put16(draft, 0);
    put16(draft, bytes);
    put16(draft, next << 8 | 64);
    memcpy(draft->at, addresses, sizeof addresses);
    draft->at += sizeof addresses;
}

/* IPv4 forbids no missing checksum, and IPv6 only to those who receive. */
static void put_udp(struct draft *draft, unsigned port)
{
    put16(draft, 4000);
    put16(draft, port);
    put16(draft, UDP_BYTES + TAIL);
    put16(draft, 0);
}

static void put_datagram(struct draft *draft, unsigned port)
{
    put_ipv4(draft, PROTOCOL_UDP, UDP_BYTES + TAIL, 0, 0x4000);
    put_udp(draft, port);
}

static void put_headers(struct draft *draft, enum trickle_kind kind, uint32_t number)
{
    switch (kind) {
    case FRAGMENT:
        put16(draft, TYPE_IPV4);
        put_ipv4(draft, PROTOCOL_UDP, TAIL, number & 0xffff, LATER);
        break;
    case MPLS:
        put16(draft, TYPE_MPLS);
        put16(draft, 1);
        put16(draft, 0x0140);
        put_datagram(draft, OPEN);
        break;
    case GRE:
        put16(draft, TYPE_IPV4);
        put_ipv4(draft, PROTOCOL_GRE, 4 + IPV4_BYTES + UDP_BYTES + TAIL, 0, 0x4000);
        put16(draft, 0);
        put16(draft, TYPE_IPV4);
        put_datagram(draft, OPEN);
        break;
    case GUARDED_VLAN:
        put16(draft, TYPE_VLAN);
        put_tag(draft, 7, TYPE_IPV4);
        put_datagram(draft, LDAP);
        break;
    case GUARDED_QINQ:
        put16(draft, TYPE_SERVICE_VLAN);
        put_tag(draft, 7, TYPE_VLAN);
        put_tag(draft, 8, TYPE_IPV4);
        put_datagram(draft, LDAP);
        break;
    case GUARDED_PPPOE:
        put16(draft, TYPE_PPPOE);
        put16(draft, 0x1100);
        put16(draft, 9);
        put16(draft, 2 + IPV4_BYTES + UDP_BYTES + TAIL);
        put16(draft, PPP_IPV4);
        put_datagram(draft, LDAP);
        break;
    case GUARDED_4IN6:
        put16(draft, TYPE_IPV6);
        put_ipv6(draft, PROTOCOL_IPV4, IPV4_BYTES + UDP_BYTES + TAIL);
        put_datagram(draft, LDAP);
        break;
    case GUARDED_IPV6:
        put16(draft, TYPE_IPV6);
        put_ipv6(draft, PROTOCOL_UDP, UDP_BYTES + TAIL);
        put_udp(draft, LDAP);
        break;
    default:
        put16(draft, TYPE_IPV4);
        put_datagram(draft, kind == PLAIN ? OPEN : LDAP);
    }
}

size_t make_trickle(unsigned char *frame, enum trickle_kind kind, uint32_t number)
{
    static const unsigned char destination[HARDWARE_BYTES] = {2, 0x5e, 0, 0, 0, 2};
    struct trickle_tail tail = {.kind = kind, .number = number};
    struct draft draft = {frame + 2 * HARDWARE_BYTES};
    memcpy(frame, destination, HARDWARE_BYTES);
    memcpy(frame + HARDWARE_BYTES, trickle_source, HARDWARE_BYTES);
    put_headers(&draft, kind, number);
    memcpy(tail.mark, trickle_mark, sizeof tail.mark);
    memcpy(draft.at, &tail, sizeof tail);
    return (size_t)(draft.at - frame) + sizeof tail;
}
