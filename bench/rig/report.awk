# Prints the tables, and writes them as Markdown to the file `markdown`; samples.awk reads what they are made of.

function cell(peer, what,    format) {
    if (!spread(peer, what, "")) return "-"
    format = formats[what]
    return sprintf(format " (" format "-" format ")", median / scales[what], low / scales[what], high / scales[what])
}

function ratio(peer, what) {
    if (peer == base) return spread(peer, what, "") ? "1" : "-"
    if (!spread(base, what, peer)) return "-"
    return sprintf("%.2f (%.2f-%.2f)", median, low, high)
}

# A figure as a column, with its ratio beside it if asked.
function add_column(what, title, scale, format, with_ratio) {
    columns[++column_count] = what
    titles[what] = title; scales[what] = scale; formats[what] = format; ratios[what] = with_ratio
}

# One line of words[1..count], first padded for people, then for Markdown.
function print_row(count,    i, text) {
    text = sprintf("%-16s", words[1])
    for (i = 2; i <= count; i++) text = text sprintf(" %-18s", words[i])
    sub(/ +$/, "", text)
    print text
    text = "|"
    for (i = 1; i <= count; i++) text = text " " words[i] " |"
    print text > markdown
}

function rule(count,    i, text) {
    text = "|---|"
    for (i = 2; i <= count; i++) text = text "--:|"
    print text > markdown
}

# Has this peer any of the columns' figures?
function has_row(peer,    c) {
    for (c = 1; c <= column_count; c++) if (spread(peer, columns[c], "")) return 1
    return 0
}

# The columns added so far, under a heading; a row for each peer that has one of the figures.
function table(heading,    i, c, count) {
    if (column_count == 0) return
    print "\n" heading "\n"
    print "\n" heading "\n" > markdown
    words[1] = ""
    for (i = 0; i <= peer_count; i++) {
        if (i > 0 && !has_row(peer_names[i])) continue
        count = 1
        if (i > 0) words[1] = peer_names[i]
        for (c = 1; c <= column_count; c++) {
            words[++count] = i ? cell(peer_names[i], columns[c]) : titles[columns[c]]
            if (ratios[columns[c]]) words[++count] = i ? ratio(peer_names[i], columns[c]) : "ratio"
        }
        print_row(count)
        if (i == 0) rule(count)
    }
    column_count = 0
}

function size_words(size) { return size == "imix" ? "IMIX frames" : size "-byte frames" }
function share_words(share) { return share == 0 ? "no attack" : share " % attack" }

function add_streams(    i) {
    for (i = 1; i <= stream_count; i++)
        add_column(tcp_name(stream_names[i]), stream_names[i] == 1 ? "TCP Gbit/s" : stream_names[i] " TCP Gbit/s", 1e9, "%.1f", 1)
}

# Three columns a table, so that it stays readable; a single short one has room for the TCP streams.
function flood_tables(with_tcp,    s, i) {
    for (s = 1; s <= size_count; s++) {
        for (i = 1; i <= share_count; i++) {
            if (share_names[i] < 100) add_column(flood_name(size_names[s], share_names[i]), share_words(share_names[i]), 1e3, "%.0f", 1)
            if (i == share_count && with_tcp) add_streams()
            if (column_count == 3 || i == share_count)
                table("Honest frames delivered, in thousands a second (" size_words(size_names[s]) ")" (with_tcp ? ", and TCP" : ""))
        }
    }
}

function part_tables(    s, i) {
    for (s = 1; s <= size_count; s++) {
        for (i = 1; i <= share_count; i++)
            if (share_names[i] < 100) add_column(part_name(size_names[s], share_names[i]), share_words(share_names[i]), 1, "%.0f", 0)
        table("Of the honest frames the generator made, percent delivered (" size_words(size_names[s]) ")")
    }
}

function round_trip_table(load,    i) {
    for (i = 1; i <= quantile_count; i++)
        add_column(round_trip_name(load, quantiles[i]), "p" quantiles[i], 1, "%.0f", quantiles[i] == 99)
    add_column(round_trip_name(load, "unanswered"), "unanswered", 1, "%.0f", 0)
    add_column(round_trip_name(load, "timed"), "timed, %", 1, "%.0f", 0)
    table("Round trip, in microseconds, " (load ? "beside " load " frames a second" : "alone"))
}

function loss_tables() {
    if ("swap" in measured) {
        add_column("swap-lost", "lost", 1, "%.0f", 0)
        add_column("swap-sent", "of frames", 1, "%.0f", 0)
        add_column("swap-rate", "frames/s", 1, "%.0f", 0)
        add_column("swapped", "swaps", 1, "%.0f", 0)
        add_column("swap-ms", "ms a swap", 1, "%.0f", 0)
        table("Frames lost while the policy changes, at " about["load_percent"] " % of the loss-free rate")
    }
    if ("first-minute" in measured) {
        add_column("first-minute-lost", "lost", 1, "%.0f", 0)
        add_column("first-minute-sent", "of frames", 1, "%.0f", 0)
        add_column("first-minute-rate", "frames/s", 1, "%.0f", 0)
        table("Frames lost from the first that came through a box just started, at " about["load_percent"] " % of the loss-free rate")
    }
}

function head(    i, text) {
    for (i = 1; i <= about_count; i++) text = text (i == 1 ? "" : ", ") about_names[i] " " about[about_names[i]]
    text = text sprintf("\n\nMedian (lowest-highest) of %d rounds. Ratios are the figure of %s over the peer's, round by round.", rounds, base)
    print text
    print text > markdown
}

function rate_tables(    with_tcp) {
    with_tcp = ("tcp" in measured) && ("delivered" in measured) && size_count == 1 && share_count + stream_count <= 3
    if ("delivered" in measured) {
        flood_tables(with_tcp)
        part_tables()
    }
    if (("tcp" in measured) && !with_tcp) {
        add_streams()
        table("TCP")
    }
    if ("pcap" in about) {
        add_column("replay", "delivered", 1e3, "%.0f", 1)
        table("Frames delivered of " about["pcap"] ", in thousands a second")
    }
    if ("loss-free" in measured) {
        add_column("loss-free", "loss-free", 1e3, "%.0f", 1)
        table("Highest rate without loss, in thousands a second (64-byte frames)")
    }
}

END {
    head()
    rate_tables()
    if ("cpu" in measured) add_column("cpu", "CPU s/M frames", 1, "%.2f", 1)
    if ("start" in measured) add_column("start", "start ms", 1, "%.0f", 1)
    table(("cpu" in measured ? "CPU seconds of all cores for a million frames, at " about["fixed_rate"] " a second; " : "") "from start to first frame")
    if ("round-trip" in measured) {
        round_trip_table(0)
        round_trip_table(about["fixed_rate"])
    }
    loss_tables()
}
