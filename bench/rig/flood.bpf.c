/* The kernel's half: `generate` turns one template into a stream of different frames, `count` sorts what arrives. */
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include "flood.h"

#define IPV4_ETHER_TYPE 0x0800
#define UDP_PROTOCOL 17

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct flood_settings);
} settings SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct flood_made);
} made SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct flood_arrivals);
} arrivals SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct flood_gap);
} gap SEC(".maps");

/* As long as the capture file; one otherwise. */
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct flood_replayed);
} replayed SEC(".maps");

/* The numbers of the frames that came last, each in the place that its lowest bits name. */
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, __u32);
} remembered SEC(".maps");

/* Spreads consecutive numbers over all 64 bits, the same way in every run. */
static __always_inline __u64 scatter(__u64 number)
{
    number *= 0x9e3779b97f4a7c15ull;
    number ^= number >> 29;
    number *= 0xbf58476d1ce4e5b9ull;
    return number ^ (number >> 32);
}

static __always_inline __u16 attack_port(__u32 bits)
{
    switch (bits & 3) {
    case 0:
        return DNS_PORT;
    case 1:
        return NTP_PORT;
    default:
        return LDAP_PORT;
    }
}

static __always_inline __u32 kind_of(__u16 port)
{
    switch (port) {
    case LDAP_PORT:
        return KIND_LDAP;
    case DNS_PORT:
    case NTP_PORT:
        return KIND_DNS_OR_NTP;
    default:
        return port >= FIRST_HONEST_PORT && port <= FIRST_HONEST_PORT + HONEST_PORT_MASK ? KIND_HONEST : KINDS;
    }
}

static __always_inline __u32 mixed_bytes(__u32 bits)
{
    bits %= MIX_ALL;
    return bits < MIX_SHORT ? FRAME_BYTES : bits < MIX_SHORT + MIX_MIDDLE ? MIX_MIDDLE_BYTES : LONGEST_FRAME_BYTES;
}

