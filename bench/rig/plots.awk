# Writes a data file for each plot into `folder`, and prints a line for each: KIND NAME PEERS TITLE, by tabs. samples.awk reads what they
# are made of. `lines` are blocks of X MEDIAN LOW HIGH, a peer each, named by the first line; `bars` are rows NAME (MEDIAN LOW HIGH)…

function point(peer, what, scale) {
    if (!spread(peer, what, "")) return "? ? ?"
    return sprintf("%.6g %.6g %.6g", median / scale, low / scale, high / scale)
}

# Sets shown to the peers that have this figure.
function show(what,    p, all) {
    all = ""
    for (p = 1; p <= peer_count; p++) if (spread(peer_names[p], what, "")) all = all (all == "" ? "" : " ") peer_names[p]
    shown_peers = all
    shown_count = split(all, shown, " ")
}

function announce(kind, name, title) { if (shown_count) printf "%s\t%s\t%s\t%s\n", kind, name, shown_peers, title }

function attack_plot(size,    file, name, p, i) {
    name = "attack-" size
    file = folder "/" name ".txt"
    show(flood_name(size, share_names[1]))
    for (p = 1; p <= shown_count; p++) {
        printf "%s%s\n", p == 1 ? "" : "\n\n", shown[p] > file
        for (i = 1; i <= share_count; i++) print share_names[i], point(shown[p], flood_name(size, share_names[i]), 1e3) > file
    }
    announce("lines", name, "Honest frames delivered, thousands a second, by percent of attack (" size ")")
}

function bar_row(file, title, what, scale,    p) {
    printf "\"%s\"", title > file
    for (p = 1; p <= shown_count; p++) printf " %s", point(shown[p], what, scale) > file
    printf "\n" > file
}

function size_plot(share,    file, name, s) {
    name = "size-" share
    file = folder "/" name ".txt"
    show(flood_name(size_names[1], share))
    for (s = 1; s <= size_count; s++) bar_row(file, size_names[s], flood_name(size_names[s], share), 1e3)
    announce("bars", name, "Honest frames delivered, thousands a second, by frame size (" share " % attack)")
}

function round_trip_plot(load, name,    i) {
    show(round_trip_name(load, quantiles[1]))
    for (i = 1; i <= quantile_count; i++) bar_row(folder "/" name ".txt", "p" quantiles[i], round_trip_name(load, quantiles[i]), 1)
    announce("bars", name, "Round trip, microseconds, " (load ? "beside " load " frames a second" : "alone"))
}

function rate_plots(    s, i) {
    if (share_count > 1) for (s = 1; s <= size_count; s++) attack_plot(size_names[s])
    if (size_count > 1) for (i = 1; i <= share_count; i++) if (share_names[i] < 100) size_plot(share_names[i])
    show("loss-free")
    bar_row(folder "/loss-free.txt", "64 bytes", "loss-free", 1e3)
    announce("bars", "loss-free", "Highest rate without loss, thousands a second")
    show(tcp_name(stream_names[1]))
    for (i = 1; i <= stream_count; i++) bar_row(folder "/tcp.txt", stream_names[i], tcp_name(stream_names[i]), 1e9)
    announce("bars", "tcp", "TCP, Gbit/s, by streams at a time")
}

END {
    rate_plots()
    show("cpu")
    bar_row(folder "/cpu.txt", about["fixed_rate"] " frames a second", "cpu", 1)
    announce("bars", "cpu", "CPU seconds of all cores for a million frames")
    round_trip_plot(0, "round-trip")
    round_trip_plot(about["fixed_rate"], "round-trip-loaded")
}
