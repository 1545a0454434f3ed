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
    __type(value, __u64);
} sequence SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, COUNT_KINDS);
    __type(key, __u32);
    __type(value, __u64);
} arrived SEC(".maps");

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
        return 53;
    case 1:
        return 123;
    default:
        return 389;
    }
}

SEC("xdp")
int generate(struct xdp_md *context)
{
    __u8 *frame = (void *)(long)context->data;
    __u8 *end = (void *)(long)context->data_end;
    __u32 only = 0;
    struct flood_settings *plan = bpf_map_lookup_elem(&settings, &only);
    __u64 *number = bpf_map_lookup_elem(&sequence, &only);

    if (!plan || !number || frame + FRAME_BYTES > end)
        return XDP_ABORTED;
    __u64 bits = scatter(++*number);
    __u32 source = bpf_htonl(FIRST_SOURCE + (bits & SOURCE_MASK));
    __u16 source_port = 1024 + ((bits >> 17) & 0x7fff);
    __u16 port = ((bits >> 32) & (SHARE_WHOLE - 1)) < plan->attack_share
        ? attack_port(bits >> 42)
        : FIRST_HONEST_PORT + ((bits >> 44) & HONEST_PORT_MASK);

    __u32 sum = plan->partial_checksum + (source & 0xffff) + (source >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    *(__u16 *)(frame + IP_CHECKSUM_AT) = ~sum;
    *(__u16 *)(frame + IP_SOURCE_AT) = source & 0xffff;
    *(__u16 *)(frame + IP_SOURCE_AT + 2) = source >> 16;
    *(__u16 *)(frame + UDP_SOURCE_PORT_AT) = bpf_htons(source_port);
    *(__u16 *)(frame + UDP_DESTINATION_PORT_AT) = bpf_htons(port);
    return bpf_redirect(plan->out_interface, 0);
}

/* A socket's filter that keeps nothing: it looks, counts, and lets go before a copy is made. */
SEC("socket")
int count(struct __sk_buff *skb)
{
    __u8 protocol;
    __u16 ether_type, port;

    if (bpf_skb_load_bytes(skb, ETHER_TYPE_AT, &ether_type, sizeof ether_type) < 0 ||
        bpf_skb_load_bytes(skb, IP_PROTOCOL_AT, &protocol, sizeof protocol) < 0 ||
        bpf_skb_load_bytes(skb, UDP_DESTINATION_PORT_AT, &port, sizeof port) < 0)
        return 0;
    if (ether_type != bpf_htons(IPV4_ETHER_TYPE) || protocol != UDP_PROTOCOL)
        return 0;
    __u32 kind = bpf_ntohs(port) <= LAST_ATTACK_PORT ? COUNT_ATTACK : COUNT_HONEST;
    __u64 *frames = bpf_map_lookup_elem(&arrived, &kind);
    if (frames)
        ++*frames;
    return 0;
}

char license_name[] SEC("license") = "Dual BSD/GPL";
