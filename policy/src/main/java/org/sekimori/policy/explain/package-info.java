/** Says in words which rule decides a packet and why, and in what two policies differ. */
package org.sekimori.policy.explain;
