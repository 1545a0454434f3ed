/** Lines the kernel has no devices for: what puts a host's plain Ethernet frames behind tags, sessions and tunnels, and takes them out again. */
package org.sekimori.control.inline.line;
