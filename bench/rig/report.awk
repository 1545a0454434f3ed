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

function add_column(what, title, scale, format) {
    columns[++column_count] = what
    titles[what] = title; scales[what] = scale; formats[what] = format
}

# One line of words[1..count], first padded for people, then for Markdown.
function print_row(count,    i, text) {
    text = sprintf("%-11s", words[1])
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

# The columns added so far, under a heading; each with its ratio beside it if asked.
function table(heading, with_ratios,    i, c, count) {
    if (column_count == 0) return
    print "\n" heading "\n"
    print "\n" heading "\n" > markdown
    words[1] = ""
    for (i = 0; i <= peer_count; i++) {
        count = 1
        if (i > 0) words[1] = peer_names[i]
        for (c = 1; c <= column_count; c++) {
            words[++count] = i ? cell(peer_names[i], columns[c]) : titles[columns[c]]
            if (with_ratios) words[++count] = i ? ratio(peer_names[i], columns[c]) : "ratio"
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
        add_column(tcp_name(stream_names[i]), stream_names[i] == 1 ? "TCP Gbit/s" : stream_names[i] " TCP Gbit/s", 1e9, "%.1f")
}

# Three columns a table, so that it stays readable; a single short one has room for the TCP streams.
function flood_tables(    s, i, with_tcp) {
    with_tcp = size_count == 1 && share_count + stream_count <= 3
    for (s = 1; s <= size_count; s++) {
        for (i = 1; i <= share_count; i++) {
            add_column(flood_name(size_names[s], share_names[i]), share_words(share_names[i]), 1e3, "%.0f")
            if (i == share_count && with_tcp) add_streams()
            if (column_count == 3 || i == share_count)
                table("Honest frames delivered, in thousands a second (" size_words(size_names[s]) ")" (with_tcp && stream_count ? ", and TCP" : ""), 1)
        }
    }
    if (!with_tcp) {
        add_streams()
        table("TCP", 1)
    }
}

function part_tables(    s, i) {
    for (s = 1; s <= size_count; s++) {
        for (i = 1; i <= share_count; i++)
            if (share_names[i] < 100) add_column(part_name(size_names[s], share_names[i]), share_words(share_names[i]), 1, "%.0f")
        table("Of the honest frames the generator made, percent delivered (" size_words(size_names[s]) ")", 0)
    }
}

END {
    for (i = 1; i <= about_count; i++) about_text = about_text (i == 1 ? "" : ", ") about_names[i] " " about[about_names[i]]
    head = sprintf("Median (lowest-highest) of %d rounds. Ratios are the figure of %s over the peer's, round by round.", rounds, base)
    print about_text "\n\n" head
    print about_text "\n\n" head > markdown
    flood_tables()
    part_tables()
    if ("pcap" in about) {
        add_column("replay", "delivered", 1e3, "%.0f")
        table("Frames delivered of " about["pcap"] ", in thousands a second", 1)
    }
    if ("cpu_rate" in about) add_column("cpu", "CPU s/M frames", 1, "%.2f")
    add_column("start", "start ms", 1, "%.0f")
    table("CPU seconds of all cores for a million frames" ("cpu_rate" in about ? ", at " about["cpu_rate"] " a second" : "") "; from start to first frame", 1)
}
