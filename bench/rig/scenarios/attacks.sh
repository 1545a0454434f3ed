# shellcheck shell=bash
# The attacks: by whom, with what, and the policy that is in force meanwhile. Read in by `hostile`.

# Each line: name; who attacks (see run_attacker) and with what, `by:attack,attack`, parted by blanks; the policy; what it is.
attacks=(
  'none||base|nothing: what load, box and questions do by themselves'
  'lock-squat|member:lock-squat stranger:lock-squat|base|other users try to hold the locks of box and control'
  'foreign-users|stranger:foreign-sockets,foreign-files member:member-files|base|other users at sockets, files and folders'
  'second-box|root:second_box|base|a second box and control, over and over, on the same ports and in the same folders'
  'box-socket|control:box-socket-junk,box-socket-held|base|control'"'"'s user at the box'"'"'s command socket: junk, half images, silent connections'
  'token-race|control:token-links root:renew_token|base|links put where root'"'"'s token command writes, while it runs'
  'largest-policy|member:largest-policy|base|131,071 rules, pushed over and over'
  'deadly-bodies|member:deadly-bodies|base|policies nested, aliased, endless or plausible and huge, four at a time'
  'deadly-files|root:break_file|base|the same in the policy file, a new one each second'
  'costly-whatif|member:costly-whatif|base|a comparison with 2,000 rules that each datagram meets'
  'long-names|member:long-names|base|policies with 300 rule names that nobody had before, over and over'
  'set-files|member:set-files|base|sets in files elsewhere: keys, passwords, pipes, devices, links'
  'escapes|member:escapes|base|names and sources that a terminal obeys'
  'local-crowd|member:kept-connections,unread-streams,head-captures|base|a group member'"'"'s connections, unread streams and captures'
  'token-crowd|remote:token-connections,token-streams,token-bodies,token-pipeline|base|the same and endless bodies, by who has the token'
  'strangers|remote:half-open-tls,silent-plain,slow-headers,junk|base|silent and half-open connections, junk and guesses over TCP'
  'tls-flood|remote:tls-flood|base|the first flight of TLS, made once and sent again and again'
  'fragments|frames:fragments|fragments|forged first fragments, up to 16 in one another'
  'colliding|frames:colliding|limits|sources chosen to meet in one place, under a limit per source'
  'odd-frames|frames:odd|base|hundreds of tags and labels, chains of headers, cut and lying frames'
  'drop-events|frames:guarded member:unread-streams|base|dropped frames from everywhere, and readers of events that do not read'
)

# Of the machine's users none has these numbers; the group is that of control's user.
member_uid=64101
stranger_uid=64102
attacker_pids=()

attack_names() {
  local line
  for line in "${attacks[@]}"; do printf '%s\n' "${line%%|*}"; done
}

# find_attack NAME: sets attackers, attack_policy and attack_text.
find_attack() {
  local line name
  for line in "${attacks[@]}"; do
    # shellcheck disable=SC2034 # for those who call
    IFS='|' read -r name attackers attack_policy attack_text <<<"$line"
    [ "$name" != "$1" ] || return 0
  done
  return 1
}

# become UID GID COMMAND…: in place of this shell, in the box's namespace, on the generator's core, after what else is there.
become() {
  local uid=$1 gid=$2
  shift 2
  exec ip netns exec "$ns_box" taskset -c "$generator_core" nice -n 10 setpriv --reuid "$uid" --regid "$gid" --clear-groups "$@"
}

# java_attacker UID GID TOKEN NAMES: in the background, its words in a file of its own.
java_attacker() {
  local dealt
  IFS=, read -r -a dealt <<<"$4"
  HOSTILE_RUN=$run_folder HOSTILE_STATE=$state_folder HOSTILE_PLAIN=$api_address:$api_port HOSTILE_TLS=$tls_address:$tls_port \
    HOSTILE_POLICY=$policy_folder/policy.yaml HOSTILE_TOKEN=$3 become "$1" "$2" "$JAVA_HOME/bin/java" -Xmx384m -XX:+UseSerialGC \
    -XX:TieredStopAtLevel=1 -cp "$top/bench/target/classes:$top/.sekimori/sekimori.jar" org.sekimori.bench.hostile.Attacker "${dealt[@]}" \
    >"$hostile_folder/attacker-${#attacker_pids[@]}.txt" 2>&1 </dev/null &
  attacker_pids+=("$!")
}

frame_attacker() {
  local file=$hostile_folder/$1.pcap
  if [ ! -e "$file" ]; then
    "$JAVA_HOME/bin/java" -cp "$bench_classes" org.sekimori.bench.hostile.HostileFrames "$1" "$file"
  fi
  ip netns exec "$ns_wan" taskset -c "$generator_core" "$work/inject" host0 "$frame_rate" "$file" \
    >"$hostile_folder/attacker-${#attacker_pids[@]}.txt" 2>&1 </dev/null &
  attacker_pids+=("$!")
}

# What root does by the commands of the program.
root_attacker() {
  local folders="--run-dir $hostile_folder/second/run --state-dir $hostile_folder/second/state"
  local own="--run-dir $run_folder --state-dir $state_folder"
  case $1 in
    second_box)
      hostile "$top/sekimori box --wan wan0 --lan lan0 $folders >>$hostile_folder/second.log 2>&1"
      hostile "$top/sekimori run --embedded --wan lan0 --lan wan0 >>$hostile_folder/second.log 2>&1"
      hostile "$top/sekimori run --wan wan0 --lan lan0 $own >>$hostile_folder/second.log 2>&1"
      ;;
    renew_token) hostile "$top/sekimori token $own" ;;
    break_file) java_attacker 0 0 '' deadly-files ;;
  esac
}

# run_attacker BY:ATTACKS
run_attacker() {
  local names=${1#*:}
  case ${1%%:*} in
    member) java_attacker "$member_uid" "$control_gid" '' "$names" ;;
    stranger) java_attacker "$stranger_uid" "$stranger_uid" '' "$names" ;;
    remote) java_attacker "$stranger_uid" "$stranger_uid" "$token" "$names" ;;
    control) java_attacker "$control_uid" "$control_gid" '' "$names" ;;
    frames) frame_attacker "$names" ;;
    root) root_attacker "$names" ;;
  esac
}

# start_attack: all that attack, and waits until they do.
start_attack() {
  local one number end=$((SECONDS + 3 * ready_within_seconds))
  for one in $attackers; do run_attacker "$one"; done
  for number in "${!attacker_pids[@]}"; do
    until grep -qs '^ready' "$hostile_folder/attacker-$number.txt"; do
      [ "$SECONDS" -lt "$end" ] || fail 3 "an attacker of '$1' did not start: $(tail -n 3 "$hostile_folder/attacker-$number.txt")"
      sleep 0.1
    done
  done
}

# stop_attack: ends them; sets holes, how many were found, and attack_words, what they say they did.
stop_attack() {
  local number
  stop_hostile_clients
  holes=0 attack_words=
  for number in ${attacker_pids[@]+"${!attacker_pids[@]}"}; do
    end "${attacker_pids[$number]}"
    attack_words+=$(tail -n 1 "$hostile_folder/attacker-$number.txt")' '
    holes=$((holes + $(sed -n 's/^holes=\([0-9]*\).*/\1/p' "$hostile_folder/attacker-$number.txt" | tail -n 1 | grep . || echo 0)))
  done
  attacker_pids=()
  if grep -qsE 'filtering:|watching:' "$hostile_folder/second.log"; then holes=$((holes + 1)); fi
  rm -rf -- "$hostile_folder/second.log" "$hostile_folder/second"
}
