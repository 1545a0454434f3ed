/** Keeps the line while no box is there: programs and maps that outlive it, and the word that says who decides. */
package org.sekimori.dataplane.guard;
