# shellcheck shell=bash
# `./sekimori test`; read in by the launcher, whose functions and names it uses.

test_usage() {
  cat <<'USAGE'
usage: sekimori test [--quick | --all | --fuzz TIME] [--corpus DIR]

Runs the tests of all modules: unit tests, and as root those between network namespaces.

  --quick       unit tests only, without those that take a second or more (tagged "long"); under two minutes
  --all         the long ones as well (tagged "slow"), with no limit of time
  --fuzz TIME   the fuzz tests only: each looks for new inputs that long (30s, 5m, 2h)
  --corpus DIR  have the captures under DIR judged in place of those in the tree

The last line says how many passed, failed and were skipped. As root a test may only be
skipped for a missing kernel feature, which it names; any other skip counts as failed.
Exit status: 0 all passed, 1 something failed.
USAGE
}

# Names the module and the kind of test Maven is at, and how each ended.
show_tests() {
  local line module='' kind='' seen=0
  local building='^\[INFO\] Building Sekimori ([a-z]+)'
  local running='^\[INFO\] --- (maven-)?(surefire|failsafe)[a-z-]*:[^ :]+:(test|integration-test)'
  local total='^\[(INFO|WARNING|ERROR)\] Tests run: ([0-9]+), Failures: ([0-9]+), Errors: ([0-9]+), Skipped: ([0-9]+)$'
  while IFS= read -r line; do
    line=${line%%$'\r'}
    if [[ $line =~ $building ]]; then
      module=${BASH_REMATCH[1]}
    elif [[ $line =~ $running ]]; then
      if [[ $line == *'(fuzz)'* ]]; then
        kind='fuzz tests'
      elif [ "${BASH_REMATCH[3]}" = test ]; then
        kind='unit tests'
      else
        kind='integration tests'
      fi
      seen=$SECONDS
    elif [[ $line =~ $total ]]; then
      printf '%-10s %-18s %5d run, %d failed, %d skipped (%d s)\n' "$module" "$kind" "${BASH_REMATCH[2]}" \
        $((BASH_REMATCH[3] + BASH_REMATCH[4])) "${BASH_REMATCH[5]}" $((SECONDS - seen))
    elif [[ $line =~ ^\[INFO\]\ Running\ org\.sekimori\.(.*IT)$ ]]; then
      printf '%-10s   %s\n' "$module" "${BASH_REMATCH[1]}"
    fi
  done
}

# report BUILD_FAULT: counts what the modules reported, and says what stopped the build, if anything did.
report() {
  local as_root=no
  if is_root; then as_root=yes; fi
  "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$top/.ci/TestSummary.java" "$top" "$as_root" "$1"
}

does_not_compile() {
  say "does not compile"
  echo '0 passed, 1 failed, 0 skipped'
  exit 1
}

# What is wrong with the build itself, beside what the tests report.
fault=
blame() { fault="${fault:+$fault; }$1"; }

# read_options ARGUMENT...: sets `level`, `limit` and `options`.
read_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --quick | --all | --fuzz)
        [ -z "$level" ] || fail "$status_bad_input" "test: $level and $1 exclude each other; see 'sekimori test --help'"
        level=$1
        ;;
    esac
    case $1 in
      --quick) limit=5m && options+=('-DexcludedGroups=slow|long') ;;
      --all) limit=0 && options+=(-DexcludedGroups= -Dsekimori.skipFuzz=false) ;;
      --fuzz)
        [[ ${2:-} =~ ^[1-9][0-9]*[smh]$ ]] || fail "$status_bad_input" "test: --fuzz wants a time like 5m, found '${2:-}'"
        limit=0
        options+=(-DskipITs '-Dtest=*FuzzTest' -Dsurefire.failIfNoSpecifiedTests=false -Dsekimori.skipFuzz=false "-Dsekimori.fuzzTime=$2")
        shift
        ;;
      --corpus)
        [ -d "${2:-}" ] || fail "$status_bad_input" "test: --corpus wants a folder of captures, found '${2:-}'"
        options+=("-Dsekimori.corpus=$(cd "$2" && pwd)")
        shift
        ;;
      -h | --help) test_usage && exit 0 ;;
      *) fail "$status_bad_input" "test: unknown option '$1'; see 'sekimori test --help'" ;;
    esac
    shift
  done
  if [ -z "$level" ]; then options+=(-Dsekimori.skipFuzz=false); fi
}

run_tests() {
  local level='' limit=60m log=$state/test.log built_now='' phase='verify' format options=()
  read_options "$@"
  is_root || say 'not root: the tests between network namespaces will be skipped'

  # Unit tests need no program that starts.
  if [ "$level" = --quick ]; then
    phase='test'
  else
    is_current control || built_now=yes
    build control || does_not_compile
  fi
  # The Debian package is built a second time by the tests, which must give the same bytes.
  if [ "$level" = --all ]; then (package) >/dev/null || does_not_compile; fi
  own_lock "$state/lock"
  exec 9>>"$state/lock"
  flock 9
  cd "$top"
  rm -rf -- */target
  # Beside the tests, since compilers leave a core free.
  mvn -B -ntp -q spotless:check 9>&- </dev/null >"$state/format.log" 2>&1 &
  format=$!
  # Every test is to run, so a failed one doesn't stop Maven; the reports are counted below.
  if ! SEKIMORI_UNDER_TEST=1 timeout --foreground --kill-after=30s "$limit" \
    mvn -B -ntp -Dmaven.test.failure.ignore=true -Dspotless.check.skip=true ${options[@]+"${options[@]}"} "$phase" \
    9>&- </dev/null 2>&1 | tee "$log" | show_tests; then
    if [ "${PIPESTATUS[0]}" = 124 ]; then blame "stopped after $limit"; else blame 'the build failed'; fi
    build_errors "$log"
    if grep -q 'COMPILATION ERROR' "$log"; then does_not_compile; fi
  elif grep -qE 'The forked VM terminated|There was an error in the forked process|There was a timeout' "$log"; then
    build_errors "$log"
    blame 'a test ended its JVM'
  fi
  # Both were built a moment ago, by the same JDK, from the same sources.
  if [ -n "$built_now" ] && [ -e control/target/sekimori-all.jar ] && ! cmp -s "$jar" control/target/sekimori-all.jar; then
    blame 'two builds of the same sources gave different jars'
  fi
  if [ "$level" = --all ] && ! cmp -s "$state"/packages/*.deb images/target/*.deb; then
    blame 'two builds of the same sources gave different Debian packages'
  fi
  if ! wait "$format"; then
    grep -E '^\[ERROR\] +[a-z]+/src/|^\[ERROR\] +src/' "$state/format.log" || build_errors "$state/format.log"
    blame 'the formatter wants changes (mvn spotless:apply)'
  fi
  report "$fault"
}
