# Reads the machine's description (`KEY=VALUE`) and the results (`VERDICT SCENARIO WHAT FIELDS`, by tabs, fields as `KEY=VALUE`) and
# writes them as one JSON object.

function quoted(text) {
    gsub(/["\\]/, "", text)
    return "\"" text "\""
}

function value(text) { return text ~ /^-?(0|[1-9][0-9]*)(\.[0-9]+)?$/ ? text : quoted(text) }

# `KEY=VALUE` as a member of an object.
function member(text,    at) {
    at = index(text, "=")
    return quoted(substr(text, 1, at - 1)) ": " value(substr(text, at + 1))
}

FILENAME ~ /machine\.txt$/ {
    about = about (about == "" ? "" : ", ") member($0)
    next
}

{
    count = split($4, fields, / +/)
    text = sprintf("\"scenario\": %s, \"what\": %s, \"ok\": %s", quoted($2), quoted($3), $1 == "ok" ? "true" : "false")
    for (i = 1; i <= count; i++) if (fields[i] != "") text = text ", " member(fields[i])
    results = results sprintf("%s\n    {%s}", results == "" ? "" : ",", text)
}

END { printf "{\n  \"machine\": {%s},\n  \"results\": [%s\n  ]\n}\n", about, results }
