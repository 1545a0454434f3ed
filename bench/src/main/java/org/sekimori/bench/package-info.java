/** JMH benchmarks of the hot path, each beside the baselines it is held against. */
package org.sekimori.bench;
