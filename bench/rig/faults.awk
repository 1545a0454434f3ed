# Reads the machine's description (`KEY=VALUE`) and the rows (`VERDICT VARIANT FAULT FIELDS`, by tabs) and writes a table for each variant.

FILENAME ~ /machine\.txt$/ {
    at = index($0, "=")
    about = about (about == "" ? "" : ", ") substr($0, 1, at - 1) " " substr($0, at + 1)
    next
}

function begin_table(variant) {
    printf "\n## %s\n\n", variant == "off" ? "`--offload off`" : variant == "closed" ? "`--fail closed`" : "Default"
    print "| fault | stateless sent | lost | longest gap, ms: stateless; fragments; wrapped | closed sent; arrived | twice | own | pings lost | TCP | its gap, ms | trips | box: descriptors; MB | verdict |"
    print "|---|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|---|"
}

FNR == 1 { print "# Faults under load\n\n" about "." }

$2 != last { begin_table(last = $2) }

{
    delete f
    count = split($4, fields, / +/)
    for (i = 1; i <= count; i++) { at = index(fields[i], "="); f[substr(fields[i], 1, at - 1)] = substr(fields[i], at + 1) }
    rows++
    bad += $1 == "FAILED"
    if ($1 == "skipped") { gsub(/_/, " ", f["reason"]); printf "| `%s` | | | | | | | | | | | | left out: %s |\n", $3, f["reason"]; next }
    sum_sent += f["sent"]; sum_lost += f["lost"]
    printf "| `%s` | %s | %s | %s; %s; %s | %s; %s | %s | %s | %s | %s | %s | %s | %s → %s; %s → %s | %s |\n", $3, f["sent"], f["lost"],
        f["plain_gap_ms"], f["fragment_gap_ms"], f["wrapped_gap_ms"], f["closed_sent"], f["closed_arrived"], f["twice"], f["own"], f["pings_lost"],
        f["tcp"], f["tcp_gap_ms"], f["trips"], f["box_fds_before"], f["box_fds_after"], f["box_rss_mb_before"], f["box_rss_mb_after"],
        $1 == "ok" ? "ok" : f["broke"]
}

END { printf "\n%d faults, %d of them broke a promise; %d stateless frames sent, %d lost in the box.\n", rows, bad, sum_sent, sum_lost }
