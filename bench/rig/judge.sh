# shellcheck shell=bash
# What is promised, and what of it a course broke. Read in by `faults`.

exceptions_limit_ms=100
# The box decided each frame itself, so the guard has to find out first.
off_limit_ms=200
wire_limit_ms=1000

# breaks NAME CONDITION…: if the condition holds.
breaks() {
  local name=$1
  shift
  if [ "$@" ]; then broke=${broke:+$broke,}$name; fi
}

judge_line() {
  local limit=$exceptions_limit_ms
  if [ "$variant" = off ]; then
    limit=$off_limit_ms
    breaks stateless-gap "$(larger "$plain_gap" $((gap_us / 1000)))" -gt "$limit"
  else
    breaks stateless-lost "$lost" -ne 0 -o "$(part plain 1)" -ne "$(part plain 2)"
    breaks pings-lost "$pings_lost" -ne 0
  fi
  breaks tcp "$tcp" != yes
  breaks exceptions-gap "$fragment_gap" -gt "$limit"
  # With --fail closed they wait for a box.
  if [ "$variant" != closed ] || [ "$fault_absence" = there ]; then breaks exceptions-gap "$wrapped_gap" -gt "$limit"; fi
}

# A cut wire passes nothing; what counts is that everything is back soon, and guarded. A new trickle began when the interface was there.
judge_wire() {
  if [ "$fault_absence" = remade ]; then
    breaks back-late "$(larger "$(part plain 5)" "$(part fragment 5)")" -gt "$wire_limit_ms" -o "$(part plain 5)" -lt 0 -o "$(part fragment 5)" -lt 0
  else
    breaks back-late "$(larger "$plain_gap" "$fragment_gap")" -gt $((wire_limit_ms + 1500))
  fi
}

# judge_course: sets verdict and broke.
judge_course() {
  local expected=kernel-first
  broke=
  if [ "$variant" = off ]; then expected=box-first; fi
  if [ "$fault_promise" = wire ]; then judge_wire; else judge_line; fi
  if [ "$fault_promise" = churn ]; then
    breaks mixture "$turns" -gt "$changes"
    breaks refused "$accepted" -ne "$changes"
  else
    breaks guarded-opened "$closed_arrived" -ne 0
  fi
  breaks twice "$twice" -ne 0
  breaks own-frames "$strangers" -ne 0
  breaks "mode-$guard_mode" "$guard_mode" != "$expected"
  if [ -n "$alone_mode" ]; then breaks "not-alone-$alone_mode" "$alone_mode" != alone; fi
  if [ "$variant" = closed ]; then breaks failed-open "$alone_wrapped" -ne 0; fi
  case $fault_note in *not_killed=yes*) broke=${broke:+$broke,}not-killed ;; esac
  verdict=ok
  if [ -n "$broke" ]; then verdict=FAILED; fi
}
