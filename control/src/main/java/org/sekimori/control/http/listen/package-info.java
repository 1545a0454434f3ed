/** Where the server listens and with which certificate: addresses, devices, the Unix socket's file, TLS. */
package org.sekimori.control.http.listen;
