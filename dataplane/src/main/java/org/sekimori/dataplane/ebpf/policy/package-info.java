/** Compiles a policy image a second time, to programs that drop or send on frames before the box sees them. */
package org.sekimori.dataplane.ebpf.policy;
