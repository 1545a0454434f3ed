# Reads the machine's description (`KEY=VALUE`) and the samples; what the reports share. Samples, rates a second:
#   flood ROUND PEER SIZE ATTACK OFFERED TAKEN HONEST ATTACKS     replay ROUND PEER OFFERED TAKEN DELIVERED
#   tcp ROUND PEER STREAMS BITS     cpu ROUND PEER|none BUSY_MS FRAMES     start ROUND PEER MS
#   loss-free ROUND PEER RATE SATURATION     round-trip ROUND PEER LOAD ASKED ANSWERED P50 P99 P99.9 P99.99 LONGEST LOST TIMED (µs)
#   swap ROUND PEER RATE SWAPPED SENT LOST LATE_US STOLEN_MS SWAP_MS     first-minute ROUND PEER RATE SENT LOST LATE_US STOLEN_MS
# Given: peers, measures, sizes, shares, streams (lists), base (whose figure the ratios are of).

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
            if (!((other, what, round) in value) || value[other, what, round] <= 0) continue
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
    if (!(what in noted)) { noted[what] = 1; figures[++figure_count] = what }
    value[peer, what, round] = v
    if (round + 0 > rounds) rounds = round + 0
}

# The names of figures: those of 64-byte frames, the usual ones, without their size.
function flood_name(size, share) { return "honest" share (size == "64" ? "" : "-" size) }
function part_name(size, share) { return "part" share (size == "64" ? "" : "-" size) }
function round_trip_name(load, quantile) { return "p" quantile (load + 0 ? "-loaded" : "") }
function tcp_name(count) { return "tcp" (count == 1 ? "" : count) }

# What the generator makes of a share of the frames (flood.h: SHARE_WHOLE).
function honest_part(share) { return 1 - int(share * 1024 / 100) / 1024 }

function add_sample(text) { samples = samples (samples == "" ? "" : ",") "\n    {" text "}" }

function about_peer(kind) { return sprintf("\"round\": %d, \"peer\": \"%s\", \"measure\": \"%s\"", $2, $3, kind) }

BEGIN {
    peer_count = split(peers, peer_names, " ")
    size_count = split(sizes, size_names, " ")
    share_count = split(shares, share_names, " ")
    stream_count = split(streams, stream_names, " ")
    measure_count = split(measures, list, " ")
    for (i = 1; i <= measure_count; i++) measured[list[i]] = 1
    quantile_count = split("50 99 99.9 99.99", quantiles, " ")
    delete list
}

FILENAME ~ /machine\.txt$/ {
    key = substr($0, 1, index($0, "=") - 1); text = substr($0, index($0, "=") + 1)
    gsub(/["\\]/, "", text)
    about_names[++about_count] = key
    about[key] = text
    next
}

$1 == "flood" {
    note($3, flood_name($4, $5), $2, $8)
    sent = $6 * honest_part($5)
    if (sent > 0) note($3, part_name($4, $5), $2, $8 / sent * 100)
    add_sample(sprintf("%s, \"size\": \"%s\", \"attack_percent\": %d, \"offered\": %.0f, \"taken\": %.0f, \"honest\": %.0f, \"attack\": %.0f", \
        about_peer($1), $4, $5, $6, $7, $8, $9))
}

$1 == "replay" {
    note($3, "replay", $2, $6)
    add_sample(sprintf("%s, \"offered\": %.0f, \"taken\": %.0f, \"delivered\": %.0f", about_peer($1), $4, $5, $6))
}

$1 == "tcp" {
    note($3, tcp_name($4), $2, $5)
    add_sample(sprintf("%s, \"streams\": %d, \"tcp_bits_per_second\": %.0f", about_peer($1), $4, $5))
}

# Milliseconds of a run over its frames, less those of the same run without a box: microseconds a frame.
$1 == "cpu" {
    if ($3 == "none") idle_run[$2] = $4
    else if ($5 > 0) note($3, "cpu", $2, ($4 - idle_run[$2]) * 1000 / $5)
    add_sample(sprintf("%s, \"busy_ms\": %.0f, \"frames\": %.0f", about_peer($1), $4, $5))
}

$1 == "start" {
    note($3, "start", $2, $4)
    add_sample(sprintf("%s, \"first_frame_ms\": %.1f", about_peer($1), $4))
}

$1 == "loss-free" {
    note($3, "loss-free", $2, $4)
    add_sample(sprintf("%s, \"rate\": %d, \"saturation\": %d", about_peer($1), $4, $5))
}

$1 == "round-trip" {
    text = sprintf("%s, \"load\": %d, \"asked\": %d, \"answered\": %d, \"longest_us\": %.1f, \"lost\": %d, \"timed\": %d", about_peer($1), $4, $5, $6, $11, $12, $13)
    for (i = 1; i <= quantile_count; i++) {
        if ($13 > 0) note($3, round_trip_name($4, quantiles[i]), $2, $(6 + i))
        text = text sprintf(", \"p%s_us\": %.1f", quantiles[i], $(6 + i))
    }
    note($3, round_trip_name($4, "unanswered"), $2, $5 - $6)
    if ($6 > 0) note($3, round_trip_name($4, "timed"), $2, 100 * $13 / $6)
    add_sample(text)
}

# What is lost stands beside what was sent.
function note_losses(rate, sent, lost) {
    note($3, $1 "-rate", $2, rate)
    note($3, $1 "-sent", $2, sent)
    note($3, $1 "-lost", $2, lost)
}

$1 == "swap" {
    note_losses($4, $6, $7)
    note($3, "swapped", $2, $5)
    note($3, "swap-ms", $2, $10)
    add_sample(sprintf("%s, \"rate\": %d, \"swapped\": %d, \"sent\": %.0f, \"lost\": %d, \"late_us\": %d, \"stolen_ms\": %d, \"swap_ms\": %d", \
        about_peer($1), $4, $5, $6, $7, $8, $9, $10))
}

$1 == "first-minute" {
    note_losses($4, $5, $6)
    add_sample(sprintf("%s, \"rate\": %d, \"sent\": %.0f, \"lost\": %d, \"late_us\": %d, \"stolen_ms\": %d", about_peer($1), $4, $5, $6, $7, $8))
}
