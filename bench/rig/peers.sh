# shellcheck shell=bash
# The boxes that take turns: how each is put between wan0 and lan0, and taken out again. Read in by the rig.

# NAME TRAITS KIND [OPTION…]: it is started by `start_KIND LOG OPTION…`. Traits: `tcp`, super-frames and checksums that are left to the
# port survive in it; `polled`, it redirects frames by XDP, which a host's port takes only when it polls (NAPI); or `-`.
peer_table=(
  'sekimori      tcp    sekimori'
  'sekimori-box  tcp    sekimori --offload off'
  'sekimori-box-2 tcp   sekimori --pipelines 2 --offload off'
  'sekimori-guard tcp   guard'
  'sekimori-drop tcp    sekimori --offload drop'
  'sekimori-forward tcp sekimori --offload forward-tcx'
  'sekimori-xdp  polled sekimori --offload forward-xdp'
  'testpmd       -      testpmd net_af_packet'
  'testpmd-xdp   -      testpmd net_af_xdp'
  'suricata      -      suricata'
  'tcpbridge     -      tcpbridge'
  'bridge        tcp    bridge'
  'bridge-rps    tcp    bridge_rps'
  'bridge-nft    tcp    bridge_nft'
  'xdp-c         polled xdp_c'
)

# Of the process itself: background commands here call `ip netns exec` directly, which becomes what it starts.
peer_pid=
peer_input=
peer_log=

# read_peer NAME: sets peer_traits, peer_kind and peer_options; fails if there is no such peer.
read_peer() {
  local line name
  for line in "${peer_table[@]}"; do
    read -r name peer_traits peer_kind peer_options <<<"$line"
    [ "$name" != "$1" ] || return 0
  done
  return 1
}

# peers_with TRAIT: their names; all without a trait.
peers_with() {
  local line name traits _
  for line in "${peer_table[@]}"; do
    read -r name traits _ <<<"$line"
    if [ -z "${1:-}" ] || [ "$traits" = "$1" ]; then echo "$name"; fi
  done
}

# has_trait NAME TRAIT
has_trait() { read_peer "$1" && [ "$peer_traits" = "$2" ]; }

# start_peer NAME: its output goes to a log of its own.
start_peer() {
  read_peer "$1"
  peer_log=$work/$1.log
  : >"$peer_log"
  if [ "$peer_traits" = polled ]; then hosts_poll on; fi
  # shellcheck disable=SC2086 # several options in one variable
  "start_$peer_kind" "$peer_log" $peer_options
}

# lacking NAME: prints what this machine lacks for a peer, and how it may come by it; nothing if it lacks nothing.
lacking() {
  local command cores
  read_peer "$1"
  case $peer_kind in
    sekimori)
      # shellcheck disable=SC2086 # several options in one variable
      cores=$(cores_of $peer_options)
      if [ "${cores#*-}" -ge "$core_count" ]; then echo "it wants cores $cores, and there are $core_count; --box-core 0 puts it beside the generator"; fi
      return 0
      ;;
    testpmd) command=dpdk-testpmd ;;
    tcpbridge | suricata) command=$peer_kind ;;
    bridge_nft) command=nft ;;
    *) return 0 ;;
  esac
  if command -v "$command" >/dev/null; then return 0; fi
  case $peer_kind in
    suricata) echo "$command is not installed; Debian 13 has it, Debian 12 in bookworm-backports: apt-get install --no-install-recommends suricata" ;;
    *) echo "$command is not installed" ;;
  esac
}

stop_peer() {
  if [ -n "$peer_pid" ]; then
    end "$peer_pid"
    peer_pid=
  fi
  if [ -n "$peer_input" ]; then
    exec {peer_input}>&-
    peer_input=
  fi
  rmdir "/run/dpdk/rig$$" 2>/dev/null || true
  if [ -d "$work/run/box/guard" ]; then "$top/sekimori" guard remove --run-dir "$work/run" >/dev/null || true; fi
  ip -n "$ns_box" link del br0 2>/dev/null || true
  in_box nft flush ruleset 2>/dev/null || true
  steer_frames 0
  # Whatever a peer did to them.
  in_box ethtool -K wan0 gro on 2>/dev/null || true
  in_box ethtool -K lan0 gro on 2>/dev/null || true
  hosts_poll off
}

hosts_poll() {
  in_wan ethtool -K host0 gro "$1" 2>/dev/null || true
  in_lan ethtool -K host0 gro "$1" 2>/dev/null || true
}

