/** JMH benchmarks of every stage, on made corpora; how to run them stands in docs/benchmarks.md. */
@NullMarked
package dev.icp.bench;

import org.jspecify.annotations.NullMarked;
