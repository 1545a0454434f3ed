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

# The box alone dies under load. What comes in meanwhile is lost: nothing else forwards. The policy in force was pushed, and must
# come back from what the box itself has kept.
scenario_box_dies() {
  local killed_ns started back_ms since_start_ms reports pushes
  begin_scenario fresh
  push "$here/policies/ldap-closed.yaml" || broken 'the policy was not accepted'
  begin_load "$load_of_scenario" "$attack_percent" 600
  sleep 1
  read_count
  killed_ns=$(awk '{ printf "%.0f\n", $1 * 1e9 }' /proc/uptime)
  kill -KILL "$box_pid"
  started=$(await_other box "$box_pid") || broken 'the box was not started again'
  started_at=$(started_ns "$started")
  sleep 5
  read_count
  back_ms=$(((gap_end_ns - killed_ns) / 1000000))
  since_start_ms=$(((gap_end_ns - started_at) / 1000000))
  end_load
  find_processes || broken 'box and control are not both there'
  await_api || broken 'control does not answer'
  result "$(verdict "$ldap" = 0 -a "$since_start_ms" -le "$restart_limit_ms")" box-dies kill-9 \
    "$(load_fields) forwards_ms_after_kill=$back_ms forwards_ms_after_start=$since_start_ms ldap_arrived=$ldap"
  stop_run
}
