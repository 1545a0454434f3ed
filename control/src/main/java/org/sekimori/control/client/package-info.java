/** Talks to the control process over its Unix socket, for the commands. */
package org.sekimori.control.client;
