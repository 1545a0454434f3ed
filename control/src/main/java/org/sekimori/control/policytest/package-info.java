/** Unit tests for policies: folders with a capture and the verdicts expected, run through the engine. */
package org.sekimori.control.policytest;
