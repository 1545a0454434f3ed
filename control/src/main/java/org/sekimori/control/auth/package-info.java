/** Who may come in over the network: the token, kept as a hash, and the sessions of those who logged in with it. */
package org.sekimori.control.auth;
