# shellcheck shell=bash
# A load of so many frames a second through the box, counted at both ends; the search for the highest the box loses none of; and round
# trips across it. Read in by `rig` and `operate`.

tick_us=500
# A batch that comes later than this may fill the box's ring by itself; such a trial says nothing of the box.
late_limit_us=8000
spoilt_trials=3
# Above everything that shares the generator's core: it stands for another machine.
generator_priority=50
# A trial that takes longer than was asked is one the generator, or a box that runs in its time, could not keep up with.
longest_trial_percent=102
answer_port=7
host_priority=40

load_pid=
count_pid=
answer_pid=

# No question of addresses among the frames that are counted.
introduce_hosts() {
  local wan_hardware lan_hardware
  wan_hardware=$(in_wan cat /sys/class/net/host0/address)
  lan_hardware=$(in_lan cat /sys/class/net/host0/address)
  ip -n "$ns_wan" neigh replace "$lan_address" lladdr "$lan_hardware" dev host0 nud permanent
  ip -n "$ns_lan" neigh replace "$wan_address" lladdr "$wan_hardware" dev host0 nud permanent
}

stolen_ms() { awk -v tick="$(getconf CLK_TCK)" '$1 == "cpu" { printf "%.0f\n", $9 * 1000 / tick }' /proc/stat; }

# begin_load RATE ATTACK_PERCENT SECONDS: in the background, for SECONDS or until end_load.
begin_load() {
  load_rate=$1
  asked=0
  drain
  begin_count
  taken_before=$(received "$ns_box" wan0)
  stolen_before=$(stolen_ms)
  ip netns exec "$ns_wan" taskset -c "$generator_core" chrt -f "$generator_priority" \
    "$work/flood" pace host0 "$3" "$2" "$1" "$tick_us" >"$work/load.txt" &
  load_pid=$!
}

# end_load [await]: stops the load, or awaits its end, and sets
#   sent, arrived, lost       honest frames
#   guarded_sent, guarded     frames to guarded ports, and what arrived of them
#   unreached                 frames of all kinds that did not reach the box's port: the wire's loss, not the box's
#   load_late_us              by how much the generator was late at worst
#   load_stolen_ms            what a virtual machine's cores wanted to run and could not, all together
# and what end_count sets.
end_load() {
  local sent_ldap sent_other passed
  if [ "${1:-}" != await ]; then kill -TERM "$load_pid" 2>/dev/null || true; fi
  wait "$load_pid" || fail 3 'the generator failed'
  load_pid=
  drain
  end_count
  read -r sent sent_ldap sent_other passed load_late_us <"$work/load.txt"
  arrived=$honest
  lost=$((sent - arrived))
  guarded_sent=$((sent_ldap + sent_other))
  guarded=$((ldap + dns_or_ntp))
  unreached=$((sent + guarded_sent + asked - $(received "$ns_box" wan0) + taken_before))
  load_seconds=$passed
  load_stolen_ms=$(($(stolen_ms) - stolen_before))
}

# The fields of a result that every load has.
load_fields() {
  printf 'rate=%s seconds=%.1f sent=%s arrived=%s lost=%s guarded_sent=%s guarded_arrived=%s unreached=%s backwards=%s late_us=%s stolen_ms=%s' \
    "$load_rate" "$load_seconds" "$sent" "$arrived" "$lost" "$guarded_sent" "$guarded" "$unreached" "$backwards" "$load_late_us" "$load_stolen_ms"
}

# is_spoilt: were frames of the last load lost while the generator itself stumbled?
is_spoilt() { [ "$load_late_us" -gt "$late_limit_us" ] && [ "$lost" -gt 0 ]; }

# trial RATE SECONDS: one load of honest frames, repeated if it was spoilt; holds if all were offered in time, and all arrived.
trial() {
  local tries
  for ((tries = 1; tries <= spoilt_trials; tries++)); do
    begin_load "$1" 0 "$2"
    end_load await
    say "$1 frames/s for $2 s: sent $sent, lost $lost (took $load_seconds s, generator late by $load_late_us µs, $load_stolen_ms ms stolen)"
    # Six digits behind the point: microseconds.
    [ "${load_seconds/./}" -le $(($2 * longest_trial_percent * 10000)) ] || return 1
    is_spoilt || break
  done
  [ "$lost" = 0 ]
}

# Frames a second that come through when the box is flooded.
saturation() {
  local passed _
  drain
  begin_count
  read -r _ passed < <(flood 3 0)
  end_count
  awk -v h="$honest" -v t="$passed" 'BEGIN { printf "%.0f\n", h / t }' >"$work/saturation.txt"
  read -r saturation_rate <"$work/saturation.txt"
}

# find_loss_free TRIAL_SECONDS RESOLUTION_PERCENT: sets loss_free_rate, as RFC 2544 does: halves the span until it is within the
# resolution, then proves what was found with a trial three times as long, and steps down while that loses frames.
find_loss_free() {
  local low=0 high middle step
  saturation
  high=$((saturation_rate * 11 / 10))
  step=$((high * $2 / 100))
  while [ $((high - low)) -gt "$step" ]; do
    middle=$(((low + high) / 2))
    if trial "$middle" "$1"; then low=$middle; else high=$middle; fi
  done
  while [ "$low" -gt 0 ] && ! trial "$low" $(($1 * 3)); do
    low=$((low > step ? low - step : 0))
  done
  # shellcheck disable=SC2034 # for those who call
  loss_free_rate=$low
}

# ask SECONDS: round trips across the box, ask_rate a second, beside whatever load is on it. Sets asked, answered and the times in µs.
ask() {
  ip netns exec "$ns_lan" taskset -c "$generator_core" chrt -f "$host_priority" "$work/roundtrip" answer "$lan_address" "$answer_port" &
  answer_pid=$!
  sleep 0.2
  # shellcheck disable=SC2034 # for those who call
  read -r asked answered p50 p90 p99 p999 p9999 longest asked_late timed < <(
    in_wan taskset -c "$generator_core" chrt -f "$host_priority" "$work/roundtrip" ask "$lan_address" "$answer_port" "$ask_rate" "$@"
  )
  end "$answer_pid"
  answer_pid=
}
