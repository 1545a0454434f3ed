/** The state of box and control at one moment, for people and for scripts. */
package org.sekimori.control.status;
