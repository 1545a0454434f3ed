/** The file through which a running box shows other processes its state, counters and events. */
package org.sekimori.dataplane.boxfile;
