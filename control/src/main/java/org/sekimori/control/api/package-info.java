/** The end points of the API: each a small class that asks one of control's services. */
package org.sekimori.control.api;
