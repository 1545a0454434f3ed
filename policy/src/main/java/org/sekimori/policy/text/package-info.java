/** Reads the policy language and reports errors with file, line and column. */
package org.sekimori.policy.text;
