/** Carries what happens from the box to those who want to know: one line of JSON each, to a file, syslog and listeners. */
package org.sekimori.control.events;
