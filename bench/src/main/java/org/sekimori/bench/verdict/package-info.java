/** Sets our verdict beside others on the same frame, in turns, in one process: {@code sekimori bench verdict}. */
package org.sekimori.bench.verdict;
