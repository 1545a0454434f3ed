# shellcheck shell=bash
# The faults, and what can be asked of the run. Read in by `faults`.

# Each line: name; what is promised (line: all is kept; wire: it is cut meanwhile; churn: policies change); whether the box is there
# meanwhile (there, absent, remade: an interface is); what the machine must have; what it is.
fault_table=(
  'restart|line|absent||ended in order as a service, then started'
  'box-killed|line|absent||kill -9 of the box, which is started anew'
  'control-killed|line|there||kill -9 of control, which is started anew'
  'all-killed|line|absent||kill -9 of everything; nobody for some seconds; started anew'
  'segv|line|absent||SIGSEGV to the box'
  'stopped|line|absent||SIGSTOP to the box for --stop seconds, SIGCONT'
  'paused|line|absent||three pauses of 200 ms of the box, as of a long garbage collection'
  'gc|line|there||full garbage collections of the box, one after the other'
  'oom|line|absent|memory|the kernel kills the box: its control group is out of memory'
  'memory-pressure|line|there|memory|box and control may hold no more than they do: page cache goes'
  'upgrade|line|absent||a box of another jar takes over from one that runs (--hand-over)'
  'disk-full|line|there||the disk of the state folder is full while a policy is pushed'
  'syslog-dead|line|there||nobody at the receiver of events'
  'run-lost|line|absent||files and sockets of the run folder unlinked; then all killed and started anew'
  'churn|churn|there||two opposite policies by turns, --changes times'
  'wan-flap|wire|there||carrier of the WAN port lost and back'
  'lan-flap|wire|there||carrier of the LAN port lost and back'
  'wan-remade|wire|remade||interface of the WAN port deleted and made anew'
  'lan-remade|wire|remade||interface of the LAN port deleted and made anew'
)
all_variants=(default off closed)
# What other variants than the default are asked for if it is to be quick.
quick_faults=(all-killed stopped)

faults=() variants=()
# Round trips a second, which load.sh can measure too.
ask_rate=1000
given_rate='' minutes='' quick='' seed=1
load_percent=70 trial_seconds=5 resolution=5
stop_seconds=10 alone_seconds=3 hold_seconds=5 tail_seconds=3
changes=1000 collections=20
json=$top/.sekimori/faults.json
markdown=$top/.sekimori/faults.md

fault_names() { printf '%s\n' "${fault_table[@]%%|*}"; }

# find_fault NAME: sets fault_promise, fault_absence, fault_needs and fault_text.
find_fault() {
  local line name
  for line in "${fault_table[@]}"; do
    # shellcheck disable=SC2034 # for those who call
    IFS='|' read -r name fault_promise fault_absence fault_needs fault_text <<<"$line"
    [ "$name" != "$1" ] || return 0
  done
  return 1
}

usage() {
  local name
  cat <<USAGE
usage: sekimori bench faults [OPTION…]

Puts 'sekimori run --keep-guard' between two network namespaces under $load_percent % of the load it carries without loss, and has things go wrong.
Meanwhile there are frames that only the box can judge ($exception_rate a second: fragments, MPLS, GRE), CLDAP requests plain and behind VLAN,
QinQ, PPPoE, 4in6 and IPv6, a TCP stream, and a ping every 10 ms. Promised, and else exit status 1: no stateless frame lost; frames
for the box without a verdict for 100 ms at most; nothing twice; no frame of the box's own; guarded ports closed. With the variant
'off' (--offload off): no gap over 200 ms. With 'closed' (--fail closed): what the box alone can judge waits for a box. What is lost while
a wire is cut is no fault; then all is back within a second. The clock isn't moved: the machine has one only. Needs root.

  --faults LIST     of those below (default: all)
  --variants LIST   of default,off,closed (default: all; others than the default only where a box is missing)
  --quick           each fault once and short; under five minutes
  --minutes N       faults at random, N minutes long, in the first variant; --seed N of their order
  --rate N          take this for the rate without loss, and don't search
  --load N          percent of it (default: $load_percent)
  --stop N          seconds of SIGSTOP (default: $stop_seconds)    --changes N of policy (default: $changes)
  --json FILE       every figure (default: $json)
  --markdown FILE   the report (default: $markdown)

USAGE
  for name in $(fault_names); do
    find_fault "$name"
    printf '  %-16s %s\n' "$name" "$fault_text"
  done
  cat <<USAGE

Examples:
  sekimori bench faults --quick                                     a look at all of it
  sekimori bench faults --faults all-killed,stopped --variants off  how long the AF_PACKET path is dark
  sekimori bench faults --minutes 30 --variants default             half an hour of faults at random
USAGE
}

be_quick() {
  quick=yes
  trial_seconds=1 resolution=25 stop_seconds=3 alone_seconds=1 hold_seconds=1 tail_seconds=1 changes=30 collections=5
}

# one_of_list OPTION VALUE WORD…
one_of_list() { contains "$2" "${@:3}" || fail 2 "$1: '$2' is none of ${*:3}"; }

check_lists() {
  local one names
  mapfile -t names < <(fault_names)
  [ ${#faults[@]} -gt 0 ] || faults=("${names[@]}")
  [ ${#variants[@]} -gt 0 ] || variants=("${all_variants[@]}")
  for one in "${faults[@]}"; do one_of_list --faults "$one" "${names[@]}"; done
  for one in "${variants[@]}"; do one_of_list --variants "$one" "${all_variants[@]}"; done
}

read_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && exit 0 ;;
      --quick) be_quick && shift && continue ;;
      --faults | --variants | --minutes | --seed | --rate | --load | --stop | --changes | --json | --markdown) ;;
      *) fail 2 "unknown option '$1'; see 'sekimori bench faults --help'" ;;
    esac
    [ -n "${2:-}" ] || fail 2 "$1: a value is missing"
    case $1 in
      --faults) IFS=, read -ra faults <<<"$2" ;;
      --variants) IFS=, read -ra variants <<<"$2" ;;
      --minutes) whole_number "$1" "$2" 3 && minutes=$2 ;;
      --seed) whole_number "$1" "$2" && seed=$2 ;;
      --rate) whole_number "$1" "$2" 7 && given_rate=$2 ;;
      --load) whole_number "$1" "$2" 2 && load_percent=$2 ;;
      --stop) whole_number "$1" "$2" 3 && stop_seconds=$2 ;;
      --changes) whole_number "$1" "$2" && changes=$2 ;;
      --json) json=$2 ;;
      --markdown) markdown=$2 ;;
    esac
    shift 2
  done
  check_lists
}
