/**
 * Contract tests: extend one to find out whether an implementation keeps what its interface
 * promises. They need JUnit Jupiter (with parameters) and AssertJ on the class path.
 */
@NullMarked
package dev.icp.contract;

import org.jspecify.annotations.NullMarked;
