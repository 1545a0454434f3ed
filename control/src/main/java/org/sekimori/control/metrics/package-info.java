/** Turns what the box and control count into metrics for Prometheus, named by its conventions. */
package org.sekimori.control.metrics;
