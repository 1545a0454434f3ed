/** Practice on made-up frames before the ports are taken, so that what moves frames is compiled by then. */
package org.sekimori.dataplane.warmup;
