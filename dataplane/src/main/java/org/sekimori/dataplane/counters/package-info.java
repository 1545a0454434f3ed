/** Counter and drop-reason names, storage, readers. */
package org.sekimori.dataplane.counters;
