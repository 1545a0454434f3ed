/** Says of one frame, or one made-up packet, which rule decides it and why; and compares policies on captures. */
package org.sekimori.control.explain;
