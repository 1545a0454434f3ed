/** Ports over capture files and live libpcap; the only package that sees pcap4j. */
package org.sekimori.dataplane.pcap;
