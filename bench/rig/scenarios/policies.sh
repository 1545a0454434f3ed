# shellcheck shell=bash
# Policies change while frames flow, and processes die while policies change. Read in by `operate`.

memory_slack_kb=8192
pause_before_kill_ms=600
confirm_seconds=5

# reload_under_load COUNT NAME: every honest frame arrives, and attack frames change kind once a reload, not more.
reload_under_load() {
  local began=$SECONDS
  begin_load "$load_of_scenario" "$reload_attack_percent" 3600
  reload "$1"
  end_load
  result "$(verdict "$lost" = 0 -a "$turns" -le "$1" -a "$accepted" = "$1")" reloads "$2" \
    "$(load_fields) reloads=$1 accepted=$accepted turns=$turns reload_seconds=$((SECONDS - began))"
}

# At saturation frames are lost at the ring, before they are judged. One judged by a mixture would show as a turn too many.
reload_under_flood() {
  drain
  begin_count
  ip netns exec "$ns_wan" taskset -c "$generator_core" "$work/flood" send host0 3600 50 >/dev/null &
  load_pid=$!
  reload "$1"
  end "$load_pid"
  load_pid=
  drain
  end_count
  result "$(verdict "$turns" -le "$1" -a "$accepted" = "$1")" reloads saturated \
    "reloads=$1 accepted=$accepted turns=$turns honest=$honest ldap=$ldap dns_or_ntp=$dns_or_ntp backwards=$backwards"
}

# note_memory NAME: appends to memory_fields.
note_memory() {
  local name pid
  for name in box control; do
    pid=${name}_pid
    printf -v "heap_${name}_$1" %s "$(live_heap_kb "${!pid}")"
    memory_fields+=" ${name}_heap_kb_$1=$(live_heap_kb "${!pid}") ${name}_rss_kb_$1=$(resident_kb "${!pid}")"
  done
}

scenario_reloads() {
  memory_fields=
  begin_scenario fresh
  reload 50
  note_memory start
  reload_under_load $((reloads / 2)) first-half
  note_memory middle
  reload_under_load $((reloads - reloads / 2)) second-half
  note_memory end
  # shellcheck disable=SC2154 # set by note_memory
  result "$(verdict "$heap_box_end" -le $((heap_box_middle + memory_slack_kb)) -a "$heap_control_end" -le $((heap_control_middle + memory_slack_kb)))" \
    reloads memory "reloads=$reloads$memory_fields"
  reload_under_flood $((reloads / 5 + 1))
  stop_run
}

# probe: sets policy_in_force to a, b, mixed or none, by what 64 attack frames meet.
probe() {
  drain
  begin_count
  flood 0 100 >/dev/null
  drain
  end_count
  case $((ldap > 0)),$((dns_or_ntp > 0)) in
    0,1) policy_in_force=a ;;
    1,0) policy_in_force=b ;;
    0,0) policy_in_force=none ;;
    *) policy_in_force=mixed ;;
  esac
}

# Reloads until it is ended, and writes down what it tries and what was accepted.
reload_on_and_on() {
  while true; do
    echo "tried a" && push "$policy_a" && echo "accepted a"
    echo "tried b" && push "$policy_b" && echo "accepted b"
  done >"$work/operate/reloads.txt" 2>/dev/null
}

# as_expected: is what is in force the last that was accepted, or one that was tried since?
as_expected() {
  awk -v found="$policy_in_force" '
    $1 == "accepted" { delete may; may[$2] = 1 }
    $1 == "tried" { may[$2] = 1 }
    END { exit !(found in may) }' "$work/operate/reloads.txt"
}

# kill_during_reloads VICTIM: after it, both processes run again.
kill_during_reloads() {
  local pusher pid=$1_pid
  reload_on_and_on &
  pusher=$!
  sleep "$(awk -v ms=$((200 + RANDOM % pause_before_kill_ms)) 'BEGIN { print ms / 1000 }')"
  kill -KILL "${!pid}"
  sleep 0.1
  kill -TERM "$pusher" 2>/dev/null || true
  wait "$pusher" 2>/dev/null || true
  await_other "$1" "${!pid}" >/dev/null || broken "$1 was not started again"
  find_processes || broken 'box and control are not both there'
  await_forwarding run_lives || broken 'nothing came through the box'
  await_api || broken 'control does not answer'
}

scenario_reload_kills() {
  local number victim whole=0 expected=0 seen=()
  start_run fresh
  warm_up
  RANDOM=$seed
  push "$policy_a" || broken 'the policy was not accepted'
  for ((number = 1; number <= kills; number++)); do
    victim=box
    if [ $((RANDOM % 2)) = 0 ]; then victim=control; fi
    kill_during_reloads "$victim"
    probe
    say "kill $number of $kills: $victim; in force: $policy_in_force"
    seen+=("$policy_in_force")
    case $policy_in_force in a | b) whole=$((whole + 1)) ;; esac
    if as_expected; then expected=$((expected + 1)); fi
  done
  result "$(verdict "$whole" = "$kills" -a "$expected" = "$kills")" reload-kills kill-9 \
    "kills=$kills seed=$seed whole=$whole last_accepted_or_tried=$expected in_force=$(IFS=,; echo "${seen[*]}")"
  unconfirmed
  stop_run
}

# A policy that nobody confirms goes by itself, with control dead and nobody to start it again.
unconfirmed() {
  local before meanwhile
  push "$policy_a" || broken 'the policy was not accepted'
  probe
  before=$policy_in_force
  api PUT "/policy?confirm=$confirm_seconds" --data-binary "@$policy_b" -H 'Content-Type: application/yaml' >/dev/null
  kill -STOP "$run_pid"
  kill -KILL "$control_pid"
  probe
  meanwhile=$policy_in_force
  sleep "$confirm_seconds"
  probe
  kill -CONT "$run_pid"
  result "$(verdict "$before$meanwhile$policy_in_force" = aba)" reload-kills unconfirmed \
    "confirm_seconds=$confirm_seconds before=$before meanwhile=$meanwhile afterwards=$policy_in_force"
}
