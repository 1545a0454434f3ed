/** Turns rules into a flat image once, off the hot path. */
package org.sekimori.policy.compile;
