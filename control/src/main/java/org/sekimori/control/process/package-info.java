/** This program's own processes: how they are started, and how they are kept running. */
package org.sekimori.control.process;
