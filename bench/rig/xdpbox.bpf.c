/*
 * The shipped policy as one would write it by hand: what a rule drops ends at the port it came in by, all else leaves by the other.
 * It sees less than Sekimori's decoder: no PPPoE, MPLS or tunnels, half the extension headers, no white space before an SSDP method;
 * fragments but the first pass.
 */
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "xdpbox.h"

enum { MOST_TAGS = 8, MOST_EXTENSIONS = 16, MOST_EXTENSION_BYTES = 2048 };
enum { ETHER_BYTES = 14, TAG_BYTES = 4, IPV4_BYTES = 20, IPV6_BYTES = 40, EXTENSION_UNIT = 8, UDP_BYTES = 8, TCP_BYTES = 20 };
enum { TYPE_IPV4 = 0x0800, TYPE_IPV6 = 0x86dd, TYPE_VLAN = 0x8100, TYPE_QINQ = 0x88a8, TYPE_QINQ_OLD = 0x9100 };
enum { HOP_BY_HOP = 0, TCP = 6, UDP = 17, ROUTING = 43, FRAGMENT = 44, AUTHENTICATION = 51, DESTINATION = 60,
       MOBILITY = 135, HIP = 139, SHIM6 = 140 };

/* What the walk to the ports may end in; none of them is a protocol's number. */
enum { NO_PORTS = 256, BROKEN, TOO_DEEP };

struct {
    __uint(type, BPF_MAP_TYPE_DEVMAP);
    __uint(max_entries, PORTS);
    __type(key, __u32);
    __type(value, __u32);
} ports SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, OUTCOMES);
    __type(key, __u32);
    __type(value, struct tally);
} tallies SEC(".maps");

/* Where the next header begins, where the frame ends, and how many of the bytes from there on are the packet's. */
struct cursor {
    __u8 *at;
    __u8 *end;
    __u64 left;
};

/* How a frame leaves by a port. A test run on a frame of no interface times the verdict alone: there it only passes. */
#ifdef VERDICT_ALONE
#define LEAVE_BY(port) XDP_PASS
#else
#define LEAVE_BY(port) bpf_redirect_map(&ports, port, 0)
#endif

static __always_inline __u16 word(const __u8 *at) { return at[0] << 8 | at[1]; }

static __always_inline __u32 skip_tags(struct cursor *c)
{
    if (c->at + ETHER_BYTES > c->end)
        return NO_PORTS;
    __u16 type = word(c->at + ETHER_BYTES - 2);
    c->at += ETHER_BYTES;
    for (int tags = 0; type == TYPE_VLAN || type == TYPE_QINQ || type == TYPE_QINQ_OLD; tags++) {
        if (tags == MOST_TAGS)
            return TOO_DEEP;
        if (c->at + TAG_BYTES > c->end)
            return NO_PORTS;
        type = word(c->at + TAG_BYTES - 2);
        c->at += TAG_BYTES;
    }
    return type;
}

static __always_inline __u32 skip_ipv4(struct cursor *c)
{
    __u8 *ip = c->at;
    if (ip + IPV4_BYTES > c->end || ip[0] >> 4 != 4)
        return BROKEN;
    __u32 header = (ip[0] & 15) * 4, whole = word(ip + 2);
    if (header < IPV4_BYTES || whole < header || ip + whole > c->end)
        return BROKEN;
    c->at += header;
    c->left = whole - header;
    return word(ip + 6) & 0x1fff ? NO_PORTS : ip[9];
}

/* Functions of their own, global ones: the verifier looks into them once, and not for each header of each chain. */
__noinline int is_extension(__u32 protocol)
{
    return protocol == HOP_BY_HOP || protocol == ROUTING || protocol == FRAGMENT || protocol == AUTHENTICATION || protocol == DESTINATION ||
        protocol == MOBILITY || protocol == HIP || protocol == SHIM6;
}

__noinline __u32 extension_bytes(__u32 protocol, __u32 length)
{
    if (protocol == AUTHENTICATION)
        return (length + 2) * 4;
    return protocol == FRAGMENT ? EXTENSION_UNIT : (length + 1) * EXTENSION_UNIT;
}

