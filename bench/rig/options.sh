# shellcheck shell=bash
# What can be asked of the rig, and what it takes if nothing is. Read in by the rig.

seconds=2
rounds=3
json=$top/.sekimori/rig.json
peers=(sekimori testpmd tcpbridge bridge)
base=
all_measures=(delivered tcp cpu start loss-free round-trip swap first-minute)
measures=(delivered tcp cpu start)
sizes=(64)
attack_shares=(0 90)
streams=(1)
pcap=
fixed_rate=100000
ask_rate=1000
given_rate=
trial_seconds=3
resolution=3
load_percent=70
swaps=20
first_seconds=60

# joined WORD…: with commas.
joined() { local IFS=,; echo "$*"; }

usage() {
  cat <<USAGE
usage: sekimori bench rig [OPTION…]

Puts a box between two network namespaces, sends UDP frames through it and counts what arrives behind it. Sekimori and its peers take
turns, round by round; ratios are formed within a round. The generator has core $generator_core, the box core $box_core. Needs root.

  --peers LIST    of $(joined "${all_peers[@]}"),
                  or 'all' (default: $(joined "${peers[@]}")); those that this machine lacks are named and left out
  --base PEER     whose figure is divided by the others' (default: sekimori, or the first)
  --measure LIST  what is measured, or 'all' (default: $(joined "${measures[@]}")):
    delivered       honest frames that arrive in a flood, a second        --size, --attack
    tcp             bits a second, through peers that keep super-frames and unfinished checksums           --streams
                    ($(joined "${tcp_peers[@]}"))
    cpu             CPU seconds of all cores for a million frames         --fixed-rate
    start           milliseconds from the command to the first frame
    loss-free       frames/s of which none is lost, by halving the span (RFC 2544)   --trial, --resolution
    round-trip      microseconds there and back from when a question was due, p50 to p99.99, alone and beside a load
                                                                          --ask-rate, --fixed-rate
    swap            frames lost while the policy changes, at --load % of the loss-free rate   --swaps
    first-minute    frames lost from the first that came through a box that has just been started, at that load   --first-seconds

  --size LIST     bytes of a frame with its check, 64 to 1518, or 'imix': 7 of 64, 4 of 594, 1 of 1518 (default: $(joined "${sizes[@]}"))
  --attack LIST   percent of frames that the shipped policy drops, 0 to 100 (default: $(joined "${attack_shares[@]}"))
  --streams LIST  TCP streams at a time, 1 to 128 (default: $(joined "${streams[@]}"))
  --pcap FILE     also floods with the Ethernet frames of a capture file, 16,384 at most
  --fixed-rate N  frames a second of cpu and round-trip (default: $fixed_rate)
  --ask-rate N    round trips a second (default: $ask_rate); p99.99 wants 10,000 in all
  --rate N        frames a second: every peer's loss-free rate, which is then not searched for
  --trial N       seconds of one trial of that search (default: $trial_seconds); what it finds is proved three times as long
  --resolution N  percent of the span at which the search ends (default: $resolution)
  --load N        percent of the loss-free rate that swap and first-minute run at, 1 to 100 (default: $load_percent)
  --swaps N       changes of policy (default: $swaps)
  --first-seconds N  length of the first minute (default: $first_seconds)
  --box-core N    core of the boxes (default: $box_core); the hosts and the generator keep core $generator_core
  --seconds N     length of one measurement (default: $seconds)
  --rounds N      turns of every peer (default: $rounds)
  --json FILE     where every sample goes (default: $json); tables (.md) and plots (.svg) go beside it

  sekimori bench rig                                                          three minutes
  sekimori bench rig --peers sekimori,bridge-nft,xdp-c --measure delivered    beside the kernel's own filters
  sekimori bench rig --measure loss-free,swap,first-minute --rounds 1         what is lost; two minutes a peer
  sekimori bench rig --measure round-trip --peers sekimori,bridge --seconds 10 --box-core 0   a box on the hosts' core, as a bridge is
  sekimori bench rig --peers all --measure all --size 64,512,1514,imix --attack 0,10,25,50,75,90,100 --streams 1,8   takes hours
USAGE
}

# whole_number_within OPTION VALUE LOW HIGH
whole_number_within() {
  if ! [[ $2 =~ ^(0|[1-9][0-9]{0,3})$ ]] || [ "$2" -lt "$3" ] || [ "$2" -gt "$4" ]; then
    fail 2 "$1: '$2' is not a whole number from $3 to $4"
  fi
}

# one_of OPTION VALUE WORD…
one_of() { contains "$2" "${@:3}" || fail 2 "$1: '$2' is none of $(joined "${@:3}")"; }

# read_options ARGUMENT…
read_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && exit 0 ;;
      --peers | --base | --measure | --size | --attack | --streams | --pcap | --json) ;;
      --fixed-rate | --ask-rate | --rate | --trial | --resolution | --load | --swaps | --first-seconds | --box-core | --seconds | --rounds) ;;
      *) fail 2 "unknown option '$1'; see 'sekimori bench rig --help'" ;;
    esac
    [ -n "${2:-}" ] || fail 2 "$1: a value is missing"
    read_option "$1" "$2"
    shift 2
  done
}

# read_option OPTION VALUE
read_option() {
  case $1 in
    --peers) if [ "$2" = all ]; then peers=("${all_peers[@]}"); else IFS=, read -ra peers <<<"$2"; fi ;;
    --base) one_of "$1" "$2" "${all_peers[@]}" && base=$2 ;;
    --measure) if [ "$2" = all ]; then measures=("${all_measures[@]}"); else IFS=, read -ra measures <<<"$2"; fi ;;
    --size) IFS=, read -ra sizes <<<"$2" ;;
    --attack) IFS=, read -ra attack_shares <<<"$2" ;;
    --streams) IFS=, read -ra streams <<<"$2" ;;
    --pcap) [ -r "$2" ] || fail 2 "--pcap: '$2' can't be read"; pcap=$(readlink -f -- "$2") ;;
    --fixed-rate) whole_number "$1" "$2" 7 && fixed_rate=$2 ;;
    --ask-rate) whole_number "$1" "$2" 5 && ask_rate=$2 ;;
    --rate) whole_number "$1" "$2" 7 && given_rate=$2 ;;
    --trial) whole_number "$1" "$2" 3 && trial_seconds=$2 ;;
    --resolution) whole_number_within "$1" "$2" 1 50 && resolution=$2 ;;
    --load) whole_number_within "$1" "$2" 1 100 && load_percent=$2 ;;
    --swaps) whole_number "$1" "$2" && swaps=$2 ;;
    --first-seconds) whole_number "$1" "$2" 3 && first_seconds=$2 ;;
    --box-core) whole_number_within "$1" "$2" 0 $((core_count - 1)) && box_core=$2 ;;
    --seconds) whole_number "$1" "$2" && seconds=$2 ;;
    --rounds) whole_number "$1" "$2" && rounds=$2 ;;
    --json) json=$2 ;;
  esac
}

check_lists() {
  local one
  for one in "${peers[@]}"; do one_of --peers "$one" "${all_peers[@]}"; done
  for one in "${measures[@]}"; do one_of --measure "$one" "${all_measures[@]}"; done
  for one in "${sizes[@]}"; do [ "$one" = imix ] || whole_number_within --size "$one" 64 1518; done
  for one in "${attack_shares[@]}"; do whole_number_within --attack "$one" 0 100; done
  for one in "${streams[@]}"; do whole_number_within --streams "$one" 1 128; done
}

# measured NAME
measured() { contains "$1" "${measures[@]}"; }
