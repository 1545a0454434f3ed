/*
 * outage WAN_NAMESPACE LAN_NAMESPACE INTERFACE
 *                                           sends a 64-byte UDP frame a millisecond from INTERFACE in the one network namespace
 *                                           (a file, as `ip netns` makes them) and awaits it at INTERFACE in the other, until its
 *                                           input ends; at each line of input it waits until frames arrive, a minute at most,
 *                                           and prints: frames sent since the last such line; frames that did not arrive;
 *                                           frames that arrived twice; the longest time without an arrival, in milliseconds
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { FRAME_BYTES = 60, MAGIC_AT = 42, NUMBER_AT = 50, SETTLE_MS = 300, UP_MS = 50, PATIENCE_MS = 60000, NS_PER_MS = 1000000 };

/* Ethernet, IPv4 192.0.2.1 -> 192.0.2.2, UDP 20000 -> 20001 without checksum, our mark, the frame's number. */
static unsigned char frame[FRAME_BYTES] = {
    2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0,
    0x45, 0, 0, 46, 0, 0, 0x40, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2,
    0x4e, 0x20, 0x4e, 0x21, 0, 26, 0, 0, 'o', 'u', 't', 'a', 'g', 'e', '!', '\n',
};

static int fail(const char *what)
{
    fprintf(stderr, "outage: %s: %s\n", what, strerror(errno));
    return -1;
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* The header's checksum, once: it doesn't change. */
static void sum_header(void)
{
    uint32_t sum = 0;
    for (int i = 14; i < 34; i += 2)
        sum += (uint32_t)(frame[i] << 8 | frame[i + 1]);
    sum = ~((sum & 0xffff) + (sum >> 16));
    frame[24] = (unsigned char)(sum >> 8);
    frame[25] = (unsigned char)sum;
}

/* A packet socket at the interface of that namespace; it stays there when this process goes on to the next. */
static int open_at(const char *namespace, const char *interface)
{
    int home = open(namespace, O_RDONLY | O_CLOEXEC);
    if (home < 0 || setns(home, CLONE_NEWNET))
        return fail(namespace);
    close(home);
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, htons(ETH_P_ALL));
    struct sockaddr_ll at = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int)if_nametoindex(interface)};
    if (fd < 0 || !at.sll_ifindex || bind(fd, (struct sockaddr *)&at, sizeof at))
        return fail(interface);
    return fd;
}

static uint64_t sent, arrived, twice, newest;
static int64_t arrived_ns, longest_ns;

/* Takes what has arrived. A frame that is no newer than the newest has been here before. */
static void receive(int lan)
{
    unsigned char got[2048];
    struct sockaddr_ll from;
    socklen_t length = sizeof from;
    ssize_t bytes;
    while ((bytes = recvfrom(lan, got, sizeof got, 0, (struct sockaddr *)&from, &length)) >= 0) {
        length = sizeof from;
        if (from.sll_pkttype == PACKET_OUTGOING || bytes < FRAME_BYTES || memcmp(got + MAGIC_AT, frame + MAGIC_AT, 8))
            continue;
        uint64_t number;
        memcpy(&number, got + NUMBER_AT, sizeof number);
        if (number <= newest) {
            twice++;
            continue;
        }
        int64_t at_ns = now_ns();
        if (arrived_ns && at_ns - arrived_ns > longest_ns)
            longest_ns = at_ns - arrived_ns;
        arrived_ns = at_ns;
        newest = number;
        arrived++;
    }
}

static void report(void)
{
    printf("%llu %lld %llu %lld\n", (unsigned long long)sent, (long long)(sent - arrived), (unsigned long long)twice,
           (long long)(longest_ns / NS_PER_MS));
    fflush(stdout);
    sent = arrived = twice = 0;
    longest_ns = 0;
}

int main(int count, char **words)
{
    if (count != 4) {
        fprintf(stderr, "usage: outage WAN_NAMESPACE LAN_NAMESPACE INTERFACE\n");
        return 2;
    }
    sum_header();
    int wan = open_at(words[1], words[3]), lan = open_at(words[2], words[3]);
    int ticks = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    struct itimerspec each = {{0, NS_PER_MS}, {0, NS_PER_MS}};
    if (wan < 0 || lan < 0 || ticks < 0 || timerfd_settime(ticks, 0, &each, NULL))
        return 3;
    struct pollfd waits[] = {{STDIN_FILENO, POLLIN, 0}, {ticks, POLLIN, 0}, {lan, POLLIN, 0}};
    uint64_t number = 0, due;
    int64_t asked_ns = 0, settling_ns = 0;
    for (;;) {
        if (poll(waits, 3, -1) < 0)
            return -fail("poll");
        if (waits[2].revents)
            receive(lan);
        if (waits[1].revents && read(ticks, &due, sizeof due) == sizeof due && !settling_ns) {
            number++;
            memcpy(frame + NUMBER_AT, &number, sizeof number);
            sent += send(wan, frame, sizeof frame, 0) == sizeof frame;
        }
        int64_t at_ns = now_ns();
        if (waits[0].revents) {
            char line[64];
            if (read(STDIN_FILENO, line, sizeof line) <= 0)
                return 0;
            asked_ns = at_ns;
            waits[0].fd = -1;
        }
        if (asked_ns && (at_ns - arrived_ns < UP_MS * (int64_t)NS_PER_MS || at_ns - asked_ns > PATIENCE_MS * (int64_t)NS_PER_MS)) {
            asked_ns = 0;
            settling_ns = at_ns + SETTLE_MS * (int64_t)NS_PER_MS;
        }
        if (settling_ns && at_ns >= settling_ns) {
            report();
            settling_ns = 0;
            arrived_ns = 0;
            waits[0].fd = STDIN_FILENO;
        }
    }
}
