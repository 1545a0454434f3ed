/** Network namespaces, the wires between them, and the programs that run inside; everything made here is undone here. */
package org.sekimori.control.lab.net;
