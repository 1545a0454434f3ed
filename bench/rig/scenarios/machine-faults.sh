# shellcheck shell=bash
# Faults of the machine around the processes: memory, disks, folders, receivers. Read in by `faults`.

memory_group=
hog_pid=
hog_mb=256
room_mb=24
dead_receiver=127.0.0.1:5514

# Makes the group that box, control and `run` are started in; without one, memory_group stays empty.
make_memory_group() {
  local v1 v2
  v1=$(awk '$3 == "cgroup" && $4 ~ /(^|,)memory(,|$)/ { print $2; exit }' /proc/mounts)
  v2=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
  if [ -n "$v1" ]; then
    memory_group=$v1/sekimori-faults$$ memory_limit=memory.limit_in_bytes memory_usage=memory.usage_in_bytes no_limit=-1
  elif [ -n "$v2" ] && grep -qw memory "$v2/cgroup.controllers" && echo +memory 2>/dev/null >"$v2/cgroup.subtree_control"; then
    memory_group=$v2/sekimori-faults$$ memory_limit=memory.max memory_usage=memory.current no_limit=max
  fi
  if [ -n "$memory_group" ] && ! mkdir "$memory_group" 2>/dev/null; then memory_group=; fi
  # shellcheck disable=SC2016 # the inner shell's own
  [ -z "$memory_group" ] || run_wrapper=(bash -c 'echo $$ >"$0" && exec "$@"' "$memory_group/cgroup.procs")
}

remove_memory_group() {
  local pid
  [ -n "$memory_group" ] || return 0
  # a new control may have been born into it
  while read -r pid; do kill -KILL "$pid" 2>/dev/null || true; done <"$memory_group/cgroup.procs"
  sleep 0.3
  rmdir "$memory_group" 2>/dev/null || true
}

# What the whole group has, and a little more.
limit_memory() { echo $(($(<"$memory_group/$memory_usage") + $1 * 1024 * 1024)) >"$memory_group/$memory_limit"; }
free_memory() { echo "$no_limit" >"$memory_group/$memory_limit"; }

has_memory_group() {
  [ -n "$memory_group" ] || skip_reason='no memory control group can be made here'
  [ -n "$memory_group" ]
}

# hog MB: a process of the group that holds so much.
hog() {
  # shellcheck disable=SC2016 # the inner shell's own
  bash -c 'echo $$ >"$1" && head -c "$2M" /dev/zero | tail >/dev/null' hog "$memory_group/cgroup.procs" "$1" 2>/dev/null &
  hog_pid=$!
}

end_hog() {
  [ -n "$hog_pid" ] || return 0
  pkill -KILL -P "$hog_pid" 2>/dev/null || true
  kill -KILL "$hog_pid" 2>/dev/null || true
  wait "$hog_pid" 2>/dev/null || true
  hog_pid=
}

# The kernel must choose one of the group, and this says which.
fault_oom() {
  local old=$box_pid
  echo 1000 >"/proc/$box_pid/oom_score_adj"
  limit_memory "$room_mb"
  hog "$hog_mb"
  local end=$((SECONDS + ready_within_seconds))
  while kill -0 "$old" 2>/dev/null && [ "$SECONDS" -lt "$end" ]; do sleep 0.01; done
  free_memory
  end_hog
  if kill -0 "$old" 2>/dev/null; then fault_note='not_killed=yes'; else await_box "$old"; fi
}

# Nothing can be kept in the page cache any longer.
fault_memory_pressure() {
  limit_memory 2
  sleep "$hold_seconds"
  fault_note="failed_allocations=$(cat "$memory_group/memory.failcnt" 2>/dev/null || echo unknown)"
  free_memory
}

mount_state() {
  mkdir -p "$state_folder"
  mount -t tmpfs -o size=48m,mode=755 sekimori-faults "$state_folder"
}

unmount_state() { while mountpoint -q "$state_folder" 2>/dev/null; do umount -l "$state_folder" || return 0; done; }

# The disk is full while a policy is to be kept there.
fault_disk_full() {
  local pushed=no
  head -c 64M /dev/zero >"$state_folder/filler" 2>/dev/null || true
  if push "$work/shipped.yaml"; then pushed=yes; fi
  sleep "$hold_seconds"
  rm -f -- "$state_folder/filler"
  fault_note="pushed=$pushed"
}

# Nobody is at the receiver's port: drops are told to it all the while, in every run here. This one only looks longer.
fault_syslog_dead() { sleep "$hold_seconds"; }

# As when somebody tidies up: every file and socket of the run folder goes; names in the file system of the guard can't.
fault_run_lost() {
  find "$run_folder" -xdev \( -type f -o -type s -o -type p \) -delete
  sleep "$hold_seconds"
  kill -KILL "$run_pid" "$box_pid" "$control_pid"
  wait "$run_pid" 2>/dev/null || true
  start_anew
}
