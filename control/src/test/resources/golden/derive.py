#!/usr/bin/env python3
"""Writes the golden cases from a folder of captures and the judgements that come with it.

    derive.py CORPUS OUT

No line of Sekimori takes part. Which packets address a guarded port is read from the corpus' own tables
(derived/*.expected.tsv, GUARDED_PACKETS.tsv: made by two independent decoders that agree). What those tables don't say,
the protocol's direction bit and the addresses, is read here by a decoder of thirty lines. The cases under
`malformed`, `allow-from`, `default-drop` and `monitor` were reasoned out by hand; the reasoning stands beside them.
"""
import csv
import ipaddress
import os
import shutil
import struct
import sys

CORPUS, OUT = sys.argv[1], sys.argv[2]
RULE = {"u389": "cldap", "u123": "ntp", "u53": "dns", "u1900": "ssdp", "t445": "smb", "t139": "netbios"}
TAGS = (0x8100, 0x88A8, 0x9100)
UDP, TCP = 17, 6
LICENCE = {
    "CESNET": "BSD-3-Clause", "DNS-OARC": "BSD-3-Clause", "OISF": "MIT", "arkime": "Apache-2.0",
    "the-tcpdump-group": "BSD-3-Clause", "zeek": "BSD-3-Clause",
}
DERIVED_LICENCES = "BSD-3-Clause (mercury, ipfixprobe, zeek), Apache-2.0 (arkime)"


def frames(path):
    with open(path, "rb") as file:
        data = file.read()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    at = 24
    while at < len(data):
        captured = struct.unpack_from(order + "I", data, at + 8)[0]
        yield data[at + 16 : at + 16 + captured]
        at += 16 + captured


def decode(frame):
    """Source address, protocol, destination port, payload: of plain packets behind tags; None for all else."""
    at = 12
    while (kind := struct.unpack_from(">H", frame, at)[0]) in TAGS:
        at += 4
    ip = frame[at + 2 :]
    if kind == 0x0800:
        source, protocol, transport = ip[12:16], ip[9], ip[(ip[0] & 15) * 4 : struct.unpack_from(">H", ip, 2)[0]]
    elif kind == 0x86DD:
        source, protocol, transport = ip[8:24], ip[6], ip[40 : 40 + struct.unpack_from(">H", ip, 4)[0]]
    else:
        return None
    if protocol not in (UDP, TCP):
        return ipaddress.ip_address(source), protocol, None, b""
    return ipaddress.ip_address(source), protocol, struct.unpack_from(">H", transport, 2)[0], transport[8:]


def is_later_fragment(frame):
    """Of packets without tags; an IPv6 fragment header comes first where there is one."""
    kind = struct.unpack_from(">H", frame, 12)[0]
    ip = frame[14:]
    if kind == 0x0800:
        return struct.unpack_from(">H", ip, 6)[0] & 0x1FFF != 0
    return kind == 0x86DD and ip[6] == 44 and struct.unpack_from(">H", ip, 42)[0] & 0xFFF8 != 0


def is_request(code, payload):
    if code == "u53":
        return len(payload) < 12 or not payload[2] & 0x80
    if code == "u123":
        return len(payload) < 48 or payload[0] & 7 not in (2, 4, 5)
    if code == "u1900":
        text = payload.lstrip(b" \t\n\v\f\r").upper()
        return len(text) < 8 or text.startswith((b"M-SEARCH", b"NOTIFY"))
    return True


def write(name, source, rows, about, policy=None, arguments=None):
    folder = os.path.join(OUT, name)
    os.makedirs(folder, exist_ok=True)
    if isinstance(source, bytes):
        with open(os.path.join(folder, "input.pcap"), "wb") as file:
            file.write(source)
    else:
        shutil.copyfile(source, os.path.join(folder, "input.pcap"))
    with open(os.path.join(folder, "expected.csv"), "w") as file:
        file.write("file,frame,direction,verdict,rule,reason\n")
        for number, row in enumerate(rows, 1):
            file.write(",".join(["input.pcap", str(number), *row]) + "\n")
    for leaf, text in (("about.txt", about), ("policy.yaml", policy), ("arguments.txt", arguments)):
        if text:
            with open(os.path.join(folder, leaf), "w") as file:
                file.write(text.strip("\n") + "\n")


def table(path):
    with open(os.path.join(CORPUS, path)) as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


