# shellcheck shell=bash
# Hostile clients at control's listener while frames flow at a fixed rate. Read in by `operate`.

# Requests that a site's own people send meanwhile come from an address of their own.
honest_client=127.0.0.9
honest_pause=0.2
honest_limit_ms=2000
round_trip_limit=2
rounds=3
guess=guessed-token-that-nobody-must-write-down
# As the package's unit has it.
control_weight=20
limit_period_us=20000
limit_kind=none
limit_groups=()

# limit_control: puts control into a group with CPU time and memory bounded, by whichever version of cgroups this machine gives; else says so.
limit_control() {
  local v2 cpu memory group
  v2=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
  cpu=$(awk '$3 == "cgroup" && $4 ~ /(^|,)cpu(,|$)/ { print $2; exit }' /proc/mounts)
  memory=$(awk '$3 == "cgroup" && $4 ~ /(^|,)memory(,|$)/ { print $2; exit }' /proc/mounts)
  if [ -n "$v2" ] && limit_by_v2 "$v2/sekimori-rig$$"; then
    limit_kind=cgroup-v2
  elif [ -n "$cpu" ] && [ -n "$memory" ] && limit_by_v1 "$cpu/sekimori-rig$$" "$memory/sekimori-rig$$"; then
    limit_kind=cgroup-v1
  else
    say 'no control groups with cpu and memory here: control is not limited'
    return 0
  fi
  for group in "${limit_groups[@]}"; do echo "$control_pid" >"$group/cgroup.procs"; done
}

limit_by_v2() {
  grep -qw cpu "${1%/*}/cgroup.controllers" && grep -qw memory "${1%/*}/cgroup.controllers" || return 1
  echo '+cpu +memory' >"${1%/*}/cgroup.subtree_control" 2>/dev/null || return 1
  mkdir "$1" || return 1
  limit_groups=("$1")
  echo "$((limit_period_us * control_cpu / 100)) $limit_period_us" >"$1/cpu.max"
  echo "$control_weight" >"$1/cpu.weight"
  echo "${control_memory}M" >"$1/memory.max"
}

limit_by_v1() {
  mkdir "$1" "$2" || return 1
  limit_groups=("$1" "$2")
  echo "$limit_period_us" >"$1/cpu.cfs_period_us"
  echo "$((limit_period_us * control_cpu / 100))" >"$1/cpu.cfs_quota_us"
  echo "$((control_weight * 1024 / 100))" >"$1/cpu.shares"
  echo "${control_memory}M" >"$2/memory.limit_in_bytes"
}

# Once control is gone, or the groups can't go.
remove_limits() {
  local group
  for group in ${limit_groups[@]+"${limit_groups[@]}"}; do rmdir "$group" 2>/dev/null || true; done
  limit_groups=()
}

start_hostile_clients() {
  local at=$api_address/$api_port url=http://$api_address:$api_port/api/v1
  head -c 200000 /dev/zero | tr '\0' a | sed 's/^/X-Long: /' >"$work/operate/header.txt"
  hostile "timeout 2 bash -c 'exec 3<>/dev/tcp/$at; head -c 65536 /dev/urandom >&3'"
  hostile "slowhttptest -H -c 400 -r 200 -i 1 -l 60 -u $url/status"
  hostile "slowhttptest -B -c 200 -r 100 -i 1 -l 60 -t PUT -s 65536 -u $url/policy"
  hostile "slowhttptest -X -c 100 -r 50 -n 1 -l 60 -u $url/openapi.yaml"
  hostile "head -c 67108864 /dev/zero | curl -s -m 5 -T - -H 'Authorization: Bearer $guess' $url/policy"
  hostile "curl -s -m 5 -H @$work/operate/header.txt $url/status"
  hostile "curl -s -m 10 -H 'Authorization: Bearer $guess' '$url/status?[1-500]'"
  hostile "curl -s -m 10 --data '{\"token\":\"$guess\"}' -H 'Content-Type: application/json' '$url/login?[1-100]'"
}

# Connections that were accepted in the box's namespace so far.
# shellcheck disable=SC2016 # awk's own
connections() { in_box awk '$1 == "Tcp:" && $7 ~ /^[0-9]+$/ { print $7 }' /proc/net/snmp; }

