/** Flyweights over headers and the decoder that walks them; knows nothing of rules. */
package org.sekimori.dataplane.frame;
