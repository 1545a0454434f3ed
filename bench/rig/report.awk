# Reads the machine's description and the samples; prints the table, and every figure as JSON to the file `json`.
# Samples: `flood ROUND PEER ATTACK OFFERED TAKEN HONEST ATTACKS` in frames/s, `tcp ROUND PEER BITS`.

function sorted_insert(list, count, value,    i) {
    for (i = count; i > 0 && list[i] > value; i--) list[i + 1] = list[i]
    list[i + 1] = value
}

# Sets median, low and high over rounds of value[peer, what, round], divided by another peer's of the same round if asked.
function spread(peer, what, other,    round, list, count, v) {
    count = 0
    for (round = 1; round <= rounds; round++) {
        if (!((peer, what, round) in value)) continue
        v = value[peer, what, round]
        if (other != "") {
            if (!((other, what, round) in value) || value[other, what, round] == 0) continue
            v /= value[other, what, round]
        }
        sorted_insert(list, count++, v)
    }
    if (count == 0) return 0
    median = count % 2 ? list[(count + 1) / 2] : (list[count / 2] + list[count / 2 + 1]) / 2
    low = list[1]; high = list[count]
    delete list
    return count
}

function note(peer, what, round, v) {
    value[peer, what, round] = v
    if (round > rounds) rounds = round
}

function cell(peer, what, scale, format) {
    if (!spread(peer, what, "")) return "-"
    return sprintf(format " (" format "-" format ")", median / scale, low / scale, high / scale)
}

function ratio(peer, what) {
    if (peer == "sekimori") return "1"
    if (!spread("sekimori", what, peer)) return "-"
    return sprintf("%.2f (%.2f-%.2f)", median, low, high)
}

function json_summary(peer, what, name,    text) {
    if (!spread(peer, what, "")) return ""
    text = sprintf("\"%s\": {\"median\": %.0f, \"low\": %.0f, \"high\": %.0f", name, median, low, high)
    if (peer != "sekimori" && spread("sekimori", what, peer))
        text = text sprintf(", \"sekimori_ratio\": {\"median\": %.3f, \"low\": %.3f, \"high\": %.3f}", median, low, high)
    return text "}"
}

function row(title, a, b, c, d, e, f) { printf "%-11s %-17s %-18s %-17s %-18s %-17s %s\n", title, a, b, c, d, e, f }

FILENAME ~ /machine\.txt$/ {
    key = substr($0, 1, index($0, "=") - 1); text = substr($0, index($0, "=") + 1)
    gsub(/["\\]/, "", text)
    about = about sprintf("%s\"%s\": \"%s\"", about == "" ? "" : ", ", key, text)
    printf "%s%s %s", NR == 1 ? "" : ", ", key, text
    next
}

$1 == "flood" {
    note($3, "honest" $4, $2, $7)
    samples = samples sprintf("%s\n    {\"round\": %d, \"peer\": \"%s\", \"attack_percent\": %d, \"offered\": %d, \"taken\": %d, \"honest\": %d, \"attack\": %d}", \
        samples == "" ? "" : ",", $2, $3, $4, $5, $6, $7, $8)
}

$1 == "tcp" {
    note($3, "tcp", $2, $4)
    samples = samples sprintf("%s\n    {\"round\": %d, \"peer\": \"%s\", \"tcp_bits_per_second\": %.0f}", samples == "" ? "" : ",", $2, $3, $4)
}

END {
    count = split(peers, names, " ")
    printf "\n\nHonest frames delivered, in thousands a second, and one TCP stream: median (lowest-highest) of %d rounds.\n", rounds
    print "Ratios are Sekimori's figure over the peer's, round by round.\n"
    row("", "no attack", "ratio", "90 % attack", "ratio", "TCP Gbit/s", "ratio")
    for (i = 1; i <= count; i++) {
        p = names[i]
        row(p, cell(p, "honest0", 1e3, "%.0f"), ratio(p, "honest0"), cell(p, "honest90", 1e3, "%.0f"), ratio(p, "honest90"), \
            cell(p, "tcp", 1e9, "%.1f"), spread(p, "tcp", "") ? ratio(p, "tcp") : "-")
    }
    printf "{\n  \"machine\": {%s},\n  \"summary\": {", about > json
    for (i = 1; i <= count; i++) {
        p = names[i]; text = ""
        split("honest0 honest90 tcp", keys, " ")
        for (k = 1; k <= 3; k++) {
            one = json_summary(p, keys[k], keys[k])
            if (one != "") text = text (text == "" ? "" : ", ") one
        }
        printf "%s\n    \"%s\": {%s}", i == 1 ? "" : ",", p, text > json
    }
    printf "\n  },\n  \"samples\": [%s\n  ]\n}\n", samples > json
    printf "\nAll samples: %s\n", json
}
