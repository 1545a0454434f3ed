/** From a policy file to the policy in force, and again whenever the file changes. */
package org.sekimori.control.reload;
