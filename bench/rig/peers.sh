# shellcheck shell=bash
# The boxes that take turns: how each is put between wan0 and lan0, and taken out again. Read in by the rig.

all_peers=(sekimori sekimori-drop testpmd testpmd-xdp suricata tcpbridge bridge bridge-nft xdp-c)

# Of the process itself: background commands here call `ip netns exec` directly, which becomes what it starts.
peer_pid=
peer_input=

# start_peer NAME: its output goes to a log of its own.
start_peer() {
  "start_${1//-/_}" "$work/$1.log"
}

# lacking NAME: prints what this machine lacks for a peer, and how it may come by it; nothing if it lacks nothing.
lacking() {
  local command
  case $1 in
    testpmd | testpmd-xdp) command=dpdk-testpmd ;;
    tcpbridge | suricata) command=$1 ;;
    bridge-nft) command=nft ;;
    *) return 0 ;;
  esac
  if command -v "$command" >/dev/null; then return 0; fi
  case $1 in
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
  ip -n "$ns_box" link del br0 2>/dev/null || true
  in_box nft flush ruleset 2>/dev/null || true
  # Whatever a peer did to them.
  in_box ethtool -K wan0 gro on 2>/dev/null || true
  in_box ethtool -K lan0 gro on 2>/dev/null || true
  hosts_poll off
}

# hosts_poll on|off: a host's port takes frames that XDP redirects to it only when it polls (NAPI).
hosts_poll() {
  in_wan ethtool -K host0 gro "$1" 2>/dev/null || true
  in_lan ethtool -K host0 gro "$1" 2>/dev/null || true
}

# peer_runs: a kernel bridge has no process, and always does.
peer_runs() { [ -z "$peer_pid" ] || kill -0 "$peer_pid" 2>/dev/null; }

start_sekimori() { run_sekimori "$1"; }

start_sekimori_drop() { run_sekimori "$1" --offload drop; }

# run_sekimori LOG [OPTION…]
run_sekimori() {
  ip netns exec "$ns_box" taskset -c "$box_core" "$top/sekimori" run --embedded --wan wan0 --lan lan0 "${@:2}" >"$1" 2>&1 </dev/null &
  peer_pid=$!
}

start_tcpbridge() {
  ip netns exec "$ns_box" taskset -c "$box_core" tcpbridge -i wan0 -I lan0 >"$1" 2>&1 </dev/null &
  peer_pid=$!
}

start_testpmd() { run_testpmd "$1" net_af_packet; }

start_testpmd_xdp() { run_testpmd "$1" net_af_xdp; }

# run_testpmd LOG DRIVER: it ends when its input does. Its main thread only waits; the other forwards. libxdp's dispatcher, for several
# programs at a port, would want a file system for its pins.
run_testpmd() {
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

# The kernel's own filter with the same six ports closed, to requests and replies alike.
start_bridge_nft() {
  start_bridge "$1"
  in_box nft -f - >>"$1" 2>&1 <<'RULES'
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
  hosts_poll on
  ip netns exec "$ns_box" "$work/xdpbox" wan0 lan0 >"$1" 2>&1 </dev/null &
  peer_pid=$!
}
