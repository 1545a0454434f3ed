/** Attacks a box and its control from each side, and times what they answer meanwhile: {@code sekimori bench hostile}. */
package org.sekimori.bench.hostile;
