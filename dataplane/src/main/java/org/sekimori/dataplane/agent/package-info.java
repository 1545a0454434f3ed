/** Capture, worker and egress agents, and the pipeline that joins them by a ring of slots. */
package org.sekimori.dataplane.agent;
