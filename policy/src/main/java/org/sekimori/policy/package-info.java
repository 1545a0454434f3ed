/** Rules, verdicts, and the {@link org.sekimori.policy.PolicyTable} flyweight over a flat policy image. */
package org.sekimori.policy;