# peer_runs: a kernel bridge has no process, and always does.
peer_runs() { [ -z "$peer_pid" ] || kill -0 "$peer_pid" 2>/dev/null; }

# cores_of [OPTION…]: one for each pipeline that they ask for, from the box's on.
cores_of() {
  local pipelines=1
  if [ "${1:-}" = --pipelines ]; then pipelines=$2; fi
  echo "$box_core-$((box_core + pipelines - 1))"
}

# start_sekimori LOG [OPTION…]: with a file of its own, so that its policy can change.
start_sekimori() {
  cp "$shipped_policy" "$work/policy.yaml"
  ip netns exec "$ns_box" taskset -c "$(cores_of "${@:2}")" "$top/sekimori" run --embedded --wan wan0 --lan lan0 --policy "$work/policy.yaml" "${@:2}" \
    >"$1" 2>&1 </dev/null &
  peer_pid=$!
}

# What stays when no box is there. Its names must outlive the command, and `ip netns exec` would take their file system along.
start_guard() {
  nsenter --net="/run/netns/$ns_box" "$top/sekimori" guard attach --wan wan0 --lan lan0 --run-dir "$work/run" --state-dir "$work/state" >"$1" 2>&1
}

start_tcpbridge() {
  ip netns exec "$ns_box" taskset -c "$box_core" tcpbridge -i wan0 -I lan0 >"$1" 2>&1 </dev/null &
  peer_pid=$!
}

# start_testpmd LOG DRIVER: it ends when its input does. Its main thread only waits; the other forwards. libxdp's dispatcher, for several
# programs at a port, would want a file system for its pins.
start_testpmd() {
  local fifo=$work/testpmd.input
  rm -f "$fifo"
  mkfifo "$fifo"
  exec {peer_input}<>"$fifo"
  ip netns exec "$ns_box" env LIBXDP_SKIP_DISPATCHER=1 dpdk-testpmd --lcores "0@$box_core,1@$box_core" --no-huge --no-shconf --file-prefix "rig$$" --no-pci --no-telemetry -m 512 \
    --vdev="${2}0,iface=wan0" --vdev="${2}1,iface=lan0" -- --total-num-mbufs=65536 --forward-mode=io --auto-start \
    >"$1" 2>&1 <&"$peer_input" &
  peer_pid=$!
}

# As its files here say: rules and flows alone, nothing written.
start_suricata() {
  mkdir -p "$work/suricata"
  ip netns exec "$ns_box" taskset -c "$box_core" suricata -v -c "$here/suricata.yaml" -S "$here/suricata.rules" --af-packet --runmode workers -k none \
    -l "$work/suricata" >"$1" 2>&1 </dev/null &
  peer_pid=$!
}

# What is filtered before its own rules, by those for routed packets, isn't the bridge's.
start_bridge() {
  local hook
  for hook in arptables iptables ip6tables; do in_box sysctl -qw "net.bridge.bridge-nf-call-$hook=0" 2>/dev/null || true; done
  ip -n "$ns_box" link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0 >"$1" 2>&1
  ip -n "$ns_box" link set wan0 master br0
  ip -n "$ns_box" link set lan0 master br0
  ip -n "$ns_box" link set br0 up
}

# The same, with its work on the box's core.
start_bridge_rps() {
  steer_frames "$(printf '%x' $((1 << box_core)))"
  start_bridge "$1"
}

# steer_frames MASK: the cores that handle what the box's ports receive (RPS); 0: the one it comes in on.
steer_frames() {
  local port
  for port in wan0 lan0; do echo "$1" | in_box tee "/sys/class/net/$port/queues/rx-0/rps_cpus" >/dev/null; done
}

# The kernel's own filter with the same six ports closed, to requests and replies alike.
start_bridge_nft() {
  start_bridge "$1"
  replace_ruleset >>"$1" 2>&1
}

# In one transaction, whether there was one before or not.
replace_ruleset() {
  in_box nft -f - <<'RULES'
flush ruleset
table bridge sekimori {
  chain forward {
    type filter hook forward priority 0; policy accept;
    iifname "wan0" meta l4proto udp udp dport { 53, 123, 389, 1900 } drop
    iifname "wan0" meta l4proto tcp tcp dport { 139, 445 } drop
  }
}
RULES
}

# The shipped policy by hand, in C. It runs where frames come in: on the generator's core.
start_xdp_c() {
  ip netns exec "$ns_box" "$work/xdpbox" wan0 lan0 >"$1" 2>&1 </dev/null &
  peer_pid=$!
}
