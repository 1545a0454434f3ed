# shellcheck shell=bash
# What is measured of a box at a fixed rate; each function prints a row of samples (see samples.awk). Read in by the rig.

# What was found for each peer, so that it is searched for once.
declare -A loss_free_of=()

# find_rate PEER: sets loss_free_of for it, and load_of_peer, the part of it that the loads below run at.
find_rate() {
  if [ -z "${loss_free_of[$1]:-}" ]; then
    loss_free_rate=$given_rate saturation_rate=0
    [ -n "$given_rate" ] || find_loss_free "$trial_seconds" "$resolution"
    loss_free_of[$1]=$loss_free_rate
  fi
  load_of_peer=$((loss_free_of[$1] * load_percent / 100))
}

# measure_loss_free ROUND PEER: frames a second, 64 bytes each; that at saturation beside it.
measure_loss_free() {
  unset "loss_free_of[$2]"
  find_rate "$2"
  printf 'loss-free %s %s %s %s\n' "$1" "$2" "${loss_free_of[$2]}" "$saturation_rate"
}

# measure_round_trip ROUND PEER RATE: in microseconds, beside so many frames a second, in the time in which the host took no core away.
measure_round_trip() {
  lost=0
  if [ "$3" -gt 0 ]; then begin_load "$3" 0 $((seconds + patience_seconds)); fi
  ask "$seconds" calm
  if [ "$3" -gt 0 ]; then end_load; fi
  printf 'round-trip %s %s %s %s %s %s %s %s %s %s %s %s\n' "$1" "$2" "$3" "$asked" "$answered" "$p50" "$p99" "$p999" "$p9999" "$longest" "$lost" "$timed"
}

# swap_under_load NAME: swaps so many policies; sets how many were accepted, and the milliseconds that each took.
swap_under_load() {
  local number began
  begin_load "$load_of_peer" 0 3600
  sleep 1
  swapped=0 began=$(now_us)
  for ((number = swaps_before + 1; number <= swaps_before + swaps; number++)); do
    if "swap_$peer_kind" "$number" >>"$peer_log" 2>&1; then swapped=$((swapped + 1)); fi
  done
  swap_ms=$((($(now_us) - began) / 1000 / swaps))
  swaps_before=$((swaps_before + swaps))
  sleep 1
  end_load
}

# measure_swap ROUND PEER: frames lost while its policy changes so many times; repeated if the generator stumbled.
measure_swap() {
  local tries swaps_before=0
  find_rate "$2"
  read_peer "$2"
  for ((tries = 1; tries <= spoilt_trials; tries++)); do
    swap_under_load
    is_spoilt || break
  done
  printf 'swap %s %s %s %s %s %s %s %s %s\n' "$1" "$2" "$load_of_peer" "$swapped" "$sent" "$lost" "$load_late_us" "$load_stolen_ms" "$swap_ms"
}

# await_first_frame: until one has come through, as long as the box lives.
await_first_frame() {
  local end=$((SECONDS + ready_within_seconds))
  while [ "$SECONDS" -lt "$end" ]; do
    read_count
    [ "$first" = 0 ] || return 0
    peer_runs || return 1
    sleep 0.05
  done
  return 1
}

# measure_first_minute ROUND PEER: the load is there before the box is. Lost is what was sent from the first frame on that came through, and
# did not come. Nothing is warm; the box must be found stopped, and is left so.
measure_first_minute() {
  begin_load "$load_of_peer" 0 3600
  start_peer "$2"
  if await_first_frame; then sleep "$first_seconds"; fi
  end_load
  stop_peer
  if [ "$first" = 0 ]; then
    say "$2: nothing came through in its first minute"
    return 0
  fi
  sent=$((sent - first + 1))
  lost=$((sent - arrived + early))
  printf 'first-minute %s %s %s %s %s %s %s\n' "$1" "$2" "$load_of_peer" "$sent" "$lost" "$load_late_us" "$load_stolen_ms"
}
