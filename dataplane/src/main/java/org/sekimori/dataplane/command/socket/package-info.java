/** The box's Unix socket: who may command it, in which words, and the same from the other end. */
package org.sekimori.dataplane.command.socket;
