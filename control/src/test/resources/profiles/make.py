#!/usr/bin/env python3
"""Writes the policy tests of the profiles: captures made here from nothing, byte by byte, and the verdicts expected.

    make.py [OUT]        OUT: this folder, without

No line of Sekimori takes part. Each frame stands beside the verdict that was reasoned out for it by hand. Addresses are those
of documentation (RFC 5737, RFC 3849); the inside is 192.0.2.0/24 and 2001:db8:2::/48. Own work, Apache-2.0.
"""
import ipaddress
import os
import struct
import sys

OUT = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
INSIDE_NETS = "--lan-net 192.0.2.0/24 --lan-net 2001:db8:2::/48"
HOST, SERVER, CLIENT = "192.0.2.10", "192.0.2.20", "192.0.2.30"
STRANGER, RESOLVER, CLOCK, REFLECTOR = "198.51.100.7", "198.51.100.53", "198.51.100.123", "203.0.113.99"
HOST6, STRANGER6, RESOLVER6 = "2001:db8:2::10", "2001:db8:9::7", "2001:db8:9::53"
UDP, TCP, ICMP, ICMPV6 = 17, 6, 1, 58
SYN, ACK, RST, PSH, FIN = 2, 16, 4, 8, 1
START = 1_700_000_000.0

# ---- messages --------------------------------------------------------------------------------------------------------

QUESTION = b"\x07example\x03com\x00\x00\x01\x00\x01"
DNS_ASK = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + QUESTION
DNS_ANSWER = b"\x12\x34\x81\x80\x00\x01\x00\x00\x00\x00\x00\x00" + QUESTION
NTP_ASK = bytes([0x23]) + bytes(47)
NTP_ANSWER = bytes([0x24]) + bytes(47)
NTP_MONLIST = b"\x17\x00\x03\x2a" + bytes(44)
NTP_CONTROL = b"\x16\x02\x00\x01" + bytes(8)
SSDP_ASK = b"M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\n\r\n"
SSDP_ANSWER = b"HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n\r\n"


def ber(tag, body):
    return bytes([tag, len(body)]) + body


CLDAP_ASK = ber(0x30, ber(0x02, b"\x01") + ber(0x63, ber(0x04, b"") + b"\x0a\x01\x00\x0a\x01\x00"
                + b"\x02\x01\x00\x02\x01\x00\x01\x01\x00" + ber(0x87, b"objectclass") + ber(0x30, b"")))
CLDAP_ANSWER = ber(0x30, ber(0x02, b"\x01") + ber(0x64, ber(0x04, b"") + ber(0x30, b"")))
SNMP_ASK = ber(0x30, b"\x02\x01\x01" + ber(0x04, b"public") + ber(0xA0, b"\x02\x01\x07\x02\x01\x00\x02\x01\x00\x30\x00"))
SNMP_ANSWER = ber(0x30, b"\x02\x01\x01" + ber(0x04, b"public") + ber(0xA2, b"\x02\x01\x07\x02\x01\x00\x02\x01\x00\x30\x00"))
ANY = b"some bytes of no protocol at all"

# ---- packets ---------------------------------------------------------------------------------------------------------


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ip(source, destination, protocol, payload, identification=0, fragment=0):
    a, b = ipaddress.ip_address(source).packed, ipaddress.ip_address(destination).packed
    if len(a) == 4:
        head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), identification, fragment, 64, protocol, 0, a, b)
        return b"\x08\x00" + head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload
    return b"\x86\xdd" + struct.pack(">IHBB", 0x60000000, len(payload), protocol, 64) + a + b + payload


def pseudo(source, destination, protocol, length):
    a, b = ipaddress.ip_address(source).packed, ipaddress.ip_address(destination).packed
    return a + b + struct.pack(">II", length, protocol)


def udp_datagram(source, source_port, destination, destination_port, data):
    head = struct.pack(">HHHH", source_port, destination_port, 8 + len(data), 0)
    ones = checksum(pseudo(source, destination, UDP, len(head + data)) + head + data) or 0xFFFF
    return head[:6] + struct.pack(">H", ones) + data


