/** Writes the code by which programs know some of the flows that the box follows: UDP that was asked for and answered. */
package org.sekimori.dataplane.ebpf.flow;
