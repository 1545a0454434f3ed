/**
 * The only package that calls the kernel, in three thin layers: bindings with C names ({@code LibC}), layouts
 * ({@code *Descriptor}), and owners that close what they opened.
 */
package org.sekimori.dataplane.linux;
