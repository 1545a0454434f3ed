/*
 * trickle WAN_NAMESPACE LAN_NAMESPACE INTERFACE RATE SOURCE_AT_WAN... -- SOURCE_AT_LAN...
 *                          sends RATE frames a second that only the box can judge, and with each of them one to an open port, with
 *                          each second one to a guarded port, from INTERFACE in the one network namespace (a file), and awaits them
 *                          at INTERFACE in the other, until its input says 'end'. At each other line, and at the end, it prints a line of
 *                          KEY=VALUE: of each kind how many were sent, arrived, and arrived twice, the longest time between two
 *                          (ms, since the last line), and the time of the first (ms since the start, -1 for none); the frames at
 *                          either end that nobody sent who may: whose source is no trickle's and is not named for that end
 *                          (hardware addresses); and by how much it was late at worst (ms)
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#include "trickle.h"

enum { MOST_SOURCES = 4, MOST_NUMBERS = 1 << 22, NS_PER_S = 1000000000, NS_PER_MS = 1000000, WAN = 0, LAN = 1, SHOWN_STRANGERS = 3,
       SETTLE_MS = 300 };

static const char *const names[TRICKLE_KINDS] = {"plain",        "fragment",     "mpls",          "gre",          "guarded",
                                                 "guarded-vlan", "guarded-qinq", "guarded-pppoe", "guarded-4in6", "guarded-ipv6"};

/* What became of one kind. */
struct course {
    uint32_t sent, arrived, twice;
    int64_t last_ns, longest_ns, first_ns;
    unsigned char seen[MOST_NUMBERS / 8];
};

static struct course courses[TRICKLE_KINDS];
static uint32_t strangers[2];
static int64_t start_ns, late_ns;

static int fail(const char *what)
{
    fprintf(stderr, "trickle: %s: %s\n", what, strerror(errno));
    return -1;
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * (int64_t)NS_PER_S + now.tv_nsec;
}

/* Lets by what comes from one of these: a load's frames must not wake anybody. */
static int ignore(int wire, char **sources, int count)
{
    struct sock_filter code[4 * MOST_SOURCES + 1];
    int at = 0;
    for (int i = 0; i < count; i++) {
        unsigned char of[HARDWARE_BYTES];
        if (sscanf(sources[i], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", of, of + 1, of + 2, of + 3, of + 4, of + 5) != HARDWARE_BYTES)
            return fail(sources[i]);
        uint32_t low = (uint32_t)of[2] << 24 | (uint32_t)of[3] << 16 | (uint32_t)of[4] << 8 | of[5];
        code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, HARDWARE_BYTES + 2);
        code[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, low, 0, 2);
        code[at++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_H | BPF_ABS, HARDWARE_BYTES);
        code[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(of[0] << 8 | of[1]), 4 * (count - i - 1) + 1, 0);
    }
    code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, LONGEST_TRICKLE_BYTES);
    code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, 0);
    struct sock_fprog program = {.len = (unsigned short)at, .filter = code};
    return setsockopt(wire, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) ? fail("filter") : 0;
}

/* A packet socket at the interface of that namespace; it stays there when this process goes on to the next. */
static int open_at(const char *namespace, const char *interface, char **sources, int count)
{
    int on = 1, home = open(namespace, O_RDONLY | O_CLOEXEC);
    if (home < 0 || setns(home, CLONE_NEWNET))
        return fail(namespace);
    close(home);
    int wire = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct sockaddr_ll at = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = (int)if_nametoindex(interface)};
    if (wire < 0 || !at.sll_ifindex || ignore(wire, sources, count) ||
        setsockopt(wire, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on) || bind(wire, (struct sockaddr *)&at, sizeof at))
        return fail(interface);
    return wire;
}

static void send_one(int wire, enum trickle_kind kind)
{
    unsigned char frame[LONGEST_TRICKLE_BYTES] = {0};
    struct course *course = &courses[kind];
    size_t bytes = make_trickle(frame, kind, (course->sent + 1) % MOST_NUMBERS);
    if (send(wire, frame, bytes, 0) == (ssize_t)bytes)
        course->sent++;
}

/* The frames of one turn: see above. */
static void send_turn(int wire, uint64_t turn)
{
    static const enum trickle_kind judged[] = {FRAGMENT, MPLS, FRAGMENT, GRE};
    send_one(wire, judged[turn % 4]);
    send_one(wire, PLAIN);
    if (turn % 2)
        send_one(wire, (enum trickle_kind)(GUARDED + turn / 2 % (TRICKLE_KINDS - GUARDED)));
}

static void arrive(struct course *course, uint32_t number, int64_t at_ns)
{
    unsigned char bit = (unsigned char)(1 << number % 8), *seen = &course->seen[number / 8 % sizeof course->seen];
    if (*seen & bit) {
        course->twice++;
        return;
    }
    *seen |= bit;
    course->arrived++;
    if (!course->first_ns)
        course->first_ns = at_ns;
    if (course->last_ns && at_ns - course->last_ns > course->longest_ns)
        course->longest_ns = at_ns - course->last_ns;
    course->last_ns = at_ns;
}

