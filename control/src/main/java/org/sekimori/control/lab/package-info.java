/** The lab: plays attacks and honest traffic against the box between network namespaces, and checks what becomes of them. */
package org.sekimori.control.lab;
