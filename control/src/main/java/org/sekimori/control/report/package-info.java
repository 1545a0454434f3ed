/** What several commands print alike: JSON objects, and the engine's counters in them. */
package org.sekimori.control.report;
