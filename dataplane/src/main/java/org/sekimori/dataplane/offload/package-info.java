/** The policy in force at work in the kernel as well, in step with the workers. */
package org.sekimori.dataplane.offload;
