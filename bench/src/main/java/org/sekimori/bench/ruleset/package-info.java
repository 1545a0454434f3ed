/** Rule sets, prefix sets and traces from a seed, in the shapes published for packet classification. */
package org.sekimori.bench.ruleset;
