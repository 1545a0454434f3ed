# shellcheck shell=bash
# What the box does undisturbed: the highest rate without loss, and the time of a round trip. Read in by `operate`.

scenario_loss_free() {
  loss_free_rate=
  start_run fresh
  warm_up
  require_loss_free
  stop_run
  result ok loss-free search "rate=$loss_free_rate saturation=${saturation_rate:-unknown} trial_seconds=$trial_seconds resolution_percent=$resolution"
}

# Sets loss_free_rate, once an invocation. A box must run, and be warm.
require_loss_free() {
  [ -z "$loss_free_rate" ] || return 0
  find_loss_free "$trial_seconds" "$resolution"
  [ "$loss_free_rate" -gt 0 ] || fail 3 'no rate without loss was found; is this machine busy?'
}

# Compiles what frames of both kinds need, so that no scenario measures the JVM's first seconds.
warm_up() { flood 3 50 >/dev/null; }

# begin_scenario STATE [OPTION…]: a warm box, and the load that all scenarios but the last are under.
begin_scenario() {
  start_run "$@"
  warm_up
  require_loss_free
  load_of_scenario=$((loss_free_rate * load_percent / 100))
}

round_trip_fields() {
  printf 'asked=%s answered=%s p50_us=%s p90_us=%s p99_us=%s p99.9_us=%s p99.99_us=%s longest_us=%s asked_late_us=%s' \
    "$asked" "$answered" "$p50" "$p90" "$p99" "$p999" "$p9999" "$longest" "$asked_late"
}

scenario_round_trip() {
  start_run fresh
  warm_up
  ask "$seconds"
  result "$(verdict "$asked" = "$answered")" round-trip unloaded "$(round_trip_fields)"
  begin_load "$fixed_rate" 0 $((seconds + 5))
  ask "$seconds"
  end_load
  result "$(verdict "$asked" = "$answered" -a "$lost" = 0)" round-trip loaded "$(load_fields) $(round_trip_fields)"
  stop_run
}
