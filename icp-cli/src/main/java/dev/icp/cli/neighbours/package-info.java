/** {@code icp neighbours}: who is near whom, written to files. */
@NullMarked
package dev.icp.cli.neighbours;

import org.jspecify.annotations.NullMarked;
