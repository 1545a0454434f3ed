/** What a candidate policy would change: tallied by the workers, read by whoever reports. */
package org.sekimori.dataplane.whatif;
