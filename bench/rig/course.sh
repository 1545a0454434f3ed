# shellcheck shell=bash
# What becomes of all kinds of frames from begin_course to end_course: a load that any program can judge, counted at the box's port and
# behind it; a trickle that only the box can; CLDAP in all wrappings; a TCP stream; pings. Read in by `faults`.

# Half a minute of a load.
remembered=$((1 << 23))
exception_rate=200
tcp_rate=20M
tcp_block=8K
tcp_interval=0.1
ping_interval=0.01
lead_seconds=1
trickle_priority=45
guarded_kinds=(guarded guarded-vlan guarded-qinq guarded-pppoe guarded-4in6 guarded-ipv6)
trickle_pid='' ping_pid='' tcp_pid='' server_pid='' port_count_pid=''
declare -A seen=()

hardware_of() { ip netns exec "$1" cat /sys/class/net/host0/address; }

# open_pipe NAME: a pipe that this shell may write to before anybody reads; sets pipe_fd.
open_pipe() {
  rm -f -- "$work/$1.pipe"
  mkfifo "$work/$1.pipe"
  exec {pipe_fd}<>"$work/$1.pipe"
}

begin_trickle() {
  open_pipe trickle-in && trickle_in=$pipe_fd
  open_pipe trickle-out && trickle_out=$pipe_fd
  taskset -c "$generator_core" chrt -f "$trickle_priority" "$work/trickle" "/run/netns/$ns_wan" "/run/netns/$ns_lan" host0 "$exception_rate" \
    "$(hardware_of "$ns_lan")" -- "$flood_source" "$(hardware_of "$ns_wan")" <"$work/trickle-in.pipe" >"$work/trickle-out.pipe" 2>>"$run_log" &
  trickle_pid=$!
}

