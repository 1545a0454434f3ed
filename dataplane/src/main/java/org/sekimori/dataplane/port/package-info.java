/** What a port is, and the slot a frame travels in from one port to the other. */
package org.sekimori.dataplane.port;
