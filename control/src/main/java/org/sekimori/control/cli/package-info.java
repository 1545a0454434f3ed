/** The commands, as users type them; no packet is looked at here. */
package org.sekimori.control.cli;
