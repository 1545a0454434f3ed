package org.sekimori.policy.lint;

/** A place in a text; line and column from 1. */
public record Place(int line, int column) {}
