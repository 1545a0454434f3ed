package org.sekimori.policy.sets;

/**
 * A set that lies in a file, as a policy has it.
 *
 * @param set    its name in the policy
 * @param file   the file's name, as the policy writes it
 * @param layout how the file is written
 * @param guard  what is done about contents that look wrong
 */
public record SetSource(String set, String file, SetLayout layout, SetGuard guard) {}
