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
