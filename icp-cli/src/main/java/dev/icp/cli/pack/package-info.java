/** {@code icp pack}: documents in, contexts out. */
@NullMarked
package dev.icp.cli.pack;

import org.jspecify.annotations.NullMarked;
