# shellcheck shell=bash
# How each box that filters gets another policy while frames flow: `swap_KIND NUMBER`, which returns when it is in force. Read in by the rig.

shipped_policy=$top/policy/src/main/resources/org/sekimori/policy/shipped.yaml
swap_patience_ms=10000

# can_swap NAME: has this peer a policy that can change?
can_swap() { read_peer "$1" && declare -F "swap_$peer_kind" >/dev/null; }

# await_line TEXT COUNT: until the peer has written so many lines with it.
await_line() {
  local tries
  for ((tries = 0; tries < swap_patience_ms / 20; tries++)); do
    [ "$(grep -cF -- "$1" "$peer_log" || true)" -lt "$2" ] || return 0
    peer_runs || return 1
    sleep 0.02
  done
  return 1
}

# By turns the shipped policy and one that closes port 389 alone. Its file is looked at four times a second.
swap_sekimori() {
  local next=$shipped_policy
  if [ $(($1 % 2)) = 1 ]; then next=$here/policies/ldap-closed.yaml; fi
  cp "$next" "$work/policy.next"
  mv "$work/policy.next" "$work/policy.yaml"
  await_line 'policy reloaded' "$1"
}

# All of its rules anew.
swap_bridge_nft() { replace_ruleset; }

# Both programs anew.
swap_xdp_c() {
  kill -HUP "$peer_pid"
  await_line 'replaced' "$1"
}

# Its detection engine anew, from the same file of rules.
swap_suricata() {
  kill -USR2 "$peer_pid"
  await_line 'rule reload complete' "$1"
}
