# Writes every figure and every sample as one JSON object; samples.awk reads what it is made of.

function summary(peer, what,    text) {
    if (!spread(peer, what, "")) return ""
    text = sprintf("\"%s\": {\"median\": %.6g, \"low\": %.6g, \"high\": %.6g", what, median, low, high)
    if (peer != base && spread(base, what, peer))
        text = text sprintf(", \"%s_ratio\": {\"median\": %.3f, \"low\": %.3f, \"high\": %.3f}", base, median, low, high)
    return text "}"
}

function add(peer, what,    one) {
    one = summary(peer, what)
    if (one != "") all = all (all == "" ? "" : ", ") one
}

END {
    for (i = 1; i <= about_count; i++)
        machine_text = machine_text sprintf("%s\"%s\": \"%s\"", i == 1 ? "" : ", ", about_names[i], about[about_names[i]])
    printf "{\n  \"machine\": {%s},\n  \"base\": \"%s\",\n  \"summary\": {", machine_text, base
    for (p = 1; p <= peer_count; p++) {
        all = ""
        for (i = 1; i <= figure_count; i++) add(peer_names[p], figures[i])
        printf "%s\n    \"%s\": {%s}", p == 1 ? "" : ",", peer_names[p], all
    }
    printf "\n  },\n  \"samples\": [%s\n  ]\n}\n", samples
}
