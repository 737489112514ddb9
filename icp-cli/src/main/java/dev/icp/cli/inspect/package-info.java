/** {@code icp inspect}: what an output holds. */
@NullMarked
package dev.icp.cli.inspect;

import org.jspecify.annotations.NullMarked;
