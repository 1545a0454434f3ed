# shellcheck shell=bash
# What a box is given: warmth, its rate without loss, and two policies by turns. Read in by `operate` and `faults`.

policy_a=$here/policies/ldap-closed.yaml
policy_b=$here/policies/dns-ntp-closed.yaml
next_policy=$policy_a
reload_attack_percent=20

# Sets loss_free_rate, once an invocation. A box must run, and be warm.
require_loss_free() {
  [ -z "$loss_free_rate" ] || return 0
  find_loss_free "$trial_seconds" "$resolution"
  [ "$loss_free_rate" -gt 0 ] || fail 3 'no rate without loss was found; is this machine busy?'
}

# Compiles what frames of both kinds need, so that no scenario measures the JVM's first seconds.
warm_up() { flood 3 50 >/dev/null; }

# reload COUNT: puts the two policies in force by turns; sets how many were accepted.
reload() {
  local number
  accepted=0
  for ((number = 0; number < $1; number++)); do
    if push "$next_policy"; then accepted=$((accepted + 1)); fi
    if [ "$next_policy" = "$policy_a" ]; then next_policy=$policy_b; else next_policy=$policy_a; fi
  done
}
