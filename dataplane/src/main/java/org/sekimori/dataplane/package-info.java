/** Wires ports, ring and agents into one box that starts, stops and reports. */
package org.sekimori.dataplane;
