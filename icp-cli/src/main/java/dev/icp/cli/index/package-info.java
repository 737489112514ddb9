/** {@code icp index}: what can be packed again and again. */
@NullMarked
package dev.icp.cli.index;

import org.jspecify.annotations.NullMarked;
