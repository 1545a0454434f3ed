/** Puts the control plane together: the box it looks after, policies, events, and the server that answers for them. */
package org.sekimori.control.plane;