PLAIN = list(frames(f"{CORPUS}/derived/plain.pcap"))


def derived(variant):
    """Same packets, other wrapping: the verdict of a base packet never depends on what it is wrapped in."""
    rows = []
    for _, base, kind, code in table(f"derived/{variant}.expected.tsv"):
        assert kind in "GP"
        drops = kind == "G" and is_request(code, decode(PLAIN[int(base)])[3])
        rows.append(("inbound", "drop", RULE[code], "") if drops else ("inbound", "pass", "", ""))
    write(
        variant, f"{CORPUS}/derived/{variant}.pcap", rows,
        f"163 real packets (those that fit) wrapped as '{variant}'; ports judged by construction, requests by derive.py"
        f"; packets from {DERIVED_LICENCES}.",
    )


def guarded(name, path, about, inside=()):
    """A real capture under the shipped policy; `inside` are the addresses of the LAN."""
    codes = {int(n): code for file, n, code, _ in table("GUARDED_PACKETS.tsv") if file == path}
    nets = [ipaddress.ip_network(net) for net in inside]
    rows = []
    for number, frame in enumerate(frames(f"{CORPUS}/pcap/{path}"), 1):
        packet = decode(frame)
        outbound = packet is not None and any(packet[0] in net for net in nets)
        code = codes.get(number)
        drops = code is not None and not outbound and is_request(code, packet[3])
        direction = "outbound" if outbound else "inbound"
        reason = "fragment" if is_later_fragment(frame) else ""
        rows.append((direction, "drop", RULE[code], "") if drops else (direction, "pass", "", reason))
    write(
        name, f"{CORPUS}/pcap/{path}", rows,
        f"{about}; guarded ports judged by GUARDED_PACKETS.tsv, requests by derive.py; {path}, {LICENCE[path.split('/')[0]]}.",
        arguments=" ".join(f"--lan-net {net}" for net in inside),
    )


SHORT_RULES = """version: 1
name: {name}
rules:
  - {{name: cldap, direction: inbound, protocol: udp, destination-ports: 389{cldap}}}
  - {{name: ntp, direction: inbound, protocol: udp, destination-ports: 123, match: requests}}
  - {{name: dns, direction: inbound, protocol: udp, destination-ports: 53, match: requests{dns}}}
  - {{name: ssdp, direction: inbound, protocol: udp, destination-ports: 1900, match: requests}}
  - {{name: smb, direction: inbound, protocol: tcp, destination-ports: 445{smb}}}
  - {{name: netbios, direction: inbound, protocol: tcp, destination-ports: 139}}
"""
ALLOWED = {
    "cldap": ["192.168.122.145/32"],
    "dns": ["2001:470:1f0b:16b0::/64", "203.0.113.0/24"],
    "smb": ["192.168.199.0/24", "fe80::/10"],
}


def allow_from():
    """A source on a rule's list passes by that rule; by the other rules it is dropped as before."""
    rows = []
    for _, base, kind, code in table("derived/plain.expected.tsv"):
        source, _, _, payload = decode(PLAIN[int(base)])
        if kind == "P" or not is_request(code, payload):
            rows.append(("inbound", "pass", "", ""))
            continue
        rule = RULE[code]
        allowed = any(source in ipaddress.ip_network(net) for net in ALLOWED.get(rule, []))
        rows.append(("inbound", "pass" if allowed else "drop", rule, ""))
    lists = {rule: ", allow-from: ['" + "', '".join(nets) + "']" for rule, nets in ALLOWED.items()}
    write(
        "allow-from", f"{CORPUS}/derived/plain.pcap", rows,
        f"The packets of 'plain' with allow-lists; judged as there, sources by derive.py; from {DERIVED_LICENCES}.",
        policy=SHORT_RULES.format(name="allow-from", **lists),
    )


DROP_POLICY = """version: 1
name: default-drop
defaults:
  inbound: drop
rules:
  - {name: ping, direction: inbound, protocol: icmp, action: pass}
  - {name: router-status, direction: inbound, protocol: udp, destination-ports: 7437, sources: [192.168.1.1], action: pass}
"""


