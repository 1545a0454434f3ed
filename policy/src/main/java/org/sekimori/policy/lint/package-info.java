/** Looks through policies that can be used for what their authors can't have meant. */
package org.sekimori.policy.lint;
