/** Judges that share no code with the filter: tshark, re-wrapped packets, an independent count of a capture's frames. */
package org.sekimori.control.judge;