# Sets seen[KIND] and the rest of what trickle.c prints.
read_trickle() {
  local pair pairs
  IFS=' ' read -t "$ready_within_seconds" -ra pairs <&"$trickle_out" || fail 3 'the trickle ended'
  for pair in "${pairs[@]}"; do seen[${pair%%=*}]=${pair#*=}; done
}

ask_trickle() {
  echo >&"$trickle_in"
  read_trickle
}

end_trickle() {
  echo end >&"$trickle_in"
  read_trickle
  wait "$trickle_pid" || true
  trickle_pid=
  exec {trickle_in}>&- {trickle_out}>&-
}

# part KIND PLACE: of what is seen of a kind: 1 sent, 2 arrived, 3 twice, 4 longest gap in ms, 5 the first's time in ms.
part() { cut -d , -f "$2" <<<"${seen[$1]}"; }

# sum PLACE KIND…
sum() {
  local place=$1 kind all=0
  shift
  for kind in "$@"; do all=$((all + $(part "$kind" "$place"))); done
  echo "$all"
}

larger() { echo $(($1 > $2 ? $1 : $2)); }

# Another look, at the port itself and before any program: what came to the box.
begin_port_count() {
  open_pipe port-in && port_in=$pipe_fd
  open_pipe port-out && port_out=$pipe_fd
  ip netns exec "$ns_box" "$work/flood" count wan0 <"$work/port-in.pipe" >"$work/port-out.pipe" &
  port_count_pid=$!
  read -t "$ready_within_seconds" -r <&"$port_out" || fail 3 "the counter at the box's port did not start"
}

end_port_count() {
  echo >&"$port_in"
  read -t "$ready_within_seconds" -r port_honest _ <&"$port_out" || fail 3 "the counter at the box's port ended"
  kill -KILL "$port_count_pid"
  wait "$port_count_pid" 2>/dev/null || true
  port_count_pid=
  exec {port_in}>&- {port_out}>&-
}

# iperf3 waits for its next block without sleeping, so it must not go before others.
begin_hosts() {
  ip netns exec "$ns_lan" taskset -c "$generator_core" iperf3 -s -1 -i "$tcp_interval" -f k --forceflush >"$work/tcp.txt" 2>&1 &
  server_pid=$!
  sleep 0.2
  ip netns exec "$ns_wan" env --default-signal=INT taskset -c "$generator_core" iperf3 -c "$lan_address" -t 3600 -b "$tcp_rate" -l "$tcp_block" >/dev/null 2>&1 &
  tcp_pid=$!
  ip netns exec "$ns_wan" env --default-signal=INT taskset -c "$generator_core" chrt -f "$host_priority" ping -n -q -i "$ping_interval" "$lan_address" >"$work/ping.txt" 2>&1 &
  ping_pid=$!
}

# finish PID: as Ctrl-C does, so that it says what it has counted.
finish() {
  kill -INT "$1" 2>/dev/null || true
  for _ in {1..30}; do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.1
  done
  end "$1"
}

# A shell has what it starts in the background ignore SIGINT, hence env.
# Sets pings_lost (the last may be under way), pings_twice, tcp_gap_ms and tcp: yes if it still flowed.
end_hosts() {
  finish "$ping_pid"
  ping_pid=
  pings_lost=$(awk '/packets transmitted/ { lost = $1 - $4 - 1; print (lost > 0 ? lost : 0); found = 1 } END { if (!found) print -1 }' "$work/ping.txt")
  pings_twice=$(sed -n 's/.* +\([0-9]*\) duplicates.*/\1/p' "$work/ping.txt")
  pings_twice=${pings_twice:-0}
  kill -0 "$tcp_pid" 2>/dev/null && tcp=yes || tcp=no
  finish "$tcp_pid"
  end "$server_pid"
  tcp_pid='' server_pid=''
  read -r tcp_gap_ms tcp_flows < <(awk -v ms=100 '
    / sec / && !/sender|receiver/ { if ($5 + 0 > 0) { dark = 0; ever = 1 } else if (++dark > most) most = dark }
    END { print most * ms, ever && dark < 10 ? "yes" : "no" }' "$work/tcp.txt")
  [ "$tcp_flows" = yes ] || tcp=no
}

resources() {
  local name pid
  for name in box control; do
    pid=${name}_pid
    printf ' %s_fds_%s=%s %s_rss_mb_%s=%s' "$name" "$1" "$(find "/proc/${!pid}/fd" -mindepth 1 2>/dev/null | wc -l)" \
      "$name" "$1" "$(($(resident_kb "${!pid}" 2>/dev/null || echo 0) / 1024))"
  done
}

# guard_status: sets guard_mode and guard_trips.
guard_status() {
  "${JAVA_HOME:-/usr}/bin/java" "@$top/control/src/main/resources/org/sekimori/control/jvm/tool.args" -jar "$top/.sekimori/sekimori.jar" \
    guard status --json --run-dir "$run_folder" >"$work/guard.txt" 2>&1 || true
  guard_mode=$(sed -n 's/.*"mode" *: *"\([^"]*\)".*/\1/p' "$work/guard.txt")
  guard_trips=$(sed -n 's/.*"trips" *: *\([0-9]*\).*/\1/p' "$work/guard.txt")
  guard_mode=${guard_mode:-none} guard_trips=${guard_trips:-0}
}

# counter NAME: of both ports together, as the box tells; empty if it doesn't.
counter() { api GET /status 2>/dev/null | grep -o "\"$1\" *: *[0-9]*" | awk -F ':' '{ all += $2 } END { if (NR) printf "%d", all }'; }

begin_course() {
  resources_before=$(resources before)
  guard_status
  trips_before=$guard_trips
  begin_count
  begin_port_count
  begin_trickle
  begin_hosts
  sleep 0.3
  stolen_before=$(stolen_ms)
  ip netns exec "$ns_wan" taskset -c "$generator_core" chrt -f "$generator_priority" "$work/flood" pace host0 3600 "$attack_percent" "$rate" "$tick_us" >"$work/load.txt" &
  load_pid=$!
  sleep "$lead_seconds"
}

stop_load() {
  [ -n "$load_pid" ] || return 0
  kill -TERM "$load_pid" 2>/dev/null || true
  wait "$load_pid" || fail 3 'the generator failed'
  load_pid=
}

# Sets what load.sh's end_load does, and all that judge_course looks at.
end_course() {
  stop_load
  end_trickle
  end_hosts
  drain
  end_count
  end_port_count
  read -r sent sent_ldap sent_other load_seconds load_late_us <"$work/load.txt"
  guarded_sent=$((sent_ldap + sent_other))
  unreached=$((sent - port_honest))
  lost=$((port_honest - honest))
  late_ms=$(larger "$((load_late_us / 1000))" "${seen[late]}")
  load_stolen_ms=$(($(stolen_ms) - stolen_before))
  plain_gap=$(part plain 4)
  fragment_gap=$(part fragment 4)
  wrapped_gap=$(larger "$(part mpls 4)" "$(part gre 4)")
  exceptions_sent=$(sum 1 fragment mpls gre)
  exceptions_arrived=$(sum 2 fragment mpls gre)
  twice=$((doubled + pings_twice + $(sum 3 plain fragment mpls gre "${guarded_kinds[@]}")))
  closed_sent=$((guarded_sent + $(sum 1 "${guarded_kinds[@]}")))
  closed_arrived=$((ldap + dns_or_ntp + $(sum 2 "${guarded_kinds[@]}")))
  strangers=$((${seen[strangers-wan]} + ${seen[strangers-lan]}))
  guard_status
}

course_fields() {
  printf 'rate=%s seconds=%.1f sent=%s unreached=%s came=%s arrived=%s lost=%s backwards=%s gap_us=%s ' "$rate" "$load_seconds" "$sent" "$unreached" \
    "$port_honest" "$honest" "$lost" "$backwards" "$gap_us"
  printf 'exceptions_sent=%s exceptions_arrived=%s fragment_gap_ms=%s wrapped_gap_ms=%s plain_gap_ms=%s ' "$exceptions_sent" "$exceptions_arrived" \
    "$fragment_gap" "$wrapped_gap" "$plain_gap"
  printf 'closed_sent=%s closed_arrived=%s twice=%s own=%s pings_lost=%s tcp=%s tcp_gap_ms=%s turns=%s ' "$closed_sent" "$closed_arrived" "$twice" "$strangers" \
    "$pings_lost" "$tcp" "$tcp_gap_ms" "$turns"
  printf 'mode=%s trips=%s late_ms=%s stolen_ms=%s%s%s' "$guard_mode" "$((guard_trips - trips_before))" "$late_ms" "$load_stolen_ms" \
    "$resources_before" "$(resources after)"
}

# What was running when it was cut short.
abandon_course() {
  local pid
  for pid in "$trickle_pid" "$ping_pid" "$tcp_pid" "$server_pid" "$port_count_pid"; do [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true; done
  rm -f -- "$work"/{trickle,port}-{in,out}.pipe
}
