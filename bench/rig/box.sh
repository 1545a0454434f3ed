# shellcheck shell=bash
# Sekimori as its user starts it, `sekimori run`, between wan0 and lan0; its two processes, and its API. Read in by `operate`.

api_port=8443
api_address=127.0.0.1
# User that control runs as; empty: whoever starts the bench.
control_user=
# The engine's thread has a core to itself; the rest of the box, and control, run where the scheduler puts them.
run_pid=
box_pid=
control_pid=
run_wrapper=()
run_folder=$work/operate/run
state_folder=$work/operate/state
run_log=$work/operate/run.log

# start_run STATE [OPTION…]: STATE 'fresh' forgets what an earlier box left; 'kept' doesn't. Returns when it forwards and answers.
start_run() {
  local state=$1
  shift
  if [ "$state" = fresh ]; then
    remove_guard
    rm -rf -- "$work/operate"
  fi
  launch_run "$@"
  await_forwarding run_lives || broken 'nothing came through the box'
  find_processes || broken 'box and control did not both start'
  await_api || broken 'control does not answer'
}

# launch_run [OPTION…]: by run_wrapper, a command line that ends in that of 'sekimori'. It keeps this shell's mounts: a guard that is
# mounted inside `ip netns exec` is gone with the process.
launch_run() {
  mkdir -p "$run_folder" "$state_folder"
  make_token
  ip -n "$ns_box" link set lo up
  if [ -n "$control_user" ]; then set -- --control-user "$control_user" "$@"; fi
  # The file in which the JVM counts is off by default; jstat reads it.
  SEKIMORI_JAVA_OPTIONS="${SEKIMORI_JAVA_OPTIONS:-} -XX:+UsePerfData" ${run_wrapper[@]+"${run_wrapper[@]}"} nsenter --net="/run/netns/$ns_box" \
    "$top/sekimori" run --wan wan0 --lan lan0 --core "$box_core" --run-dir "$run_folder" --state-dir "$state_folder" \
    --listen "$api_address:$api_port" "$@" >>"$run_log" 2>&1 </dev/null &
  run_pid=$!
}

# What keeps the line though its box is gone goes with the file system that has its names.
remove_guard() {
  while mountpoint -q "$run_folder/box/guard" 2>/dev/null; do umount "$run_folder/box/guard" || return 0; done
}

# Control writes a token it has made to the console, once. One that is there already is told to nobody.
make_token() {
  local file=$state_folder/control/token
  token=$(od -An -N 24 -t x1 /dev/urandom | tr -d ' \n')
  mkdir -p "${file%/*}"
  chmod 700 "${file%/*}"
  (
    umask 077
    printf 'sha256:%s\n' "$(printf %s "$token" | sha256sum | cut -d ' ' -f 1)" >"$file"
    printf 'header = "Authorization: Bearer %s"\n' "$token" >"$work/operate/token.curl"
  )
  if [ -n "$control_user" ]; then chown -R "$control_user:" "${file%/*}"; fi
}

run_lives() { kill -0 "$run_pid" 2>/dev/null; }

# broken WHAT: ends the bench with the box's last words.
broken() {
  say "$1; its last words:"
  tail -n 8 "$run_log" >&2 || true
  exit 3
}

stop_run() {
  if [ -n "$run_pid" ]; then
    end "$run_pid"
    # Killed, it leaves two children behind.
    if [ -n "$box_pid" ]; then kill -KILL "$box_pid" 2>/dev/null || true; fi
    if [ -n "$control_pid" ]; then kill -KILL "$control_pid" 2>/dev/null || true; fi
  fi
  run_pid='' box_pid='' control_pid=''
}

# child NAME: the process `sekimori NAME` that `run` has started.
child() { pgrep -P "$run_pid" -f -- "\.Main $1 " | head -n 1; }

find_processes() {
  local end=$((SECONDS + ready_within_seconds))
  while [ "$SECONDS" -lt "$end" ]; do
    box_pid=$(child box || true) control_pid=$(child control || true)
    if [ -n "$box_pid" ] && [ -n "$control_pid" ]; then return 0; fi
    run_lives || return 1
    sleep 0.02
  done
  return 1
}

# await_other NAME PID: until `run` has started NAME anew; prints the process.
await_other() {
  local end=$((SECONDS + ready_within_seconds)) now
  while [ "$SECONDS" -lt "$end" ]; do
    now=$(child "$1" || true)
    if [ -n "$now" ] && [ "$now" != "$2" ]; then
      echo "$now"
      return 0
    fi
    sleep 0.01
  done
  return 1
}

# api METHOD PATH [CURL OPTION…]: over the local socket, as its commands do; prints the answer's body.
api() {
  local method=$1 path=$2
  shift 2
  curl -sS --fail-with-body --max-time 10 --unix-socket "$run_folder/control/api.sock" -X "$method" "$@" "http://localhost/api/v1$path"
}

await_api() {
  local end=$((SECONDS + ready_within_seconds))
  while [ "$SECONDS" -lt "$end" ]; do
    if api GET /status >/dev/null 2>&1; then return 0; fi
    run_lives || return 1
    sleep 0.05
  done
  return 1
}

# push FILE: puts a policy in force; fails if it wasn't accepted. Told that it asks too often, it waits.
push() { api PUT /policy --retry 5 --data-binary "@$1" -H 'Content-Type: application/yaml' >"$work/operate/push.txt" 2>&1; }

# status_field OBJECT NAME: what the status says there; of objects without objects in them.
status_field() {
  api GET /status | tr -d '\n' | grep -o "\"$1\" *: *{[^}]*}" | grep -o "\"$2\" *: *[^,}]*" | head -n 1 | sed 's/^[^:]*: *//; s/"//g; s/ *$//'
}

# await_status OBJECT NAME VALUE
await_status() {
  local end=$((SECONDS + ready_within_seconds))
  while [ "$SECONDS" -lt "$end" ]; do
    [ "$(status_field "$1" "$2" 2>/dev/null || true)" != "$3" ] || return 0
    sleep 0.1
  done
  return 1
}

# said TEXT: how often the processes have said it.
said() { grep -cF -- "$1" "$run_log" || true; }

resident_kb() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }

# heap_kb PID: what the heap holds, from the file in which the JVM counts; stops nothing.
heap_kb() { "$JAVA_HOME/bin/jstat" -gc "$1" | awk 'NR == 2 { printf "%.0f\n", $3 + $4 + $6 + $8 }'; }

# live_heap_kb PID: the same after a collection, which stops the process for some milliseconds.
live_heap_kb() {
  "$JAVA_HOME/bin/jcmd" "$1" GC.run >/dev/null
  heap_kb "$1"
}

# started_ns PID: when a process was started, in nanoseconds of CLOCK_MONOTONIC, to 10 ms.
started_ns() { awk -v tick="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); printf "%.0f\n", $20 * 1e9 / tick }' "/proc/$1/stat"; }
