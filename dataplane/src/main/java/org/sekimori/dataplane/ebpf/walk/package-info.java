/** Writes the code that walks a frame to its packets and their messages, and that drops, sends on, counts or hands it on. */
package org.sekimori.dataplane.ebpf.walk;
