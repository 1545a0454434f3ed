/** The server itself, on Netty: listeners, the pipeline of a connection, its checks and bounds, answers and streams. */
package org.sekimori.control.http.server;
