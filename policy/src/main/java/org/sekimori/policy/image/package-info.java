/** The image's layout (descriptors) and the look-ups over it (port, protocol, prefix), which neither allocate nor throw. */
package org.sekimori.policy.image;
