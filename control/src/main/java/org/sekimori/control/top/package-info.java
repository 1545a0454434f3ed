/** The live view of {@code sekimori top}: samples of the box's file, rates between two of them, and a screen of them. */
package org.sekimori.control.top;
