/** The policies the program brings along, found by name. */
package org.sekimori.policy.profile;
