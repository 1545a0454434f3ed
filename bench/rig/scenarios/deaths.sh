# shellcheck shell=bash
# One of the two processes dies, stops or starts anew while frames flow. Read in by `operate`.

attack_percent=10
restart_limit_ms=1000

# disturb WHAT ACTION…: runs ACTION a second into a load, and says what became of the frames.
disturb() {
  local what=$1 note
  shift
  begin_load "$load_of_scenario" "$attack_percent" 600
  sleep 1
  note=$("$@")
  sleep "$seconds"
  end_load
  find_processes || broken 'box and control are not both there'
  result "$(verdict "$lost" = 0 -a "$guarded" = 0 -a "${note#*failed}" = "$note")" control-dies "$what" "$(load_fields) $note"
}

kill_control() {
  local now
  kill -KILL "$control_pid"
  if now=$(await_other control "$control_pid"); then printf 'new_control=%s' "$now"; else printf 'new_control=failed'; fi
}

stop_and_continue_control() {
  kill -STOP "$control_pid"
  sleep "$stop_seconds"
  kill -CONT "$control_pid"
  printf 'stopped_seconds=%s' "$stop_seconds"
}

restart_control() {
  local now
  kill -TERM "$control_pid"
  if now=$(await_other control "$control_pid"); then printf 'new_control=%s' "$now"; else printf 'new_control=failed'; fi
}

scenario_control_dies() {
  begin_scenario fresh
  disturb kill-9 kill_control
  disturb stop-and-continue stop_and_continue_control
  disturb restart restart_control
  await_api || broken 'control does not answer'
  stop_run
}

# The box alone is killed under load. What comes in meanwhile is lost: nothing else forwards. Sets since_kill_ms and since_start_ms,
# until the first frame came through again, and box_pid.
kill_box_under_load() {
  local killed_ns honest_before end
  begin_load "$load_of_scenario" "$attack_percent" 600
  sleep 1
  killed_ns=$(awk '{ printf "%.0f\n", $1 * 1e9 }' /proc/uptime)
  kill -KILL "$box_pid"
  box_pid=$(await_other box "$box_pid") || broken 'the box was not started again'
  read_count
  honest_before=$honest
  end=$((SECONDS + ready_within_seconds))
  while [ "$honest" = "$honest_before" ] && [ "$SECONDS" -lt "$end" ]; do
    sleep 0.1
    read_count
  done
  since_kill_ms=$(((gap_end_ns - killed_ns) / 1000000))
  since_start_ms=$(((gap_end_ns - $(started_ns "$box_pid")) / 1000000))
  sleep 1
  end_load
  await_status box pid "$box_pid" || broken 'control does not see the box'
  sleep 1
}

# report_box_death WHAT PUSHES: after a death, the policy in force is the one wanted, by so many pushes; the frames it closes never came.
report_box_death() {
  local name restarts pushes
  name=$(status_field policy name)
  restarts=$(said 'the box was restarted')
  pushes=$(said 'pushed in the place of')
  result "$(verdict "$since_start_ms" -le "$restart_limit_ms" -a "$3" = 0 -a "$name" = ldap-closed -a "$pushes" = "$2")" box-dies "$1" \
    "$(load_fields) forwards_ms_after_kill=$since_kill_ms forwards_ms_after_start=$since_start_ms closed_arrived=$3 policy=$name \
origin=$(status_field policy origin) restarts_reported=$restarts pushes=$pushes"
}

scenario_box_dies() {
  local kept=$work/operate/state/box/last-good.image
  begin_scenario fresh
  push "$here/policies/dns-ntp-closed.yaml" || broken 'the policy was not accepted'
  cp "$kept" "$work/operate/other.image"
  push "$here/policies/ldap-closed.yaml" || broken 'the policy was not accepted'
  kill_box_under_load
  report_box_death kill-9 0 "$ldap"
  # Meanwhile somebody has given it another policy to begin with. It begins with that, until control corrects it.
  cp "$work/operate/other.image" "$kept"
  kill_box_under_load
  report_box_death kept-another 1 0
  stop_run
}
