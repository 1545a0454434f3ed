/** Writes eBPF programs from Java: registers, instructions and jumps in, the kernel's encoding and a readable listing out. */
package org.sekimori.dataplane.ebpf;
