/** Writes what the packages bring along beside the program, from the program's own declarations. */
package org.sekimori.images;
