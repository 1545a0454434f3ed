/** What is known of the two ports' links, as values: state, since when, and what that makes of the line between them. */
package org.sekimori.dataplane.line;
