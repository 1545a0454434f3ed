/** Events of dropped frames: sampled and limited where frames are judged, read by whoever reports. */
package org.sekimori.dataplane.event;