def udp(source, source_port, destination, destination_port, data):
    datagram = udp_datagram(source, source_port, destination, destination_port, data)
    return ip(source, destination, UDP, datagram)


def tcp(source, source_port, destination, destination_port, flags, data=b""):
    head = struct.pack(">HHIIBBHHH", source_port, destination_port, 1000, 2000 if flags & ACK else 0, 0x50, flags, 65535, 0, 0)
    ones = checksum(pseudo(source, destination, TCP, len(head + data)) + head + data)
    return ip(source, destination, TCP, head[:16] + struct.pack(">H", ones) + head[18:] + data)


def icmp(source, destination, kind, code=0, rest=bytes(4), data=b""):
    message = struct.pack(">BBH", kind, code, 0) + rest + data
    is_v6 = ":" in source
    covered = (pseudo(source, destination, ICMPV6, len(message)) if is_v6 else b"") + message
    message = message[:2] + struct.pack(">H", checksum(covered)) + message[4:]
    return ip(source, destination, ICMPV6 if is_v6 else ICMP, message)


def fragments(source, source_port, destination, destination_port, data, size, identification):
    """An IPv4 datagram cut into pieces of that many payload bytes."""
    whole = udp_datagram(source, source_port, destination, destination_port, data)
    pieces = []
    for at in range(0, len(whole), size):
        more = 0x2000 if at + size < len(whole) else 0
        pieces.append(ip(source, destination, UDP, whole[at : at + size], identification, more | at // 8))
    return pieces


def later_fragment(source, destination, identification, offset=1480, data=bytes(200)):
    return ip(source, destination, UDP, data, identification, offset // 8)


def frame(packet):
    wire = b"\x02\0\0\0\0\x01" + b"\x02\0\0\0\0\x02" + packet
    return wire + bytes(max(0, 60 - len(wire)))


# ---- cases -----------------------------------------------------------------------------------------------------------


class Case:
    def __init__(self, profile, name, about, arguments=INSIDE_NETS):
        self.folder = os.path.join(OUT, profile, name)
        self.arguments = f"--profile {profile} {arguments}".strip()
        self.about = about
        self.rows, self.frames, self.now = [], [], START

    def at(self, seconds):
        """Seconds since the first frame."""
        self.now = START + seconds

    def frame(self, direction, packet, verdict, rule="", reason=""):
        self.now += 0.001
        self.frames.append((self.now, frame(packet)))
        self.rows.append(f"input.pcap,{len(self.frames)},{direction},{verdict},{rule},{reason}")

    def passes(self, packet, rule="", reason=""):
        self.frame("inbound", packet, "pass", rule, reason)

    def drops(self, packet, rule="", reason=""):
        self.frame("inbound", packet, "drop", rule, reason)

    def leaves(self, packet):
        self.frame("outbound", packet, "pass")

    def kept_in(self, packet, rule):
        self.frame("outbound", packet, "drop", rule)

    def write(self):
        os.makedirs(self.folder, exist_ok=True)
        capture = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
        for time, data in self.frames:
            micros = round(time * 1_000_000)
            capture += struct.pack("<IIII", micros // 1_000_000, micros % 1_000_000, len(data), len(data)) + data
        with open(os.path.join(self.folder, "input.pcap"), "wb") as file:
            file.write(capture)
        texts = {
            "expected.csv": "file,frame,direction,verdict,rule,reason\n" + "\n".join(self.rows),
            "arguments.txt": self.arguments,
            "about.txt": f"{self.about} Made by make.py, judged by hand; own work, Apache-2.0.",
        }
        for leaf, text in texts.items():
            with open(os.path.join(self.folder, leaf), "w") as file:
                file.write(text + "\n")


def reflectors(case):
    """What every profile that keeps the shipped rules does to questions from outside, and to the inside's own."""
    for inside, stranger, resolver in ((HOST, STRANGER, RESOLVER), (HOST6, STRANGER6, RESOLVER6)):
        case.drops(udp(stranger, 4000, inside, 389, CLDAP_ASK), "cldap")
        case.drops(udp(stranger, 123, inside, 123, NTP_ASK), "ntp")
        case.drops(udp(stranger, 4000, inside, 123, NTP_MONLIST), "ntp")
        case.drops(udp(stranger, 4000, inside, 123, NTP_CONTROL), "ntp")
        case.drops(udp(stranger, 4000, inside, 53, DNS_ASK), "dns")
        case.drops(udp(stranger, 53, inside, 53, DNS_ASK), "dns")
        case.drops(udp(stranger, 4000, inside, 1900, SSDP_ASK), "ssdp")
        case.drops(tcp(stranger, 4000, inside, 445, SYN), "smb")
        case.drops(tcp(stranger, 4000, inside, 139, SYN), "netbios")


def honest_clients(case, answer="", ports=(40000, 53)):
    """Names and time, asked from high ports and from the services' own, come back; `answer`: the rule that passes them."""
    for inside, resolver in ((HOST, RESOLVER), (HOST6, RESOLVER6)):
        for port in ports:
            case.leaves(udp(inside, port, resolver, 53, DNS_ASK))
            case.passes(udp(resolver, 53, inside, port, DNS_ANSWER), answer)
        for port in (40001, 123):
            case.leaves(udp(inside, port, resolver, 123, NTP_ASK))
            case.passes(udp(resolver, 123, inside, port, NTP_ANSWER), answer)


def web_from_inside(case, answer=""):
    case.leaves(tcp(HOST, 40002, STRANGER, 443, SYN))
    case.passes(tcp(STRANGER, 443, HOST, 40002, SYN | ACK), answer)
    case.leaves(tcp(HOST, 40002, STRANGER, 443, ACK))
    case.leaves(tcp(HOST, 40002, STRANGER, 443, PSH | ACK, ANY))
    case.passes(tcp(STRANGER, 443, HOST, 40002, PSH | ACK, ANY), answer)
    case.passes(tcp(STRANGER, 443, HOST, 40002, FIN | ACK), answer)


def file_sharing_outbound(case, is_dropped=False):
    for protocol in (tcp, udp):
        for port in (135, 137, 138, 139, 445):
            extra = (SYN,) if protocol is tcp else (ANY,)
            packet = protocol(HOST, 40003, STRANGER, port, *extra)
            if is_dropped:
                case.kept_in(packet, "rpc-smb-outbound")
            else:
                case.leaves(packet)
        for port in (134, 136, 140, 444, 446):
            case.leaves(protocol(HOST, 40003, STRANGER, port, *((SYN,) if protocol is tcp else (ANY,))))


def alike(profile, about):
    """The case that the profiles built on the shipped rules have in common."""
    case = Case(profile, "reflectors-and-clients", about)
    reflectors(case)
    # A NAT may pick 1900 to ask from. What such a datagram is can't be told from its source port, so it opens no flow.
    honest_clients(case, ports=(40000, 53) if profile == "shield" else (40000, 53, 1900))
    web_from_inside(case)
    case.passes(tcp(STRANGER, 4000, HOST, 53, SYN))
    case.passes(tcp(STRANGER, 4000, HOST, 80, SYN))
    case.passes(icmp(STRANGER, HOST, 8))
    file_sharing_outbound(case, profile == "school")
    return case


def shipped():
    alike("shipped", "Questions from outside die, honest clients get their answers, outbound file sharing is only counted.").write()


def office():
    alike("office", "As the shipped policy does.").write()
    case = Case("office", "domain-controller", "Directory, RPC and file shares of a domain controller.")
    for port in (389, 636, 3268, 3269):
        case.drops(tcp(STRANGER, 4000, SERVER, port, SYN), "ldap")
    case.drops(tcp(STRANGER, 4000, SERVER, 135, SYN), "rpc")
    case.drops(tcp(STRANGER, 4000, SERVER, 445, SYN), "smb")
    case.drops(tcp(STRANGER, 4000, SERVER, 445, SYN | PSH, ANY), "smb")
    case.drops(udp(STRANGER, 389, SERVER, 389, CLDAP_ASK), "cldap")
    # The server's own connections to a directory elsewhere, and theirs to the web.
    case.leaves(tcp(SERVER, 40000, STRANGER, 636, SYN))
    case.passes(tcp(STRANGER, 636, SERVER, 40000, SYN | ACK))
    case.leaves(tcp(SERVER, 389, STRANGER, 40000, ACK))
    case.passes(tcp(STRANGER, 40000, SERVER, 389, ACK))
    case.passes(tcp(STRANGER, 4000, SERVER, 443, SYN))
    case.write()


def school():
    alike("school", "As the shipped policy does, but outbound RPC and file sharing dies.").write()
    case = Case("school", "barometer", "Outbound RPC and file sharing as an infected machine sends it, IPv6 and answers included.")
    for n in range(1, 6):
        case.kept_in(tcp(CLIENT, 40000 + n, f"203.0.113.{n}", 445, SYN), "rpc-smb-outbound")
        case.kept_in(tcp(CLIENT, 41000 + n, f"203.0.113.{n}", 139, SYN), "rpc-smb-outbound")
    case.kept_in(udp(CLIENT, 137, "203.0.113.255", 137, ANY), "rpc-smb-outbound")
    case.kept_in(tcp(HOST6, 40000, STRANGER6, 445, SYN), "rpc-smb-outbound")
    # An inside server's answer goes *from* 445: it isn't what the rule looks for.
    case.leaves(tcp(SERVER, 445, STRANGER, 40000, RST | ACK))
    case.leaves(tcp(CLIENT, 40000, STRANGER, 443, SYN))
    case.write()


def isp_support():
    case = alike("isp-support", "The four reflectors end, file sharing is closed; other services are asked, and only counted.")
    for port in (161, 137, 3702, 5353, 10001, 37810, 7, 17, 19, 69, 111, 520, 427, 623, 1434, 3283, 5683, 11211):
        case.passes(udp(STRANGER, 4000, HOST, port, ANY))
        case.leaves(udp(HOST, port, STRANGER, 4000, ANY * 8))
    case.write()


def ports_only():
    case = Case("ports-only", "ports", "Questions and answers to the six ports die alike; all other ports are open.")
    for inside, stranger in ((HOST, STRANGER), (HOST6, STRANGER6)):
        for port, rule, messages in (
            (389, "cldap", (CLDAP_ASK, CLDAP_ANSWER)), (123, "ntp", (NTP_ASK, NTP_ANSWER)),
            (53, "dns", (DNS_ASK, DNS_ANSWER)), (1900, "ssdp", (SSDP_ASK, SSDP_ANSWER)),
        ):
            for message in (*messages, b""):
                case.drops(udp(stranger, port, inside, port, message), rule)
                case.passes(udp(stranger, port, inside, 40000, message))
        for flags in (SYN, ACK, SYN | ACK, RST):
            case.drops(tcp(stranger, 4000, inside, 445, flags), "smb")
            case.drops(tcp(stranger, 4000, inside, 139, flags), "netbios")
            case.passes(tcp(stranger, 445, inside, 4000, flags))
            case.passes(tcp(stranger, 4000, inside, 53, flags))
    case.passes(udp(STRANGER, 4000, HOST, 445, ANY))
    file_sharing_outbound(case)
    case.write()


def strict():
    case = alike("strict", "As the shipped policy does, for clients who ask and wait for their answers.")
    case.write()

    case = Case("strict", "solicited", "After the grace, DNS and NTP come in only where somebody has just asked.")
    case.leaves(udp(HOST, 40000, STRANGER, 9, ANY))
    case.at(61)
    # Nobody asked: answers to any port, and answers sent as an attack to a server's port.
    for port in (40000, 53, 1900):
        case.drops(udp(REFLECTOR, 53, HOST, port, DNS_ANSWER), "dns" if port == 53 else "dns-unsolicited")
    for port in (40000, 123):
        case.drops(udp(REFLECTOR, 123, HOST, port, NTP_ANSWER), "ntp" if port == 123 else "ntp-unsolicited")
    case.drops(udp(REFLECTOR, 4000, HOST, 53, DNS_ANSWER), "dns")
    case.drops(udp(REFLECTOR, 4000, HOST, 123, NTP_ANSWER), "ntp")
    honest_clients(case)
    # The same answer to another port, from another address, from another port.
    case.leaves(udp(HOST, 42000, RESOLVER, 53, DNS_ASK))
    case.drops(udp(RESOLVER, 53, HOST, 42001, DNS_ANSWER), "dns-unsolicited")
    case.drops(udp(REFLECTOR, 53, HOST, 42000, DNS_ANSWER), "dns-unsolicited")
    case.drops(udp(RESOLVER, 53, SERVER, 42000, DNS_ANSWER), "dns-unsolicited")
    case.passes(udp(RESOLVER, 53, HOST, 42000, DNS_ANSWER))
    # A reflector's own answers open no door: an inside server answers, and more questions come from there.
    case.leaves(udp(SERVER, 53, REFLECTOR, 4000, DNS_ANSWER))
    case.drops(udp(REFLECTOR, 4000, SERVER, 53, DNS_ANSWER), "dns")
    case.leaves(udp(SERVER, 123, REFLECTOR, 123, NTP_ANSWER))
    case.drops(udp(REFLECTOR, 123, SERVER, 123, NTP_ANSWER), "ntp")
    # Other services are as before, and TCP 53 too.
    case.passes(udp(REFLECTOR, 4000, HOST, 5000, ANY))
    case.passes(tcp(STRANGER, 4000, HOST, 53, SYN))
    # Long after, the question is forgotten.
    case.at(2000)
    case.drops(udp(RESOLVER, 53, HOST, 42000, DNS_ANSWER), "dns-unsolicited")
    case.write()

    case = Case("strict", "grace", "For a minute after the first frame, answers are told by their bit alone; questions die at once.")
    case.passes(udp(RESOLVER, 53, HOST, 40000, DNS_ANSWER))
    case.passes(udp(CLOCK, 123, HOST, 123, NTP_ANSWER))
    case.drops(udp(STRANGER, 4000, HOST, 53, DNS_ASK), "dns")
    case.drops(udp(STRANGER, 123, HOST, 123, NTP_ASK), "ntp")
    case.at(59)
    case.passes(udp(RESOLVER, 53, HOST, 40000, DNS_ANSWER))
    case.at(61)
    case.drops(udp(RESOLVER, 53, HOST, 40000, DNS_ANSWER), "dns-unsolicited")
    case.drops(udp(CLOCK, 123, HOST, 123, NTP_ANSWER), "ntp")
    case.write()


def shield():
    case = alike("shield", "As the shipped policy does, for clients who ask and wait for their answers.")
    case.write()

    case = Case("shield", "flood", "A reflection flood from every port it comes from, to random ports, and honest answers in its midst.")
    flood = (
        (53, "dns-unsolicited", DNS_ANSWER), (123, "ntp-unsolicited", NTP_ANSWER),
        (389, "cldap-unsolicited", CLDAP_ANSWER), (1900, "ssdp-unsolicited", SSDP_ANSWER),
        (19, "chargen-unsolicited", ANY * 4), (161, "snmp-unsolicited", SNMP_ANSWER),
        (11211, "memcached-unsolicited", ANY * 4), (111, "reflected-unsolicited", ANY),
        (137, "reflected-unsolicited", ANY), (3702, "reflected-unsolicited", ANY), (37810, "reflected-unsolicited", ANY),
    )
    for port, rule, message in flood:
        for n in range(4):
            case.drops(udp(f"203.0.113.{10 + n}", port, HOST, 20000 + 999 * n + port % 97, message), rule)
    case.drops(udp(STRANGER6, 53, HOST6, 33333, DNS_ANSWER), "dns-unsolicited")
    honest_clients(case)
    # Who asks such a service gets its answer.
    for port, question, answer in ((389, CLDAP_ASK, CLDAP_ANSWER), (161, SNMP_ASK, SNMP_ANSWER), (11211, ANY, ANY)):
        case.leaves(udp(HOST, 43000, STRANGER, port, question))
        case.passes(udp(STRANGER, port, HOST, 43000, answer))
    # Ports that speak first are none of the shield's.
    for port in (500, 4500, 1194, 3478, 5060, 51820):
        case.passes(udp(STRANGER, port, HOST, port, ANY))
    # An inside reflector's answers open no door.
    case.leaves(udp(SERVER, 161, REFLECTOR, 53, SNMP_ANSWER))
    case.drops(udp(REFLECTOR, 53, SERVER, 161, DNS_ANSWER), "dns-unsolicited")
    case.write()

    case = Case("shield", "fragments", "Large answers come in fragments: they share the fate of their first, and orphans die.")
    asked = udp(HOST, 40000, RESOLVER, 53, DNS_ASK)
    case.leaves(asked)
    pieces = fragments(RESOLVER, 53, HOST, 40000, DNS_ANSWER + bytes(3000), 1480, 7)
    case.passes(pieces[0])
    for piece in pieces[1:]:
        case.passes(piece, reason="fragment")
    pieces = fragments(REFLECTOR, 53, HOST, 40000, DNS_ANSWER + bytes(3000), 1480, 8)
    case.drops(pieces[0], "dns-unsolicited")
    for piece in pieces[1:]:
        case.drops(piece, "dns-unsolicited", "fragment")
    for n in range(5):
        case.drops(later_fragment(REFLECTOR, HOST, 100 + n), reason="fragment-orphan")
    case.write()


def default_drop():
    case = Case("default-drop", "doors", "Web and mail come in, the rest doesn't; the named rules say who knocks.")
    reflectors(case)
    for port, rule in ((80, "web"), (443, "web"), (25, "mail"), (465, "mail"), (587, "mail"), (993, "mail")):
        case.passes(tcp(STRANGER, 4000, SERVER, port, SYN), rule)
        case.leaves(tcp(SERVER, port, STRANGER, 4000, SYN | ACK))
        case.passes(tcp(STRANGER, 4000, SERVER, port, ACK), rule)
    case.passes(udp(STRANGER, 4000, SERVER, 443, ANY), "web-quic")
    case.passes(tcp(STRANGER6, 4000, HOST6, 443, SYN), "web")
    for port in (21, 22, 23, 53, 81, 110, 143, 3389, 8080):
        case.drops(tcp(STRANGER, 4000, SERVER, port, SYN))
        case.drops(tcp(STRANGER, 4000, SERVER, port, SYN | FIN))
    for port in (80, 161, 500, 5060, 40000):
        case.drops(udp(STRANGER, 4000, SERVER, port, ANY))
    case.drops(tcp(STRANGER6, 4000, HOST6, 22, SYN))
    file_sharing_outbound(case)
    case.write()

    case = Case("default-drop", "answers", "What the inside asked comes back; what it didn't ask for doesn't, once the grace is over.")
    case.leaves(udp(HOST, 40000, STRANGER, 9, ANY))
    case.at(61)
    honest_clients(case, "answers")
    web_from_inside(case, "established")
    case.leaves(udp(HOST, 44000, STRANGER, 51820, ANY))
    case.passes(udp(STRANGER, 51820, HOST, 44000, ANY), "answers")
    case.drops(udp(STRANGER, 51820, HOST, 44001, ANY))
    case.drops(udp(REFLECTOR, 53, HOST, 40000, DNS_ANSWER))
    case.drops(udp(REFLECTOR, 123, HOST, 123, NTP_ANSWER))
    case.write()

    case = Case("default-drop", "keeps-running", "ICMP of both families, and addresses by DHCP, asked for from no address.")
    case.passes(icmp(STRANGER, HOST, 8), "icmp")
    case.passes(icmp(STRANGER, HOST, 3, 4, b"\0\0\x05\x14", bytes(28)), "icmp")
    case.passes(icmp(STRANGER6, HOST6, 2, 0, b"\0\0\x05\0", bytes(48)), "icmp")
    case.passes(icmp("fe80::1", "ff02::1", 134, 0, bytes(4), bytes(8)), "icmp")
    case.passes(udp("198.51.100.1", 67, "255.255.255.255", 68, ANY * 8), "dhcp")
    case.passes(udp("fe80::1", 547, "fe80::2", 546, ANY), "dhcpv6")
    case.drops(udp("198.51.100.1", 4000, "255.255.255.255", 68, ANY))
    case.write()


for profile in (shipped, office, school, isp_support, ports_only, strict, shield, default_drop):
    profile()