static __always_inline __u32 skip_ipv6(struct cursor *c)
{
    __u8 *ip = c->at;
    if (ip + IPV6_BYTES > c->end || ip[0] >> 4 != 6)
        return BROKEN;
    __u32 next = ip[6];
    c->left = word(ip + 4);
    c->at += IPV6_BYTES;
    if (c->at + c->left > c->end)
        return BROKEN;
    for (int headers = 0; headers < MOST_EXTENSIONS; headers++) {
        if (!is_extension(next))
            return next;
        if (c->left < EXTENSION_UNIT || c->at + EXTENSION_UNIT > c->end)
            return BROKEN;
        if (next == FRAGMENT && word(c->at + 2) >> 3)
            return NO_PORTS;
        __u64 bytes = extension_bytes(next, c->at[1]);
        /* The compiler knows how many at most, the verifier doesn't. */
        asm volatile("" : "+r"(bytes));
        if (bytes > MOST_EXTENSION_BYTES || c->left < bytes)
            return BROKEN;
        next = c->at[0];
        c->left -= bytes;
        c->at += bytes;
    }
    return TOO_DEEP;
}

/* The protocol whose header the cursor then stands at, complete; or why there is none. */
static __always_inline __u32 walk(struct cursor *c)
{
    __u32 type = skip_tags(c);
    __u32 found = type == TYPE_IPV4 ? skip_ipv4(c) : type == TYPE_IPV6 ? skip_ipv6(c) : type == TOO_DEEP ? TOO_DEEP : NO_PORTS;
    if (found == UDP)
        return c->left < UDP_BYTES || c->at + UDP_BYTES > c->end ? BROKEN : UDP;
    if (found == TCP)
        return c->left < TCP_BYTES || c->at + TCP_BYTES > c->end ? BROKEN : TCP;
    return found < NO_PORTS ? NO_PORTS : found;
}

static __always_inline int begins(const struct cursor *c, const char *text, __u32 bytes)
{
    const __u8 *message = c->at + UDP_BYTES;
    for (__u32 i = 0; i < bytes; i++)
        if (message[i] != text[i])
            return 0;
    return 1;
}

/* A message too short to tell is a request. */
static __always_inline int has(const struct cursor *c, __u32 bytes)
{
    return c->left >= UDP_BYTES + bytes && c->at + UDP_BYTES + bytes <= c->end;
}

static __always_inline enum outcome judge_udp(const struct cursor *c)
{
    const __u8 *message = c->at + UDP_BYTES;
    switch (word(c->at + 2)) {
    case 389:
        return CLDAP;
    case 123:
        if (!has(c, 1))
            return NTP;
        return (message[0] & 7) == 2 || (message[0] & 7) == 4 || (message[0] & 7) == 5 ? PASSED : NTP;
    case 53:
        return has(c, 3) && message[2] & 0x80 ? PASSED : DNS;
    case 1900:
        return !has(c, 8) || begins(c, "M-SEARCH", 8) || begins(c, "NOTIFY", 6) ? SSDP : PASSED;
    default:
        return PASSED;
    }
}

static __always_inline enum outcome judge_inbound(struct cursor *c)
{
    switch (walk(c)) {
    case UDP:
        return judge_udp(c);
    case TCP:
        return word(c->at + 2) == 445 ? SMB : word(c->at + 2) == 139 ? NETBIOS : PASSED;
    case BROKEN:
        return MALFORMED;
    case TOO_DEEP:
        return UNDECODABLE;
    default:
        return PASSED;
    }
}

static __always_inline void count(__u32 outcome, __u64 bytes)
{
    struct tally *tally = bpf_map_lookup_elem(&tallies, &outcome);
    if (!tally)
        return;
    tally->frames++;
    tally->bytes += bytes;
}

SEC("xdp")
int from_wan(struct xdp_md *context)
{
    struct cursor c = {(void *)(long)context->data, (void *)(long)context->data_end, 0};
    __u64 bytes = c.end - c.at;
    enum outcome outcome = judge_inbound(&c);
    if (outcome == PASSED)
        return LEAVE_BY(TO_LAN);
    count(outcome, bytes);
    return XDP_DROP;
}

SEC("xdp")
int from_lan(struct xdp_md *context)
{
    struct cursor c = {(void *)(long)context->data, (void *)(long)context->data_end, 0};
    __u64 bytes = c.end - c.at;
    __u32 found = walk(&c);
    if (found == UDP || found == TCP) {
        __u16 port = word(c.at + 2);
        if (port == 135 || (port >= 137 && port <= 139) || port == 445)
            count(RPC_SMB_OUTBOUND, bytes);
    }
    return LEAVE_BY(TO_WAN);
}

char license_name[] SEC("license") = "Dual BSD/GPL";
