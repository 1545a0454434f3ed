/** What strangers send: the messages, the process on the WAN side that sends them, and its remote control. */
package org.sekimori.control.lab.attack;
