package org.sekimori.images;

/**
 * What a manual page says of where it comes from.
 *
 * @param program name and version of the program
 * @param date the day, as {@code YYYY-MM-DD}: the build's fixed one
 */
record Edition(String program, String date) {}
