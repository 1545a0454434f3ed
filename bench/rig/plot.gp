# One plot: gnuplot -e "data=…; out=…; kind=…; peers=…; heading=…" plot.gp; plots.awk writes the data.
set terminal svg size 960,540 font "sans-serif,13" background "white"
set output out
set title heading
set datafile missing "?"
set yrange [0:*]
set grid ytics linecolor rgb "#dddddd"
set key outside right top
set border 3
set tics nomirror
count = words(peers)
if (kind eq "lines") {
    set xrange [0:100]
    plot for [i = 0:count - 1] data index i using 1:2:3:4 with yerrorlines linewidth 2 pointtype 7 pointsize 0.5 title word(peers, i + 1)
} else {
    set style data histograms
    set style histogram errorbars gap 1 linewidth 2
    set style fill solid 0.8 border -1
    plot for [i = 0:count - 1] data using (column(2 + 3 * i)):(column(3 + 3 * i)):(column(4 + 3 * i)):xtic(1) title word(peers, i + 1)
}
