# shellcheck shell=bash
# What is measured of a box that is in place; each function prints rows of samples (see samples.awk). Read in by the rig.

iperf_server=
first_pid=
watch_pid=

# measure_flood ROUND PEER SIZE ATTACK_PERCENT: in frames per second. What a box still holds when the flood ends is not delivered.
measure_flood() {
  local taken sent passed
  drain
  begin_count
  taken=$(received "$ns_box" wan0)
  read -r sent passed < <(flood "$seconds" "$4" "$3")
  taken=$(($(received "$ns_box" wan0) - taken))
  end_count
  awk -v row="flood $1 $2 $3 $4" -v t="$passed" -v s="$sent" -v b="$taken" -v h="$honest" -v a="$((ldap + dns_or_ntp))" \
    'BEGIN { printf "%s %.0f %.0f %.0f %.0f\n", row, s / t, b / t, h / t, a / t }'
}

# measure_replay ROUND PEER: the same with a capture's frames. Whatever arrives is counted, since it may be anything.
measure_replay() {
  local taken arrived sent passed
  drain
  taken=$(received "$ns_box" wan0)
  arrived=$(received "$ns_lan" host0)
  read -r sent passed < <(in_wan taskset -c "$generator_core" "$work/flood" replay host0 "$seconds" "$pcap")
  taken=$(($(received "$ns_box" wan0) - taken))
  arrived=$(($(received "$ns_lan" host0) - arrived))
  awk -v row="replay $1 $2" -v t="${passed:-1}" -v s="${sent:-0}" -v b="$taken" -v d="$arrived" \
    'BEGIN { printf "%s %.0f %.0f %.0f\n", row, s / t, b / t, d / t }'
}

# measure_tcp ROUND PEER STREAMS: in bits per second, all streams together. Nothing is pinned here: two ends and a box share the cores
# as they would.
measure_tcp() {
  local speed cores
  cores=0-$((core_count - 1))
  if [ -n "$peer_pid" ]; then taskset -acp "$cores" "$peer_pid" >/dev/null; fi
  ip netns exec "$ns_lan" taskset -c "$cores" iperf3 -s -1 >/dev/null 2>&1 &
  iperf_server=$!
  sleep 0.5
  speed=$(in_wan taskset -c "$cores" iperf3 -c "$lan_address" -t "$seconds" -O 1 -P "$3" -J 2>/dev/null |
    awk '/"sum_received"/ { inside = 1 } inside && /"bits_per_second"/ { gsub(/[^0-9.e+]/, "", $2); printf "%.0f\n", $2; exit }') || true
  end "$iperf_server"
  iperf_server=
  printf 'tcp %s %s %s %s\n' "$1" "$2" "$3" "${speed:-0}"
}

# unused_ms: what all cores together have idled since the machine started, and what a host took from them.
unused_ms() { awk -v tick="$(getconf CLK_TCK)" '$1 == "cpu" { printf "%.0f\n", ($5 + $6 + $9) * 1000 / tick }' /proc/stat; }

now_us() { echo "${EPOCHREALTIME//[^0-9]/}"; }

# measure_cpu ROUND PEER: the milliseconds that all cores spent while frames came at a fixed rate, and how many of them arrived. The
# peer `none` is no box at all: what generator and wire cost by themselves.
measure_cpu() {
  local unused began busy
  drain
  begin_count
  unused=$(unused_ms) began=$(now_us)
  in_wan taskset -c "$generator_core" "$work/flood" pace host0 "$seconds" 0 "$fixed_rate" "$cpu_tick_us" >/dev/null
  busy=$((($(now_us) - began) * core_count / 1000 - $(unused_ms) + unused))
  end_count
  printf 'cpu %s %s %s %s\n' "$1" "$2" "$busy" "$honest"
}

# begin_watch: from now on a thin stream of frames runs against the box that is about to start, and the first to arrive is timed.
begin_watch() {
  : >"$work/first.txt"
  ip netns exec "$ns_lan" "$work/flood" first host0 >"$work/first.txt" &
  first_pid=$!
  until grep -q ready "$work/first.txt"; do
    kill -0 "$first_pid" 2>/dev/null || fail 3 'the watch at the LAN host did not start'
    sleep 0.01
  done
  ip netns exec "$ns_wan" taskset -c "$generator_core" "$work/flood" pace host0 "$((ready_within_seconds * 2))" 0 "$watch_rate" "$watch_tick_us" \
    >/dev/null &
  watch_pid=$!
  watch_began=$(now_us)
}

# end_watch ROUND PEER: from the box's command to the first frame behind it, in milliseconds, if that is asked for; fails if none came.
end_watch() {
  local end=$((SECONDS + ready_within_seconds)) status=1
  while [ "$SECONDS" -lt "$end" ] && peer_runs; do
    if ! kill -0 "$first_pid" 2>/dev/null; then
      status=0
      break
    fi
    sleep 0.05
  done
  stop_watch
  if [ "$status" = 0 ] && measured start; then
    awk -v row="start $1 $2" -v began="$watch_began" 'NR == 2 { printf "%s %.1f\n", row, ($1 - began) / 1000 }' "$work/first.txt"
  fi
  return "$status"
}

stop_watch() {
  if [ -n "$watch_pid" ]; then end "$watch_pid"; fi
  if [ -n "$first_pid" ]; then end "$first_pid"; fi
  watch_pid='' first_pid=''
}
