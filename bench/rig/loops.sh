# shellcheck shell=bash
# Commands that hostile clients run over and over. Read in by `operate` and `hostile`.

hostile_pids=()

# hostile COMMAND: over and over, on the generator's core, after everything else there. A group of processes of its own.
hostile() {
  ip netns exec "$ns_box" taskset -c "$generator_core" nice -n 19 setsid bash -c "while true; do $1; sleep 0.01; done" >/dev/null 2>&1 </dev/null &
  hostile_pids+=("$!")
}

stop_hostile_clients() {
  local pid
  for pid in ${hostile_pids[@]+"${hostile_pids[@]}"}; do
    kill -KILL -- "-$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  hostile_pids=()
}