SEC("xdp")
int generate(struct xdp_md *context)
{
    __u32 only = 0, sum = 0;
    struct flood_settings *plan = bpf_map_lookup_elem(&settings, &only);
    struct flood_made *so_far = bpf_map_lookup_elem(&made, &only);

    if (!plan || !so_far)
        return XDP_ABORTED;
    __u64 bits = scatter(++so_far->all);
    __u32 bytes = plan->mixes ? mixed_bytes(bits >> 48) : 0;
    if (bytes && bpf_xdp_adjust_tail(context, (int)bytes - LONGEST_FRAME_BYTES))
        return XDP_ABORTED;
    __u8 *frame = (void *)(long)context->data;
    __u8 *end = (void *)(long)context->data_end;
    if (frame + FRAME_BYTES > end)
        return XDP_ABORTED;
    if (bytes) {
        sum = bpf_htons(bytes - IP_AT);
        *(__u16 *)(frame + IP_LENGTH_AT) = sum;
        *(__u16 *)(frame + UDP_LENGTH_AT) = bpf_htons(bytes - UDP_AT);
    }
    __u32 source = bpf_htonl(FIRST_SOURCE + (bits & SOURCE_MASK));
    __u16 source_port = 1024 + ((bits >> 17) & 0x7fff);
    __u16 port = ((bits >> 32) & (SHARE_WHOLE - 1)) < plan->attack_share
        ? attack_port(bits >> 42)
        : FIRST_HONEST_PORT + ((bits >> 44) & HONEST_PORT_MASK);

    sum += plan->partial_checksum + (source & 0xffff) + (source >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    *(__u16 *)(frame + IP_CHECKSUM_AT) = ~sum;
    *(__u16 *)(frame + IP_SOURCE_AT) = source & 0xffff;
    *(__u16 *)(frame + IP_SOURCE_AT + 2) = source >> 16;
    *(__u16 *)(frame + UDP_SOURCE_PORT_AT) = bpf_htons(source_port);
    *(__u16 *)(frame + UDP_DESTINATION_PORT_AT) = bpf_htons(port);
    *(__u32 *)(frame + SEQUENCE_AT) = bpf_htonl((__u32)so_far->all);
    __u32 kind = kind_of(port);
    if (kind < KINDS)
        ++so_far->frames[kind];
    return bpf_redirect(plan->out_interface, 0);
}

/* Sends the frames of a capture file, over and over. */
SEC("xdp")
int replay(struct xdp_md *context)
{
    __u32 only = 0;
    struct flood_settings *plan = bpf_map_lookup_elem(&settings, &only);
    struct flood_made *so_far = bpf_map_lookup_elem(&made, &only);

    if (!plan || !so_far)
        return XDP_ABORTED;
    __u32 index = so_far->next;
    so_far->next = index + 1 < plan->replayed ? index + 1 : 0;
    ++so_far->all;
    struct flood_replayed *wanted = bpf_map_lookup_elem(&replayed, &index);
    if (!wanted)
        return XDP_ABORTED;
    __u32 bytes = wanted->bytes;
    if (bytes < FRAME_BYTES || bytes > LONGEST_FRAME_BYTES || bpf_xdp_adjust_tail(context, (int)bytes - LONGEST_FRAME_BYTES) ||
        bpf_xdp_store_bytes(context, 0, wanted->frame, bytes))
        return XDP_ABORTED;
    return bpf_redirect(plan->out_interface, 0);
}

static __always_inline void note_gap(void)
{
    __u32 only = 0;
    __u64 now = bpf_ktime_get_ns();
    struct flood_gap *seen = bpf_map_lookup_elem(&gap, &only);
    if (!seen)
        return;
    if (seen->last_ns && now - seen->last_ns > seen->longest_ns) {
        seen->longest_ns = now - seen->last_ns;
        seen->end_ns = now;
    }
    seen->last_ns = now;
}

/* Whether that frame has come before. */
static __always_inline int is_known(__u32 sequence)
{
    __u32 only = 0;
    struct flood_settings *plan = bpf_map_lookup_elem(&settings, &only);
    if (!plan || !plan->remembered)
        return 0;
    __u32 place = sequence & (plan->remembered - 1);
    __u32 *known = bpf_map_lookup_elem(&remembered, &place);
    if (!known)
        return 0;
    int is_same = *known == sequence;
    *known = sequence;
    return is_same;
}

static __always_inline void note_arrival(__u32 kind, __u32 sequence)
{
    __u32 only = 0;
    struct flood_arrivals *seen = bpf_map_lookup_elem(&arrivals, &only);
    if (!seen || kind >= KINDS)
        return;
    ++seen->frames[kind];
    if (!seen->last_sequence)
        seen->first_sequence = sequence;
    if ((__s32)(sequence - seen->first_sequence) < 0)
        ++seen->early;
    if ((__s32)(sequence - seen->last_sequence) <= 0)
        ++seen->backwards;
    if (is_known(sequence))
        ++seen->twice;
    seen->last_sequence = sequence;
    if (kind != KIND_HONEST) {
        if (seen->last_attack && seen->last_attack != kind)
            ++seen->turns;
        seen->last_attack = kind;
    }
}

/* A socket's filter that keeps nothing: it looks, counts, and lets go before a copy is made. */
SEC("socket")
int count(struct __sk_buff *skb)
{
    __u8 protocol;
    __u16 ether_type, port;
    __u32 sequence;

    if (bpf_skb_load_bytes(skb, ETHER_TYPE_AT, &ether_type, sizeof ether_type) < 0 ||
        bpf_skb_load_bytes(skb, IP_PROTOCOL_AT, &protocol, sizeof protocol) < 0 ||
        bpf_skb_load_bytes(skb, UDP_DESTINATION_PORT_AT, &port, sizeof port) < 0 ||
        bpf_skb_load_bytes(skb, SEQUENCE_AT, &sequence, sizeof sequence) < 0)
        return 0;
    if (ether_type != bpf_htons(IPV4_ETHER_TYPE) || protocol != UDP_PROTOCOL)
        return 0;
    __u32 kind = kind_of(bpf_ntohs(port));
    if (kind == KINDS)
        return 0;
    note_gap();
    note_arrival(kind, bpf_ntohl(sequence));
    return 0;
}

char license_name[] SEC("license") = "Dual BSD/GPL";
