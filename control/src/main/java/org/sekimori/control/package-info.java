/** The outermost ring: main and what it starts. */
package org.sekimori.control;
