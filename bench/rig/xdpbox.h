/* What the hand-written XDP box's two halves agree on. */
#ifndef SEKIMORI_XDPBOX_H
#define SEKIMORI_XDPBOX_H

/* Keys of the ports to redirect to. */
enum { TO_LAN, TO_WAN, PORTS };

/* What is counted; the names are the shipped policy's. */
enum outcome { PASSED, CLDAP, NTP, DNS, SSDP, SMB, NETBIOS, RPC_SMB_OUTBOUND, MALFORMED, UNDECODABLE, OUTCOMES };

struct tally {
    unsigned long long frames;
    unsigned long long bytes;
};

#endif