def default_drop():
    """Numbers read off a dissection of the capture by eye. Frames of the LAN host pass by the outbound default, frames
    that carry no IP (3, 8, 15, 33: LLC; 9, 10, 17: ARP) always; the router's notices to port 1900 are all that is left."""
    path = "zeek/zeek/testing/btest/Traces/raw_packets.pcap"
    outbound = {2, 4, 5, 6, 7, 28, 29, 30, 31, 32}
    passing = {3: "", 8: "", 9: "", 10: "", 15: "", 17: "", 33: "", 26: "ping", 27: "ping", 1: "router-status", 25: "router-status"}
    rows = []
    for number in range(1, 34):
        if number in outbound:
            rows.append(("outbound", "pass", "", ""))
        elif number in passing:
            rows.append(("inbound", "pass", passing[number], ""))
        else:
            rows.append(("inbound", "drop", "", ""))
    write(
        "default-drop", f"{CORPUS}/pcap/{path}", rows,
        f"Inbound default drop with two permits over a home LAN's frames; judged by hand, frame by frame; {path}, BSD-3-Clause.",
        policy=DROP_POLICY, arguments="--lan-net 192.168.1.103/32",
    )


MONITOR_POLICY = """version: 1
name: monitor
rules:
  - {name: watch-smb, direction: inbound, protocol: tcp, destination-ports: 445, mode: monitor}
  - {name: watch-answers, direction: inbound, protocol: tcp, source-ports: 445, mode: monitor}
  - {name: smb-server, direction: inbound, protocol: tcp, destination-ports: 445, destinations: [10.10.0.2]}
  - {name: never-reached, direction: inbound, protocol: tcp, destination-ports: 445}
"""


def monitor():
    """One client talks to one server, 10.10.0.2: what goes to port 445 is watched by the first rule and dropped by the
    third; what comes from port 445 is watched by the second and passes by the default, which is no rule."""
    path = "arkime/arkime/tests/pcap/smb-smb1-ascii.pcap"
    rows = []
    for frame in frames(f"{CORPUS}/pcap/{path}"):
        to_server = decode(frame)[2] == 445
        rows.append(("inbound", "drop", "smb-server", "") if to_server else ("inbound", "pass", "", ""))
    write(
        "monitor", f"{CORPUS}/pcap/{path}", rows,
        f"Rules in monitor mode watch and decide nothing, over SMB in a VLAN; judged by hand; {path}, Apache-2.0.",
        policy=MONITOR_POLICY,
    )


def capture(*judged):
    data = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    for number, (hexadecimal, *_) in enumerate(judged):
        frame = bytes.fromhex(hexadecimal)
        data += struct.pack("<IIII", 1_700_000_000, number, len(frame), len(frame)) + frame
    return data


