/** What the box lets itself be told, by whom, and how it keeps the policy in force: the only way in from outside. */
package org.sekimori.dataplane.command;