# honest_clients SECONDS: one over TCP with the token, one over the local socket, a request each and a pause; a line per request: how, status, seconds.
honest_clients() {
  local end=$((SECONDS + $1))
  while [ "$SECONDS" -lt "$end" ]; do
    in_box curl -s -o /dev/null -m 10 --interface "$honest_client" -K "$work/operate/token.curl" -w 'tcp %{http_code} %{time_total}\n' \
      "http://$api_address:$api_port/api/v1/status" || true
    curl -s -o /dev/null -m 10 --unix-socket "$run_folder/control/api.sock" -w 'local %{http_code} %{time_total}\n' \
      http://localhost/api/v1/status || true
    sleep "$honest_pause"
  done
}

# honest_fields FILE: of each way in: asked, answered, and the median and longest time in ms; then the longest of all, whole.
honest_fields() {
  local way
  for way in tcp local; do
    grep "^$way " "$1" | sort -n -k 3 | awk -v way="$way" '
      { all++ }
      $2 == 200 { time[++good] = $3 * 1000 }
      END { printf "%s_asked=%d %s_answered=%d %s_p50_ms=%.1f %s_longest_ms=%.1f ", way, all, way, good, way, time[int((good + 1) / 2)], way, time[good] }'
  done
}

all_answered() {
  awk -v limit="$honest_limit_ms" '$2 != 200 || $3 * 1000 > limit { bad++ } END { exit !(NR > 0 && bad == 0) }' "$1"
}

# fixed_load NAME: the box at the fixed rate, round trips beside it, honest clients at control; sets p99 and honest_ok.
fixed_load() {
  local clients
  honest_clients "$((seconds + 2))" >"$work/operate/honest-$1.txt" &
  clients=$!
  begin_load "$fixed_rate" "$attack_percent" $((seconds + 30))
  ask "$seconds"
  end_load
  wait "$clients"
  honest_ok=no
  if all_answered "$work/operate/honest-$1.txt"; then honest_ok=yes; fi
}

# How many files that control, box and `run` have written hold a secret: the token, or one somebody tried.
secrets_written() { { grep -rlF -e "$guess" -e "$token" "$run_log" "$state_folder" "$run_folder" 2>/dev/null || true; } | wc -l; }

# quiet_and_hostile ROUND: appends to quiet_p99 and hostile_p99.
quiet_and_hostile() {
  local before
  fixed_load quiet
  quiet_p99+=("$p99")
  result "$(verdict "$lost" = 0 -a "$guarded" = 0 -a "$honest_ok" = yes)" hostile-clients "quiet-$1" \
    "limit=$limit_kind $(load_fields) $(round_trip_fields) $(honest_fields "$work/operate/honest-quiet.txt")"
  before=$(connections)
  start_hostile_clients
  sleep 2
  fixed_load hostile
  stop_hostile_clients
  hostile_p99+=("$p99")
  result "$(verdict "$lost" = 0 -a "$guarded" = 0 -a "$honest_ok" = yes)" hostile-clients "hostile-$1" \
    "limit=$limit_kind connections=$(($(connections) - before)) $(load_fields) $(round_trip_fields) $(honest_fields "$work/operate/honest-hostile.txt")"
}

# median VALUE…: of an odd number of them.
median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }

# By turns, since round trips on two shared cores differ from one minute to the next by more than hostile clients make out.
scenario_hostile_clients() {
  local quiet_p99=() hostile_p99=() quiet hostile ratio secrets round
  start_run fresh
  warm_up
  limit_control
  for ((round = 1; round <= rounds; round++)); do
    quiet_and_hostile "$round"
    sleep 2
  done
  quiet=$(median "${quiet_p99[@]}")
  hostile=$(median "${hostile_p99[@]}")
  ratio=$(awk -v q="$quiet" -v h="$hostile" 'BEGIN { printf "%.2f", h / q }')
  result "$(awk -v r="$ratio" -v limit="$round_trip_limit" 'BEGIN { print r <= limit ? "ok" : "FAILED" }')" hostile-clients round-trip \
    "quiet_p99_us=$(IFS=,; echo "${quiet_p99[*]}") hostile_p99_us=$(IFS=,; echo "${hostile_p99[*]}") ratio_of_medians=$ratio limit=$round_trip_limit"
  secrets=$(secrets_written)
  result "$(verdict "$secrets" = 0)" hostile-clients secrets "files_with_a_secret=$secrets"
  stop_run
  remove_limits
}