def malformed():
    """Each frame breaks one rule, next to the same frame unbroken; TEST-NET addresses, UDP port 9 (discard), which no rule
    names. Verdicts follow from RFC 791, 8200, 768 and the shipped policy (inbound malformed and undecodable: drop)."""
    mac = "020000000002" "020000000001"
    ends4, ends6 = "c6336401" "c0000201", "20010db8000000010000000000000001" "20010db8000000020000000000000002"
    udp = "c0000009" "000c0000" "00000000"
    ip4 = mac + "0800"
    ip6 = mac + "86dd"
    good4 = "45000020" "00000000" "40110000" + ends4 + udp
    good6 = "60000000" "000c1140" + ends6 + udp
    tag = "8100000a"
    judged = [
        (ip4 + good4, "pass", ""),
        (ip6 + good6, "pass", ""),
        (ip4 + good6, "drop", "malformed-ip-version"),
        (ip6 + good4 + "00" * 40, "drop", "malformed-ip-version"),
        (ip4 + "44" + good4[2:], "drop", "malformed-ipv4-header"),
        (ip4 + good4[:38], "drop", "malformed-ipv4-header"),
        (ip4, "drop", "malformed-ipv4-header"),
        (ip4 + "46000014" + good4[8:], "drop", "malformed-ipv4-length"),
        (ip4 + "45000013" + good4[8:], "drop", "malformed-ipv4-length"),
        (ip4 + "45000021" + good4[8:], "drop", "malformed-ipv4-length"),
        (ip4 + "45000020" + good4[8:] + "00" * 14, "pass", ""),
        (ip6 + good6[:78], "drop", "malformed-ipv6-header"),
        (ip6, "drop", "malformed-ipv6-header"),
        (ip6 + "60000000" "000d1140" + good6[16:], "drop", "malformed-ipv6-length"),
        (ip6 + "60000000" "00080040" + ends6 + "11010000" "00000000", "drop", "malformed-ipv6-extension"),
        (ip6 + "60000000" "00010040" + ends6 + "11", "drop", "malformed-ipv6-extension"),
        (ip6 + "60000000" "00140040" + ends6 + "11000000" "00000000" + udp, "pass", ""),
        (ip4 + "4500001b" + good4[8:-10], "drop", "malformed-transport"),
        (ip4 + "45000014" + good4[8:40], "drop", "malformed-transport"),
        (ip4 + "45000027" "00000000" "40060000" + ends4 + "c0000009" "00000001" "00000000" "50020400" "000000", "drop", "malformed-transport"),
        (ip6 + "60000000" "00071140" + ends6 + udp[:14], "drop", "malformed-transport"),
        (mac + tag * 8 + "0800" + good4, "pass", ""),
        (mac + tag * 9 + "0800" + good4, "drop", "undecodable-tags"),
        (mac + tag * 9 + "86dd" + good6, "drop", "undecodable-tags"),
        (mac + tag * 9 + "0806" + "00" * 28, "pass", ""),
        (mac + tag * 9, "pass", ""),
        (mac + "0806" "00", "pass", ""),
        (mac + "88cc" "0207", "pass", ""),
    ]
    write(
        "malformed", capture(*judged), [("inbound", verdict, "", reason) for _, verdict, reason in judged],
        "Frames made by hand in derive.py, each of which breaks one rule of IP or is just right; judged by hand; own work, Apache-2.0.",
    )
    # The same, sent by the inside: the shipped policy lets it out.
    write(
        "malformed-outbound", capture(*judged), [("outbound", "pass", "", reason) for _, _, reason in judged],
        "The frames of 'malformed' going out, where the shipped policy passes them and still says why; own work, Apache-2.0.",
        arguments="--outbound",
    )


def truncated():
    """IPv4 header of 15 words in 20 bytes; IPv6 header cut by the snap length after 34 bytes; IPv6 with 20 bytes of
    payload promised and none there; two pings cut by the snap length behind their IP header, which no rule needs."""
    folder = f"{CORPUS}/pcap/zeek/zeek/testing/btest/Traces/trunc/"
    names = ["ipv4-truncated-broken-header.pcap", "ip6-trunc.pcap", "ip6-ext-trunc.pcap", "icmp-header-trunc.pcap"]
    data = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    for name in names:
        with open(folder + name, "rb") as file:
            data += file.read()[24:]
    reasons = ["malformed-ipv4-header", "malformed-ipv6-header", "malformed-ipv6-length", "", ""]
    write(
        "truncated", data, [("inbound", "drop" if reason else "pass", "", reason) for reason in reasons],
        "Frames cut off in headers, and by the snap length; judged by hand; zeek/testing/btest/Traces/trunc, BSD-3-Clause.",
    )


# What each frame of the corpus' derived/adversarial.pcap tries, and what must become of it by its ports and by the RFCs.
ADVERSARIAL = [
    ("first fragment says dport 9999", "pass", "", "goes to no guarded port"),
    ("whole datagram, same id as the decoy", "drop", "", "is no fragment, so nothing before it matters"),
    ("decoy first fragment", "pass", "", "goes to no guarded port"),
    ("second offset-0 fragment", "drop", "", "every first fragment is judged by itself"),
    ("tail first", "drop", "malformed-fragment-overwrite", "begins before payload byte 64 (RFC 5722)"),
    ("head after tail", "drop", "", "every first fragment is judged by itself"),
    ("header chain not whole", "drop", "malformed-fragment-short", "RFC 7112"),
    ("second fragment holds the UDP header", "drop", "malformed-fragment-overwrite", "begins before payload byte 64 (RFC 5722)"),
    ("two atomic fragment headers", "drop", "", "each is a whole packet (RFC 6946)"),
    ("41 destination option headers", "drop", "undecodable-extensions", "more than are looked through"),
    ("payload length 0 without jumbo", "drop", "", "length 0 is what offload leaves behind; the frame's end counts"),
    ("12 nested IPIP", "drop", "", "16 layers are looked through"),
    ("total length 0", "drop", "", "length 0 is what offload leaves behind; the frame's end counts"),
    ("datagram ends inside the UDP header", "drop", "malformed-transport", "RFC 768: eight bytes at least"),
    ("total length beyond the frame", "drop", "malformed-ipv4-length", "RFC 791"),
    ("UDP length 4", "drop", "", "the ports are there; a lie behind them changes nothing"),
    ("UDP length 65535", "drop", "", "the ports are there; a lie behind them changes nothing"),
    ("wrong UDP checksum", "drop", "", "verdicts don't depend on checksums"),
    ("wrong IP checksum", "drop", "", "verdicts don't depend on checksums"),
    ("IPv4 under ethertype 86dd", "drop", "malformed-ip-version", "RFC 8200"),
    ("version 6 under ethertype 0800", "drop", "malformed-ip-version", "RFC 791"),
    ("ihl 16 bytes", "drop", "malformed-ipv4-header", "RFC 791: five words at least"),
]


