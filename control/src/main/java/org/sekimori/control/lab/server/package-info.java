/** The real programs that play the site and the internet, each with a configuration of its own in the lab's folder. */
package org.sekimori.control.lab.server;
