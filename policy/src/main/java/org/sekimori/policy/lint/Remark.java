package org.sekimori.policy.lint;

/** Something that is allowed but probably not meant. */
public record Remark(Place place, String message) {}
