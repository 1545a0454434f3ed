# The table of `./sekimori bench scale` from JMH's CSV: each policy against the smallest, in the same order with the same cache.
BEGIN { FS = ","; printf "%-18s %-8s %8s %10s %8s %8s\n", "policy", "order", "cache", "ns/frame", "ratio", "B/frame" }
{ gsub(/["\r]/, "") }
NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
{
  key = $column["Param: order"] SUBSEP $column["Param: cache"]
  name = $column["Param: policy"]
  score = $column["Score"]
  if ($1 ~ /gc.alloc.rate.norm/) bytes[name, key] = score
  else if ($1 !~ /:/) {
    ns[name, key] = score
    if (!(key in base)) base[key] = score
    if (!(name in seen)) { seen[name] = 1; names[++count] = name }
    if (!(key in known)) { known[key] = 1; keys[++kinds] = key }
  }
}
END {
  for (k = 1; k <= kinds; k++) for (n = 1; n <= count; n++) if ((names[n], keys[k]) in ns) {
    split(keys[k], part, SUBSEP)
    printf "%-18s %-8s %8s %10.1f %7.2fx %8.3f\n", names[n], part[1], part[2], ns[names[n], keys[k]], ns[names[n], keys[k]] / base[keys[k]], bytes[names[n], keys[k]]
  }
}
