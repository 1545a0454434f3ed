/** Flow, fragment, limiter and connection memory: fixed size, one owner. */
package org.sekimori.dataplane.state;
