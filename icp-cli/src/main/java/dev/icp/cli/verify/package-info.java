/** {@code icp verify}: whether an output is as it was packed. */
@NullMarked
package dev.icp.cli.verify;

import org.jspecify.annotations.NullMarked;
