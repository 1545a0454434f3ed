/** Published ways to find the first matching rule, small and over plain arrays, to compare what they cost. */
package org.sekimori.bench.classifier;