static void note_stranger(int end, const unsigned char *frame, ssize_t bytes)
{
    if (strangers[end]++ >= SHOWN_STRANGERS)
        return;
    fprintf(stderr, "trickle: at the %s host, %zd bytes that nobody sent:", end == WAN ? "WAN" : "LAN", bytes);
    for (ssize_t i = 0; i < bytes && i < 48; i++)
        fprintf(stderr, " %02x", frame[i]);
    fputc('\n', stderr);
}

static void receive(int wire, int end)
{
    unsigned char got[LONGEST_TRICKLE_BYTES];
    struct trickle_tail tail;
    ssize_t bytes;
    while ((bytes = recv(wire, got, sizeof got, 0)) >= 0) {
        int is_ours = bytes >= (ssize_t)sizeof tail && !memcmp(got + HARDWARE_BYTES, trickle_source, HARDWARE_BYTES);
        if (is_ours)
            memcpy(&tail, got + bytes - sizeof tail, sizeof tail);
        if (end == LAN && is_ours && !memcmp(tail.mark, trickle_mark, sizeof tail.mark) && tail.kind < TRICKLE_KINDS)
            arrive(&courses[tail.kind], tail.number, now_ns());
        else
            note_stranger(end, got, bytes);
    }
}

static long long since(int64_t at_ns) { return at_ns ? (at_ns - start_ns) / NS_PER_MS : -1; }

static void report(int64_t at_ns)
{
    for (int kind = 0; kind < TRICKLE_KINDS; kind++) {
        struct course *course = &courses[kind];
        /* what hasn't ended yet counts as far as it goes */
        int64_t open_ns = course->last_ns && course->last_ns < at_ns ? at_ns - course->last_ns : 0;
        printf("%s=%u,%u,%u,%lld,%lld ", names[kind], course->sent, course->arrived, course->twice,
               (long long)((open_ns > course->longest_ns ? open_ns : course->longest_ns) / NS_PER_MS), since(course->first_ns));
        course->longest_ns = 0;
    }
    printf("strangers-wan=%u strangers-lan=%u late=%lld\n", strangers[WAN], strangers[LAN], (long long)(late_ns / NS_PER_MS));
    fflush(stdout);
}

/* Nothing more is sent; what is under way still arrives. */
static void await_rest(int wan, int lan)
{
    struct pollfd waits[] = {{lan, POLLIN, 0}, {wan, POLLIN, 0}};
    int64_t end_ns = now_ns(), left_ms = SETTLE_MS;
    while (left_ms > 0 && poll(waits, 2, (int)left_ms) >= 0) {
        receive(lan, LAN);
        receive(wan, WAN);
        left_ms = SETTLE_MS - (now_ns() - end_ns) / NS_PER_MS;
    }
    report(end_ns);
}

static void run(int wan, int lan, int64_t turn_ns)
{
    struct itimerspec each = {{0, (long)turn_ns}, {0, (long)turn_ns}};
    int ticks = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    if (ticks < 0 || timerfd_settime(ticks, 0, &each, NULL))
        exit(-fail("timer"));
    struct pollfd waits[] = {{STDIN_FILENO, POLLIN, 0}, {ticks, POLLIN, 0}, {lan, POLLIN, 0}, {wan, POLLIN, 0}};
    uint64_t turn = 0, due;
    start_ns = now_ns();
    for (;;) {
        if (poll(waits, 4, -1) < 0)
            exit(-fail("poll"));
        if (waits[2].revents)
            receive(lan, LAN);
        if (waits[3].revents)
            receive(wan, WAN);
        if (waits[1].revents && read(ticks, &due, sizeof due) == sizeof due) {
            if ((int64_t)(due - 1) * turn_ns > late_ns)
                late_ns = (int64_t)(due - 1) * turn_ns;
            while (due--)
                send_turn(wan, turn++);
        }
        if (waits[0].revents) {
            char line[64];
            if (read(STDIN_FILENO, line, sizeof line) <= 0 || line[0] == 'e')
                break;
            report(now_ns());
        }
    }
    await_rest(wan, lan);
}

int main(int count, char **words)
{
    int parted = 5;
    while (parted < count && strcmp(words[parted], "--"))
        parted++;
    if (count < 6 || parted == count || atoi(words[4]) < 1 || parted - 5 > MOST_SOURCES || count - parted - 1 > MOST_SOURCES) {
        fprintf(stderr, "usage: trickle WAN_NAMESPACE LAN_NAMESPACE INTERFACE RATE SOURCE_AT_WAN... -- SOURCE_AT_LAN...\n");
        return 2;
    }
    int wan = open_at(words[1], words[3], words + 5, parted - 5);
    int lan = open_at(words[2], words[3], words + parted + 1, count - parted - 1);
    if (wan < 0 || lan < 0)
        return 3;
    run(wan, lan, NS_PER_S / atoi(words[4]));
    return 0;
}
