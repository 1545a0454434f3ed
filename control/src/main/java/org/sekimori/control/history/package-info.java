/** What was put in force, when, by whom and in what it differed, kept on disk whole or not at all. */
package org.sekimori.control.history;
