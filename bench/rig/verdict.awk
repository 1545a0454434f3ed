# The table of `./sekimori bench verdict`, and its JSON: medians and quartiles of ns a frame; ratios are formed within a round.
function sort(values, count,    i, j, one) {
    for (i = 2; i <= count; i++) {
        one = values[i]
        for (j = i - 1; j >= 1 && values[j] > one; j--) values[j + 1] = values[j]
        values[j + 1] = one
    }
}

# figure FRAME NUMERATOR DENOMINATOR, each a contender or two with a minus between: sets median, low, high; false where one is missing.
function figure(frame, top, bottom,    t, count, values, upper, lower) {
    for (t = 1; t <= turn_count; t++) {
        upper = amount(frame, turns[t], top)
        lower = bottom == "" ? 1 : amount(frame, turns[t], bottom)
        if (upper == "" || lower == "" || lower <= 0) continue
        values[++count] = upper / lower
    }
    if (!count) return 0
    sort(values, count)
    median = values[int((count + 1) / 2)]
    low = values[int((count + 3) / 4)]
    high = values[int((3 * count + 3) / 4)]
    return 1
}

function amount(frame, turn, what,    part) {
    split(what, part, " minus ")
    if (!((frame, turn, part[1]) in ns)) return ""
    if (part[2] == "") return ns[frame, turn, part[1]]
    return (frame, turn, part[2]) in ns ? ns[frame, turn, part[1]] - ns[frame, turn, part[2]] : ""
}

function cell(frame, top, bottom, digits) {
    return figure(frame, top, bottom) ? sprintf("%.*f (%.*f-%.*f)", digits, median, digits, low, digits, high) : "-"
}

function field(frame, name, top, bottom) {
    if (figure(frame, top, bottom))
        text = text sprintf("%s\"%s\": {\"median\": %.3f, \"low\": %.3f, \"high\": %.3f}", text == "" ? "" : ", ", name, median, low, high)
}

NF == 1 { at = index($0, "="); about = about sprintf("%s\"%s\": \"%s\"", about == "" ? "" : ", ", substr($0, 1, at - 1), substr($0, at + 1)); next }
{
    turn = $1 SUBSEP $3
    ns[$2, turn, $4] = $5
    if (!($2 in seen)) { seen[$2] = 1; frames[++frame_count] = $2 }
    if (!(turn in known)) { known[turn] = 1; turns[++turn_count] = turn }
    if (!($4 in heard)) { heard[$4] = 1; names[++name_count] = $4 }
    samples = samples sprintf("%s\n    {\"jvm\": %d, \"frame\": \"%s\", \"round\": %d, \"contender\": \"%s\", \"ns\": %.3f}", samples == "" ? "" : ",", $1, $2, $3, $4, $5)
}

END {
    java_net = "java minus java-empty"
    c_net = "ebpf-c minus ebpf-empty"
    own_net = "ebpf-java minus ebpf-empty"
    print "ns a frame: median (quartiles)"
    printf "%-13s %-18s %-18s %-18s %-18s\n", "frame", "Java", "C eBPF", "generated eBPF", "empty eBPF"
    for (f = 1; f <= frame_count; f++)
        printf "%-13s %-18s %-18s %-18s %-18s\n", frames[f], cell(frames[f], "java", "", 1), cell(frames[f], "ebpf-c", "", 1), cell(frames[f], "ebpf-java", "", 1), cell(frames[f], "ebpf-empty", "", 1)
    print "\nratios"
    printf "%-13s %-18s %-18s %-18s %-18s %-18s\n", "frame", "Java / C", "Java / C, net", "pcap4j / Java", "naive / Java", "libpcap / Java"
    for (f = 1; f <= frame_count; f++)
        printf "%-13s %-18s %-18s %-18s %-18s %-18s\n", frames[f], cell(frames[f], "java", "ebpf-c", 2), cell(frames[f], java_net, c_net, 2), cell(frames[f], "pcap4j", "java", 1), cell(frames[f], "naive", "java", 2), cell(frames[f], "libpcap", "java", 1)
    printf "{\n  \"machine\": {%s},\n  \"frames\": {", about >json
    for (f = 1; f <= frame_count; f++) {
        text = ""
        for (n = 1; n <= name_count; n++) field(frames[f], names[n], names[n], "")
        field(frames[f], "java_over_c", "java", "ebpf-c")
        field(frames[f], "java_over_c_net", java_net, c_net)
        field(frames[f], "java_over_generated_net", java_net, own_net)
        field(frames[f], "pcap4j_over_java", "pcap4j", "java")
        printf "%s\n    \"%s\": {%s}", f == 1 ? "" : ",", frames[f], text >json
    }
    printf "\n  },\n  \"samples\": [%s\n  ]\n}\n", samples >json
}
