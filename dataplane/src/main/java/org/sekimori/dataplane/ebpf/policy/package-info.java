/** Compiles a policy image a second time, to a program that drops inbound frames before a socket buffer exists. */
package org.sekimori.dataplane.ebpf.policy;
