/** Ranges of addresses and ports: merged, ordered and compared, for the compiler and the linter. */
package org.sekimori.policy.range;
