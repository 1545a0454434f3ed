/** Lines for people on standard error: their priorities for the journal, and what they say of the line between the ports. */
package org.sekimori.control.log;
