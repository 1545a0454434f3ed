# shellcheck shell=bash
# What every rig here needs: two hosts, the box's two ports between them, the generator and the counter. Read in by `rig` and `operate`.

work=$top/.sekimori/rig
generator_core=0
# shellcheck disable=SC2034 # for those who start a box
box_core=1
# Of the machine, not those this process may use.
core_count=$(getconf _NPROCESSORS_ONLN)
ready_within_seconds=30
quiet_seconds=0.3
patience_seconds=5
# Frames the counter remembers, a power of two, to tell those that come twice; 0: none.
remembered=0

ns_wan=sk-rig$$-wan
ns_box=sk-rig$$-box
ns_lan=sk-rig$$-lan
wan_address=10.98.0.1
lan_address=10.98.0.2

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
fail() { local status=$1; shift; say "$@"; exit "$status"; }

in_wan() { ip netns exec "$ns_wan" "$@"; }
in_box() { ip netns exec "$ns_box" "$@"; }
in_lan() { ip netns exec "$ns_lan" "$@"; }

# whole_number OPTION VALUE [DIGITS]
whole_number() {
  if ! [[ $2 =~ ^[1-9][0-9]*$ ]] || [ ${#2} -gt "${3:-4}" ]; then fail 2 "$1: '$2' is not a whole number from 1, of ${3:-4} digits at most"; fi
}

contains() {
  local wanted=$1 one
  shift
  for one in "$@"; do [ "$one" != "$wanted" ] || return 0; done
  return 1
}

require_machine() {
  [ "$(id -u)" = 0 ] || fail 2 'needs root, for network namespaces'
  [ "$core_count" -ge 2 ] || fail 2 'needs two cores, one for the generator and one for the box'
}

# A process that takes turns with the generator on its core spoils the figures; the samples can't show it.
warn_if_busy() {
  local busy
  busy=$(awk '$1 > 0.7 { print $1 }' /proc/loadavg)
  if [ -n "$busy" ]; then say "this machine is busy (load average $busy); idle it for figures that mean something"; fi
}

machine() {
  printf 'kernel=%s\n' "$(uname -r)"
  printf 'cpu=%s\n' "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
  printf 'cores=%s\n' "$core_count"
  printf 'jvm=%s\n' "$("${JAVA_HOME:-/usr}/bin/java" -version 2>&1 | sed -n 2p)"
  printf 'commit=%s\n' "$(git -C "$top" rev-parse --short HEAD 2>/dev/null || echo unknown)"
}

# build_program NAME SOURCE…: with libbpf; and the kernel's half, if there is one, which it loads from beside itself.
build_program() {
  local name=$1
  shift
  mkdir -p "$work"
  if [ -e "$here/$name.bpf.c" ]; then
    clang -O2 -g -target bpf "-I/usr/include/$(uname -m)-linux-gnu" -Wall -Werror -c "$here/$name.bpf.c" -o "$work/$name.bpf.o"
  fi
  clang -O2 -Wall -Wextra -Wno-missing-field-initializers -Werror "${@/#/"$here/"}" -lbpf -o "$work/$name"
}

build_generator() {
  build_program flood flood{,-send,-replay,-count}.c
  build_program roundtrip roundtrip.c
}

# Two hosts and the box's two ports, one queue each. The box's ports poll (NAPI), or frames made by XDP never reach them.
make_wires() {
  local side
  for side in "$ns_wan" "$ns_box" "$ns_lan"; do
    ip netns add "$side"
    ip netns exec "$side" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  done
  ip -n "$ns_wan" link add host0 numtxqueues 1 numrxqueues 1 type veth peer name wan0 netns "$ns_box" numtxqueues 1 numrxqueues 1
  ip -n "$ns_lan" link add host0 numtxqueues 1 numrxqueues 1 type veth peer name lan0 netns "$ns_box" numtxqueues 1 numrxqueues 1
  ip -n "$ns_wan" addr add "$wan_address/24" dev host0
  ip -n "$ns_lan" addr add "$lan_address/24" dev host0
  ip -n "$ns_box" link set wan0 up
  ip -n "$ns_box" link set lan0 up
  ip -n "$ns_wan" link set host0 up
  ip -n "$ns_lan" link set host0 up
  in_box ethtool -K wan0 gro on
  in_box ethtool -K lan0 gro on
}

remove_wires() {
  local side
  for side in "$ns_wan" "$ns_box" "$ns_lan"; do ip netns del "$side" 2>/dev/null || true; done
}

# end PID: by SIGTERM, and if that isn't heard, by SIGKILL.
end() {
  local tries
  kill "$1" 2>/dev/null || true
  for ((tries = 0; tries < patience_seconds * 10; tries++)); do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

received() { ip netns exec "$1" cat "/sys/class/net/$2/statistics/rx_packets"; }

# flood SECONDS ATTACK_PERCENT [SIZE]: prints the frames sent and the seconds that passed.
flood() { in_wan taskset -c "$generator_core" "$work/flood" send host0 "$@"; }

# await_forwarding IS_ALIVE: waits until frames come through the box that has just been started, as long as IS_ALIVE says it lives.
await_forwarding() {
  local end=$((SECONDS + ready_within_seconds)) before
  while [ "$SECONDS" -lt "$end" ]; do
    before=$(received "$ns_lan" host0)
    flood 0 0 >/dev/null
    sleep 0.2
    [ "$(received "$ns_lan" host0)" -lt $((before + 32)) ] || return 0
    "$1" || return 1
  done
  return 1
}

# Waits until a box has passed on what it had queued.
drain() {
  local end=$((SECONDS + ready_within_seconds)) before=-1 now
  now=$(received "$ns_lan" host0)
  while [ "$now" != "$before" ] && [ "$SECONDS" -lt "$end" ]; do
    before=$now
    sleep "$quiet_seconds"
    now=$(received "$ns_lan" host0)
  done
}

# Starts to count what arrives at the LAN host.
begin_count() {
  local word
  coproc COUNT { in_lan "$work/flood" count host0 "$remembered"; }
  # shellcheck disable=SC2153 # coproc sets it
  count_in=${COUNT[1]} count_out=${COUNT[0]} count_pid=$COUNT_PID
  read -r word <&"$count_out"
  [ "$word" = ready ] || fail 3 'the counter at the LAN host did not start'
}

# Sets what arrived since begin_count: honest, ldap, dns_or_ntp, turns, backwards, gap_us, gap_end_ns, first, early, doubled (see flood.c).
read_count() {
  echo >&"$count_in"
  # shellcheck disable=SC2034 # for those who call
  read -r honest ldap dns_or_ntp turns backwards gap_us gap_end_ns first early doubled <&"$count_out"
}

end_count() {
  exec {count_in}>&-
  # shellcheck disable=SC2034 # for those who call
  read -r honest ldap dns_or_ntp turns backwards gap_us gap_end_ns first early doubled <&"$count_out"
  wait "$count_pid" || true
  count_pid=
}
