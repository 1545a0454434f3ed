/** Reads lists of networks in the formats they come in, and puts them together. */
package org.sekimori.policy.sets;
