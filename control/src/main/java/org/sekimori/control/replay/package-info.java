/** Runs capture files through the box's own pipeline, and reports what became of each frame. */
package org.sekimori.control.replay;
