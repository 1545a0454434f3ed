# shellcheck shell=bash
# Faults of the processes. Each function does one under load, waits until the box is back, and may set fault_note. Read in by `faults`.

# await_box OLD_PID: until another box filters.
await_box() {
  box_pid=$(await_other box "$1") || broken 'the box was not started again'
  await_status box pid "$box_pid" || broken 'control does not see the box'
  await_status box state filtering || broken 'the box does not filter'
}

# Everything anew, in the folders that are there.
start_anew() {
  launch_run "${run_options[@]}"
  find_processes || broken 'box and control did not both start'
  await_api || broken 'control does not answer'
  await_status box state filtering || broken 'the box does not filter'
}

fault_restart() {
  end "$run_pid"
  fault_note="ended_after_s=$((SECONDS - fault_began))"
  start_anew
}

fault_box_killed() {
  kill -KILL "$box_pid"
  await_box "$box_pid"
}

fault_control_killed() {
  kill -KILL "$control_pid"
  control_pid=$(await_other control "$control_pid") || broken 'control was not started again'
  await_api || broken 'control does not answer'
}

# Nobody is there for some seconds. What the box alone can judge passes or not, as --fail says.
fault_all_killed() {
  local before wrapped_before
  kill -KILL "$run_pid" "$box_pid" "$control_pid"
  wait "$run_pid" 2>/dev/null || true
  sleep 0.3
  ask_trickle
  wrapped_before=$(sum 2 mpls gre) before=$(part fragment 2)
  guard_status
  sleep "$alone_seconds"
  ask_trickle
  alone_mode=$guard_mode
  alone_wrapped=$(($(sum 2 mpls gre) - wrapped_before))
  fault_note="alone_mode=$guard_mode alone_fragments=$(($(part fragment 2) - before)) alone_wrapped=$alone_wrapped"
  start_anew
}

fault_segv() {
  kill -SEGV "$box_pid"
  await_box "$box_pid"
}

fault_stopped() {
  kill -STOP "$box_pid"
  sleep "$stop_seconds"
  kill -CONT "$box_pid"
}

fault_paused() {
  local number
  for ((number = 0; number < 3; number++)); do
    kill -STOP "$box_pid"
    sleep 0.2
    kill -CONT "$box_pid"
    sleep 1.5
  done
}

fault_gc() {
  local number
  for ((number = 0; number < collections; number++)); do "$JAVA_HOME/bin/jcmd" "$box_pid" GC.run >/dev/null; done
  fault_note="collections=$collections"
}

# A box of another file takes over from the one that runs, as the package's service does it; then the usual two again.
fault_upgrade() {
  local first second
  end "$run_pid"
  start_single "$top/.sekimori/sekimori.jar" && first=$single_pid
  cp -- "$top/.sekimori/sekimori.jar" "$work/operate/newer.jar"
  start_single "$work/operate/newer.jar" && second=$single_pid
  wait "$first" || broken 'the box before ended with a fault'
  kill -0 "$second" || broken 'the box that took over is gone'
  end "$second"
  start_anew
}

# start_single JAR: a box alone that takes over; returns when it filters.
start_single() {
  local filters end=$((SECONDS + ready_within_seconds))
  filters=$(said 'filtering:')
  nsenter --net="/run/netns/$ns_box" "$JAVA_HOME/bin/java" "@$top/control/src/main/resources/org/sekimori/control/jvm/box.args" -jar "$1" box \
    --wan wan0 --lan lan0 --core "$box_core" --run-dir "$run_folder" --state-dir "$state_folder" --hand-over "${guard_options[@]}" >>"$run_log" 2>&1 </dev/null &
  single_pid=$!
  single_pids+=("$single_pid")
  while [ "$(said 'filtering:')" = "$filters" ]; do
    if ! kill -0 "$single_pid" 2>/dev/null || [ "$SECONDS" -ge "$end" ]; then broken 'the box that takes over did not start'; fi
    sleep 0.05
  done
}

# What is in force changes over and over: attack frames change their kind at most once a change, or some were judged by a mixture.
fault_churn() {
  reload "$changes"
  fault_note="changes=$changes accepted=$accepted"
}
