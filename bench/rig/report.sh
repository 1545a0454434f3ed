# shellcheck shell=bash
# Tables, JSON and plots of a run. Read in by the rig.

# read_samples AWK_PROGRAM [-v NAME=VALUE…]: over machine.txt and samples.txt.
read_samples() {
  local program=$1
  shift
  awk -v peers="${peers[*]}" -v measures="${measures[*]}" -v sizes="${sizes[*]}" -v shares="${attack_shares[*]}" -v streams="${streams[*]}" -v base="$base" "$@" \
    -f "$here/samples.awk" -f "$here/$program" "$work/machine.txt" "$work/samples.txt"
}

# report: tables to the standard output, and everything into files beside the JSON.
report() {
  local stem=${json%.json}
  read_samples report.awk -v markdown="$stem.md"
  read_samples json.awk >"$json"
  printf '\nAll samples: %s; tables: %s' "$json" "$stem.md"
  if command -v gnuplot >/dev/null; then make_plots "$stem"; else printf '; no plots: gnuplot is not installed'; fi
  printf '\n'
}

make_plots() {
  local kind name names heading plotted=
  mkdir -p "$work/plots"
  rm -f "$work"/plots/*.txt
  while IFS=$'\t' read -r kind name names heading; do
    gnuplot -e "data='$work/plots/$name.txt'; out='$1-$name.svg'; kind='$kind'; peers='$names'; heading='$heading'" "$here/plot.gp"
    plotted="$plotted $name"
  done < <(read_samples plots.awk -v folder="$work/plots")
  if [ -n "$plotted" ]; then printf '; plots: %s-*.svg (%s)' "$1" "${plotted# }"; fi
}
