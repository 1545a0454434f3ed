package org.sekimori.control.metrics;

/** The kinds of metrics Prometheus tells apart. */
public enum MetricType {
    COUNTER("counter", "_total"),
    GAUGE("gauge", ""),
    HISTOGRAM("histogram", ""),
    INFO("info", "_info");

    private final String word;
    private final String suffix;

    MetricType(String word, String suffix) {
        this.word = word;
        this.suffix = suffix;
    }

    public String word() {
        return word;
    }

    /** What the library adds to a name of this kind. */
    String suffix() {
        return suffix;
    }
}