def adversarial():
    """Which port is guarded stands in the corpus' own words; the rest is reasoned out in the table above."""
    rows, why = [], []
    for number, _, _, label in table("derived/adversarial.expected.tsv"):
        trick, verdict, reason, because = next(row for row in ADVERSARIAL if row[0] in label)
        rule = ""
        if verdict == "drop" and not reason:
            rule = next(name for code, name in RULE.items() if code in label.replace(",", " ").split())
        rows.append(("inbound", verdict, rule, reason))
        why.append(f"frame {number}: {label}: {because}")
    with open(os.path.join(OUT, "..", "judge", "ports-only.yaml")) as file:
        policy = file.read()
    write(
        "adversarial", f"{CORPUS}/derived/adversarial.pcap", rows,
        "Evasions made from real packets, by ports alone; reasoned out by hand in derive.py, frame by frame; packets from"
        " BSD-3-Clause captures (mercury, ipfixprobe, zeek).\n\n" + "\n".join(why),
        policy=policy,
    )


DERIVED = (
    "plain plain-nopad trailer vlan vlan-prio0 qinq-8100 qinq-88a8 qinq-9100 vlan-x3 ip4-ra ip4-nop40 ip4-rr ip6-hbh"
    " ip6-hbh-ra ip6-dst ip6-dst24 ip6-rt0 ip6-srh ip6-ah ip6-atomic ip6-hbh-dst-rt-atomic-ah-dst"
)


def main():
    for variant in DERIVED.split():
        derived(variant)
    guarded(
        "ntp-source-port-123", "CESNET/ipfixprobe/tests/functional/inputs/ntp.pcap",
        "A client that asks from port 123 gets its answers", ["192.168.0.30/32"])
    guarded(
        "ntp-from-outside", "CESNET/ipfixprobe/tests/functional/inputs/ntp.pcap",
        "The same with the client outside: its requests are dropped")
    guarded("ntp-mode7", "the-tcpdump-group/tcpdump/tests/ntp-mode7.pcap", "Private-mode (monlist) requests")
    guarded(
        "ntp-ipv6", "zeek/zeek/testing/btest/Traces/ntp/NTP-digest.pcap", "NTP with a digest over IPv6, all from outside")
    guarded("ssdp", "CESNET/ipfixprobe/tests/functional/inputs/ssdp.pcap", "SSDP over IPv4 and IPv6 multicast")
    guarded(
        "cldap", "OISF/suricata-verify/tests/bug-8619/cldap-leak.pcap",
        "CLDAP requests to an inside server, and its answers", ["192.168.122.3/32"])
    guarded(
        "dns-vlan", "DNS-OARC/dnscap/src/test/vlan11.pcap", "DNS in a VLAN: an inside client asks, and gets its answers",
        ["172.17.0.10/32"])
    guarded("dns-vlan-from-outside", "DNS-OARC/dnscap/src/test/vlan11.pcap", "The same with the client outside")
    guarded(
        "dns-edns", "zeek/zeek/testing/btest/Traces/dns-edns-ecs.pcap",
        "Large answers with EDNS over IPv4 and IPv6, fragments among them")
    guarded(
        "smb-windows", "arkime/arkime/tests/pcap/wireshark-smb-on-windows10.pcap",
        "SMB both ways: inbound dropped, outbound watched", ["192.168.199.133/32"])
    allow_from()
    default_drop()
    monitor()
    malformed()
    truncated()
    adversarial()


if __name__ == "__main__":
    main()
