# shellcheck shell=bash
# Faults of the wires and interfaces. While a wire is cut nothing can come; looked at is what comes before and after. Read in by `faults`.

down_seconds=0.5

# flap NAMESPACE: the host's end of the wire goes down and comes back.
flap() {
  ip -n "$1" link set host0 down
  sleep "$down_seconds"
  ip -n "$1" link set host0 up
  introduce_hosts
  sleep 1
}

fault_wan_flap() { flap "$ns_wan"; }
fault_lan_flap() { flap "$ns_lan"; }

# remake SIDE NAMESPACE ADDRESS: the port's interface goes and another of its name comes. A trickle alone looks before and after: the
# load's generator and counter stand on what goes.
remake() {
  local side=$1 namespace=$2 address=$3
  stop_load
  end_trickle
  ip -n "$ns_box" link del "${side}0"
  sleep "$down_seconds"
  ip -n "$namespace" link add host0 numtxqueues 1 numrxqueues 1 type veth peer name "${side}0" netns "$ns_box" numtxqueues 1 numrxqueues 1
  ip -n "$namespace" addr add "$address/24" dev host0
  ip -n "$ns_box" link set "${side}0" up
  in_box ethtool -K "${side}0" gro on
  ip -n "$namespace" link set host0 up
  introduce_hosts
  begin_trickle
}

fault_wan_remade() { remake wan "$ns_wan" "$wan_address"; }
fault_lan_remade() { remake lan "$ns_lan" "$lan_address"; }
